"""Volume and arrivals: what was opened."""

from collections.abc import Mapping, Sequence

from kpi.catalogue import VOLUME
from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.facts import Facts, Key, Tally
from kpi.measures import Event, Measure
from kpi.readings.reader import TallyReader, reached, whole
from kpi.readings.reading import Reading
from kpi.samples import Number


class VolumeReader(TallyReader):
    """Reads either; the table of arrivals by weekday and hour is apart (`Facts.arrivals`)."""

    wanted = frozenset((Measure.OPENED,))

    def sample(self, tally: Tally) -> Number:
        return Number(tally[Measure.OPENED])

    def samples(
        self, facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Number]]:
        """As `Reader`."""
        known = [reached(VOLUME, facts, stretch) for stretch in stretches]
        return {
            key: [Number(tally[Measure.OPENED], known=tells) for tally, tells in zip(tallies, known, strict=True)]
            for key, tallies in facts.tallies(self.wanted, stretches, by).items()
        }

    def read(self, facts: Facts, days: Days) -> Reading:
        opened = whole(self, facts, days)[Measure.OPENED]
        return Reading(
            sample=Number(opened, known=reached(VOLUME, facts, days)), left_out=facts.left_out(Event.OPENING, days)
        )
