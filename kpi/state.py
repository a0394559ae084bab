"""How a value stands against its target or its own usual, how sure that is, and how far it is away."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpi import words
from kpi.catalogue import Better, Kpi, Target, Unit
from kpi.readings.reading import Reading
from kpi.samples import Sample
from kpi.team import targets as team_targets
from kpi.team.targets import VALUE

LEAST = 10
"""On fewer ratings, replies … than this nothing is judged."""

ENOUGH: Mapping[Unit, int] = {Unit.PERCENT: 30, Unit.POINTS: 30, Unit.SECONDS: 10}
"""Below this a value counts only if its interval excludes the target, on either side."""

MOST_GAP = 4.0

NO_USUAL = "no target is set, and its own usual is not known yet"
"""Why a value without a target is not judged."""

_WORSE = 0.10  # of the usual
_WORSE_POINTS = 10.0
_ROUNDING = 1e-9


class State(StrEnum):
    """A target that is missed is surely missed only if the 95 % interval of the value excludes it."""

    ON_TARGET = "on target"
    SHORT = "short"
    PERHAPS_SHORT = "perhaps short"


_WORST_FIRST = (State.SHORT, State.PERHAPS_SHORT, State.ON_TARGET, None)


@dataclass(frozen=True)
class Judgement:
    """A state, and how far the value is `against` its target or its usual: a gap of 1 is as bad as what is called bad.

    Without a state `why` says in words why it is not judged.
    """

    state: State | None
    gap: float | None = None
    against: Target | None = None
    why: str = ""


def judge(kpi: Kpi, reading: Reading, targets: Mapping[str, Target | None], usual: float | None = None) -> Judgement:
    """The reading against the targets of its rows; where there is none, against the KPI's own usual.

    Of several rows it is the worse state, and the largest gap of those in it.
    """
    if reading.unjudged or not reading.connected:
        return Judgement(None, why=reading.unjudged or "not connected")
    rows = reading.rows or {VALUE: reading.sample}
    judged = [judge_sample(kpi, sample, targets.get(row), usual) for row, sample in rows.items()]
    return min(judged, key=lambda each: (_WORST_FIRST.index(each.state), -(each.gap or 0.0)))


def judge_sample(kpi: Kpi, sample: Sample, target: Target | None, usual: float | None = None) -> Judgement:
    """One row's sample against its target; without one, against the usual."""
    value = sample.value
    if value is None:
        return Judgement(None, why="no data")
    if kpi.supporting:
        return Judgement(None, why="a count that explains others has no target")
    against = target or (None if usual is None else from_usual(kpi, usual))
    if against is None:
        return Judgement(None, why=NO_USUAL)
    found = _state(kpi, sample, against, is_usual=target is None)
    if found is None:
        return Judgement(None, against=against, why=_too_few(kpi, sample))
    return Judgement(found, gap(kpi, value, against), against)


def from_usual(kpi: Kpi, usual: float) -> Target | None:
    """The usual as a target, with what is bad by it; None for a usual that nothing can be measured by."""
    try:
        return team_targets.made(kpi, VALUE, usual, None)
    except ValueError:
        return None


def gap(kpi: Kpi, value: float, target: Target) -> float:
    """How far the value is from its target, by the way from there to what is bad; from 0 to 4, alike for all KPIs."""
    if kpi.unit in (Unit.PERCENT, Unit.POINTS):
        found = (target.value - value) / (target.value - target.bad)
    elif value <= 0:
        return 0.0
    else:
        found = math.log(value / target.value) / math.log(target.bad / target.value)
    return min(max(found, 0.0), MOST_GAP)


def _state(kpi: Kpi, sample: Sample, against: Target, *, is_usual: bool) -> State | None:
    """None where there is too little to say. Costs have no interval: theirs are what they are."""
    value, interval = sample.value, sample.interval
    if value is None:
        return None
    missed = _is_worse_than_usual(kpi, value, against.value) if is_usual else not _reaches(kpi, value, against.value)
    if kpi.unit is Unit.MONEY:
        return State.SHORT if missed else State.ON_TARGET
    if interval is None or sample.n < LEAST:
        return None
    worst, best = interval if kpi.better is Better.HIGHER else interval[::-1]
    surely_missed = not _reaches(kpi, best, against.value)
    surely_reached = _reaches(kpi, worst, against.value) and worst != against.value
    if sample.n < ENOUGH[kpi.unit] and not surely_missed and not surely_reached:
        return None
    if not missed:
        return State.ON_TARGET
    return State.SHORT if surely_missed else State.PERHAPS_SHORT


def _reaches(kpi: Kpi, value: float, target: float) -> bool:
    return value >= target if kpi.better is Better.HIGHER else value <= target


def _is_worse_than_usual(kpi: Kpi, value: float, usual: float) -> bool:
    """By so much that it matters."""
    worse = usual - value if kpi.better is Better.HIGHER else value - usual
    least = _WORSE_POINTS if kpi.unit is Unit.POINTS else _WORSE * usual
    return worse >= least * (1 - _ROUNDING)


def _too_few(kpi: Kpi, sample: Sample) -> str:
    return f"too few: {words.count(sample.n)} {kpi.counts[sample.n != 1]}, where {ENOUGH[kpi.unit]} are needed"
