"""The targets that a team sets itself, over those of the catalogue; for a KPI as a whole, or in one channel."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kpi.catalogue import KPIS, Better, Kpi, Target, Unit

VALUE, PERSON, BOT = "value", "person", "bot"
"""The rows that a target can be for; person and bot are those of first response time."""

_TIMES_BAD = {"resolution_time": 1.5, "cost_per_contact": 1.5, "cost_per_resolution": 2.0}
_POINTS_TO_BAD = {"nps": 30.0}
_MOST_PERCENT = 100.0
_BEST_NPS, _WORST_NPS = 100.0, -100.0


class Aim(NamedTuple):
    """What a target is for. `channel` is folded; None is every channel that has none of its own."""

    kpi: str
    row: str = VALUE
    channel: str | None = None


@dataclass(frozen=True)
class Targets:
    """A team's own targets."""

    own: tuple[tuple[Aim, Target], ...] = ()

    @classmethod
    def made(cls, own: Iterable[tuple[Aim, Target]]) -> "Targets":
        """In an order of their own."""
        return cls(tuple(sorted(own, key=lambda each: (each[0].kpi, each[0].row, each[0].channel or ""))))

    def of(self, kpi_key: str, row: str = VALUE, channel: str | None = None) -> Target | None:
        """The channel's own, else the KPI's own, else the catalogue's; None for a KPI that is judged by its usual.

        `row` is "value", or "person" or "bot" for first response time; `channel` is folded.
        """
        own = dict(self.own)
        found = own.get(Aim(kpi_key, row, channel)) or own.get(Aim(kpi_key, row))
        return found or usual_target(kpi_key, row)


NO_TARGETS = Targets()
"""None of its own."""


def usual_target(kpi_key: str, row: str) -> Target | None:
    """The catalogue's."""
    return next((kpi.targets.get(row) for kpi in KPIS if kpi.key == kpi_key), None)


def rows(kpi: Kpi) -> tuple[str, ...]:
    """The rows for which the KPI can be given a target; none for supporting counts."""
    if kpi.targets:
        return tuple(kpi.targets)
    return (VALUE,) if kpi.key in _TIMES_BAD or kpi.key in _POINTS_TO_BAD else ()


def made(kpi: Kpi, row: str, value: float, bad: float | None) -> Target:
    """A target of the KPI. Without `bad` it is as far away as the catalogue's is from its target: in points for
    percentages and scores, as a factor for durations and money.

    ValueError, with the reason in words, for values that are no target.
    """
    _check_reachable(kpi, value)
    if bad is not None and not math.isfinite(bad):
        raise ValueError("what is bad has to be a number")
    target = Target(value, _bad(kpi, row, value) if bad is None else bad)
    if (target.bad >= value) if kpi.better is Better.HIGHER else (target.bad <= value):
        raise ValueError(
            f"what is bad has to be {'lower' if kpi.better is Better.HIGHER else 'higher'} than the target"
        )
    if kpi.unit is Unit.PERCENT and not 0 <= target.bad <= _MOST_PERCENT:
        raise ValueError("percentages go from 0 to 100")
    return target


def _check_reachable(kpi: Kpi, value: float) -> None:
    match kpi.unit:
        case Unit.PERCENT:
            least_is_fine = kpi.better is Better.HIGHER
            if not 0 < value <= _MOST_PERCENT or (value == _MOST_PERCENT and not least_is_fine):
                raise ValueError("percentages go from 0 to 100, and that one says nothing")
        case Unit.POINTS:
            if not _WORST_NPS < value <= _BEST_NPS:
                raise ValueError("such scores go from -100 to 100")
        case _:
            if not 0 < value < math.inf:
                raise ValueError("it has to be more than 0")


def _bad(kpi: Kpi, row: str, value: float) -> float:
    usual = kpi.targets.get(row)
    if kpi.unit in (Unit.PERCENT, Unit.POINTS):
        away = _POINTS_TO_BAD[kpi.key] if usual is None else abs(usual.bad - usual.value)
        bad = value - away if kpi.better is Better.HIGHER else value + away
        return min(max(bad, 0.0), _MOST_PERCENT) if kpi.unit is Unit.PERCENT else max(bad, _WORST_NPS)
    factor = _TIMES_BAD[kpi.key] if usual is None else usual.bad / usual.value
    return value * factor
