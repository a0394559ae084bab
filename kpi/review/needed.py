"""What it would have taken to tell: how large a change, or how many."""

import math
from collections.abc import Callable, Sequence

from kpi import statistics, words
from kpi.catalogue import Better, Kpi
from kpi.comparison import BEYOND_USUAL, FEWEST_CHANGES, smallest_change, usual_change
from kpi.samples import Balance, Durations, Ratio, Sample, Share
from kpi.state import LEAST
from kpi.statistics import LogMoments, Z
from kpi.wording import change_words
from kpi.wording.count_words import many

_MOST = 1_000_000
"""Nobody waits for more."""

_STEPS = 60  # halvings of an interval, until nothing of it is left
_FURTHEST = math.log(1000)  # between two durations


def needed(kpi: Kpi, start: Sample, now: Sample, past: Sequence[float], currency: str) -> str:
    """In sentences, for a change from `start` to `now` that is within noise; `past` are the usual changes."""
    if isinstance(now, Ratio):
        return "" if start.value is None else _beyond_usual(kpi, start, now, past, currency)
    if min(start.n, now.n) < LEAST:
        which = "now" if now.n <= start.n else "at the start"
        return f"It takes at least {many(LEAST, kpi.counts)}; there were {words.count(min(start.n, now.n))} {which}."
    return " ".join(filter(None, (_value_needed(kpi, start, now), _number_needed(kpi, start, now))))


def _value_needed(kpi: Kpi, start: Sample, now: Sample) -> str:
    """ "With 40 ratings, 86 % or more would have been more than chance explains." """
    counted = many(now.n, kpi.counts)
    value = large_enough(kpi, start, now.n, now)
    if value is None:
        return f"With {counted}, no change would have been more than chance explains."
    said = change_words.value(value, kpi.unit)
    return f"With {counted}, {said} or {_better(kpi)} would have been more than chance explains."


def _number_needed(kpi: Kpi, start: Sample, now: Sample) -> str:
    """ "A change as small as this one would have taken about 380 ratings." """
    least = so_many(kpi, start, now)
    if least is None:
        return ""
    return f"A change as small as this one would have taken about {many(_rounded(least), kpi.counts)}."


def so_many(kpi: Kpi, start: Sample, now: Sample) -> int | None:
    """How many a gain as large as this one has to rest on to be significant; None for what is no gain, and where no
    number would do, as the start rests on too few. Of durations the median and what is tested, the mean of the
    logarithms, both have to be better."""
    if not _is_better(kpi, start, now):
        return None
    if isinstance(start, Durations) and isinstance(now, Durations) and now.moments.mean >= start.moments.mean:
        return None
    return _first(lambda n: _is_significant(start, now, n), now.n, _MOST)


def large_enough(kpi: Kpi, start: Sample, n: int, like: Sample) -> float | None:
    """The value nearest to the start's that is significantly better on `n` that vary like these; None if none is."""
    up = kpi.better is Better.HIGHER
    if n < 2 or min(start.n, like.n) < 2:
        return None
    match start, like:
        case Share(), Share():
            return _share(start, n, up=up)
        case Balance(), Balance():
            before, then = (statistics.balance_error(each.promoters, each.detractors, each.n) for each in (start, like))
            away = 100 * Z * math.hypot(before or 0.0, (then or 0.0) * math.sqrt(like.n / n))
            value = (start.value or 0.0) + (away if up else -away)
            return value if -100 <= value <= 100 else None
        case Durations(), Durations():
            return _duration(start, n, like.moments.variance)
    return None


def beyond_usual(kpi: Kpi, start: Sample, like: Sample, past: Sequence[float]) -> float:
    """The value whose distance from the start's is more than its usual change."""
    away = BEYOND_USUAL * usual_change(past, smallest_change(like))
    return (start.value or 0.0) * math.exp(away if kpi.better is Better.HIGHER else -away)


def _share(start: Share, n: int, *, up: bool) -> float | None:
    """By halving: the more they differ, the surer it is."""
    nearest = math.ceil(start.hits * n / start.n) if up else n - start.hits * n // start.n

    def differs(number: int) -> bool:
        p = statistics.two_proportions(number if up else n - number, n, start.hits, start.n)
        return p is not None and p <= statistics.SIGNIFICANCE

    found = _first(differs, nearest - 1, n)
    return None if found is None else 100 * (found if up else n - found) / n


def _duration(start: Durations, n: int, variance: float) -> float | None:
    """The median that would be faster by as much as the typical duration would have to be."""
    low, high = 0.0, _FURTHEST
    if not _is_faster(start, n, variance, high):
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if _is_faster(start, n, variance, middle) else (middle, high)
    return (start.value or 0.0) * math.exp(-high)


def _is_faster(start: Durations, n: int, variance: float, by: float) -> bool:
    """Whether so many durations that vary so much, but are faster than at the start by this (ln), surely are."""
    faster = _logs(start.moments.mean - by, variance, n)
    p = statistics.welch(faster, start.moments)
    return p is not None and p <= statistics.SIGNIFICANCE


def _logs(mean: float, variance: float, n: int) -> LogMoments:
    return LogMoments(n, n * mean, variance * (n - 1) + n * mean**2)


def _is_significant(start: Sample, now: Sample, n: int) -> bool:
    """Whether the same would be more than chance explains, if it were of so many."""
    times = n / now.n
    match start, now:
        case Share(), Share():
            p = statistics.two_proportions(round(now.hits * times), n, start.hits, start.n)
        case Balance(), Balance():
            more = round(now.promoters * times), round(now.detractors * times), n
            p = statistics.balances(more, (start.promoters, start.detractors, start.n))
        case Durations(), Durations():
            moments = now.moments
            p = statistics.welch(_logs(moments.mean, moments.variance, n), start.moments)
        case _:
            return False
    return p is not None and p <= statistics.SIGNIFICANCE


def _first(holds: Callable[[int], bool], least: int, most: int) -> int | None:
    """The number from which on it holds, between these; None if it does not hold for the largest."""
    if not holds(most):
        return None
    low, high = least, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _rounded(number: int) -> int:
    """To two digits, up: it is no more exact than that."""
    step: int = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // step) * step


def _beyond_usual(kpi: Kpi, start: Sample, now: Sample, past: Sequence[float], currency: str) -> str:
    if len(past) < FEWEST_CHANGES:
        return f"It takes {FEWEST_CHANGES} earlier changes from week to week; {words.count(len(past))} are known."
    said = change_words.value(beyond_usual(kpi, start, now, past), kpi.unit, currency)
    return f"{words.sentence(said)} or {_better(kpi)} would have been more than its usual change."


def _is_better(kpi: Kpi, start: Sample, now: Sample) -> bool:
    change = (now.value or 0.0) - (start.value or 0.0)
    return change > 0 if kpi.better is Better.HIGHER else change < 0


def _better(kpi: Kpi) -> str:
    return "more" if kpi.better is Better.HIGHER else "less"
