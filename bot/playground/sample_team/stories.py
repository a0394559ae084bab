"""What happened to the sample team: everything in its history that is worth finding, as data."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

HISTORY_DAYS = 26 * 7
MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6


class Figure(Enum):
    """What a story can change; each is multiplied by the story's factor."""

    ARRIVALS = auto()  # conversations opened
    RESOLUTION_TIME = auto()  # of people
    CONTAINMENT = auto()  # the share of its conversations that the bot resolves alone
    SATISFACTION = auto()  # the share of ratings that are 4 or 5
    REOPENINGS = auto()  # the share of resolutions that do not last
    SELF_SERVICE = auto()  # the share of those who help themselves that succeed
    SEARCHES = auto()  # searches that find nothing


@dataclass(frozen=True)
class Change:
    """A factor on a figure, steady at `last` or moving evenly from `first` to it while the story runs."""

    figure: Figure
    last: float
    first: float | None = None
    topic: str | None = None  # only conversations on this topic
    bot_answered: bool = False  # only conversations that the bot answered, handed over later or not

    def applies(self, figure: Figure, topic: str, bot_answered: bool) -> bool:
        return self.figure is figure and self.topic in (None, topic) and (bot_answered or not self.bot_answered)

    def factor(self, progress: float) -> float:
        first = self.last if self.first is None else self.first
        return first + (self.last - first) * progress


@dataclass(frozen=True)
class Story:
    """Something that begins `from_days` and ends `until_days` before now."""

    name: str
    from_days: int
    until_days: int
    changes: tuple[Change, ...] = ()
    days_off: frozenset[int] = frozenset()  # weekdays without staff, Monday = 0
    since: int | None = None  # begins with this weekday, on its first day or before

    def window(self, now: datetime, zone: ZoneInfo) -> tuple[int, int]:
        """First and last instant, in seconds since 1970."""
        local = now.astimezone(zone)
        begin, end = local - timedelta(days=self.from_days), local - timedelta(days=self.until_days)
        if self.since is not None:
            days = (begin.weekday() - self.since) % 7
            begin = datetime.combine(begin.date() - timedelta(days=days), time(), zone)
        return int(begin.timestamp()), int(end.timestamp())


RELEASE = "Release 4.2"
STORIES = (
    Story(
        "since a release on a Tuesday, a login bug floods the team",
        from_days=21,
        until_days=0,
        since=TUESDAY,
        changes=(
            Change(Figure.ARRIVALS, 4.6, topic="login bug"),
            Change(Figure.RESOLUTION_TIME, 4.0, topic="login bug"),
            Change(Figure.CONTAINMENT, 0.75, topic="login bug"),
            Change(Figure.SATISFACTION, 0.9, topic="login bug"),
            Change(Figure.SELF_SERVICE, 0.88),
            Change(Figure.SEARCHES, 6.0, topic="login bug"),
        ),
    ),
    Story(
        "the bot resolves more on its own, and people like its answers less",
        from_days=56,
        until_days=0,
        changes=(
            Change(Figure.CONTAINMENT, first=1.0, last=2.7),
            Change(Figure.SATISFACTION, first=1.0, last=0.97, bot_answered=True),
            Change(Figure.REOPENINGS, first=1.0, last=1.6, bot_answered=True),
        ),
    ),
    Story(
        "since the last whole week the bot's answers annoy people",
        from_days=7,
        until_days=0,
        since=MONDAY,
        changes=(Change(Figure.SATISFACTION, 0.77, bot_answered=True),),
    ),
    Story(
        "nobody replies at weekends",
        from_days=HISTORY_DAYS,
        until_days=0,
        days_off=frozenset({SATURDAY, SUNDAY}),
    ),
)


def release_day(now: datetime, zone: ZoneInfo) -> date:
    """The Tuesday of the release since which people cannot log in."""
    begin, _ = STORIES[0].window(now, zone)
    return datetime.fromtimestamp(begin, zone).date()


class Timeline:
    """The stories laid out on real time, for a `now` that is aware and the team's zone."""

    def __init__(self, stories: tuple[Story, ...], now: datetime, zone: ZoneInfo) -> None:
        self._stories = [(*story.window(now, zone), story) for story in stories]

    def factor(self, figure: Figure, at: int, topic: str, bot_answered: bool = False) -> float:
        product = 1.0
        for begin, end, story in self._stories:
            if begin <= at <= end:
                for change in story.changes:
                    if change.applies(figure, topic, bot_answered):
                        product *= change.factor((at - begin) / (end - begin))
        return product

    def is_day_off(self, weekday: int, opens: int, closes: int) -> bool:
        return any(weekday in story.days_off and begin < closes and opens <= end for begin, end, story in self._stories)
