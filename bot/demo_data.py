"""The sample team's half year, brought into a store as any team would bring in its own."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.playground.sample_team import HOURS, RELEASE, TICKETS_AND_SCORES, release_day, write_files
from bot.playground.sample_workspace import MEMBERS
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from kpi.team.notes import Kind, note
from kpi.team.typed_settings import to_set

SOURCE = "sample-team"
LEAD = MEMBERS[0].real_name


def bring_in(store: Store, folder: Path, now: datetime, zone: ZoneInfo) -> None:
    """The half year up to `now` (aware) of a team in `zone`, its opening hours, and a note on the time line.

    The files are written to the folder, and imported from there. The store's tables are up to date, and empty.
    """
    at = int(now.timestamp())
    with store.writing() as connection:
        settings.change(connection, *to_set(connection, f"hours {HOURS}"), LEAD, at)
        day = release_day(now, zone)
        note(connection, day, day, RELEASE, Kind.NOTE, LEAD, at)
    for file in write_files(folder, now, zone):
        source = SOURCE if file.name in TICKETS_AND_SCORES else None
        import_file(store, file, Options(zone=zone, now=at, source=source, as_of=at))
    catch_up(store, zone)
