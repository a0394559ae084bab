"""Targets as people type them, "2 h bad 6 h", and in words."""

import re

from kpi.catalogue import Kpi, Target, Unit
from kpi.grammar.errors import QuestionError
from kpi.ingest.columns.values import plain_line
from kpi.team.money import hundredths, money
from kpi.words import amount

_BAD = re.compile(r"[\s,;(]*\bbad\b(?:\s+(?:is|from|at))?\s*[:=]?\s*", re.IGNORECASE)
_SECONDS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600}
_SECONDS |= {"d": 86_400, "day": 86_400}
_UNITS = "|".join(sorted(_SECONDS, key=len, reverse=True))
_PART = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({_UNITS})s?\b\.?(?:\s*(?:and|,))?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"([-−+]?)(\d+(?:[.,]\d+)?)\s*(?:%|percent|per cent|points?)?", re.IGNORECASE)


def read(text: str, kpi: Kpi, currency: str, *lines: str) -> tuple[float, float | None]:
    """The target and what is bad, None if that is not said, in the KPI's unit; money in whole units of the currency.

    QuestionError, with these lines to type instead, for what is neither.
    """
    value, *bad = _BAD.split(text.strip().rstrip(")"), maxsplit=1)
    return _value(value, kpi, currency, lines), _value(bad[0], kpi, currency, lines) if bad else None


def in_words(target: Target, kpi: Kpi, currency: str) -> str:
    """ "80 %, bad 70 %" """
    return f"{value_in_words(target.value, kpi, currency)}, bad {value_in_words(target.bad, kpi, currency)}"


def value_in_words(value: float, kpi: Kpi, currency: str) -> str:
    """ "80 %", "1 h 30 min", "4.50 EUR" """
    return money(100 * value, currency) if kpi.unit is Unit.MONEY else amount(value, kpi.unit)


def _value(text: str, kpi: Kpi, currency: str, lines: tuple[str, ...]) -> float:
    match kpi.unit:
        case Unit.SECONDS:
            return _seconds(text, lines)
        case Unit.PERCENT | Unit.POINTS:
            found = _NUMBER.fullmatch(text.strip())
            if found is None:
                raise QuestionError(f"“{plain_line(text)}” is not a number.", *lines)
            number = float(found[2].replace(",", "."))
            return -number if found[1] in ("-", "−") else number
        case Unit.MONEY:
            return hundredths(text, currency, *lines) / 100
        case Unit.COUNT:
            raise QuestionError(f"{kpi.title}: a count, which has no target.", *lines)


def _seconds(text: str, lines: tuple[str, ...]) -> float:
    parts = list(_PART.finditer(text.strip()))
    if not parts or "".join(part[0] for part in parts) != text.strip():
        raise QuestionError(f"“{plain_line(text)}” is not a length of time, such as 45 min or 1 h 30 min.", *lines)
    return sum(float(part[1].replace(",", ".")) * _SECONDS[part[2].lower()] for part in parts)
