"""The clock that runs while a team is open, and the one that always runs.

Both take and give arrays of instants (seconds since 1970, UTC) and of seconds, exact to the second.
"""

from typing import NamedTuple, Protocol, Self

import numpy as np
import numpy.typing as npt

from kpi.opening_hours.hours import OpeningHours
from kpi.opening_hours.open_stretches import Instants, new_year, open_stretches, year_of

__all__ = ["BusinessClock", "CalendarClock", "Clock", "Instants"]

FIRST_YEAR, LAST_YEAR = 1970, 2199


class Clock(Protocol):
    """How long something took, and when time is up."""

    def elapsed(self, start: Instants, end: Instants) -> Instants:
        """The seconds that the clock ran from `start` to `end`, which is not earlier."""

    def reached(self, start: Instants, seconds: int | Instants) -> Instants:
        """The first instant at which the clock has run for so many seconds since `start`."""

    def is_open(self, at: Instants) -> npt.NDArray[np.bool_]:
        """Whether the clock runs in the second that begins then."""


class CalendarClock:
    """Always runs: for teams that have not set their opening hours."""

    def elapsed(self, start: Instants, end: Instants) -> Instants:
        return np.subtract(end, start, dtype=np.int64)

    def reached(self, start: Instants, seconds: int | Instants) -> Instants:
        return np.add(start, seconds, dtype=np.int64)

    def is_open(self, at: Instants) -> npt.NDArray[np.bool_]:
        return np.ones(np.shape(at), dtype=np.bool_)


class BusinessClock:
    """Runs while the team is open; may be shared between threads.

    The years that are asked for are worked out when they are first needed, and kept. Instants before 1970 or
    after 2199, and seconds that do not pass by then, raise ValueError; a holiday region that is not known UserError.
    """

    def __init__(self, hours: OpeningHours) -> None:
        self.hours = hours
        self._kept: _Stretches | None = None

    def elapsed(self, start: Instants, end: Instants) -> Instants:
        stretches = self._covering(start, end)
        return stretches.open_before(end) - stretches.open_before(start)

    def reached(self, start: Instants, seconds: int | Instants) -> Instants:
        since, wanted = np.broadcast_arrays(np.asarray(start, np.int64), np.asarray(seconds, np.int64))
        if (wanted < 0).any():
            raise ValueError("seconds that pass cannot be negative")
        stretches = self._covering(since)
        target = stretches.open_before(since) + wanted
        while target.max(initial=0) > stretches.total:
            stretches = self._longer(stretches)
            target = stretches.open_before(since) + wanted
        return np.where(wanted == 0, since, stretches.when_open_for(target))

    def is_open(self, at: Instants) -> npt.NDArray[np.bool_]:
        return self._covering(at).is_open(at)

    def _covering(self, *instants: Instants) -> "_Stretches":
        given = [each for each in map(np.asarray, instants) if each.size]
        kept = self._kept
        if not given:
            return kept or self._keep(FIRST_YEAR, FIRST_YEAR)
        first, last = min(int(each.min()) for each in given), max(int(each.max()) for each in given)
        if kept and kept.covers(first, last):
            return kept
        if not new_year(FIRST_YEAR) <= first <= last < new_year(LAST_YEAR + 1):
            raise ValueError(f"an instant outside the years {FIRST_YEAR} to {LAST_YEAR}")
        years = (year_of(first), year_of(last), *((kept.first_year, kept.last_year) if kept else ()))
        return self._keep(min(years), max(years))

    def _longer(self, stretches: "_Stretches") -> "_Stretches":
        if stretches.last_year == LAST_YEAR:
            raise ValueError(f"so many open seconds do not pass up to {LAST_YEAR}")
        years = stretches.last_year - stretches.first_year + 1
        return self._keep(stretches.first_year, min(stretches.last_year + years, LAST_YEAR))

    def _keep(self, first_year: int, last_year: int) -> "_Stretches":
        self._kept = stretches = _Stretches.of(self.hours, first_year, last_year)
        return stretches


class _Stretches(NamedTuple):
    """Openings and closings in order, and how many open seconds have passed since the beginning at each closing.

    The first one is empty and lies at the very beginning, so that there is one before every instant.
    """

    first_year: int
    last_year: int
    opens: Instants
    closes: Instants
    passed: Instants

    @classmethod
    def of(cls, hours: OpeningHours, first_year: int, last_year: int) -> Self:
        beginning = np.array([new_year(first_year)], np.int64)
        years = [open_stretches(hours, year) for year in range(first_year, last_year + 1)]
        opens = np.concatenate([beginning, *(opens for opens, _ in years)])
        closes = np.concatenate([beginning, *(closes for _, closes in years)])
        return cls(first_year, last_year, opens, closes, np.cumsum(closes - opens))

    @property
    def total(self) -> int:
        return int(self.passed[-1])

    def covers(self, first: int, last: int) -> bool:
        return new_year(self.first_year) <= first and last < new_year(self.last_year + 1)

    def open_before(self, at: Instants) -> Instants:
        """The open seconds from the beginning up to the instants."""
        latest = self._latest(at)
        still_open: Instants = np.maximum(self.closes[latest] - at, 0)
        passed: Instants = self.passed[latest] - still_open
        return passed

    def when_open_for(self, seconds: Instants) -> Instants:
        """When so many open seconds have passed since the beginning."""
        stretch = np.searchsorted(self.passed, seconds)
        when: Instants = self.closes[stretch] - (self.passed[stretch] - seconds)
        return when

    def is_open(self, at: Instants) -> npt.NDArray[np.bool_]:
        return np.asarray(at) < self.closes[self._latest(at)]

    def _latest(self, at: Instants) -> npt.NDArray[np.intp]:
        """The last stretch that has opened by then."""
        return np.searchsorted(self.opens, at, side="right") - 1
