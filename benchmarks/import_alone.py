"""What `kpibot import --yes` does but for the summary: `python -m benchmarks.import_alone export.csv`."""

import gc
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import settings
from bot.bootstrap import now, open_store
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options


def main() -> None:
    """Into the store that the environment names."""
    gc.disable()
    options = Options(zone=ZoneInfo("UTC"), zone_is_given=True, now=int(now().timestamp()), source="desk", accept=True)
    import_file(open_store(settings.load()), Path(sys.argv[1]), options)


if __name__ == "__main__":
    main()
