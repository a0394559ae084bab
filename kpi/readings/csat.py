"""CSAT: satisfied ratings out of all that customers gave."""

from collections.abc import Iterator

from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Part, Reading, interval_parts
from kpi.samples import Ratio, Share


class CsatReader(TallyReader):
    """Reads it."""

    wanted = frozenset((Measure.RATED, Measure.SATISFIED))
    beside = frozenset((Measure.RATED_IN_STARS, Measure.STARS, Measure.RATED_BY_PROXY, Measure.RESOLVED))

    def sample(self, tally: Tally) -> Share:
        return Share(tally[Measure.SATISFIED], tally[Measure.RATED])

    def read(self, facts: Facts, days: Days) -> Reading:
        tally = whole(self, facts, days)
        share = self.sample(tally)
        mean = Ratio(tally.sum(Measure.STARS), tally[Measure.RATED_IN_STARS])
        response = Ratio(share.n, tally[Measure.RESOLVED], scale=100.0)  # of some that were resolved in another period
        return Reading(
            sample=share,
            parts={
                "mean": Part(mean.value, Unit.POINTS, mean.n),
                "response_rate": Part(response.value, Unit.PERCENT, response.n),
                **interval_parts(share, Unit.PERCENT),
            },
            left_out=facts.left_out(Event.RATING, days),
            notes=tuple(_proxies(tally[Measure.RATED_BY_PROXY])),
        )


def _proxies(number: int) -> Iterator[str]:
    if number:
        rated = "1 rating has" if number == 1 else f"{number:,} ratings have"
        yield f"{rated} no time of their own, and count when their conversation was resolved or last updated."
