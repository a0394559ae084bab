"""Which intent is the largest in each part of a number that is told apart."""

from collections.abc import Mapping

from kpi.counting.days import Days
from kpi.dimensions import INTENT, Dimension
from kpi.facts import Facts
from kpi.readings.intent_distribution import IntentReader, largest


def leading_intents(facts: Facts, days: Days, dimension: Dimension) -> Mapping[str | None, str]:
    """The largest intent of each value of the dimension, as it is spelt; parts without any intent are left out."""
    found = IntentReader().samples(facts, [days], (dimension, INTENT))
    parts: dict[str | None, dict[str | None, int]] = {}
    for (value, intent), (share, *_) in found.items():
        parts.setdefault(value, {})[intent] = share.hits
    spellings = facts.spellings(INTENT)
    leading = {value: largest(hits) for value, hits in parts.items()}
    return {value: spellings.get(intent, intent) for value, intent in leading.items() if intent is not None}
