"""The schedules of channels: when the reviews of each are posted, of what, and to whom trouble is told."""

from dataclasses import dataclass, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select, update

from kpi.model import ReviewSchedule, table
from kpi.opening_hours.times import clock
from kpi.span import WEEKDAYS
from kpi.team.history import Kept, keep

MONDAY, NINE = 0, 9 * 60
SUBJECT = "schedule"
"""What the changes of schedules are kept under, with the channel's id after it."""

_schedule = table(ReviewSchedule)


class Pause(StrEnum):
    """Why reviews rest."""

    BY_HAND = "paused by hand"
    ARCHIVED = "the channel is archived"
    REMOVED = "the bot is not in the channel"
    STALE = "no new data came in"


@dataclass(frozen=True)
class NewSchedule:
    """When reviews are posted: at `minute` of the local day in `zone`, on a `weekday` (0 is Monday); each over `weeks`
    weeks, or over as many as the number of conversations calls for if that is None.

    `filters` narrows them, as one would type it.
    """

    weekday: int
    minute: int
    zone: ZoneInfo
    filters: str = ""
    weeks: int | None = None

    @property
    def typed(self) -> str:
        """As one would type it: 'monday 09:00 Europe/Berlin every 4 weeks team:"Tier 2"'."""
        every = {None: "", 1: "every week"}.get(self.weeks, f"every {self.weeks} weeks")
        day = WEEKDAYS[self.weekday].lower()
        return " ".join(filter(None, (day, clock(self.minute), self.zone.key, every, self.filters)))


@dataclass(frozen=True)
class Schedule(NewSchedule):
    """The reviews of a channel. `owner` is the Slack id of who is told about trouble; `paused` is a `Pause`, or other
    words that say why they rest, and None if they do not.

    `stale` counts the posts in a row that could only say that there are no data. `who` made, changed, paused or resumed
    it `at`, in UTC seconds; nothing is due that would have been before.
    """

    channel: str = ""
    owner: str = ""
    paused: str | None = None
    stale: int = 0
    who: str = ""
    at: int = 0


def of_new(new: NewSchedule, channel: str, owner: str, who: str, at: int) -> Schedule:
    """A channel's own, to be saved."""
    return Schedule(**vars(new), channel=channel, owner=owner, who=who, at=at)


def save(connection: Connection, schedule: Schedule) -> None:
    """Make it, or put it in the place of the channel's former one."""
    before = of(connection, schedule.channel)
    row = {**vars(schedule), "zone": schedule.zone.key}
    connection.execute(delete(_schedule).where(_schedule.c.channel == schedule.channel))
    connection.execute(insert(_schedule).values(row))
    old = before and _kept(before)
    if old != _kept(schedule):
        keep(connection, Kept(_key(schedule.channel), schedule.at, schedule.who, old, _kept(schedule)))


def of(connection: Connection, channel: str) -> Schedule | None:
    """The channel's; None if it has none."""
    row = connection.execute(select(_schedule).where(_schedule.c.channel == channel)).mappings().first()
    return None if row is None else _read(dict(row))


def all_(connection: Connection) -> list[Schedule]:
    """By channel."""
    rows = connection.execute(select(_schedule).order_by(_schedule.c.channel)).mappings()
    return [_read(dict(row)) for row in rows]


def pause(connection: Connection, channel: str, why: str, who: str, at: int) -> Schedule | None:
    """Let the channel's reviews rest; None if there is nothing that could, or that does not rest already."""
    known = of(connection, channel)
    if known is None or known.paused:
        return None
    save(connection, replace(known, paused=why, who=who, at=at))
    return known


def resume(connection: Connection, channel: str, who: str, at: int) -> Schedule | None:
    """Let them go on, with what is due from now on; None if there is nothing that rests."""
    known = of(connection, channel)
    if known is None or not known.paused:
        return None
    resumed = replace(known, paused=None, stale=0, who=who, at=at)
    save(connection, resumed)
    return resumed


def remove(connection: Connection, channel: str, who: str, at: int) -> Schedule | None:
    """Take it away, and return it; None if there was none. What has been posted stays known."""
    known = of(connection, channel)
    if known is None:
        return None
    connection.execute(delete(_schedule).where(_schedule.c.channel == channel))
    keep(connection, Kept(_key(channel), at, who, _kept(known), None))
    return known


def note_stale(connection: Connection, channel: str, stale: int) -> None:
    """Remember how many posts in a row could only say that there are no data."""
    connection.execute(update(_schedule).where(_schedule.c.channel == channel).values(stale=stale))


def _read(row: dict[str, object]) -> Schedule:
    return Schedule(**{**row, "zone": ZoneInfo(str(row["zone"]))})  # type: ignore[arg-type]


def _kept(schedule: Schedule) -> str:
    return schedule.typed + (f" (rests: {schedule.paused})" if schedule.paused else "")


def _key(channel: str) -> str:
    return f"{SUBJECT} {channel}"
