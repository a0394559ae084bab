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

PEOPLE = frozenset((
    "agent", "agents", "agent's", "assignee", "assignees", "person", "persons", "people", "rep", "reps",
    "colleague", "colleagues", "employee", "employees", "staff", "teammate", "teammates", "advisor", "advisors",
    "who", "whom", "whose",
))  # fmt: skip
"""By whom nothing is told apart."""

NOT_TOLD_WORDS = frozenset(("none", "unknown", "not told"))

NEGATIONS = frozenset((
    "not", "without", "except", "excluding", "exclude", "excludes", "excl", "but", "no", "isn't", "aren't",
    "wasn't", "don't", "doesn't", "didn't", "non", "minus", "ignoring", "ignore", "skip", "neither", "nor", "never",
    "besides",
))  # fmt: skip

VERSUS = frozenset((
    "vs", "versus", "v", "compare", "compared", "comparing", "comparison", "against", "than",
))  # fmt: skip
"""What stands between two things that somebody wants to see side by side."""

TRENDS = (("over", "time"), ("trend",), ("trends",))
CHARTS = (("chart",), ("charts",), ("graph",), ("graphs",), ("plot",))
"""What asks for a series; a chart may as well be one of a breakdown."""

FILLER_PHRASES = frozenset(("may i", "group by", "right now", "good morning"))
_FILLERS = (
    "a about actually all an and any are at average be been bot broken breakdown can chart charts conversation "
    "conversations could currently did display do does doing down fetch figure figures find for from get getting give "
    "going good got graph graphs grouped had has have hello hey hi how how's hows i i'd i'm in is it its it's just "
    "kpi kpis kpibot let like look looked looking me mean median metric metrics morning my need nice now number "
    "numbers of ok okay on only or our ours overall please pls plot report score see should show so some split stats "
    "support tell thank thanks that that's the their them there these this those ticket tickets to trend trends up us "
    "value values via want was we we've were what what's whats where which whole will with would you your "
)
JUDGEMENTS = frozenset((
    "low", "high", "normal", "better", "worse", "bad", "fine", "great",
))  # fmt: skip
"""A filler in "is csat low?", where a priority may go by the same word."""
FILLERS = frozenset(_FILLERS.split()) | JUDGEMENTS
QUESTION_WORDS = frozenset((
    "is", "was", "are", "were", "how", "hows", "how's", "too", "so", "why", "did", "does", "look", "looks",
    "looking",
))  # fmt: skip
MAY_BE_LABELS = frozenset((
    "support", "ticket", "tickets", "conversation", "conversations", "report", "bot", "good", "ok", "nice",
))  # fmt: skip
"""Fillers that a team's own label may be as well: where it is, that is asked."""

_LASTS, _STRETCHES = ("last", "this", "past", "previous"), ("week", "month", "quarter", "year")
PERIOD_WORDS = (
    *(f"{last} {stretch}" for last in _LASTS for stretch in _STRETCHES),
    *(
        "today",
        "yesterday",
        "tomorrow",
        "all time",
        "last",
        "this",
        "previous",
        "days",
        "weeks",
        "months",
        "quarters",
        "years",
    ),
    *map(str.lower, (*MONTHS, *WEEKDAYS)),
)
"""What slips in a period are measured against."""

DIMENSION_WORDS = tuple(alias for dimension in DIMENSIONS for alias in dimension.aliases)
SERIES_WORDS = tuple(EVERY)
HALVES = {
    **{stretch: (f"this {stretch}", f"last {stretch}") for stretch in _STRETCHES},
    **{f"{stretch}s": (f"this {stretch}", f"last {stretch}") for stretch in _STRETCHES},
    **dict.fromkeys(("day", "days"), ("today", "yesterday")),
    **{each: (f"{each} week", f"{each} month") for each in ("this", "last", "past", "previous")},
}
"""Half of a period, and what may have been meant."""
