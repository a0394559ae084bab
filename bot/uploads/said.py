"""What people have said of how a file is to be read, as the plan takes it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from kpi.ingest.planning.options import Options
from kpi.team.settings import TeamSettings


def options(said: Mapping[str, Any], team: TeamSettings, now: int, most_bytes: int) -> Options:
    """From what is kept as JSON: `mapping`, `source`, `day_first`, `zone`, `sheet` and `as_of`, each if it was said."""
    zone = said.get("zone")
    return Options(
        zone=ZoneInfo(zone) if zone else team.zone,
        zone_is_given=bool(zone),
        now=now,
        source=said.get("source"),
        day_first=said.get("day_first"),
        as_of=said.get("as_of"),
        sheet=said.get("sheet"),
        mapping=said.get("mapping", {}),
        not_kept=team.not_kept,
        most_bytes=most_bytes,
    )
