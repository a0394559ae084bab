"""Reopen rate: conversations opened again, for each hundred that were resolved."""

from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Reading
from kpi.samples import Ratio


class ReopenRateReader(TallyReader):
    """Reads it. Those resolved count by the last resolution, whether it still stands or not."""

    wanted = frozenset((Measure.REOPENED, Measure.RESOLVED_ONCE))

    def sample(self, tally: Tally) -> Ratio:
        return Ratio(tally[Measure.REOPENED], tally[Measure.RESOLVED_ONCE], scale=100.0)

    def read(self, facts: Facts, days: Days) -> Reading:
        sample = self.sample(whole(self, facts, days))
        return Reading(sample=sample, left_out=facts.left_out(Event.REOPENING, days))
