"""Which intent somebody means: by its name, by a part of it, or with a slip in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from kpi.catalogue import INTENT_DISTRIBUTION, VOLUME
from kpi.dimensions import INTENT
from kpi.filters import Filter
from kpi.grammar.words import Word, quoted, said, words
from kpi.labels import Labels, fold
from kpi.question import Question, QuestionError, parse
from kpi.words import either, shorten

VERB = "intent"
_ALL, _COUNTED = INTENT_DISTRIBUTION.name, VOLUME.name
_FEWEST_LETTERS = 3
_MOST_NAMED = 4

Parsed = Callable[[str], Question]


@dataclass(frozen=True)
class Meant:
    """A question about intents, and the one that it is about; None where it is about all of them."""

    question: Question
    intent: Filter | None


def meant(text: str, today: date, zone: ZoneInfo, labels: Labels) -> Meant:
    """What stood after the verb. QuestionError if there is no such intent, and it is no question about all of them."""
    parsed = partial(parse, today=today, zone=zone, labels=labels)
    if all(word.is_punctuation for word in words(text)):
        return Meant(parsed(_ALL), None)
    named, error = _by_name(text, parsed)
    if named is not None and not named.question.corrected:
        return named
    found = _about_all(text, parsed) or _at_the_end(text, parsed) or _by_part(text, labels, parsed) or named
    if found is None:
        raise error or QuestionError("I know no such intent.", _ALL)
    return found


def names_one(text: str, today: date, zone: ZoneInfo, labels: Labels) -> bool:
    """Whether a question about intents is narrowed to one, and to be answered by its card."""
    first, _, rest = text.strip().partition(" ")
    if first.lower() not in (_ALL, INTENT_DISTRIBUTION.key) or not rest.strip():
        return False
    try:
        question = parse(f"{_COUNTED} {rest}", today, zone, labels)
    except QuestionError:
        return False
    told_apart = question.breakdown is not None or question.series is not None
    return not told_apart and sum(each.dimension == INTENT for each in question.filters) == 1


def _by_name(text: str, parsed: Parsed) -> tuple[Meant | None, QuestionError | None]:
    """With the name first; else why not, with lines that ask for cards."""
    try:
        return _about_one(parsed(f"{_COUNTED} intent:{text}")), None
    except QuestionError as error:
        lines = (_as_line(line, parsed) for line in error.lines)
        return None, QuestionError(error.sentence, *dict.fromkeys(filter(None, lines)))


def _about_all(text: str, parsed: Parsed) -> Meant | None:
    """ "distribution last week", "by channel" """
    try:
        question = parsed(f"{_ALL} {text}")
    except QuestionError:
        return None
    return None if question.corrected else Meant(question, None)


def _at_the_end(text: str, parsed: Parsed) -> Meant | None:
    """ "last week login bug" """
    try:
        question = parsed(f"{_COUNTED} {text}")
    except QuestionError:
        return None
    return _about_one(question) if any(each.dimension == INTENT for each in question.filters) else None


def _by_part(text: str, labels: Labels, parsed: Parsed) -> Meant | None:
    """The only intent that has the first words in its name. QuestionError if several have."""
    spellings = labels.values(INTENT)
    for typed, rest in _beginnings(text):
        found = [spelling for intent, spelling in spellings.items() if typed in intent]
        if not found:
            continue
        if len(found) > 1:
            lines = [f"{VERB} {quoted(each)}{rest}" for each in found[:_MOST_NAMED]]
            more = f" There are {len(found)} with “{shorten(typed)}”." if len(found) > _MOST_NAMED else ""
            raise QuestionError(f"Which intent: {either(found[:_MOST_NAMED])}?{more}", *lines)
        named, error = _by_name(f"{quoted(found[0])}{rest}", parsed)
        if named is None:
            raise error or QuestionError("I know no such intent.", _ALL)
        slips = (*named.question.corrected, (typed, found[0]))
        return replace(named, question=replace(named.question, corrected=slips))
    return None


def _beginnings(text: str) -> Iterator[tuple[str, str]]:
    """The first words, the most first, folded; and what stands behind them."""
    spoken = words(text)
    for length in range(len(spoken), 0, -1):
        typed = fold(said(spoken[:length]))
        if len(typed) >= _FEWEST_LETTERS and not _ends_before_colon(spoken, length):
            yield typed, text[spoken[length - 1].end :]


def _ends_before_colon(spoken: list[Word], length: int) -> bool:
    return length < len(spoken) and spoken[length].text == ":"


def _about_one(question: Question) -> Meant:
    """A question about intents, without the one among its filters. QuestionError for several."""
    named = [each for each in question.filters if each.dimension == INTENT]
    if len(named) > 1:
        lines = (f"{VERB} {quoted(each.spelling)} {question.period.text}" for each in named if each.value)
        raise QuestionError("One intent at a time, please.", *lines)
    others = tuple(each for each in question.filters if each.dimension != INTENT)
    return Meant(replace(question, kpi=INTENT_DISTRIBUTION, filters=others), named[0])


def _as_line(line: str, parsed: Parsed) -> str:
    """What asks for the card of the intent that a line is about; the line where it is about none."""
    try:
        found = parsed(line)
    except QuestionError:
        return ""
    named = next((each for each in found.filters if each.dimension == INTENT and each.value), None)
    return f"{VERB} {quoted(named.spelling)} {found.period.text}" if named else _ALL
