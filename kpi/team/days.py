"""Days as people type them for costs and notes: "2026-01", "21 July", "20-24 July 2026". They may be yet to come."""

import re
from contextlib import suppress
from datetime import date

from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import words
from kpi.ingest.records.months import last_of_month, month
from kpi.periods.grammar import is_period, read
from kpi.periods.names import LAST_YEAR, name
from kpi.span import DAY, Grain, Span, containing, day_name

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_END_OF_TIME = date(LAST_YEAR, 12, 31)
_WORDS = re.compile(r"\S+")
_MOST_WORDS = 9
_QUOTES = "\"“”„‟«»＂'‘’‚‛"
_AROUND = ",:;."


def days(text: str, today: date, *lines: str) -> Span:
    """The day, week, month … that the text names; without a year it is the latest that has begun.

    QuestionError, with these lines to type instead, for what names no days.
    """
    said = " ".join(text.lower().strip(_QUOTES).split())
    try:
        return _read(said, today)
    except UserError as error:
        first = month(said)
        if first is not None:  # 07/2026
            return Span(first, last_of_month(first) + DAY, Grain.MONTH)
        instead = f" {error.hint.replace('`', '')}" if error.hint.startswith("Write ") else ""
        raise QuestionError(error.sentence + instead, *lines) from None


def _read(said: str, today: date) -> Span:
    reading = name(said)
    if reading is not None:
        return reading(today)
    try:
        return read(said, today)
    except UserError:
        if _YEAR.search(said):  # Then it may begin later.
            with suppress(UserError):
                return read(said, _END_OF_TIME)
        raise


def leading_days(text: str) -> tuple[str, str]:
    """The longest beginning of the text that names days, and the rest; ("", text) if none does."""
    first = next(iter(words(text)), None)
    if first is not None and first.quoted and is_period(first.text):
        return first.text, text[first.end :].strip()
    found, rest = "", text
    for count, word in enumerate(_WORDS.finditer(text)):
        if count == _MOST_WORDS or word[0][0] in _QUOTES:
            break
        beginning = text[: word.end()].rstrip(_AROUND)
        if is_period(beginning):
            found, rest = beginning, text[word.end() :].strip()
    return found, rest


def in_words(first: date, last: date) -> str:
    """ "21 July 2026", "20–24 July 2026", and whole months, quarters and years by name."""
    if first == last:
        return day_name(first)
    return by_name(first, last) or Span(first, last + DAY, Grain.DAYS).dates


def by_name(first: date, last: date) -> str | None:
    """ "July 2026", "Q3 2026", "2026"; None for what is no whole month, quarter or year."""
    spans = (containing(first, grain) for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR))
    return next((span.name for span in spans if (span.first, span.last) == (first, last)), None)
