"""What a thread is about: the question of its first message, with its verb, as a thread's next question adds to it."""

from dataclasses import dataclass, field, replace
from datetime import date

from kpi.catalogue import CSAT, INTENT_DISTRIBUTION, VOLUME
from kpi.errors import UserError
from kpi.grammar import list_words
from kpi.grammar.list_words import Wanted
from kpi.grammar.reading import read
from kpi.grammar.terms import Terms
from kpi.labels import Labels
from kpi.periods.versus import compared

TICKETS, EXPLAIN, INTENT = "tickets", "explain", "intent"
WITH_A_KPI = ("", TICKETS, EXPLAIN)
"""The verbs after which a question about a KPI stands; without one it is the number that is asked for."""
OVERVIEW, TOP, REVIEW = "overview", "top", "review"
OVER_A_PERIOD = (OVERVIEW, TOP, REVIEW)
"""The verbs after which nothing but a period stands."""
_OF_TOP = ("three", "3", "intents", "intent")
VERBS = (*WITH_A_KPI, INTENT, *OVER_A_PERIOD)
"""The verbs that can be understood in context."""


@dataclass(frozen=True)
class Context:
    """What a thread is about. Without a KPI it is about all of them over the `period`, or, for `top`, about intents."""

    verb: str
    terms: Terms
    wanted: Wanted = field(default_factory=Wanted)
    names_kpi: bool = True


def read_context(context: str, today: date, labels: Labels) -> Context | None:
    """None if there is nothing in it that can be refined, such as a value that is no longer known."""
    verb, rest = verb_of(context)
    try:
        if verb in OVER_A_PERIOD:
            period = period_beside(rest, today, labels)
            terms = Terms(INTENT_DISTRIBUTION if verb == TOP else CSAT, period or "")
            about = Context(verb, _as_asked(terms, today) if period else terms, names_kpi=False)
            return None if period is None else about
        if verb == INTENT:
            return Context(verb, _as_asked(of_intent(rest, today, labels), today))
        question, wanted = list_words.taken(rest) if verb == TICKETS else (rest, Wanted())
        return Context(verb, _as_asked(read(question, today, labels), today), wanted)
    except UserError:
        return None


def period_beside(rest: str, today: date, labels: Labels) -> str | None:
    """The period in what stands beside a verb that takes nothing else: "" in "show me the" overview, or in the top
    "three intents"; None if something else is said."""
    words = " ".join(word for word in rest.split() if word.lower() not in _OF_TOP)
    try:
        terms = read(f"{CSAT.name} {words}", today, labels)
    except UserError:
        return None
    return terms.period if replace(terms, period="", corrected=()) == Terms(CSAT) else None


def _as_asked(terms: Terms, today: date) -> Terms:
    """With its periods in absolute terms."""
    span, other = compared(terms.period, terms.versus, today)
    return replace(terms, period=span.text, versus=other.text if other else "")


def of_intent(said: str, today: date, labels: Labels) -> Terms:
    """What "refund last week" asks after the verb: how many conversations there are about it."""
    return read(f"{VOLUME.name} {INTENT}:{said}", today, labels)


def verb_of(text: str) -> tuple[str, str]:
    """The verb that stands first, "" if none does, and what stands behind it."""
    first, _, rest = text.strip().partition(" ")
    return (first, rest.strip()) if first in VERBS else ("", text.strip())
