"""Cost per contact: what support cost for each conversation opened and each self-service inquiry."""

from kpi.catalogue import Unit
from kpi.facts import Tally
from kpi.measures import Event, Measure
from kpi.readings.costs import CostReader
from kpi.readings.reading import Part
from kpi.team.costs import Spent


class CostPerContactReader(CostReader):
    """Reads it."""

    wanted = frozenset((Measure.OPENED, Measure.INQUIRIES))
    event = Event.OPENING

    def number(self, tally: Tally) -> int:
        return tally[Measure.OPENED] + tally[Measure.INQUIRIES]

    def parts(self, tally: Tally, _spent: Spent) -> dict[str, Part]:
        """No inquiries are none that are known of."""
        return {
            "opened": Part(tally[Measure.OPENED], Unit.COUNT),
            "inquiries": Part(tally[Measure.INQUIRIES] or None, Unit.COUNT),
        }
