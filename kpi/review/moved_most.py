"""What moved most in a week, for better or worse: by how many times its usual change."""

import math
from dataclasses import dataclass

from kpi import statistics
from kpi.comparison import BEYOND_USUAL, FEWEST_CHANGES, smallest_change, step, usual_change
from kpi.review.standing import Standing
from kpi.review.week import Week
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share
from kpi.state import LEAST


@dataclass(frozen=True)
class Move:
    """A KPI's change, which is `times` its usual one."""

    standing: Standing
    times: float

    @property
    def bad(self) -> bool:
        """Whether it went the wrong way."""
        return self.standing.is_worse(self.standing.change)


def moves(week: Week) -> tuple[Move, ...]:
    """All that moved beyond their usual change and beyond noise, the furthest first. A week that is not over has none:
    its days are not yet to be compared with whole weeks."""
    if week.period.unfinished:
        return ()
    return tuple(each for each in _ranked(week) if each.times >= BEYOND_USUAL)


def decline(week: Week) -> Move | None:
    """What got significantly worse, by the most times its usual change; None if nothing did."""
    return next((each for each in _ranked(week) if each.bad), None)


def _ranked(week: Week) -> list[Move]:
    found = (Move(each, times) for each in week.standings if (times := _times(each)) is not None)
    return sorted(found, key=lambda each: -each.times)


def _times(standing: Standing) -> float | None:
    """None for what is not compared, rests on too little, or is no more than noise."""
    now, before = standing.now, standing.before
    if now is None or before is None or standing.change.absolute is None or not standing.change.significant:
        return None
    change = step(now, before)
    if change is None or not _is_enough(now, before, standing):
        return None
    smallest = max(smallest_change(now), sampling_error(now, before))
    return change / usual_change(standing.past, smallest)


def _is_enough(now: Sample, before: Sample, standing: Standing) -> bool:
    """Of what has no sampling error, enough earlier changes; of all else enough on either side."""
    if isinstance(now, Ratio | Number):
        return len(standing.past) >= FEWEST_CHANGES
    return min(now.n, before.n) >= LEAST


def sampling_error(now: Sample, before: Sample) -> float:
    """The standard error of the change, as `kpi.comparison.step` counts: in points, or in logarithms.

    It is that of the test that says whether the change is one. Money is for each of so many contacts or resolutions,
    whose number is up to chance as well, as that of independent events is. 0 where nothing tells it.
    """
    match now, before:
        case Share(), Share():
            pooled = (now.hits + before.hits) / (now.n + before.n)
            return 100 * math.sqrt(pooled * (1 - pooled) * (1 / now.n + 1 / before.n))
        case Balance(), Balance():
            errors = [statistics.balance_error(each.promoters, each.detractors, each.n) for each in (now, before)]
            return 100 * math.hypot(*(error or 0.0 for error in errors))
        case Durations(), Durations():
            return math.sqrt(sum(each.moments.variance / each.n for each in (now, before)))
        case Ratio(scale=1), Ratio():
            return math.sqrt(1 / now.n + 1 / before.n)
    return 0.0
