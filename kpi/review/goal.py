"""The value that tells that a focus has worked: nearer to the target, and surely better than what it starts from."""

import math

from kpi import statistics
from kpi.catalogue import Better, Kpi, Target, Unit
from kpi.comparison import BEYOND_USUAL, smallest_change, usual_change
from kpi.review.standing import Standing
from kpi.samples import Balance, Durations, Ratio, Sample, Share
from kpi.state import gap
from kpi.words import HOUR, MINUTE

_ROUNDING = 1e-9


def goal(standing: Standing, start: Sample) -> float | None:
    """In the KPI's unit; None where nothing is measured.

    It is the target, or what is called bad as long as the value is beyond that; more where that would be no sure gain.
    As many are taken to be counted then as were counted now.
    """
    kpi, against = standing.kpi, standing.against
    if against is None or start.value is None:
        return None
    aim = _milestone(kpi, start.value, against)
    sure = _surely_better(standing, start)
    if sure is None:
        return aim
    return max(aim, sure) if kpi.better is Better.HIGHER else min(aim, sure)


def _milestone(kpi: Kpi, value: float, against: Target) -> float:
    return against.bad if gap(kpi, value, against) > 1 + _ROUNDING else against.value


def _surely_better(standing: Standing, start: Sample) -> float | None:
    """The nearest round value whose difference is no noise; None where none is."""
    match start:
        case Share():
            found = _share(start, higher=standing.kpi.better is Better.HIGHER)
        case Balance():
            error = statistics.balance_error(start.promoters, start.detractors, start.n) or 0.0
            found = (start.value or 0.0) + 100 * statistics.Z * math.sqrt(2) * error
        case Durations():
            found = _duration(start)
        case Ratio():
            smallest = usual_change(standing.past, smallest_change(start))
            found = (start.value or 0.0) * math.exp(-BEYOND_USUAL * smallest)
        case _:
            found = None
    return None if found is None else _round(found, standing.kpi)


def _share(start: Share, *, higher: bool) -> float | None:
    """By halving: the more they differ, the surer it is."""
    near, far = start.hits, start.n if higher else 0
    if not _differ(start, far):
        return None
    while abs(far - near) > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if _differ(start, middle) else (middle, far)
    return Share(far, start.n).value


def _differ(start: Share, hits: int) -> bool:
    p = statistics.two_proportions(start.hits, start.n, hits, start.n)
    return p is not None and p <= statistics.SIGNIFICANCE


def _duration(start: Durations) -> float | None:
    """By the spread of the logarithms, which is what is tested."""
    if start.n < 2:
        return None
    error = math.sqrt(2 * start.moments.variance / start.n)
    return max(math.expm1(math.log1p(start.value or 0.0) - statistics.Z * error), 0.0)


def _round(value: float, kpi: Kpi) -> float | None:
    """So that it can be said, and on the sure side; None for what cannot be reached."""
    if kpi.unit is Unit.SECONDS:
        size = 1 if value < 2 * MINUTE else MINUTE if value < HOUR else 5 * MINUTE if value < 6 * HOUR else HOUR
        return math.floor(value / size) * size or None
    if kpi.unit is Unit.MONEY:
        return math.floor(value * 100) / 100 or None
    if kpi.better is Better.HIGHER:
        up = math.ceil(value - _ROUNDING)
        return up if up <= 100 else None
    return math.floor(value + _ROUNDING) or None
