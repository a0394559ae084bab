"""What is said of words that mean nothing in a question, and what they may have been meant to be."""

from collections.abc import Iterator, Mapping, Sequence

from kpi import words
from kpi.catalogue import KPIS
from kpi.dimensions import DIMENSIONS
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.slips import certain, likeliest, near
from kpi.grammar.unread import Unread
from kpi.grammar.vocabulary import DIMENSION_WORDS, NAMES, NEGATIONS, PEOPLE, PERIOD_WORDS, SERIES_WORDS
from kpi.grammar.words import Word, quoted, said
from kpi.labels import Labels, fold

_MOST_WORDS = 6
_MOST_GUESSED = 12  # Of more words, guesses take long and help nobody.
_WAYS = words.either([each.key for each in DIMENSIONS])

Groups = Sequence[Sequence[Word]]
"""Words that stand side by side."""


def no_kpi(left: Unread, groups: Groups) -> Misread:
    """The words hold no KPI by any of its names."""
    everything = tuple(word for group in groups for word in group)
    known = words.listed([kpi.name for kpi in KPIS], len(KPIS))
    if not groups:
        return Misread(f"Which metric? I know {known}.", *(Edit((), kpi.name) for kpi in KPIS))
    typed = dict(_runs(groups))
    meant = likeliest(typed, list(NAMES))
    if meant is None:
        edits = (Edit(everything, kpi.name) for kpi in KPIS)
        return Misread(f"Unknown metric “{_shown(left, groups[0])}”. I know {known}.", *edits)
    run = typed[meant]
    likely = list(dict.fromkeys(NAMES[each.phrase].name for each in near(meant, list(NAMES))))
    sure = certain(meant, list(NAMES), meaning=NAMES.__getitem__)
    return Misread(
        f"Unknown metric “{_shown(left, run)}”. Did you mean {words.either(likely)}?",
        *(Edit(some, name) for some in (run, everything) for name in likely),
        certain=Edit(run, sure) if sure else None,
        typed=left.typed(run),
    )


def unknown(left: Unread, groups: Groups, labels: Labels) -> Misread:
    """These words are nothing that belongs to a question."""
    everything = [word for group in groups for word in group]
    if no := next((word for word in everything if word.text.lower() in NEGATIONS), None):
        return Misread(f"I can keep to some values, but not leave some out (“{no.text}”).")
    if narrowed := next((word for word in everything if _is_followed_by_colon(left, word)), None):
        return _unknown_dimension(narrowed, everything)
    spoken = f"I don't know {words.joined([f'“{_shown(left, group)}”' for group in groups[:3]], 'and')}."
    if len(everything) > _MOST_GUESSED:
        return Misread(spoken, without(everything))
    typed, known = dict(_runs(groups)), _meanings(labels)
    meant = likeliest((each for each in typed if each not in known), list(known))
    if meant is None:
        return Misread(spoken, without(everything))
    run, likely = typed[meant], [known[each.phrase] for each in near(meant, list(known))]
    sure = certain(meant, list(known))
    return Misread(
        f"{spoken} Did you mean {words.either(likely)}?",
        *(Edit(tuple(some), text) for some in (run, everything) for text in likely),
        without(everything),
        certain=Edit(run, sure) if sure in _OURS else None,
        typed=left.typed(run),
    )


def unknown_breakdown(by: Word, what: Word | None) -> Misread:
    """After "by" stands no dimension."""
    if what is None or what.is_punctuation:
        return Misread(f"By what? By {_WAYS}.", *(Edit((by,), f"by {each.key}") for each in DIMENSIONS[:3]))
    spoken = what.text.lower()
    if spoken in PEOPLE:
        return Misread("People are never told apart: no answer ranks them.", without((by, what)))
    sure = certain(spoken, DIMENSION_WORDS)
    likely = [each.phrase for each in near(spoken, DIMENSION_WORDS)] or [each.key for each in DIMENSIONS[:2]]
    return Misread(
        f"I cannot tell conversations apart by “{words.shorten(what.text)}”, only by {_WAYS}.",
        *(Edit((what,), each) for each in likely),
        without((by, what)),
        certain=Edit((what,), sure) if sure else None,
        typed=what.text,
    )


def _unknown_dimension(word: Word, everything: Sequence[Word]) -> Misread:
    spoken = word.text.lower()
    sure = certain(spoken, DIMENSION_WORDS)
    return Misread(
        f"I cannot narrow by “{words.shorten(word.text)}”, only by {_WAYS}.",
        *(Edit((word,), each.phrase) for each in near(spoken, DIMENSION_WORDS)),
        without(everything),
        certain=Edit((word,), sure) if sure else None,
        typed=word.text,
    )


_OURS = (*PERIOD_WORDS, *SERIES_WORDS)


def _meanings(labels: Labels) -> Mapping[str, str]:
    """What to type instead, by all that a word may have been meant to be. The team's own labels are only offered."""
    values = {
        fold(spelling): f"{each.key}:{quoted(spelling)}"
        for each in DIMENSIONS
        for spelling in labels.values(each).values()
    }
    return values | {word: word for word in _OURS}


def _runs(groups: Groups) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """All runs of words within the groups, by how they are said."""
    for group in groups:
        for start in range(len(group)):
            for end in range(start + 1, min(len(group), start + _MOST_WORDS) + 1):
                yield said(group[start:end]), tuple(group[start:end])


def _shown(left: Unread, run: Sequence[Word]) -> str:
    return words.shorten(left.typed(run))


def _is_followed_by_colon(left: Unread, word: Word) -> bool:
    after = left.after(word)
    return after is not None and not after.quoted and after.text == ":"
