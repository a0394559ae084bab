"""Which of the words that are left add nothing to a question. Most do so anywhere, some only where they stand."""

from collections.abc import Collection

from kpi.grammar.known import Known
from kpi.grammar.unread import Unread
from kpi.grammar.vocabulary import FILLERS, JUDGEMENTS, MAY_BE_LABELS, QUESTION_WORDS
from kpi.grammar.words import Word, said

_JOINING = frozenset(("and", "or", "to", "&", "+"))


def unknown_groups(left: Unread, known: Known, period: Collection[Word]) -> list[list[Word]]:
    """What is left and no filler: the words that stand side by side together. `period` are the period's words."""
    groups: list[list[Word]] = []
    for word in left.words:
        if word.is_punctuation or (not word.quoted and _adds_nothing(word, left, known, period)):
            continue
        if groups and left.after(groups[-1][-1]) == word:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def is_filler(word: Word) -> bool:
    """Whether the word adds nothing in most places."""
    return not word.quoted and (said([word]) in FILLERS or word.lower.replace("’", "'") in FILLERS)


def _adds_nothing(word: Word, left: Unread, known: Known, period: Collection[Word]) -> bool:
    spoken = word.lower
    if not is_filler(word):
        return False
    if spoken in ("this", "these"):
        return _goes_on(left.after(word), period)
    if spoken in ("to", "up", "on"):
        return not _bounds(spoken, word, left, period)
    if spoken in MAY_BE_LABELS or _is_acronym(word, left):
        return not known.all(word.text)
    if spoken in JUDGEMENTS:
        return _is_asked(left) or not known.all(word.text)
    return True


def _goes_on(following: Word | None, period: Collection[Word]) -> bool:
    """Whether "this" points at something that is no period."""
    if following is None or following.is_punctuation or following in period:
        return False
    return following.lower not in _JOINING


def _bounds(spoken: str, word: Word, left: Unread, period: Collection[Word]) -> bool:
    """Whether the word seems to say where a period begins or ends."""
    before, after = left.before(word), left.after(word)
    if spoken == "up":
        return after is not None and after.lower == "to"
    if spoken == "to":
        return before in period or after in period or (before is not None and before.lower == "up")
    return before in period and (after is None or after.is_punctuation)


def _is_acronym(word: Word, left: Unread) -> bool:
    """ "IT" and "US", where not all is in capitals."""
    return len(word.text) > 1 and word.text.isupper() and not left.text.isupper()


def _is_asked(left: Unread) -> bool:
    """Whether it is a question such as "is csat low?"."""
    return any(word.lower in QUESTION_WORDS for word in left.all)
