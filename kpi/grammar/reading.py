"""Text → what it asks for: slips that are certain are put right, and of all else it is said what would work."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kpi.grammar.errors import QuestionError
from kpi.grammar.misread import Edit, Misread
from kpi.grammar.parsing import understood
from kpi.grammar.terms import Terms
from kpi.grammar.vocabulary import NAMES
from kpi.grammar.words import plain, said, words
from kpi.labels import Labels

_LONGEST = 2_000  # characters
_MOST_WORDS = 80
_MOST_LINES = 3


def read(text: str, today: date, labels: Labels) -> Terms:
    """What is asked for. Raises QuestionError, whose lines keep of the question what made sense."""
    typed = plain(text)
    if len(typed) > _LONGEST or len(words(typed)) > _MOST_WORDS:
        raise QuestionError("That is too long for a question.", "csat last week")
    if not any(map(str.isalnum, typed)):
        raise QuestionError("That question is empty.", "csat")
    try:
        return _corrected(typed, today, labels)
    except Misread as problem:
        lines = list(dict.fromkeys(_lines(problem, today, labels)))[:_MOST_LINES]
        raise QuestionError(problem.sentence, *(lines or [_kpi_in(typed)])) from problem


def _corrected(text: str, today: date, labels: Labels) -> Terms:
    """Raises Misread for what is no certain slip. Each slip leaves one unknown word less, so this comes to an end."""
    try:
        return understood(text, today, labels)
    except Misread as problem:
        problem.text = text
        if problem.certain is None:
            raise
        terms = _corrected(problem.certain.applied(text), today, labels)
        return replace(terms, corrected=((problem.typed, problem.certain.text), *terms.corrected))


def _lines(problem: Misread, today: date, labels: Labels) -> Iterator[str]:
    for edit in problem.edits:
        if (terms := _tried(edit, problem.text, today, labels)) is not None:
            yield terms.text


def _tried(edit: Edit, text: str, today: date, labels: Labels) -> Terms | None:
    try:
        return _corrected(edit.applied(text), today, labels)
    except Misread:
        return None


def _kpi_in(text: str) -> str:
    """The shortest question about the KPI that the text names; about another one if it names none."""
    spoken = f" {said(words(text))} "
    return next((kpi.name for name, kpi in NAMES.items() if f" {name} " in spoken), "csat")
