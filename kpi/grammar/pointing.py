"""What points back at what was said before: "the same for frt", "all channels again", "overall", "the week before"."""

from dataclasses import dataclass
from datetime import date

from kpi.dimensions import Dimension, dimension
from kpi.errors import UserError
from kpi.grammar.known import Known
from kpi.grammar.list_words import without
from kpi.grammar.vocabulary import FILLERS, JUDGEMENTS, QUESTION_WORDS
from kpi.grammar.words import Word, said, words
from kpi.periods.grammar import is_period
from kpi.periods.versus import compared, is_versus

_AGAIN = frozenset(("again", "also", "instead"))
_STRETCHES = ("period", "time", "day", "days", "weekday", "week", "weeks", "weekend", "month", "months", "quarter",
              "quarters", "date", "dates", "stretch")  # fmt: skip
"""What "the same" belongs to, so that it points at nothing by itself: "the same week last year"."""
_OF = ("of", "for", "behind", "is", "was")
_OPENERS = ("and", "what", "how", "about", "show", "me")

_WHOLE = frozenset((
    "overall", "unfiltered", "reset",
    *(f"{how} {which}{what}" for how in ("without", "no", "remove", "clear", "drop", "reset")
      for which in ("", "the ", "any ", "all ") for what in ("filter", "filters")),
))  # fmt: skip
"""Without anything that narrows or tells apart."""
_LONGEST_WHOLE = 3  # words


@dataclass(frozen=True)
class Pointing:
    """The `text` without what only points back. All values are meant of the dimensions that are `widened`; as a `whole`
    nothing that narrows a number or tells it apart is meant any more."""

    text: str
    widened: frozenset[Dimension]
    whole: bool


def taken(text: str, known: Known) -> Pointing:
    """What points back in what somebody said. The team's own labels stay what they are."""
    spoken = [word for word in words(text) if not word.is_punctuation]
    whole = _whole(spoken, known)
    gone = [word for at, word in enumerate(spoken) if _points_back(spoken, at) and not known.all(word.text)]
    widened = {_all_of(spoken, at) for at in range(len(spoken))} - {None}
    return Pointing(without(text, [*gone, *whole]), frozenset(filter(None, widened)), bool(whole))


def earlier(text: str, period: str, today: date) -> str:
    """The period that "the week before" or "same time last year" is, seen from this one; "" if it is nothing alike."""
    spoken = said(words(text)).split()
    while spoken and spoken[0] in _OPENERS:
        spoken.pop(0)
    called = " ".join(spoken)
    if not is_versus(called) or is_period(called):
        return ""
    try:
        span, other = compared(period, called, today)
    except UserError:
        return ""
    return (other or span.before).text


def asks_why(text: str) -> bool:
    """Whether it asks for the reason, and says nothing else."""
    spoken = [word.lower for word in words(text) if not word.is_punctuation]
    return "why" in spoken and all(each in QUESTION_WORDS | FILLERS | JUDGEMENTS for each in spoken)


def _whole(spoken: list[Word], known: Known) -> list[Word]:
    for at in range(len(spoken)):
        for run in (spoken[at : at + length] for length in range(_LONGEST_WHOLE, 0, -1)):
            if said(run) in _WHOLE and not any(word.quoted or known.all(word.text) for word in run):
                return run
    return []


def _points_back(spoken: list[Word], at: int) -> bool:
    word, after = spoken[at], spoken[at + 1 : at + 2]
    if word.quoted:
        return False
    if word.lower == "same":
        return not (after and after[0].lower in _STRETCHES)
    if word.lower == "this":
        return not after and (at == 0 or spoken[at - 1].lower in _OF)
    return word.lower in _AGAIN


def _all_of(spoken: list[Word], at: int) -> Dimension | None:
    """The dimension of "all channels" or "all the channels", if that stands here."""
    run = [word for word in spoken[at : at + 3] if word.lower not in ("the", "our")][:2]
    named = len(run) == 2 and run[0].lower == "all" and not any(word.quoted for word in run)
    return dimension(run[1].lower) if named else None
