"""What makes support dear: the intent on which people spend most, as volume, for conversations have no cost each."""

from dataclasses import dataclass

from kpi.counting.days import Days
from kpi.dimensions import INTENT
from kpi.facts import Facts, Tally
from kpi.measures import Measure
from kpi.readings.intent_distribution import says_something

_LEAST = 10
_WANTED = frozenset((Measure.HUMAN_RESOLUTION, Measure.HANDED_OVER))


@dataclass(frozen=True)
class CostlyIntent:
    """An intent: how many of it people resolved, of how many in all, and how many the bot handed over, of how many."""

    intent: str
    spelling: str
    by_people: int
    all_by_people: int
    handed_over: int
    all_handed_over: int


def costly_intent(facts: Facts, days: Days) -> CostlyIntent | None:
    """The intent that most reached people on these days; None where too few did to say."""
    tallies = {key[0]: of_key[0] for key, of_key in facts.tallies(_WANTED, [days], (INTENT,)).items()}
    told = {str(intent): tally for intent, tally in tallies.items() if says_something(intent, facts)}
    intent = min(told, key=lambda each: (-_volume(told[each]), each), default=None)
    if intent is None or _volume(told[intent]) < _LEAST:
        return None
    return CostlyIntent(
        intent,
        facts.spellings(INTENT).get(intent, intent),
        told[intent][Measure.HUMAN_RESOLUTION],
        sum(tally[Measure.HUMAN_RESOLUTION] for tally in tallies.values()),
        told[intent][Measure.HANDED_OVER],
        sum(tally[Measure.HANDED_OVER] for tally in tallies.values()),
    )


def _volume(tally: Tally) -> int:
    return tally[Measure.HUMAN_RESOLUTION] + tally[Measure.HANDED_OVER]
