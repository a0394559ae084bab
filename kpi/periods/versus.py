"""What a period is compared with, where somebody says so: "vs last year", "vs the week before", "vs 2026-05".

Raises `VersusError` for two stretches of time that cannot stand side by side.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from kpi.errors import UserError
from kpi.periods import grammar
from kpi.periods.names import FIRST_YEAR, NUMBERS, Reading, name
from kpi.span import Grain, Span, containing, month_start

_A_YEAR = timedelta(weeks=52)
_WEEK = timedelta(weeks=1)
_IN_DAYS = {"day": 1, "week": 7}
_IN_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class VersusError(UserError):
    """`instead` are periods in words, perhaps with a comparison, any of which can be asked for in place of both."""

    def __init__(self, sentence: str, *instead: str) -> None:
        super().__init__(sentence)
        self.instead = instead


def is_versus(words: str) -> bool:
    """Whether the words, in small letters and single blanks, say what a period can be compared with."""
    if any(form.fullmatch(words) for form in (_YEAR_EARLIER, _WEEK_EARLIER, _BEFORE, _FEW_BEFORE)):
        return True
    return bool(words) and grammar.is_period(words)


def compared(said: str, versus: str, today: date) -> tuple[Span, Span | None]:
    """The period and what it is compared with: None for the period just before, as without `versus`.

    "Last year" is the same period one year earlier: months, quarters and years by the calendar, but 364 days back for
    days and weeks, so that weekdays agree. "The week before" and the like are counted back from the period. Without a
    period, "vs last week" compares this week. Of two, the one that is not over yet is the one compared. A name without
    a year, beside a period with one, is the latest as seen from that period: "june 2025 vs may".

    Raises UserError for what is no period, and VersusError for all time, for two that share days, and where no
    day is over yet.
    """
    versus = " ".join(versus.lower().split())
    if versus and not said and (current := _CURRENT.fullmatch(versus)):
        said, versus = ("today", versus) if current["unit"] is None else (f"this {current['unit']}", versus)
    span = grammar.read(said, today)
    if not versus:
        return span, None
    if span.grain is Grain.ALL:
        raise VersusError("All time has nothing beside it to be compared with.", *_literal(versus), said)
    other = _other(span, said, versus, today)
    if other is None:
        return span, None
    if other.grain is Grain.ALL:
        raise VersusError("All time holds every other period, so nothing is compared with it.", said or span.text)
    if other.end > today >= span.end:
        span, other = other, span
    _check(span, other, said, versus, today)
    return span, other


def begun(other: Span, like: Span, whole_days: int) -> Span:
    """The first `whole_days` of the other period if it is of the same kind as `like`, which is not over yet."""
    same = other.grain is like.grain and (other.grain is not Grain.DAYS or other.days == like.days)
    if not same or whole_days >= other.days:
        return other
    return Span(other.first, other.first + timedelta(days=whole_days), Grain.DAYS)


def _other(span: Span, said: str, versus: str, today: date) -> Span | None:
    if versus == "last year" and span.grain is Grain.YEAR:
        last = grammar.read(versus, today)
        return last if span.first < last.first else span.before
    if _YEAR_EARLIER.fullmatch(versus):
        return _a_year_earlier(span)
    if _WEEK_EARLIER.fullmatch(versus):
        return _a_week_earlier(span)
    if _BEFORE.fullmatch(versus):
        return None
    if found := _FEW_BEFORE.fullmatch(versus):
        unit = found["unit"] or found["other_unit"]
        return _few_before(span, _number(found["count"] or found["other_count"], unit), unit)
    return _named(said, versus, span, today)


def _a_year_earlier(span: Span) -> Span:
    if span.grain in (Grain.DAYS, Grain.WEEK):
        return Span(span.first - _A_YEAR, span.end - _A_YEAR, span.grain)
    first, end = (month_start(day.year - 1, day.month) for day in (span.first, span.end))
    return Span(first, end, span.grain)


def _a_week_earlier(span: Span) -> Span:
    if span.days > _WEEK.days:
        raise VersusError(f"{_called(span)} is more than the days of a week.", span.text)
    return Span(span.first - _WEEK, span.end - _WEEK, span.grain)


def _few_before(span: Span, count: int, unit: str) -> Span | None:
    """So many days, weeks … that end where the period begins; None if that is the period just before anyway."""
    if unit in _IN_DAYS:
        days = count * _IN_DAYS[unit]
        if days == span.days:
            return None
        grain = Grain.WEEK if days == _WEEK.days and span.first.isoweekday() == 1 else Grain.DAYS
        return Span(span.first - timedelta(days=days), span.first, grain)
    end = containing(span.first, Grain.MONTH).first
    months = count * _IN_MONTHS[unit]
    if span.grain not in (Grain.DAYS, Grain.WEEK) and months == span.months:
        return None
    few = Span(month_start(end.year, end.month - months), end, Grain.MONTHS)
    return containing(few.first, Grain.MONTH) if months == 1 else few


def _named(said: str, versus: str, span: Span, today: date) -> Span:
    reading = _without_year(versus) if _A_FULL_YEAR.search(said) else None
    other = reading(span.last) if reading else grammar.read(versus, today)
    if _LAST_NAMED.match(versus) and (other.first, other.end) == (span.first, span.end):
        other = grammar.read(versus, span.first)  # “monday vs last monday”
    return replace(other, said="")


def _without_year(words: str) -> Reading | None:
    """The reading of a month, a quarter, a week or a date that is named without its year."""
    return None if _A_FULL_YEAR.search(words) or _RELATIVE.match(words) else name(words)


def _check(span: Span, other: Span, said: str, versus: str, today: date) -> None:
    alone = (said or span.text, *_literal(versus))
    if other.first.year < FIRST_YEAR:
        raise VersusError(f"That is out of reach: years begin at {FIRST_YEAR}.", alone[0])
    if (span.first, span.end) == (other.first, other.end):
        raise VersusError(f"{_called(span)} cannot be compared with itself.", *alone)
    if span.first < other.end and other.first < span.end:
        raise VersusError(f"{_called(span)} and {_called(other)} share days, so they cannot be compared.", *alone)
    if span.first == today < span.end:
        called = span.said or span.name
        sentence = f"{called[:1].upper()}{called[1:]} has no whole day yet that could be compared."
        raise VersusError(sentence, f"{span.before.text} vs {span.before.before.text}", *reversed(alone))


def _called(span: Span) -> str:
    return span.name if span.grain is not Grain.WEEK else span.dates


def _literal(versus: str) -> tuple[str, ...]:
    """The words, where they are a period by themselves too."""
    return (versus,) if grammar.is_period(versus) else ()


def _number(count: str | None, unit: str) -> int:
    if count is None:
        return 1
    number = int(count) if count.isdecimal() else NUMBERS.get(count, 1)  # “a month earlier”
    if number == 0 or number * _ABOUT_DAYS[unit] > _LONGEST_DAYS:
        raise UserError("A period has at least one day, and ten years at most.", "Try `last month` or `last year`.")
    return number


_LONGEST_DAYS = 3_660
_ABOUT_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_COUNT = rf"\d{{1,4}}|{'|'.join(NUMBERS)}"
_UNIT = "day|week|month|quarter|year"
_THE = r"(?:(?:in|for|of) )?(?:the )?"
_PREVIOUS = "(?:previous|prior|preceding)"
_EARLIER = r"(?:before|earlier|prior|previously|preceding)(?: (?:that|it|this))?"
_SAME = r"same (?:period|time|days?|weeks?|weekend|months?|quarters?|dates?|stretch)"
_LAST_YEAR = r"(?:of |in |the |from )*(?:last|previous|prior|past) year"

_A_FULL_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_RELATIVE = re.compile("to|yes|[mtwfs][a-z]*day$")
_CURRENT = re.compile(r"(?:the )?(?:last|previous|prior|past) (?P<unit>week|month|quarter)|yesterday")
_LAST_NAMED = re.compile(rf"(?:last|previous|past) (?!(?:{_UNIT})$)")
_YEAR_EARLIER = re.compile(
    rf"{_THE}(?:(?:{_SAME}|this time) )?(?:{_LAST_YEAR}|(?:a|one|1) year (?:ago|{_EARLIER})|year {_EARLIER})"
)
_WEEK_EARLIER = re.compile(rf"{_THE}same (?:week)?days? (?:of |in )?(?:the )?(?:last|previous|prior) week")
_BEFORE = re.compile(
    rf"{_THE}{_PREVIOUS} (?:period|one|stretch|time|span|interval)"
    rf"|{_THE}(?:(?:period|one|days|weeks|months|stretch|time) )?before(?: (?:that|it))?"
)
_FEW_BEFORE = re.compile(
    rf"{_THE}(?:(?P<count>{_COUNT}|an?) )?(?P<unit>{_UNIT})s? {_EARLIER}"
    rf"|{_THE}{_PREVIOUS} (?:(?P<other_count>{_COUNT}) )?(?P<other_unit>{_UNIT})s?"
)
