"""One sample against an earlier one: how far they are apart, and whether that is more than noise."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpi import statistics
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share

BEYOND_USUAL = 3.0
"""A change of what has no sampling error is one if it is this many times the usual one."""

FEWEST_CHANGES = 4
"""With fewer earlier changes than this nobody knows what is usual."""

_SMALLEST_POINTS = 2.0
_SMALLEST_LOG = math.log(1.1)  # 10 %
_DEVIATION = 1.4826  # times the median of absolute changes: a standard deviation, if changes are normal


@dataclass(frozen=True)
class Change:
    """From an earlier value to this one.

    `absolute` is in the KPI's unit; `relative` is absolute ÷ the earlier value, and None for scores that may be below
    0. `significant` is None where no test is possible. `why` says how that was found out, or what keeps the two from
    being compared.
    """

    absolute: float | None
    relative: float | None
    significant: bool | None
    why: str

    @classmethod
    def none(cls, why: str) -> "Change":
        """No comparison, for this reason."""
        return cls(None, None, None, why)


def compare(now: Sample, earlier: Sample, among: int = 1, past: Sequence[float] = ()) -> Change:
    """The change from `earlier` to `now`, both of one KPI and both with data.

    Of several changes that are looked at together one is easily large by chance alone: each of `among` has to be that
    much clearer (Bonferroni's correction). What has no sampling error is compared with `past`, its earlier changes from
    one week to the next (`steps`).
    """
    if now.value is None or earlier.value is None:
        raise ValueError("a sample without data has no change")
    absolute = now.value - earlier.value
    relative = absolute / earlier.value if earlier.value and not isinstance(now, Balance) else None
    if type(now) is not type(earlier):
        raise TypeError("samples of different KPIs")
    if isinstance(now, Ratio | Number):
        return Change(absolute, relative, *_beyond_usual(now, earlier, past))
    p, test = _test(now, earlier)
    if p is None:
        return Change(absolute, relative, None, "too few to test")
    if among > 1:
        test += f", as one of {among}"
    significant = p <= statistics.SIGNIFICANCE / among
    if significant and _disagrees(now, earlier, absolute):
        why = f"the median and the typical duration moved in different directions ({test}, p = {p:.2g})"
        return Change(absolute, relative, False, why)
    return Change(absolute, relative, significant, f"{test}, p = {p:.2g}")


def step(now: Sample, earlier: Sample) -> float | None:
    """How far two samples are apart: in points for percentages and scores, else in logarithms (of a number and 1, so
    that none is possible). None where one has no data or, of durations and money, is 0."""
    one, other = _placed(now), _placed(earlier)
    return None if one is None or other is None else abs(one - other)


def steps(samples: Sequence[Sample]) -> list[float]:
    """The changes between neighbours, of those that both have data."""
    found = (step(now, earlier) for earlier, now in pairwise(samples))
    return [each for each in found if each is not None]


def usual_change(past: Sequence[float], smallest: float) -> float:
    """How much it changes from week to week anyway, and at least the smallest change worth saying."""
    return max(_DEVIATION * (statistics.quantile(sorted(past), 0.5) or 0.0), smallest)


def smallest_change(sample: Sample) -> float:
    """The smallest change worth saying, as `step` counts."""
    return _SMALLEST_POINTS if _is_percentage(sample) else _SMALLEST_LOG


def _placed(sample: Sample) -> float | None:
    value = sample.value
    if value is None or _is_percentage(sample):
        return value
    if isinstance(sample, Number):
        return math.log1p(value)
    return math.log(value) if value > 0 else None


def _is_percentage(sample: Sample) -> bool:
    return isinstance(sample, Share | Balance) or (isinstance(sample, Ratio) and sample.scale != 1)


def _beyond_usual(now: Sample, earlier: Sample, past: Sequence[float]) -> tuple[bool | None, str]:
    change = step(now, earlier)
    if change is None:
        return None, "nothing can be a multiple of 0"
    if len(past) < FEWEST_CHANGES:
        return None, "too new to say" if past else "its usual change is not known"
    times = change / usual_change(past, smallest_change(now))
    return times >= BEYOND_USUAL, f"{times:.1f} times its usual change in {len(past)} weeks"


def _test(now: Sample, earlier: Sample) -> tuple[float | None, str]:
    match now, earlier:
        case Share(), Share():
            p = statistics.two_proportions(now.hits, now.n, earlier.hits, earlier.n)
            return p, "two-sided test of two proportions"
        case Balance(), Balance():
            one, other = ((each.promoters, each.detractors, each.n) for each in (now, earlier))
            return statistics.balances(one, other), "two-sided test of two scores"
        case Durations(), Durations():
            return statistics.welch(now.moments, earlier.moments), "Welch's test on the log scale"
        case _:
            raise TypeError("samples of different KPIs")


def _disagrees(now: Sample, earlier: Sample, absolute: float) -> bool:
    """Whether the mean of the logarithms, which is what was tested, moved against the value that is shown."""
    if not isinstance(now, Durations) or not isinstance(earlier, Durations):
        return False
    return (now.moments.mean - earlier.moments.mean) * absolute <= 0
