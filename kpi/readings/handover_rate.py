"""Hand-over rate: conversations that the bot handed over, for each hundred that it first answered."""

from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Reading
from kpi.samples import Ratio


class HandoverRateReader(TallyReader):
    """Reads it."""

    wanted = frozenset((Measure.HANDED_OVER, Measure.ANSWERED_BY_BOT))

    def sample(self, tally: Tally) -> Ratio:
        return Ratio(tally[Measure.HANDED_OVER], tally[Measure.ANSWERED_BY_BOT], scale=100.0)

    def read(self, facts: Facts, days: Days) -> Reading:
        sample = self.sample(whole(self, facts, days))
        return Reading(sample=sample, left_out=facts.left_out(Event.HANDOVER, days))
