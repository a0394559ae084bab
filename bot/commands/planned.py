"""What support teams count that the bot cannot tell: said plainly, instead of taken for a slip in another name."""

from bot.commands.naming import named
from bot.commands.registry import Asked
from bot.messages.message import Message
from kpi import words
from kpi.catalogue import KPIS
from kpi.grammar.vocabulary import BY
from kpi.grammar.words import said
from kpi.grammar.words import words as words_of
from kpi.question import QuestionError

_PLANNED = {
    "how many tickets came in": ("volume", "ticket volume", "new tickets", "tickets created", "ticket count"),
    "the backlog": ("backlog", "open tickets", "unresolved tickets"),
    "who is waiting": ("waiting", "waiting tickets", "queue"),
    "NPS": ("nps", "net promoter score", "promoter score"),
    "the resolution rate": ("resolution rate", "resolved rate", "first contact resolution", "fcr"),
    "the self-service rate": ("self-service", "self service", "self-service rate", "self service rate", "deflection"),
    "the automation rate": ("automation rate", "automation", "bot resolution rate", "containment"),
    "the cost per contact": ("cost per contact", "cost per ticket", "cost per conversation"),
    "the cost per resolution": ("cost per resolution",),
    "which intents come up": ("intents", "top intents", "most common intents"),
}
_NAMES = {name: what for what, names in _PLANNED.items() for name in names}


def answer(asked: Asked) -> Message | None:
    """QuestionError, which says what can be told, if one of them is asked for and no KPI beside it; else None."""
    spoken = f" {said([word for word in words_of(asked.text) if not word.quoted])} "
    for name in sorted(_NAMES, key=len, reverse=True):
        before, found, after = spoken.partition(f" {name} ")
        if not found or _is_a_dimension(asked.text, name, before) or named(f"{before} {after}"):
            continue
        known = words.joined([kpi.title for kpi in KPIS], "and")
        raise QuestionError(
            f"I cannot tell {_NAMES[name]} yet. I know: {known}.", *(f"{kpi.name} last week" for kpi in KPIS)
        )
    return None


def _is_a_dimension(text: str, name: str, before: str) -> bool:
    """Whether it says what to tell conversations apart by, or is a value to narrow by."""
    return f":{name}" in text.lower().replace(" ", "") or (before.split() or [""])[-1] in BY
