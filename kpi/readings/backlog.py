"""Backlog: what is open at the end of the period, and what of it is old."""

from kpi.catalogue import BACKLOG, Unit
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import reached
from kpi.readings.reading import Part, Reading
from kpi.readings.standing import StandingReader, cannot_tell, stood
from kpi.samples import Number


class BacklogReader(StandingReader):
    """Reads it."""

    kpi = BACKLOG
    wanted = frozenset((Measure.ENTERED, Measure.LEFT))
    beside = frozenset((Measure.OLD_ENTERED, Measure.OLD_LEFT))

    def count(self, tally: Tally) -> int:
        return tally[Measure.ENTERED] - tally[Measure.LEFT]

    def read(self, facts: Facts, days: Days) -> Reading:
        tells = reached(BACKLOG, facts, days)
        tally = stood(self, facts, days.end) if tells else Tally()
        old = tally[Measure.OLD_ENTERED] - tally[Measure.OLD_LEFT] if tells else None
        return Reading(
            sample=Number(self.count(tally), known=tells),
            parts={"over_7_days_old": Part(old, Unit.COUNT)},
            left_out=facts.left_out(Event.OPENING, days),
            notes=cannot_tell(BACKLOG, facts),
        )
