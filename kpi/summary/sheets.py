"""All durations of a day, told apart in one way, as the summary keeps them: a row, however many groups there are.

So a question about a year reads a few hundred rows, and what it reads is numbers that numpy takes as they are.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi.counting.daily import DurationCells, Numbers
from kpi.histograms import Histograms
from kpi.samples import Durations
from kpi.statistics import LogMoments

FIGURES = np.dtype(
    [("n", "<i4"), ("size", "<i4"), ("exact", "?"), ("total", "<f8"), ("logs", "<f8"), ("squares", "<f8")]
)
"""Of a group: how many, how many different seconds, whether these are exact, Σ t, Σ ln(1 + t) and Σ ln²(1 + t)."""

TIMES = np.dtype([("seconds", "<i4"), ("times", "<i4")])

Sheet = tuple[str, bytes, bytes]
"""The values of each group as JSON, their FIGURES, and their TIMES, one group's after the other's."""

Group = tuple[str, ...]
"""A value for each dimension; "" has those without one."""

_as_json = json.JSONEncoder(ensure_ascii=False).encode


def sheets(found: DurationCells, groups: Sequence[Group], days: int) -> Iterator[tuple[int, Sheet]]:
    """What was counted of these groups on so many days: the number of each day that has anything, and its sheet.

    Groups are in the order of their values, so that the same is always written alike.
    """
    in_order = sorted(range(len(groups)), key=groups.__getitem__)
    group, day = np.divmod(found.cell, days)
    place = np.argsort(in_order)[group]
    texts = {each: _as_json(groups[in_order[each]]) for each in np.unique(place).tolist()}
    order = np.lexsort((place, day))
    sizes = np.diff(found.starts)[order]
    columns = (found.n, np.diff(found.starts), found.exact, found.total, found.logs, found.squares)
    figures = _records(FIGURES, *(column[order] for column in columns))
    pairs = _stretches(found.starts[:-1][order], sizes)
    times = _records(TIMES, found.values[pairs], found.counts[pairs])
    ends = np.concatenate([[0], np.cumsum(sizes)])
    some, starts = np.unique(day[order], return_index=True)
    for number, start, end in zip(some.tolist(), starts, [*starts[1:], len(order)], strict=False):
        text = ",".join(texts[each] for each in place[order[start:end]].tolist())
        yield number, (f"[{text}]", figures[start:end].tobytes(), times[ends[start] : ends[end]].tobytes())


def groups_of(text: str) -> list[Group]:
    """Those of a sheet."""
    return [tuple(group) for group in json.loads(text)]


@dataclass(frozen=True)
class Sheets:
    """Some sheets, unpacked together. Of each group on each of them: the number of the group in `groups`, the place of
    the sheet, and its figures. `times` has those of all, one after the other."""

    groups: Sequence[Group]
    group: Numbers
    sheet: Numbers
    figures: npt.NDArray[np.void]
    times: npt.NDArray[np.void]

    @classmethod
    def of(cls, packed: Sequence[Sheet]) -> "Sheets":
        """In this order. Many name the same groups in the same text."""
        numbers: dict[Group, int] = {}
        named: dict[str, list[int]] = {}
        for text in dict.fromkeys(text for text, _, _ in packed):
            named[text] = [numbers.setdefault(group, len(numbers)) for group in groups_of(text)]
        of_each = [named[text] for text, _, _ in packed]
        return cls(
            groups=list(numbers),
            group=np.fromiter(chain.from_iterable(of_each), dtype=np.int64),
            sheet=np.repeat(np.arange(len(packed)), [len(each) for each in of_each]),
            figures=np.frombuffer(b"".join(figures for _, figures, _ in packed), dtype=FIGURES),
            times=np.frombuffer(b"".join(times for _, _, times in packed), dtype=TIMES),
        )

    def together(self, cells: Numbers) -> Mapping[int, Durations]:
        """The durations of each cell: `cells` has that of each group on each sheet, or -1."""
        some = cells >= 0
        if not some.any():
            return {}
        found, cell = np.unique(cells[some], return_inverse=True)
        figures, times = (self.figures, self.times) if some.all() else self._only(some)
        n, total, logs, squares = (
            np.bincount(cell, weights=figures[name]) for name in ("n", "total", "logs", "squares")
        )
        exact = np.bincount(cell, weights=~figures["exact"]) == 0
        histograms = Histograms(cell, figures["size"], times["seconds"], times["times"])
        columns = (found, n.astype(np.int64), total, logs, squares, exact)
        return {
            key: Durations.counted(histograms, place, LogMoments(many, log, square), seconds, exact=known)
            for place, (key, many, seconds, log, square, known) in enumerate(zip(*map(_listed, columns), strict=True))
        }

    def _only(self, some: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.void], npt.NDArray[np.void]]:
        return self.figures[some], self.times[np.repeat(some, self.figures["size"])]


def _listed(column: npt.NDArray[np.generic]) -> list[Any]:
    return column.tolist()  # type: ignore[no-any-return]


def _records(dtype: np.dtype[np.void], *columns: npt.NDArray[np.generic]) -> npt.NDArray[np.void]:
    found = np.empty(len(columns[0]), dtype=dtype)
    for name, column in zip(dtype.names or (), columns, strict=True):
        found[name] = column
    return found


def _stretches(starts: Numbers, sizes: Numbers) -> Numbers:
    """The numbers from each start on, as many as its size."""
    return np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
