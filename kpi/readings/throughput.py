"""Throughput: conversations resolved, for each hundred opened."""

from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Part, Reading
from kpi.samples import Ratio


class ThroughputReader(TallyReader):
    """Reads it."""

    wanted = frozenset((Measure.RESOLVED, Measure.OPENED))

    def sample(self, tally: Tally) -> Ratio:
        return Ratio(tally[Measure.RESOLVED], tally[Measure.OPENED], scale=100.0)

    def read(self, facts: Facts, days: Days) -> Reading:
        tally = whole(self, facts, days)
        return Reading(
            sample=self.sample(tally),
            parts={"resolved": Part(tally[Measure.RESOLVED], Unit.COUNT)},
            left_out=facts.left_out(Event.RESOLUTION, days),
        )
