"""Opening hours, as people name them: "after hours", "by opening hours", "while we were closed"."""

import re
from collections.abc import Iterator

from kpi.dimensions import ARRIVED
from kpi.filters import Filter
from kpi.grammar.misread import Edit, Misread
from kpi.grammar.unread import Unread
from kpi.grammar.vocabulary import BY
from kpi.grammar.words import Word, said
from kpi.labels import ARRIVALS

_MOST_WORDS = 6
_KIND = "(?:opening|business|working|office|support|service)"
_WE = "(?:our |the )?"
_WERE = "(?: we['’]re|(?: we| the team)?(?: are| were| was| is)?)"
_CLOSED = re.compile(rf"(?:after|outside|out)(?: of)? {_WE}(?:{_KIND} )?hours|(?:while|when){_WERE} closed")
_OPEN = re.compile(rf"(?:in|during|within|inside) {_WE}{_KIND} hours|(?:while|when){_WERE} open")
_HOURS = re.compile(rf"{_KIND} hours")
_BEGINNINGS = frozenset(("after", "outside", "out", "in", "during", "within", "inside", "while", "when"))


def value(typed: str) -> str | None:
    """The value of `ARRIVED` that goes by these words; None if none does."""
    spoken = " ".join(typed.lower().replace("-", " ").split())
    if spoken in ARRIVALS:
        return spoken
    if _CLOSED.fullmatch(spoken):
        return "closed"
    return "open" if _OPEN.fullmatch(spoken) or _HOURS.fullmatch(spoken) else None


def phrases(left: Unread) -> Iterator[Filter]:
    """What is asked in such words. Raises Misread where opening hours are only mentioned."""
    for word in list(left.words):
        beginning = word.lower.split("-")[0]
        if word.quoted or word not in left.words or beginning not in _BEGINNINGS:
            continue
        for run in left.runs_from(word, _MOST_WORDS):
            found = None if run[-1].is_punctuation else value(said(run))
            if found and all(each in left.words for each in run):
                left.take(run)
                yield Filter(ARRIVED, found, ARRIVALS[found])
                break


def named_by(left: Unread, first: Word) -> list[Word]:
    """The words from `first` on that name opening hours, as in "by opening hours"; none if they do not."""
    run = next(left.runs_from(first, 2))
    return run if len(run) == 2 and _HOURS.fullmatch(said(run)) else []


def mentioned(left: Unread) -> Misread | None:
    """Of opening hours that are neither told apart by nor narrowed to."""
    for word in left.words:
        run = [] if word.quoted else named_by(left, word)
        if not run and not word.quoted and word.lower in ARRIVED.aliases:
            run = [word]
        before = left.before(word)
        if run and (before is None or before.lower not in BY):
            return Misread(
                "Do you want to see opening hours and closed ones apart, or only one of them?",
                Edit(tuple(run), f"by {ARRIVED.key}"),
                *(Edit(tuple(run), f"{ARRIVED.key}:{each}") for each in ARRIVALS),
            )
    return None
