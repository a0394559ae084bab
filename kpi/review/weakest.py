"""The weakest KPI of a week: the one that is furthest from its target, by the way from there to what is bad."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi import catalogue
from kpi.review.moved_most import Move, decline, moves
from kpi.review.past import Past
from kpi.review.standing import Standing
from kpi.review.week import Week
from kpi.state import State

_ORDER = (
    catalogue.FIRST_RESPONSE_TIME,
    catalogue.AUTOMATION_RATE,
    catalogue.RESOLUTION_RATE,
    catalogue.INTENT_DISTRIBUTION,
    catalogue.COST_PER_RESOLUTION,
    catalogue.CSAT,
    catalogue.SELF_SERVICE_RATE,
    catalogue.RESOLUTION_TIME,
    catalogue.COST_PER_CONTACT,
    catalogue.NPS,
)
"""Which goes first of those with the same gap."""

_LEAST_GAP = 0.3  # of what is only perhaps short
_WEEKS_THE_SAME = 3
_DIGITS = 9  # of a gap: what differs by rounding alone is the same


class How(StrEnum):
    """How sure it is that the weakest misses its target, or what else makes it the weakest."""

    SHORT = "short"
    PERHAPS = "perhaps short"
    MOVED = "moved"  # it displaces one that has been the weakest for weeks


@dataclass(frozen=True)
class Weakest:
    """The weakest KPI, and how it came to be it. `instead_of` is the one that it displaces."""

    standing: Standing
    how: How
    instead_of: Standing | None = None


@dataclass(frozen=True)
class Ranking:
    """All candidates, the weakest first; `weakest` is None where none is weak, and then `decline` is what got worse."""

    candidates: tuple[Standing, ...]
    weakest: Weakest | None
    decline: Move | None = None


def ranking(week: Week, previous: Sequence[Past] = ()) -> Ranking:
    """The week's. `previous` are the reviews before, the latest first."""
    ranked = sorted(week.candidates, key=_weakest_first)
    found = _furthest(ranked, State.SHORT, How.SHORT) or _furthest(ranked, State.PERHAPS_SHORT, How.PERHAPS)
    if found is None:
        return Ranking(tuple(ranked), None, decline(week))
    return Ranking(tuple(ranked), _displaced(found, week, previous) or found)


def _weakest_first(standing: Standing) -> tuple[int, float, int]:
    states = (State.SHORT, State.PERHAPS_SHORT, State.ON_TARGET)
    place = states.index(standing.state) if standing.state else len(states)
    return place, -round(standing.gap, _DIGITS), _ORDER.index(standing.kpi)


def _furthest(ranked: Sequence[Standing], state: State, how: How) -> Weakest | None:
    least = _LEAST_GAP if how is How.PERHAPS else 0.0
    found = (each for each in ranked if each.state is state and round(each.gap, _DIGITS) >= least)
    return next((Weakest(each, how) for each in found), None)


def _displaced(found: Weakest, week: Week, previous: Sequence[Past]) -> Weakest | None:
    """What takes the place of one that has been the weakest in the last reviews: what got much worse in this week, and
    had not done so in the week before."""
    same = [past.weakest == found.standing.kpi.key for past in previous[:_WEEKS_THE_SAME]]
    if len(same) < _WEEKS_THE_SAME or not all(same):
        return None
    able = {each.kpi.key for each in week.candidates}
    new = (
        each.standing
        for each in moves(week)
        if each.bad
        and each.standing.kpi.key in able
        and each.standing.kpi.key not in (found.standing.kpi.key, previous[0].bad_mover)
    )
    return next((Weakest(each, How.MOVED, found.standing) for each in new), None)
