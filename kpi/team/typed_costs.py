"""Costs as people type them: "12,400 agents from 2026-01 until changed monthly --note Three people"."""

import re
from datetime import date

from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain, words
from kpi.ingest.columns.values import plain_line
from kpi.ingest.records.amounts import written
from kpi.ingest.records.categories import CATEGORIES, category_of
from kpi.team.costs import NewCost
from kpi.team.days import days
from kpi.team.money import hundredths
from kpi.words import joined

LONGEST_NOTE = 200
_A_MONTH = 31
_MOST_WORDS = 4
"""Of an amount: EUR 12 400 000."""

_NOTE = re.compile(r"(?:^|\s)(?:--?|[—–])?note\b(?:[:=]|\s+[:=](?=\s))?\s*(?P<note>.*)$", re.IGNORECASE | re.DOTALL)
_MONTHLY = re.compile(r"(?:^|(?<=\s))(?:monthly|(?:a|per|each|every) month|/ ?month)(?=\s|$)", re.IGNORECASE)
_IN_ALL = re.compile(r"(?:^|(?<=\s))(?:in all|in total|altogether|once|one-?off|one-?time)(?=\s|$)", re.IGNORECASE)
_OPEN = re.compile(r"(?:^|(?<=\s))(?:until|till) changed(?=\s|$)", re.IGNORECASE)
_PARTS = re.compile(
    r"(?P<head>.*?)"
    r"(?:(?:^|\s+)(?:from|since|starting|as of)\s+(?P<start>.+?))?"
    r"(?:\s+(?:to|until|till|through|up to)\s+(?P<end>.+?))?"
    r"(?:(?:^|\s+)(?:on|in|during)\s+(?P<within>.+?))?",
    re.IGNORECASE | re.DOTALL,
)


def read(text: str, today: date, currency: str) -> NewCost:
    """The cost that a line says. QuestionError, with lines to type instead, for what says none."""
    return _Reader(today, currency).read(plain(text))


class _Reader:
    def __init__(self, today: date, currency: str) -> None:
        self._today = today
        self._month = f"{today:%Y-%m}"
        self._currency = currency
        self._examples = (f"costs add 12,400 agents from {self._month}", f"costs add 350 training in {self._month}")

    def read(self, text: str) -> NewCost:
        rest, note = _without_note(text)
        rest, monthly = _taken(rest, _MONTHLY)
        rest, in_all = _taken(rest, _IN_ALL)
        rest, is_open = _taken(rest, _OPEN)
        found = _PARTS.fullmatch(rest.strip())
        if found is None or not found["head"].strip():
            raise QuestionError("How much does it cost, and what is it for?", *self._examples)
        amount, purpose = self._head(found["head"])
        cents = hundredths(amount, self._currency, *self._examples)
        category = self._category(amount, purpose)
        said = f"costs add {amount} {category}"
        if in_all and (monthly or is_open):
            month = f"{said} from {self._month}"
            raise QuestionError("Is that an amount a month, or in all?", f"{month} monthly", f"{month} in all")
        first, last, per_month = self._when(found, said, monthly=monthly or is_open, in_all=in_all)
        if last is not None and is_open:
            raise QuestionError("Has it a last day, or is it until changed?", f"{said} from {first} until changed")
        line = plain_line(note if note is not None else purpose)
        if len(line) > LONGEST_NOTE:
            sentence = f"A note has at most {LONGEST_NOTE} characters, and this one has {len(line)}."
            raise QuestionError(sentence, f'{self._examples[0]} --note "three people"')
        return NewCost(first, last, category, cents, per_month, None if line.casefold() in ("", category) else line)

    def _head(self, head: str) -> tuple[str, str]:
        """The amount, which may be of several words, and what it is for."""
        said = head.split()
        for count in range(min(_MOST_WORDS, len(said)), 0, -1):
            amount = " ".join(said[:count])
            ends_in_purpose = count > 1 and category_of(said[count - 1]) is not None
            if not ends_in_purpose and written(amount) is not None:
                return amount, " ".join(said[count:]).removeprefix("for ")
        raise QuestionError(f"“{plain_line(said[0])}” is not an amount.", *self._examples)

    def _category(self, amount: str, purpose: str) -> str:
        category = category_of(purpose)
        if category is not None:
            return category
        asked = f"I don't know what “{plain_line(purpose)[:60]}” is." if purpose else "What is it for?"
        lines = [f"costs add {amount} {each} from {self._month}" for each in ("agents", "other")]
        raise QuestionError(f"{asked} A cost is for {joined(sorted(CATEGORIES), 'or')}.", *lines)

    def _when(self, found: re.Match[str], said: str, *, monthly: bool, in_all: bool) -> tuple[date, date | None, bool]:
        """First day, last day, and whether the amount is one a month. Without a last day it is."""
        lines = (f"{said} from {self._month}", f"{said} from {self._month}-01 to {self._month}-15")
        start = found["start"] or found["within"]
        if start is None:
            raise QuestionError("From when?", *lines[:1])
        first = days(start, self._today, *lines)
        if found["end"] is None:
            is_open = found["within"] is None and not in_all
            return first.first, None if is_open else first.last, monthly or is_open
        last = days(found["end"], self._today, *lines)
        if last.last < first.first:
            raise QuestionError("That ends before it begins.", f"{said} from {last.text} to {first.text} monthly")
        if not monthly and not in_all and (last.end - first.first).days > _A_MONTH:
            line = f"{said} from {first.text} to {last.text}"
            raise QuestionError("Is that an amount a month, or in all?", f"{line} monthly", f"{line} in all")
        return first.first, last.last, monthly


def _without_note(text: str) -> tuple[str, str | None]:
    found = _NOTE.search(text)
    if found is None:
        return text, None
    said = words(found["note"])
    return text[: found.start()], said[0].text if len(said) == 1 else found["note"]


def _taken(text: str, phrase: re.Pattern[str]) -> tuple[str, bool]:
    """The text without a phrase, and whether it was there."""
    rest, times = phrase.subn(" ", text)
    return rest, times > 0
