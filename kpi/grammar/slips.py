"""Which known word a slip of the fingers was meant to be, and how sure that is."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA  # counts two letters that changed places as one mistake

from kpi.grammar.vocabulary import LIKELY

_MOST_NEAR = 3


class Near(NamedTuple):
    """A known phrase that is like what was typed."""

    phrase: str
    slips: int


def near(typed: str, known: Sequence[str], alike: float = LIKELY) -> list[Near]:
    """The known phrases that are likely meant, the likeliest first; `alike`, up to 1, is how like they have to be."""
    found = process.extract(
        typed, known, scorer=OSA.normalized_similarity, score_cutoff=alike, limit=_MOST_NEAR, processor=None
    )
    return [Near(phrase, OSA.distance(typed, phrase)) for phrase, _, _ in found]


def certain(typed: str, known: Sequence[str], meaning: Callable[[str], object] = str) -> str | None:
    """The known phrase that is surely meant: few slips for its length, and none with another meaning is as near.

    In fewer than five letters one slip makes another word too easily, and another digit is another thing: “tier 3” is
    no “tier 2”.
    """
    found = near(typed, known)
    if not found or found[0].slips > _slips_forgiven(typed) or _digits(found[0].phrase) != _digits(typed):
        return None
    best, *others = found
    alone = all(other.slips > best.slips for other in others if meaning(other.phrase) != meaning(best.phrase))
    return best.phrase if alone else None


def likeliest(typed: Iterable[str], known: Sequence[str], alike: float = LIKELY) -> str | None:
    """Of several texts the one that is most like a known phrase; None if none is like any."""
    scored = (
        (found[1], text)
        for text in typed
        if (found := process.extractOne(text, known, scorer=OSA.normalized_similarity, score_cutoff=alike))
    )
    return max(scored, default=(0.0, None), key=lambda each: each[0])[1]


def _slips_forgiven(typed: str) -> int:
    letters = sum(map(str.isalnum, typed))
    return 0 if letters < 5 else 1 if letters < 9 else 2


def _digits(text: str) -> list[str]:
    return [character for character in text if character.isdecimal()]


def squeezed(text: str) -> str:
    """Letters and digits alone: “web-form” and “webform” are the same."""
    return "".join(filter(str.isalnum, text.casefold()))
