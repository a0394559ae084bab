"""The words that questions are made of."""

from collections.abc import Mapping

from kpi.catalogue import EVERY as EVERY_KPI
from kpi.catalogue import INTENT_DISTRIBUTION, Kpi
from kpi.dimensions import ALL_DIMENSIONS
from kpi.grammar.kpi_names import SAID_OTHERWISE
from kpi.grammar.terms import EVERY
from kpi.span import MONTHS, WEEKDAYS

LIKELY = 0.6  # of 1: from here on a suggestion helps rather than puzzles

NAMES: Mapping[str, Kpi] = {
    spelling: kpi
    for kpi in EVERY_KPI
    for name in (kpi.key.replace("_", " "), *kpi.aliases, *SAID_OTHERWISE.get(kpi.key, ()))
    for spelling in (name, name.replace("-", " "))
}
"""What each KPI goes by, in small letters; with dashes and without."""
ALSO_A_DIMENSION = frozenset(
    name for name, kpi in NAMES.items() if kpi is INTENT_DISTRIBUTION and "distribution" not in name
)
"""Beside another KPI, or after "by", it is by these that conversations are told apart."""

BY = frozenset(("by", "per", "each", "every", "across"))
BEFORE_A_DIMENSION = frozenset(("the", "our", "top", "main", "contact", "most", "common", "single"))
"""What may stand between "by" and a dimension."""
UNITS = {"day": "daily", "week": "weekly", "month": "monthly"}
"""What may follow one of those instead of a dimension, and the word that asks for the same."""
OTHER_STRETCHES = frozenset(("quarterly", "yearly", "annually"))
OTHER_UNITS = frozenset(("quarter", "quarters", "year", "years"))
"""Those that no series has."""
HOURS = frozenset((
    "hour", "hours", "hourly", "weekday", "weekdays", "hour of day", "hour of the day", "hour of the week",
    "time of day", "time of the day", "day of week", "day of the week", "weekday and hour", "hour and weekday",
))  # fmt: skip
"""What only arrivals are told by."""

PEOPLE = frozenset((
    "agent's", "person", "persons", "people", "colleague", "colleagues", "employee", "employees", "staff", "teammate",
    "teammates", "advisor", "advisors", "who", "whom", "whose",
))  # fmt: skip
"""Who is not asked for, but as an assignee."""

NOT_TOLD_WORDS = frozenset(("none", "unknown", "not told"))

NEGATIONS = frozenset((
    "not", "without", "except", "excluding", "exclude", "excludes", "excl", "but", "no", "isn't", "aren't",
    "wasn't", "don't", "doesn't", "didn't", "non", "minus", "ignoring", "ignore", "skip", "neither", "nor", "never",
    "besides",
))  # fmt: skip

VERSUS = frozenset((
    "vs", "versus", "v", "compare", "compared", "comparing", "comparison", "difference", "relative", "against", "than",
))  # fmt: skip
"""What stands between two things that somebody wants to see side by side."""
COMPARING = frozenset(("compare", "compared", "comparing", "comparison", "difference"))
"""Those that may stand before both: "compare june and may"."""
BETWEEN_COMPARED = ("with", "against", "vs", "versus", "and", "to")
"""What may stand between those two; the first of these that does."""
MEASURING = frozenset(("older", "longer", "more", "less", "greater", "fewer", "younger", "shorter", "other"))
"""Before "than", what sets a limit to something and compares no periods."""
VERSUS_FILLERS = frozenset((
    "to", "with", "it", "was", "were", "we", "did", "had", "our", "its", "that", "of", "in", "how", "for", "from",
))  # fmt: skip
"""What may stand between "compared" and a period."""
VERSUS_ALWAYS = frozenset((
    "target", "the target", "our target", "targets", "the targets", "goal", "the goal", "usual", "the usual",
    "as usual", "normal", "average", "the average",
))  # fmt: skip
"""With these each answer is compared anyway."""
YEAR_OVER_YEAR = {
    **dict.fromkeys(("yoy", "year over year", "year on year", "year to year"), ("", "last year")),
    **dict.fromkeys(("wow", "week over week", "week on week", "week to week"), ("last week", "")),
    **dict.fromkeys(("mom", "month over month", "month on month", "month to month"), ("last month", "")),
    **dict.fromkeys(("qoq", "quarter over quarter", "quarter on quarter"), ("last quarter", "")),
}
"""The period that is meant if none is named, and what it is compared with, if not with the one before."""

TRENDS = (("over", "time"), ("trend",), ("trends",))
CHARTS = (("chart",), ("charts",), ("graph",), ("graphs",), ("plot",))
"""What asks for a series; a chart may as well be one of a breakdown."""

FILLER_PHRASES = frozenset((
    "may i", "group by", "right now", "at the moment", "good morning", "how many", "how much", "how often",
))  # fmt: skip
_FILLERS = (
    "a about actually all an and any are at average be been bot breakdown broken can chart charts conversation "
    "conversations could currently did display do does doing down fetch figure figures find for from get getting "
    "give going good got graph graphs grouped had has have hello hey hi how how's hows i i'd i'm in is it it's its "
    "just kpi kpibot kpis let like look looked looking me mean median metric metrics morning my need nice now "
    "number numbers of ok okay on only or our ours overall please plot pls "
    "report see should show so some split stats support tell thank thanks that that's the their them "
    "there these this those through ticket tickets to trend trends up us value values via want was we we've were "
    "what what's whats where which whole will with would you your "
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

DIMENSION_WORDS = tuple(alias for dimension in ALL_DIMENSIONS for alias in dimension.aliases)
SERIES_WORDS = tuple(EVERY)
HALVES = {
    **{stretch: (f"this {stretch}", f"last {stretch}") for stretch in _STRETCHES},
    **{f"{stretch}s": (f"this {stretch}", f"last {stretch}") for stretch in _STRETCHES},
    **dict.fromkeys(("day", "days"), ("today", "yesterday")),
    **{each: (f"{each} week", f"{each} month") for each in ("this", "last", "past", "previous")},
}
"""Half of a period, and what may have been meant."""
