"""What a decision of the team has moved, when history was counted anew: the same figures before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from kpi import period, readings
from kpi.catalogue import KPIS, Kpi, Unit
from kpi.store_facts import StoreFacts
from kpi.team import settings

_POINTS, _SHARE = 0.5, 0.02
"""A value has moved by half a point at least; durations and money by 2 %."""

Figures = Mapping[Kpi, float | None]


@dataclass(frozen=True)
class Moved:
    """A KPI's value over the last seven days, before and after."""

    kpi: Kpi
    before: float | None
    after: float | None


def figures(connection: Connection, first_zone: ZoneInfo, now: datetime) -> Figures:
    """Every KPI's value over the seven days before `now` (aware)."""
    team = settings.read(connection, first_zone)
    days = period.parse("", now.astimezone(team.zone).date(), team.zone).local_days
    facts = StoreFacts(connection, team)
    return {kpi: readings.reader(kpi).read(facts, days).value for kpi in KPIS}


def moved(before: Figures, after: Figures) -> list[Moved]:
    """Those that differ by so much that it is worth saying."""
    found = (Moved(kpi, before[kpi], after[kpi]) for kpi in before)
    return [each for each in found if _differs(each)]


def _differs(each: Moved) -> bool:
    if each.before is None or each.after is None:
        return each.before is not each.after
    difference = abs(each.after - each.before)
    least = _SHARE * abs(each.before) if each.kpi.unit in (Unit.SECONDS, Unit.MONEY) else _POINTS
    return difference > 0 and difference >= least
