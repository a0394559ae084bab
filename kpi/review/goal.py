"""The value that tells that a focus has worked: nearer to the target, and surely better than what it starts from."""

import math

from kpi.catalogue import Better, Kpi, Target, Unit
from kpi.review.needed import beyond_usual, large_enough
from kpi.review.standing import Standing
from kpi.samples import Ratio, Sample
from kpi.state import gap
from kpi.words import HOUR, MINUTE

_ROUNDING = 1e-9


def goal(standing: Standing, start: Sample, n: int) -> float | None:
    """In the KPI's unit; None where nothing is measured.

    It is the target, or what is called bad as long as the value is beyond that; more where that would be no sure gain,
    if the review that tells counts `n`, as many as are to be expected.
    """
    kpi, against = standing.kpi, standing.against
    if against is None or start.value is None:
        return None
    aim = _milestone(kpi, start.value, against)
    sure = _surely_better(standing, start, n)
    if sure is None:
        return aim
    return max(aim, sure) if kpi.better is Better.HIGHER else min(aim, sure)


def _milestone(kpi: Kpi, value: float, against: Target) -> float:
    return against.bad if gap(kpi, value, against) > 1 + _ROUNDING else against.value


def _surely_better(standing: Standing, start: Sample, n: int) -> float | None:
    """The nearest round value whose difference is no noise; None where none is."""
    if isinstance(start, Ratio):
        found: float | None = beyond_usual(standing.kpi, start, start, standing.past)
    else:
        found = large_enough(standing.kpi, start, n, start)
    return None if found is None else _round(found, standing.kpi)


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
