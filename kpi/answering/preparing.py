"""Has all that several answers need read at once."""

from collections.abc import Sequence

from kpi import period as periods
from kpi.answering.history import days_of
from kpi.catalogue import INTENT_DISTRIBUTION, Kpi
from kpi.counting.days import Days
from kpi.dimensions import INTENT, Dimension
from kpi.facts import Facts
from kpi.period import Period
from kpi.readings import reader

_WEEK = 7


def prepare(facts: Facts, period: Period, kpis: Sequence[Kpi], by: Dimension | None = None) -> None:
    """Have all that the answers about these KPIs need of this period, told apart by a dimension or not, read at once,
    if that has not been said before."""
    before = periods.before(period)
    stretches = days_of(period) if period.days <= _WEEK else _both(period, before)
    readers = [reader(kpi) for kpi in kpis]
    values, beside = (frozenset().union(*sets) for sets in zip(*((r.wanted, r.beside) for r in readers), strict=True))
    facts.prepare(values, stretches)
    facts.prepare(values | beside, [period.local_days])
    if INTENT_DISTRIBUTION in kpis:
        facts.prepare(reader(INTENT_DISTRIBUTION).wanted, stretches, (INTENT,))
    if by is not None:
        facts.prepare(values, _both(period, before), (by,))


def _both(period: Period, before: Period | None) -> tuple[Days, ...]:
    return (period.local_days,) if before is None else (before.local_days, period.local_days)
