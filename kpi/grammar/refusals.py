"""What cannot be asked, however it is put: leaving values out, telling people apart, comparing values or KPIs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from kpi import words
from kpi.catalogue import (
    ARRIVALS,
    AUTOMATION_RATE,
    COST_PER_CONTACT,
    COST_PER_RESOLUTION,
    INTENT_DISTRIBUTION,
    RESOLUTION_TIME,
    SELF_SERVICE_RATE,
    VOLUME,
)
from kpi.dimensions import ASSIGNEE, INTENT, Dimension, dimension
from kpi.filters import Filter
from kpi.grammar.known import Known
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.terms import Terms
from kpi.grammar.unread import Runs, Unread
from kpi.grammar.vocabulary import NEGATIONS, PEOPLE, VERSUS
from kpi.grammar.words import Word

_COSTS = "Costs have no {}: they are known for all conversations together."
_NOT_APART = {
    COST_PER_CONTACT.key: _COSTS,
    COST_PER_RESOLUTION.key: _COSTS,
    SELF_SERVICE_RATE.key: "Self-service inquiries have no {}: they are known only all together.",
}
_NEAREST = {
    COST_PER_CONTACT.key: VOLUME,
    COST_PER_RESOLUTION.key: RESOLUTION_TIME,
    SELF_SERVICE_RATE.key: AUTOMATION_RATE,
}
"""What can be told apart, and moves with it."""
_STRUCK = re.compile(r"[-–—−!][^\W\d_].*")
_NO_RANKS = "No answer ranks people. Admins may ask for a number by assignee, where your team has that on."
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
        spoken = word.lower.replace("’", "'")
        if not word.quoted and (spoken in NEGATIONS or spoken.endswith("n't")):
            after = left.after(word)
            run = [word, *(_with_value(left, after) if after and not after.is_punctuation else [])]
            return _left_out(word.text, run, known)
    return None


def people(strange: Iterable[Word]) -> Misread | None:
    """Of people, as a whole or one of them."""
    strange = list(strange)
    if any(word.lower in PEOPLE or dimension(word.lower) == ASSIGNEE or word.text[:1] == "@" for word in strange):
        return Misread(_NO_RANKS, without(strange))
    return None


def compared_values(left: Unread, terms: Terms, strange: Sequence[Sequence[Word]]) -> Misread | None:
    """Of "email vs chat", or of a comparison with anything but a period. What is `strange` may be a slip in one."""
    versus = [word for word in left.words if not word.quoted and word.lower in VERSUS]
    if not versus or any(word not in versus for group in strange for word in group):
        return None
    for by, values in groupby(terms.filters, key=lambda each: each.dimension):
        if len(list(values)) > 1:
            others = tuple(each for each in terms.filters if each.dimension != by)
            told_apart = replace(terms, breakdown=by, filters=others)
            return Misread(
                f"To compare {by.name[1]}, ask for all of them at once: by {by.key}.",
                Edit(left.all, told_apart.text),
            )
    return Misread(
        "A number is compared with itself over another period. Without one, it is the period just before.",
        without([word for word in left.words if word.lower in (*VERSUS, "to", "with")]),
        Edit(left.all, replace(terms, versus="last year").text),
        Edit(left.all, terms.kpi.name),
    )


def several_periods(left: Unread, found: Runs) -> Misread:
    """Of more than one period. Two may have been meant to be compared."""
    together = [word for run in found.values() for word in run]
    between = [word for word in left.words if word.lower in (*VERSUS, "with", "to", "and")]
    edits = [
        without([*between, *(word for other, run in found.items() if other != kept for word in run)]) for kept in found
    ]
    if len(found) == 2:
        edits.append(Edit((*together, *between), " vs ".join(found)))
    count = _COUNTS.get(len(found), str(len(found)))
    return Misread(f"That names {count} periods, {words.quoted(list(found))}. One at a time, please.", *edits)


def not_told_apart(left: Unread, terms: Terms) -> Misread | None:
    """Of costs by channel, arrivals over time, or the intents of conversations about one intent."""
    kpi = terms.kpi
    dimensions = [*filter(None, (terms.breakdown,)), *(each.dimension for each in terms.filters)]
    if not kpi.dimensions and dimensions:
        instead = replace(terms, kpi=_NEAREST[kpi.key])
        sentence = _NOT_APART[kpi.key].format(dimensions[0].name[0])
        whole = replace(terms, breakdown=None, filters=())
        return Misread(sentence, Edit(left.all, whole.text), Edit(left.all, instead.text))
    if kpi is ARRIVALS and terms.series:
        edits = (replace(terms, kpi=VOLUME), replace(terms, series=None))
        sentence = "Arrivals are by weekday and hour, not over time. How many came in over time is the volume."
        return Misread(sentence, *(Edit(left.all, each.text) for each in edits))
    intents = [each for each in terms.filters if each.dimension == INTENT]
    if kpi is INTENT_DISTRIBUTION and len(intents) == 1:
        others = tuple(each for each in terms.filters if each.dimension != INTENT)
        edits = (replace(terms, kpi=VOLUME), replace(terms, filters=others))
        sentence = "Among conversations about one intent its share is 100 %. How many there are is their volume."
        return Misread(sentence, *(Edit(left.all, each.text) for each in edits))
    return None


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
