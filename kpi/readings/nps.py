"""NPS: promoters less detractors, of all scores from 0 to 10."""

from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Reading, interval_parts, share_part
from kpi.samples import Balance


class NpsReader(TallyReader):
    """Reads it."""

    wanted = frozenset((Measure.SCORED, Measure.PROMOTERS, Measure.DETRACTORS))

    def sample(self, tally: Tally) -> Balance:
        return Balance(tally[Measure.PROMOTERS], tally[Measure.DETRACTORS], tally[Measure.SCORED])

    def read(self, facts: Facts, days: Days) -> Reading:
        balance = self.sample(whole(self, facts, days))
        passives = balance.n - balance.promoters - balance.detractors
        return Reading(
            sample=balance,
            parts={
                "promoters": share_part(balance.promoters, balance.n),
                "passives": share_part(passives, balance.n),
                "detractors": share_part(balance.detractors, balance.n),
                **interval_parts(balance, Unit.POINTS),
            },
            left_out=facts.left_out(Event.SCORE, days),
        )
