"""Local days and the instants at which they begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Instants = npt.NDArray[np.float64]
"""UTC seconds; NaN where something never happened or is not known. All comparisons with NaN are false."""

_HOUR = 3600.0


@dataclass(frozen=True)
class Days:
    """The local days from `first` up to, and without, `end`."""

    first: date
    end: date
    zone: ZoneInfo

    @property
    def number(self) -> int:
        """How many they are."""
        return (self.end - self.first).days

    @property
    def start_at(self) -> int:
        return midnight(self.first, self.zone)

    @property
    def end_at(self) -> int:
        return midnight(self.end, self.zone)

    @property
    def dates(self) -> Sequence[date]:
        """Each day."""
        return [self.first + timedelta(days=number) for number in range(self.number)]

    def index(self, at: Instants) -> npt.NDArray[np.int64]:
        """Which of the days each instant falls on, from 0; -1 before them all or if it is NaN, `number` after them."""
        found = np.searchsorted(_midnights(self), at, side="right") - 1
        return np.where(np.isnan(at), -1, found)

    def hour(self, at: Instants) -> npt.NDArray[np.int64]:
        """The local hour, 0 to 23, of instants on these days: on a day of 25 hours one hour comes twice."""
        starts = _hours(self)
        found = np.searchsorted(starts[0], at, side="right") - 1
        return starts[1][np.clip(found, 0, None)]


def midnight(day: date, zone: ZoneInfo) -> int:
    """When a local day begins, in UTC seconds.

    Of a midnight that occurs twice, the first; for one that the clocks skip, the next valid instant: fold=0 gives it
    where the gap begins at midnight, as every such gap since 1971 does.
    """
    return int(datetime.combine(day, time(), zone).timestamp())


@lru_cache(64)
def _midnights(days: Days) -> Instants:
    return np.array([midnight(day, days.zone) for day in [*days.dates, days.end]], dtype=np.float64)


@lru_cache(32)
def _hours(days: Days) -> tuple[Instants, npt.NDArray[np.int64]]:
    """When each quarter of an hour begins, and the local hour that it is part of: no zone shifts by less."""
    quarters = np.arange(days.start_at, days.end_at, _HOUR / 4)
    hours = [datetime.fromtimestamp(quarter, days.zone).hour for quarter in quarters]
    return quarters, np.array(hours, dtype=np.int64)
