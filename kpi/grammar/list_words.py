"""How a list of conversations is wanted: "sorted by rating", "page 2", "csv"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.grammar.words import Word, said, words

ORDERS: Mapping[str, tuple[str, ...]] = {
    "rating": ("rating", "ratings", "score", "scores", "csat", "nps"),
    "opened": ("opened", "opening", "age", "date", "newest", "time"),
    "first reply": ("first reply", "first response", "first response time", "reply", "reply time", "frt", "response"),
    "resolution": ("resolution", "resolution time", "resolved", "time to resolution", "duration", "ttr"),
}
"""What a list can be sorted by, and the words for it."""

MOST_PAGES = 1_000_000
_SORTING = ("sorted by", "sort by", "ordered by", "order by", "sorted", "sort")
_CSV = ("as a csv file", "as csv file", "as a csv", "as csv", "csv file", "csv")
_MOST_WORDS = 4


@dataclass(frozen=True)
class Wanted:
    """The `order` is one of ORDERS, or "" for that of the KPI; `strange` is what it shall be sorted by instead."""

    order: str = ""
    page: int = 1
    as_csv: bool = False
    strange: str = ""

    @property
    def text(self) -> str:
        """As one types it behind the question; "" for the first page as it comes."""
        order = f"sorted by {self.order}" if self.order else ""
        page = f"page {self.page}" if self.page > 1 else ""
        return " ".join(filter(None, (order, page, "csv" if self.as_csv else "")))

    @property
    def says_something(self) -> bool:
        """Whether anything of it was said."""
        return self != Wanted()


def taken(text: str) -> tuple[str, Wanted]:
    """The text without these words, and what they say."""
    spoken = [word for word in words(text) if not word.is_punctuation or word.text in (":", ",")]
    order, page, as_csv, strange = "", 1, False, ""
    gone: list[Word] = []
    at = 0
    while at < len(spoken):
        run: Sequence[Word] = ()
        if run := _phrase(spoken, at, _CSV):
            as_csv = True
        elif run := _numbered(spoken, at):
            page = min(int(run[-1].text), MOST_PAGES) or 1
        elif sorting := _phrase(spoken, at, _SORTING):
            run, order = _ordered(spoken, at, len(sorting))
            strange = "" if order else said(run[len(sorting) :]) or "?"
        gone += run
        at += len(run) or 1
    return without(text, gone), Wanted(order, page, as_csv, strange)


def without(text: str, gone: Sequence[Word]) -> str:
    """The text without some of its words."""
    for word in sorted(gone, key=lambda word: word.start, reverse=True):
        text = f"{text[: word.start]} {text[word.end :]}"
    return " ".join(text.split()) if gone else text


def _ordered(spoken: Sequence[Word], at: int, sorting: int) -> tuple[Sequence[Word], str]:
    """The words from "sorted by" on, and the order that they name; "" if it is none."""
    first = at + sorting
    for length in range(_MOST_WORDS, 0, -1):
        name = said(spoken[first : first + length])
        if order := next((order for order, names in ORDERS.items() if name in names), ""):
            return spoken[at : first + length], order
    return spoken[at : first + 1], ""


def _numbered(spoken: Sequence[Word], at: int) -> Sequence[Word]:
    """ "page 2", if that stands here."""
    run = spoken[at : at + 2]
    named = len(run) == 2 and _stands_free(spoken, at) and run[0].lower in ("page", "p.") and not run[0].quoted
    return run if named and run[1].text.isascii() and run[1].text.isdecimal() and len(run[1].text) < 10 else ()


def _phrase(spoken: Sequence[Word], at: int, phrases: Sequence[str]) -> Sequence[Word]:
    """The longest of the phrases that stands here, and is no value of a filter."""
    for phrase in phrases:
        run = spoken[at : at + len(phrase.split())]
        if [word.lower for word in run] == phrase.split() and not any(word.quoted for word in run):
            return run if _stands_free(spoken, at) else ()
    return ()


def _stands_free(spoken: Sequence[Word], at: int) -> bool:
    """Whether it is no value after a dimension and a colon."""
    return at == 0 or spoken[at - 1].quoted or spoken[at - 1].text not in (":", ",")
