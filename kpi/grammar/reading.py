"""Text → what it asks for: slips that are certain are put right, and of all else it is said what would work."""

import re
from dataclasses import replace
from datetime import date

from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.grammar.known import Known
from kpi.grammar.misread import Edit, Misread
from kpi.grammar.parsing import understood
from kpi.grammar.terms import Terms
from kpi.grammar.vocabulary import NAMES
from kpi.grammar.words import plain, said, words
from kpi.labels import Labels

_LONGEST = 2_000  # characters
_MOST_WORDS = 40  # that are not quoted
_MOST_LINES = 3
_QUOTED = re.compile("“([^”]*)”")


def read(text: str, today: date, labels: Labels) -> Terms:
    """What is asked for. Raises QuestionError, whose lines keep of the question what made sense."""
    typed = plain(text)
    if len(typed) > _LONGEST or sum(not (word.is_punctuation or word.quoted) for word in words(typed)) > _MOST_WORDS:
        raise QuestionError("That is too long for a question.", "csat last week")
    if not any(map(str.isalnum, typed)):
        raise QuestionError("That question is empty.", "csat")
    known = Known(labels)
    typed = _unquoted(typed, known)
    try:
        return _corrected(typed, today, known)
    except Misread as problem:
        lines = _lines(problem, today, known)
        raise QuestionError(problem.sentence, *(lines or [_kpi_in(typed)])) from problem


def _unquoted(text: str, known: Known) -> str:
    """A quotation that is no value, nor stands for one after a colon, is read as its words."""
    all_words = words(text)
    for place, word in reversed(list(enumerate(all_words))):
        listed = any(each.text == ":" and not each.quoted for each in all_words[:place])
        value_marks = (":", ",") if listed else (":",)
        named = place > 0 and not all_words[place - 1].quoted and all_words[place - 1].text in value_marks
        if word.quoted and not named and not known.all(word.text):
            text = f"{text[: word.start]} {word.text} {text[word.end :]}"
    return text


def _corrected(text: str, today: date, known: Known) -> Terms:
    """Raises Misread for what is no certain slip. Each slip leaves one unknown word less, so this comes to an end."""
    try:
        return understood(text, today, known)
    except Misread as problem:
        problem.text = text
        if problem.certain is None:
            raise
        try:
            terms = _corrected(problem.certain.applied(text), today, known)
        except Misread as second:
            raise (second if _quotes(second.sentence, text) else problem) from None
        return replace(terms, corrected=((problem.typed, problem.taken), *terms.corrected))


def _quotes(sentence: str, text: str) -> bool:
    """Whether the sentence quotes nothing but what somebody typed."""
    return all(quotation.casefold() in text.casefold() for quotation in _QUOTED.findall(sentence))


def _lines(problem: Misread, today: date, known: Known) -> list[str]:
    """The first few of the changed questions that work."""
    lines: list[str] = []
    for edit in problem.edits:
        terms = _tried(edit, problem.text, today, known)
        if terms is not None and terms.text not in lines:
            lines.append(terms.text)
        if len(lines) == _MOST_LINES:
            break
    return lines


def _tried(edit: Edit, text: str, today: date, known: Known) -> Terms | None:
    try:
        return _corrected(edit.applied(text), today, known)
    except (Misread, UserError):  # what is not for whoever asks is not offered either
        return None


def _kpi_in(text: str) -> str:
    """The shortest question about the KPI that the text names; about another one if it names none."""
    spoken = f" {said(words(text))} "
    return next((kpi.name for name, kpi in NAMES.items() if f" {name} " in spoken), "csat")
