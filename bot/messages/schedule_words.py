"""When the reviews of a channel come, in words."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kpi.opening_hours.times import clock
from kpi.schedule.cadence import EACH_WEEK
from kpi.schedule.due import Run
from kpi.schedule.schedules import Schedule
from kpi.span import WEEKDAYS, day_name


@dataclass(frozen=True)
class ScheduleWords:
    """A channel's reviews: how often they come, `upcoming` (the next one, and of what it is), of which conversations
    ("" for all), who is told about trouble, and why they rest ("" if they do not)."""

    channel: str
    often: str
    upcoming: str
    about: str
    filters: str
    owner: str
    rests: str
    fitting: bool

    @classmethod
    def of(cls, schedule: Schedule, run: Run) -> "ScheduleWords":
        """`run` is the next one, if it does not rest."""
        return cls(
            channel=schedule.channel,
            often=often(schedule, run.weeks),
            upcoming=moment(run.due_at, schedule.zone),
            about=about(run),
            filters=schedule.filters,
            owner=schedule.owner,
            rests=schedule.paused or "",
            fitting=schedule.weeks is None,
        )


def often(schedule: Schedule, weeks: int) -> str:
    """ "every Monday at 09:00 (Europe/Berlin)", "every 4 weeks, on a Monday at 09:00 (Europe/Berlin)" """
    day = WEEKDAYS[schedule.weekday]
    each = f"every {day}" if weeks == EACH_WEEK else f"every {weeks} weeks, on a {day}"
    return f"{each} at {clock(schedule.minute)} ({schedule.zone.key})"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """ "Monday 3 August 2026 at 09:00 (Europe/Berlin)" """
    there = at.astimezone(zone)
    return f"{WEEKDAYS[there.weekday()]} {day_name(there.date())} at {there:%H:%M} ({zone.key})"


def about(run: Run) -> str:
    """What a review is of: "the week of 27 July 2026", "the 4 weeks up to that of 27 July 2026"."""
    if run.weeks == EACH_WEEK:
        return f"the week of {day_name(run.monday)}"
    return f"the {run.weeks} weeks up to that of {day_name(run.monday)}"
