"""Counts by day and by group: what both the summary and a question that the summary cannot answer are made of."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kpi.counting.conversations import Labels
from kpi.counting.counting import Counted, Timed
from kpi.counting.days import Days, Instants
from kpi.histograms import Histograms
from kpi.samples import BUCKET, Durations
from kpi.statistics import LogMoments

Numbers = npt.NDArray[np.int64]
EXACT = 1 << 62
"""As they are, however many there are."""

_LOG_BUCKET = float(np.log(BUCKET))
_EXACT_SECONDS = 200  # below, whole seconds are further apart than buckets may be wide
_MILLION = 1e6
_SECONDS = np.int64(1) << 32  # more than any duration


@dataclass(frozen=True)
class Placed:
    """Conversations that count on some days: their `places` among all, on which of the `days` each counts, the instants
    at which they do, and the weights or seconds that they count with, if any."""

    places: Numbers
    day: Numbers
    at: Instants
    figures: npt.NDArray[np.float64] | None

    @classmethod
    def of(cls, those: Counted | Timed, days: Days) -> "Placed":
        """Those that count on these days."""
        if isinstance(those, Counted) and those.again is not None:
            once, again = cls.of(replace(those, again=None), days), cls.of(those.again, days)
            places = np.concatenate([once.places, again.places])
            return cls(places, np.concatenate([once.day, again.day]), np.concatenate([once.at, again.at]), None)
        places = np.flatnonzero(those.mask)
        day = days.index(those.at[places])
        within = (day >= 0) & (day < days.number)
        if not within.all():
            places, day = places[within], day[within]
        figures = those.seconds if isinstance(those, Timed) else those.weight
        return cls(places, day, those.at[places], None if figures is None else figures[places])


@dataclass(frozen=True)
class Grouped:
    """The group of each conversation, numbered from 0 to `number`, over some days: a cell is a group on a day.

    The number of a cell is `group · days + day`. Conversations with group -1 count in none.
    """

    group: Numbers | Labels
    number: int
    days: Days

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.number * self.days.number

    def count(self, placed: Placed) -> npt.NDArray[np.float64]:
        """How many count in each cell."""
        cell, known = self._cells(placed)
        if placed.figures is None:
            return np.bincount(cell[known], minlength=self.cells).astype(np.float64)
        return _summed(cell[known], placed.figures[known], self.cells)

    def by_hour(self, placed: Placed) -> Numbers:
        """How many count in each cell and hour, as `24 · cell + hour`."""
        cell, known = self._cells(placed)
        hours = 24 * cell[known] + self.days.hour(placed.at[known])
        return np.bincount(hours, minlength=24 * self.cells)

    def time(self, placed: Placed, most_exact: int = EXACT) -> "DurationCells":
        """The durations of each cell that has any. Of more than `most_exact` different ones in a cell, it is only kept
        how many fall in each bucket. ValueError for what took no time."""
        if placed.figures is None:
            raise ValueError("these have no durations")
        cell, known = self._cells(placed)
        return DurationCells.of(cell[known], np.rint(placed.figures[known]).astype(np.int64), most_exact)

    def _cells(self, placed: Placed) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        group = self.group[placed.places]
        return np.multiply(group, self.days.number, dtype=np.int64) + placed.day, group >= 0


@dataclass(frozen=True)
class DurationCells:
    """Durations by cell, in the order of `cell`. Of each cell: how many, Σ seconds, Σ ln(1 + s), Σ ln²(1 + s), whether
    they are `exact`, and its stretch of `values` and `counts`, from `starts[i]` up to `starts[i + 1]`."""

    cell: Numbers
    n: Numbers
    total: npt.NDArray[np.float64]
    logs: npt.NDArray[np.float64]
    squares: npt.NDArray[np.float64]
    exact: npt.NDArray[np.bool_]
    starts: Numbers
    values: Numbers
    counts: Numbers

    @classmethod
    def of(cls, cell: Numbers, seconds: Numbers, most_exact: int) -> "DurationCells":
        """From each conversation's cell and seconds."""
        logs = np.log1p(seconds)
        millionths = np.rint(logs * _MILLION), np.rint(logs * logs * _MILLION)
        n = np.bincount(cell)
        some = np.flatnonzero(n)
        total, logs, squares = (
            np.bincount(cell, weights=each)[some].astype(np.float64) for each in (seconds, *millionths)
        )
        pairs, counts = _alike(np.sort(cell * _SECONDS + seconds), np.ones(len(cell), dtype=np.int64))
        exact = np.bincount(pairs // _SECONDS, minlength=len(n)) <= most_exact
        if not exact[some].all():
            kept = np.where(exact[pairs // _SECONDS], pairs % _SECONDS, centre(pairs % _SECONDS))
            pairs, counts = _alike(pairs - pairs % _SECONDS + kept, counts)  # in the same order as their buckets
        return cls(
            cell=some,
            n=n[some],
            total=total,
            logs=logs / _MILLION,
            squares=squares / _MILLION,
            exact=exact[some],
            starts=np.searchsorted(pairs, np.append(some, len(n)) * _SECONDS),
            values=pairs % _SECONDS,
            counts=counts,
        )

    def together(self, first: int, end: int) -> Durations:
        """All in the cells from `first` up to, and without, `end`."""
        low, high = np.searchsorted(self.cell, (first, end))
        stretch = slice(self.starts[low], self.starts[high])
        moments = LogMoments(
            int(self.n[low:high].sum()), float(self.logs[low:high].sum()), float(self.squares[low:high].sum())
        )
        return Durations.counted(
            Histograms.of_one(self.values[stretch].astype(np.float64), self.counts[stretch]),
            0,
            moments,
            float(self.total[low:high].sum()),
            exact=bool(self.exact[low:high].all()),
        )


def _alike(ascending: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Each number once, and its counts together."""
    firsts = np.flatnonzero(np.diff(ascending, prepend=-1))
    return ascending[firsts], np.add.reduceat(counts, firsts) if len(firsts) else counts


def _summed(cell: Numbers, values: npt.NDArray[np.float64], cells: int) -> npt.NDArray[np.float64]:
    """The sum of the values in each cell, in millionths: whole numbers add up to the same in any order."""
    sums: npt.NDArray[np.float64] = np.bincount(cell, weights=np.rint(values * _MILLION), minlength=cells) / _MILLION
    return sums


def centre(seconds: Numbers) -> Numbers:
    """The middle of the bucket in which each falls, in whole seconds: within 1 %; short durations as they are."""
    some = np.maximum(seconds, 1)
    middle = np.rint(np.exp(np.rint(np.log(some) / _LOG_BUCKET) * _LOG_BUCKET))
    return np.where(seconds < _EXACT_SECONDS, seconds, middle).astype(np.int64)
