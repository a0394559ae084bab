"""Cost per resolution: what support cost for each conversation resolved; by automation and by people apart."""

from fractions import Fraction

from kpi.catalogue import Unit
from kpi.facts import Tally
from kpi.measures import Event, Measure
from kpi.readings.costs import CostReader, each
from kpi.readings.reading import Part
from kpi.team.costs import Spent

AUTOMATION = "automation"
"""The category of costs that automated resolutions are divided into; all others are for people's."""

GUIDE_AUTOMATED, GUIDE_HUMAN = 1.0, 5.0
"""What the guide takes each to cost, whatever the currency: shown, and never judged by."""


class CostPerResolutionReader(CostReader):
    """Reads it. What neither automation nor a person resolved is in the total alone."""

    wanted = frozenset((Measure.RESOLVED,))
    beside = frozenset((Measure.AUTOMATED_RESOLUTION, Measure.HUMAN_RESOLUTION))
    event = Event.RESOLUTION

    def number(self, tally: Tally) -> int:
        return tally[Measure.RESOLVED]

    def parts(self, tally: Tally, spent: Spent) -> dict[str, Part]:
        of_people = [cents for category, cents in spent.by_category.items() if category != AUTOMATION]
        return {
            "automated": each(spent.by_category.get(AUTOMATION), tally[Measure.AUTOMATED_RESOLUTION]),
            "guide_automated": Part(GUIDE_AUTOMATED, Unit.MONEY),
            "human": each(sum(of_people, Fraction()) if of_people else None, tally[Measure.HUMAN_RESOLUTION]),
            "guide_human": Part(GUIDE_HUMAN, Unit.MONEY),
        }
