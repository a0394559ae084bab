"""What cannot be asked, however it is put: leaving values out, telling people apart, comparing what one chooses."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from kpi import words
from kpi.dimensions import Dimension, dimension
from kpi.filters import Filter
from kpi.grammar.known import Known
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.terms import Terms
from kpi.grammar.unread import Unread
from kpi.grammar.vocabulary import NEGATIONS, PEOPLE, VERSUS
from kpi.grammar.words import Word

_STRUCK = re.compile(r"[-–—−!][^\W\d_].*")
_COUNTS = {2: "two", 3: "three", 4: "four"}


def struck_out(left: Unread, known: Known) -> Misread | None:
    """Of values that a mark leaves out: `team!=orders`, `-email`."""
    for word in left.words:
        if word.quoted:
            continue
        if _STRUCK.fullmatch(word.text):
            return _left_out(word.text, _with_value(left, word), known)
        colon = left.after(word)
        if word.text == "!" and colon is not None and colon.text == ":" and colon.start == word.end:
            before = left.before(word)
            run = [*([before] if before else []), *_with_value(left, word)]
            return _left_out(left.text[word.start : colon.end], run, known)
    return None


def negated(left: Unread, strange: Sequence[Word], known: Known) -> Misread | None:
    """Of values that a word leaves out: "not email"."""
    for word in strange:
        spoken = word.text.lower().replace("’", "'")
        if not word.quoted and (spoken in NEGATIONS or spoken.endswith("n't")):
            after = left.after(word)
            run = [word, *(_with_value(left, after) if after and not after.is_punctuation else [])]
            return _left_out(word.text, run, known)
    return None


def people(strange: Iterable[Word]) -> Misread | None:
    """Of people, as a whole or one of them."""
    strange = list(strange)
    if any(word.text.lower() in PEOPLE or word.text.startswith("@") for word in strange):
        return Misread("People are never told apart: no answer ranks them.", without(strange))
    return None


def compared_values(left: Unread, terms: Terms) -> Misread | None:
    """Of "email vs chat", or of a comparison with anything but the period before."""
    versus = [word for word in left.words if word.text.lower() in VERSUS]
    if not versus:
        return None
    for by, values in groupby(terms.filters, key=lambda each: each.dimension):
        if len(list(values)) > 1:
            others = tuple(each for each in terms.filters if each.dimension != by)
            told_apart = Terms(terms.kpi, terms.period, by, others, terms.series)
            return Misread(
                f"To compare {by.name[1]}, ask for all of them at once: by {by.key}.",
                Edit(left.all, told_apart.text),
            )
    return Misread(
        "Each answer is compared with the period before its own; no other comparison can be asked yet.",
        without([word for word in left.words if word.text.lower() in (*VERSUS, "to", "with")]),
        Edit(left.all, terms.kpi.name),
    )


def several_periods(left: Unread, found: dict[str, list[Word]]) -> Misread:
    """Of more than one period: a comparison, or one too many."""
    versus = [word for word in left.words if word.text.lower() in VERSUS]
    between = [word for word in left.words if word.text.lower() in (*VERSUS, "with", "to", "and")]
    edits = [
        without([*between, *(word for other, run in found.items() if other != kept for word in run)]) for kept in found
    ]
    if versus or any(word.text.lower() == "with" for word in between):
        return Misread(
            "Two periods of one's own choice cannot be compared yet: each answer is compared with the period before.",
            *edits,
        )
    count = _COUNTS.get(len(found), str(len(found)))
    return Misread(f"That names {count} periods, {words.quoted(list(found))}. One at a time, please.", *edits)


def _left_out(mark: str, run: Sequence[Word], known: Known) -> Misread:
    by = _dimension_in(run, known)
    sentence = f"I can keep to some values, but not leave some out (“{words.shorten(mark)}”)."
    return Misread(sentence, *([Edit(tuple(run), f"by {by.key}")] if by else []), without(run))


def _with_value(left: Unread, first: Word) -> list[Word]:
    """The word, and the colon and the value after it."""
    run = [first]
    colon = left.after(first)
    if colon is not None and colon.text == ":" and not colon.quoted:
        run.append(colon)
        value = left.after(colon)
        run += [value] if value else []
    return run


def _dimension_in(run: Sequence[Word], known: Known) -> Dimension | None:
    for word in run:
        text = word.text if word.quoted else word.text.lstrip("-–—−!")
        values: Sequence[Filter] = known.all(text)
        if by := dimension(text.lower()) or (values[0].dimension if values else None):
            return by
    return None
