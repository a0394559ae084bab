"""Repeat rate: new conversations by somebody whose last one had just been resolved."""

from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Reading, interval_parts
from kpi.samples import Share

_UNKNOWN = "requester unknown"


class RepeatRateReader(TallyReader):
    """Reads it."""

    wanted = frozenset((Measure.REPEATED, Measure.KNOWN_REQUESTER))
    beside = frozenset((Measure.OPENED,))

    def sample(self, tally: Tally) -> Share:
        return Share(tally[Measure.REPEATED], tally[Measure.KNOWN_REQUESTER])

    def read(self, facts: Facts, days: Days) -> Reading:
        tally = whole(self, facts, days)
        share = self.sample(tally)
        unknown = tally[Measure.OPENED] - share.n
        beside = {_UNKNOWN: unknown} if unknown else {}
        return Reading(
            sample=share,
            parts=interval_parts(share, Unit.PERCENT),
            left_out={**facts.left_out(Event.OPENING, days), **beside},
        )
