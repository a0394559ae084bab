"""How often each of many durations occurs, group by group, and which of them has a rank: for all groups at once."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Seconds = npt.NDArray[np.float64] | Numbers

_STEP_BITS = 18
"""So many of the last bits of a 32-bit float are left aside: 32 steps remain from each power of two to the next."""

_MOST_CELLS = 1 << 22  # groups times steps, of which each takes 16 bytes for a moment


class Histograms:
    """Durations of groups that are numbered from 0, of which each has some.

    They come in pieces: `group` has the group of each piece, `sizes` how many of the `seconds` are its own, one piece
    after the other, and `times` how often each of them occurs.
    """

    def __init__(self, group: Numbers, sizes: Numbers, seconds: Seconds, times: Numbers) -> None:
        self._group = group
        self._sizes = sizes
        self._seconds = seconds
        self._times = times

    @classmethod
    def of_one(cls, seconds: Seconds, times: Numbers) -> "Histograms":
        """Of a single group."""
        return cls(np.zeros(1, dtype=np.int64), np.array([len(seconds)]), seconds, times)

    @cached_property
    def medians(self) -> list[float]:
        """Of each group, the ⌈n ÷ 2⌉-th smallest. Whoever asks for one mostly asks for them all."""
        n = np.bincount(np.repeat(self._group, self._sizes), weights=self._times).astype(np.int64)
        found: list[float] = self.ranked((n + 1) // 2).tolist()
        return found

    def ranked(self, ranks: Numbers) -> npt.NDArray[np.float64]:
        """Of each group the duration with its rank, counted from 1.

        To sort them all takes longest. So it is first counted how many fall in each of some coarse steps, and only
        those are sorted that share the step of what is looked for.
        """
        groups = np.arange(len(ranks))
        steps = _steps(self._seconds, len(ranks))
        width = int(steps.max()) + 1
        cell = np.repeat(self._group * width, self._sizes) + steps
        up_to = np.bincount(cell, weights=self._times, minlength=len(ranks) * width).reshape(-1, width).cumsum(axis=1)
        step = (up_to < ranks[:, None]).sum(axis=1)
        before = np.where(step > 0, up_to[groups, step - 1], 0)
        beside = np.flatnonzero(cell == np.repeat((groups * width + step)[self._group], self._sizes))
        group, seconds = cell[beside] // width, self._seconds[beside]
        order = np.lexsort((seconds, group))
        counted = np.concatenate([[0], np.cumsum(self._times[beside][order])])
        begun = counted[np.searchsorted(group[order], groups)]
        return seconds[order][np.searchsorted(counted[1:], begun + ranks - before)].astype(np.float64)

    def of(self, group: int) -> tuple[Seconds, Numbers]:
        """A group's seconds, in no order and some more than once, and how often they occur."""
        pieces = self._pieces[group]
        return joined([(self._seconds[piece], self._times[piece]) for piece in pieces])

    def of_several(self, groups: Sequence[int]) -> tuple[Seconds, Numbers]:
        """The same of some groups together: at once, as to join the pieces of many takes long."""
        wanted = np.repeat(np.isin(self._group, groups), self._sizes)
        return self._seconds[wanted], self._times[wanted]

    @cached_property
    def _pieces(self) -> dict[int, list[slice]]:
        found: dict[int, list[slice]] = {}
        ends = np.cumsum(self._sizes).tolist()
        for group, start, end in zip(self._group.tolist(), [0, *ends], ends, strict=False):
            found.setdefault(group, []).append(slice(start, end))
        return found


def joined(parts: Sequence[tuple[Seconds, Numbers]]) -> tuple[Seconds, Numbers]:
    """Seconds and how often they occur, of all parts."""
    if len(parts) == 1:
        return parts[0]
    nothing = (np.empty(0), np.empty(0, dtype=np.int64))
    seconds, times = zip(nothing, *parts, strict=True)
    return np.concatenate(seconds), np.concatenate(times)


def _steps(seconds: Seconds, groups: int) -> npt.NDArray[np.int32]:
    """From 0, ascending with the seconds: their logarithm, roughly; fewer steps where there are many groups."""
    bits = (seconds + 1).astype(np.float32).view(np.int32) >> _STEP_BITS
    found: npt.NDArray[np.int32] = bits - bits.min()
    too_many = groups * int(found.max() + 1) // _MOST_CELLS
    return found >> too_many.bit_length()
