"""The words that questions are made of."""

from collections.abc import Mapping

from kpi.catalogue import KPIS, Kpi
from kpi.dimensions import DIMENSIONS
from kpi.grammar.terms import EVERY
from kpi.span import MONTHS, WEEKDAYS

LIKELY = 0.6  # of 1: from here on a suggestion helps rather than puzzles

NAMES: Mapping[str, Kpi] = {name.replace("_", " "): kpi for kpi in KPIS for name in (kpi.key, *kpi.aliases)}

BY = frozenset(("by", "per", "each", "every", "across"))
UNITS = {"day": "daily", "week": "weekly", "month": "monthly"}
"""What may follow one of those instead of a dimension, and the word that asks for the same."""

PEOPLE = frozenset(("agent", "agents", "assignee", "assignees", "person", "people", "rep", "reps", "colleague"))
"""By whom nothing is told apart."""

NOT_TOLD_WORDS = frozenset(("none", "unknown", "not told"))

NEGATIONS = frozenset(("not", "without", "except", "excluding", "but", "no", "isn't", "non"))

FILLER_PHRASES = frozenset(("may i", "group by", "over time"))
_FILLERS = (
    "a about actually all an and any are at average be been broken breakdown can chart conversation conversations "
    "could currently did display do does doing down fetch figure figures find for from get give going got graph "
    "grouped had has have hello hey hi how how's i i'd i'm in is it its it's just kpi kpis kpibot let like look "
    "looked looking me mean median metric metrics my need now number numbers of on only or our ours overall pls "
    "please plot report score see should show so some split stats support tell thank thanks that that's the their "
    "them there these this those ticket tickets to trend up us value values via want was we we've were what what's "
    "whats where which whole will with would you your "
)
FILLERS = frozenset(_FILLERS.split())

_LASTS, _STRETCHES = ("last", "this", "past", "previous"), ("week", "month", "quarter", "year")
PERIOD_WORDS = (
    *(f"{last} {stretch}" for last in _LASTS for stretch in _STRETCHES),
    *("today", "yesterday", "last", "this", "previous", "days", "weeks", "months", "quarters", "years"),
    *map(str.lower, (*MONTHS, *WEEKDAYS)),
)
"""What slips in a period are measured against."""

DIMENSION_WORDS = tuple(alias for dimension in DIMENSIONS for alias in dimension.aliases)
SERIES_WORDS = tuple(EVERY)
