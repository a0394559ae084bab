"""What a value is computed from, and what tests of significance compare. Each has `n`, `value` and `interval`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi import statistics
from kpi.histograms import Histograms, Seconds, joined
from kpi.statistics import LogMoments

BUCKET = 1.015
"""A bucket's upper edge is so many times its lower one: with its middle in whole seconds, it is within 1 %."""

_HALF = BUCKET**0.5


class Durations:
    """How long each of `n` conversations took, in seconds.

    They may have been counted in buckets: then each is known to within 1 %, and is taken for its bucket's centre.
    """

    __slots__ = ("_exact", "_group", "_histograms", "_total", "moments")

    def __init__(self, seconds: Iterable[float] = ()) -> None:
        every = np.fromiter(seconds, dtype=np.float64)
        self._histograms = Histograms.of_one(*np.unique(every, return_counts=True))
        self._group = 0
        self.moments = LogMoments.of(every)
        self._total = float(every.sum())
        self._exact = True

    @classmethod
    def counted(
        cls, histograms: Histograms, group: int, moments: LogMoments, total: float, *, exact: bool
    ) -> "Durations":
        """Those of a group, of which it has been counted how often each occurs."""
        durations = cls.__new__(cls)
        durations._histograms = histograms
        durations._group = group
        durations.moments = moments
        durations._total = total
        durations._exact = exact
        return durations

    @classmethod
    def together(cls, parts: "Iterable[Durations]") -> "Durations":
        """Those of all parts."""
        parts = list(parts)
        groups: dict[Histograms, list[int]] = {}
        for part in parts:
            groups.setdefault(part._histograms, []).append(part._group)
        return cls.counted(
            Histograms.of_one(*joined([each.of_several(of_each) for each, of_each in groups.items()])),
            0,
            LogMoments(
                sum(part.moments.n for part in parts),
                sum(part.moments.total for part in parts),
                sum(part.moments.total_of_squares for part in parts),
            ),
            sum(part._total for part in parts),
            exact=all(part._exact for part in parts),
        )

    @property
    def n(self) -> int:
        """How many there are."""
        return self.moments.n

    @property
    def value(self) -> float | None:
        """The median, that is the ⌈n ÷ 2⌉-th smallest; None if there are none."""
        return self._histograms.medians[self._group] if self.n else None

    @property
    def total(self) -> float:
        """Of all together, in seconds."""
        return self._total

    @property
    def mean(self) -> float | None:
        """Total ÷ n; None if there are none."""
        return self._total / self.n if self.n else None

    def quantile(self, q: float) -> float | None:
        """The ⌈q·n⌉-th smallest; None if there are none."""
        return self._ranked(statistics.rank(q, self.n)) if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the median, 95 %, by order statistics (of buckets, the outer edges); None below 6 values."""
        ranks = statistics.median_ranks(self.n)
        if ranks is None:
            return None
        low, high = map(self._ranked, ranks)
        return (low, high) if self._exact else (low / _HALF, high * _HALF)

    def longer_than(self, seconds: float) -> int:
        """How many took longer than this."""
        values, counts = self._counts
        return int(counts[values > seconds].sum())

    def _ranked(self, rank: int) -> float:
        return float(Histograms.of_one(*self._counts).ranked(np.array([rank]))[0])

    @property
    def _counts(self) -> tuple[Seconds, npt.NDArray[np.int64]]:
        return self._histograms.of(self._group)


@dataclass(frozen=True)
class Share:
    """`hits` of `n`, of which each is a hit or not."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """0 to 100; None of nothing."""
        return 100.0 * self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's, 95 %, 0 to 100; None of nothing."""
        if not self.n:
            return None
        low, high = statistics.wilson(self.hits, self.n)
        return 100.0 * low, 100.0 * high


@dataclass(frozen=True)
class Balance:
    """Of `n` scores, `promoters` and `detractors`; the rest are neither."""

    promoters: int
    detractors: int
    n: int

    @property
    def value(self) -> float | None:
        """-100 to 100; None of nothing."""
        return 100.0 * (self.promoters - self.detractors) / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """By the multinomial variance, 95 %; None of nothing."""
        error = statistics.balance_error(self.promoters, self.detractors, self.n)
        if self.value is None or error is None:
            return None
        half = 100.0 * statistics.Z * error
        return max(-100.0, self.value - half), min(100.0, self.value + half)


@dataclass(frozen=True)
class Ratio:
    """`amount` for each of `n`: money, or a percentage that may pass 100. Nothing tells its sampling error."""

    amount: float
    n: int
    scale: float = 1.0

    @property
    def value(self) -> float | None:
        """`scale` · amount ÷ n; None of nothing."""
        return self.scale * self.amount / self.n if self.n else None

    @property
    def interval(self) -> None:
        """None."""
        return


@dataclass(frozen=True)
class Number:
    """How many there are. None of them are data too, so `known` says whether anything was counted at all."""

    count: int
    known: bool = True

    @property
    def n(self) -> int:
        """At least 1 where it is known: a number of nothing is no lack of data."""
        return max(self.count, 1) if self.known else 0

    @property
    def value(self) -> float | None:
        """The number; None where it is not known."""
        return float(self.count) if self.known else None

    @property
    def interval(self) -> None:
        """None."""
        return


Sample = Durations | Share | Balance | Ratio | Number


def together(samples: Sequence[Sample]) -> Sample:
    """Samples of one KPI, of which none counts what another counts, as one. TypeError for numbers of what is open."""
    match samples[0]:
        case Durations():
            return Durations.together(each for each in samples if isinstance(each, Durations))
        case Share():
            shares = [each for each in samples if isinstance(each, Share)]
            return Share(sum(each.hits for each in shares), sum(each.n for each in shares))
        case Balance():
            balances = [each for each in samples if isinstance(each, Balance)]
            promoters, detractors = (
                sum(getattr(each, name) for each in balances) for name in ("promoters", "detractors")
            )
            return Balance(promoters, detractors, sum(each.n for each in balances))
        case Ratio(scale=scale):
            ratios = [each for each in samples if isinstance(each, Ratio)]
            return Ratio(sum(each.amount for each in ratios), sum(each.n for each in ratios), scale)
        case Number():
            numbers = [each for each in samples if isinstance(each, Number)]
            return Number(sum(each.count for each in numbers), any(each.known for each in numbers))
