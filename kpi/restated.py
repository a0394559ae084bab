"""What a decision of the team has moved, when history was counted anew: the same figures before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from kpi import period, readings, words
from kpi.catalogue import FIRST_RESPONSE_TIME, KPIS, Unit
from kpi.retention.frozen import frozen
from kpi.store_facts import StoreFacts
from kpi.summary import basis
from kpi.summary.marks import DAY, all_days
from kpi.summary.tables import dirty_day
from kpi.team import settings

_POINTS, _SHARE = 0.5, 0.02
"""A value has moved by half a point at least; durations and money by 2 %."""

_WITHIN_TARGET = "First replies by a person within the target"


@dataclass(frozen=True)
class Figure:
    """A value over the last seven days; None where there is no data."""

    value: float | None
    unit: Unit
    currency: str

    @property
    def said(self) -> str:
        """ "1 h 20 min", "5.37 EUR", "no data" """
        return "no data" if self.value is None else words.amount(self.value, self.unit, self.currency)


Figures = Mapping[str, Figure]
"""By their names."""


@dataclass(frozen=True)
class Moved:
    """What a figure was, and what it is."""

    name: str
    before: Figure
    after: Figure

    @property
    def said(self) -> str:
        """ "Resolution time (median): 1 h 20 min → 55 min" """
        return f"{self.name}: {self.before.said} → {self.after.said}"


def figures(connection: Connection, first_zone: ZoneInfo, now: datetime) -> Figures:
    """Every KPI's value over the seven whole days before `now` (aware), and how many first replies met the target.

    Settings that cannot be used are as by default, so that they can be mended.
    """
    team = settings.usable(connection, first_zone)
    days = period.parse("", now.astimezone(team.zone).date(), team.zone).local_days
    facts = StoreFacts(connection, team)
    found: dict[str, Figure] = {}
    for kpi in KPIS:
        reading = readings.reader(kpi).read(facts, days)
        name = f"{kpi.title} (median)" if kpi.unit is Unit.SECONDS else kpi.title
        found[name] = Figure(reading.value, kpi.unit, team.currency)
        if kpi == FIRST_RESPONSE_TIME:
            within = reading.parts["within_target"]
            found[_WITHIN_TARGET] = Figure(within.value, within.unit, team.currency)
    return found


def moved(before: Figures, after: Figures) -> list[Moved]:
    """Those that differ by so much that it is worth saying, and can be seen."""
    found = (Moved(name, before[name], after[name]) for name in before)
    return [each for each in found if each.before.said != each.after.said and _differs(each.before, each.after)]


def days_left(connection: Connection, first_zone: ZoneInfo, now: datetime) -> int:
    """How many days up to `now` (aware) are still to be counted as the team has decided; 0 when all of them are."""
    team = settings.usable(connection, first_zone)
    if basis.is_made_for(connection, team):
        return 0
    today, kept = int(now.timestamp()) // DAY, frozen(connection, team)
    first = kept.marks_before if kept else 0
    if not basis.is_being_made_for(connection, team):
        days = all_days(connection)
        return len(range(max(days.start, first), min(days.stop, today + 1)))
    left = dirty_day.c.day.between(first, today)
    marked = connection.scalar(select(func.count()).select_from(dirty_day).where(left))
    return marked or 1  # days that are still to come are left


def _differs(before: Figure, after: Figure) -> bool:
    if before.value is None or after.value is None:
        return before.value is not after.value
    difference = abs(after.value - before.value)
    least = _SHARE * abs(before.value) if before.unit in (Unit.SECONDS, Unit.MONEY) else _POINTS
    return difference >= least
