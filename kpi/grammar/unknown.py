"""What is said of words that mean nothing in a question, and what they may have been meant to be."""

from collections.abc import Iterator, Sequence

from kpi import words
from kpi.catalogue import EVERY, Kpi
from kpi.dimensions import DIMENSIONS
from kpi.grammar.known import LABELLED, Known
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.refusals import negated, people
from kpi.grammar.slips import certain, likeliest, near
from kpi.grammar.unread import Unread
from kpi.grammar.values import ambiguous
from kpi.grammar.vocabulary import DIMENSION_WORDS, HALVES, NAMES, PERIOD_WORDS, SERIES_WORDS
from kpi.grammar.words import Word, quoted, said

_MOST_WORDS = 6
_MOST_VALUE_WORDS = 4
_ALIKE = 0.75  # of 1: below, what is guessed puzzles
_SHORTEST_GUESSED = 4  # letters; shorter words are like anything
_MOST_GUESSED = 12  # Of more words, guesses take long and help nobody.
_WAYS = words.either([*(each.key for each in LABELLED), "opening hours"])

Groups = Sequence[Sequence[Word]]
"""Words that stand side by side."""


def no_kpi(left: Unread, groups: Groups) -> Misread:
    """The words hold no KPI by any of its names."""
    everything = tuple(word for group in groups for word in group)
    known = words.listed(list(map(_called, EVERY)), len(EVERY))
    if not groups:
        return Misread(f"Which metric? I know {known}.", *(Edit((), kpi.name) for kpi in EVERY))
    if refused := people(everything):
        return Misread(refused.sentence, *(Edit(everything, kpi.name) for kpi in EVERY))
    typed = dict(_runs(groups))
    meant = likeliest(typed, list(NAMES))
    if meant is None:
        edits = (Edit(everything, kpi.name) for kpi in EVERY)
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


def unknown(left: Unread, groups: Groups, known: Known) -> Misread:
    """These words are nothing that belongs to a question."""
    everything = [word for group in groups for word in group]
    if refused := negated(left, everything, known) or people(everything):
        return refused
    if narrowed := next((word for word in everything if _is_followed_by_colon(left, word)), None):
        return _unknown_dimension(narrowed, everything)
    spoken = f"I don't know {words.quoted([_shown(left, group) for group in groups])}."
    if half := next((group[0] for group in groups if len(group) == 1 and said(group) in HALVES), None):
        instead = HALVES[said([half])]
        return Misread(
            f"{spoken} Did you mean {words.either(instead)}?",
            *(Edit((half,), each) for each in instead),
            without(everything),
        )
    if len(everything) > _MOST_GUESSED:
        return Misread(spoken, without(everything))
    for _, run in _runs(groups):
        if values := known.all(left.typed(run)):
            return ambiguous(run, values)
        if value := known.squeezed(left.typed(run)):
            meant = f"{value.dimension.key}:{quoted(value.spelling)}"
            return Misread(
                f"{spoken} Did you mean {meant}?",
                certain=Edit(run, meant),
                typed=left.typed(run),
                taken=value.spelling,
            )
    return _guessed(left, groups, spoken, known)


def _guessed(left: Unread, groups: Groups, spoken: str, known: Known) -> Misread:
    """With what the words are like. The team's own labels are only offered, and short ones are like too much."""
    everything = [word for group in groups for word in group]
    typed = dict(_runs(groups))
    phrases = {phrase: text for phrase, text in known.phrases.items() if len(phrase) >= _SHORTEST_GUESSED}
    phrases |= {word: word for word in _OURS if len(word) >= _SHORTEST_GUESSED}
    meant = likeliest((each for each in typed if each not in phrases), list(phrases), _ALIKE)
    if meant is None:
        return Misread(spoken, without(everything))
    run, likely = typed[meant], [phrases[each.phrase] for each in near(meant, list(phrases), _ALIKE)]
    sure = certain(meant, list(phrases))
    return Misread(
        f"{spoken} Did you mean {words.either(likely)}?",
        *(Edit(tuple(some), text) for some in (run, everything) for text in likely),
        without(everything),
        certain=Edit(run, sure) if sure in _OURS else None,
        typed=left.typed(run),
    )


def unknown_breakdown(left: Unread, by: Word, what: Word | None, known: Known) -> Misread:
    """After "by" stands no dimension."""
    if refused := people(left.words if what is None else (by, what)):
        return refused
    if what is None or what.is_punctuation:
        return Misread(f"By what? By {_WAYS}.", *(Edit((by,), f"by {each.key}") for each in DIMENSIONS[:3]))
    spoken = what.lower
    run = next((run for run in left.runs_from(what, _MOST_VALUE_WORDS) if known.all(left.typed(run))), [what])
    values = known.all(left.typed(run))
    sure = None if values else certain(spoken, DIMENSION_WORDS)
    likely = [each.phrase for each in near(spoken, DIMENSION_WORDS, _ALIKE)] or [each.key for each in DIMENSIONS[:2]]
    return Misread(
        f"I cannot tell conversations apart by “{words.shorten(what.text)}”, only by {_WAYS}.",
        *(Edit((by, *run), f"{each.dimension.key}:{quoted(each.spelling)}") for each in values),
        *(Edit((what,), each) for each in likely),
        without((by, what)),
        certain=Edit((what,), sure) if sure else None,
        typed=what.text,
    )


def _unknown_dimension(word: Word, everything: Sequence[Word]) -> Misread:
    spoken = word.lower
    sure = certain(spoken, DIMENSION_WORDS)
    return Misread(
        f"I cannot narrow by “{words.shorten(word.text)}”, only by {_WAYS}.",
        *(Edit((word,), each.phrase) for each in near(spoken, DIMENSION_WORDS)),
        without(everything),
        certain=Edit((word,), sure) if sure else None,
        typed=word.text,
    )


_OURS = (*PERIOD_WORDS, *SERIES_WORDS, "compared", "versus", "against")


def _called(kpi: Kpi) -> str:
    """Its title, in small letters unless it is an abbreviation."""
    return kpi.title if kpi.title.isupper() else kpi.title.lower()


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
