"""The team's clock, by looking at the clocks on the wall once a minute; and its local days."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from tests.kpi.opening_hours.by_the_minute import MINUTE
from tests.kpi.opening_hours.by_the_minute import Team as Opened

HOUR = 3_600


class MinuteClock:
    """Opening hours between two instants, asked for minute by minute when it is made."""

    def __init__(self, opened: Opened, first: int, last: int) -> None:
        self._first = first - first % MINUTE
        self._open = [opened.is_open(minute) for minute in range(self._first, last, MINUTE)]
        self._before = [0, *accumulate(MINUTE * is_open for is_open in self._open)]

    def is_open(self, instant: int) -> bool:
        return self._open[(instant - self._first) // MINUTE]

    def elapsed(self, start: int, end: int) -> int:
        """The open seconds between."""
        return self._until(end) - self._until(start)

    def reached(self, start: int, seconds: int) -> int | None:
        """When so many open seconds have passed; None if they never do as far as the clock goes."""
        target = self._until(start) + seconds
        minute = bisect_left(self._before, target) - 1  # in whose course the last of them passes
        if minute >= len(self._open):
            return None
        return self._first + MINUTE * minute + target - self._before[minute]

    def _until(self, instant: int) -> int:
        minute, second = divmod(instant - self._first, MINUTE)
        return self._before[minute] + (second if self._open[minute] else 0)


class Always:
    """For teams without opening hours."""

    def is_open(self, _instant: int) -> bool:
        return True

    def elapsed(self, start: int, end: int) -> int:
        return end - start

    def reached(self, start: int, seconds: int) -> int | None:
        return start + seconds


@lru_cache(16)
def minute_clock(opened: Opened, first: int, last: int) -> MinuteClock:
    """Made once for all questions."""
    return MinuteClock(opened, first, last)


@dataclass(frozen=True)
class Team:
    """What a team has decided: `target` seconds for a first reply by a person, in some channels others."""

    zone: ZoneInfo
    clock: MinuteClock | Always = field(default_factory=Always)
    target: int = HOUR
    targets: Mapping[str, int] = field(default_factory=dict)

    def day(self, instant: int) -> date:
        """What the calendar on the wall shows."""
        return datetime.fromtimestamp(instant, self.zone).date()

    def hour(self, instant: int) -> tuple[int, int]:
        """The weekday, from Monday, and the hour that the clock on the wall shows."""
        local = datetime.fromtimestamp(instant, self.zone)
        return local.weekday(), local.hour

    def target_of(self, channel: str | None) -> int:
        return self.targets.get(channel or "", self.target)
