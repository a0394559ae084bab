"""The names that a single day, week, month, quarter or year goes by: "2026-W30", "q2", "21 july", "monday".

A name without a year means the latest that has begun.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from kpi.errors import UserError
from kpi.span import DAY, MONTHS, WEEKDAYS, Grain, Span, containing

HINT = "Try `last week`, `2026-06` or `30d`."
FIRST_YEAR, LAST_YEAR = 1970, 2099

_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS, 1)}

Reading = Callable[[date], Span]
"""What words mean, seen from a day."""
Form = tuple[re.Pattern[str], Callable[[re.Match[str], date], Span]]


def form(pattern: str, build: Callable[[re.Match[str], date], Span]) -> Form:
    """Words that match the pattern as a whole, and what they mean."""
    return re.compile(pattern), build


def matched(words: str, forms: tuple[Form, ...]) -> Reading | None:
    """What the first form that fits makes of the words; None if none does."""
    for pattern, build in forms:
        if found := pattern.fullmatch(words):
            return partial(build, found)
    return None


def name(words: str) -> Reading | None:
    """`words` in small letters and single blanks. The reading, raises UserError for 2026-W54."""
    return matched(words, _FORMS)


def date_of(found: re.Match[str], today: date) -> Span:
    """The day of a match with the groups `day`, `month` and perhaps `year` and `weekday`."""
    month, day = _number(found["month"], MONTHS), int(found["day"])
    span = _in_year(found, today, lambda year: containing(_existing_day(year, month, day), Grain.DAYS))
    weekday = found.groupdict().get("weekday")
    if weekday and _number(weekday, WEEKDAYS) != span.first.isoweekday():
        raise UserError(f"That day is {span.dates}.", f"Try `{span.text}`.")
    return span


def _today(_: re.Match[str], today: date) -> Span:
    return Span(today, today + DAY, Grain.DAYS, "today")


def _tomorrow(_: re.Match[str], today: date) -> Span:
    return Span(today + DAY, today + 2 * DAY, Grain.DAYS, "tomorrow")


def _yesterday(_: re.Match[str], today: date) -> Span:
    return Span(today - DAY, today, Grain.DAYS, "yesterday")


def _weekday(found: re.Match[str], today: date) -> Span:
    days_ago = (today.isoweekday() - _number(found["weekday"], WEEKDAYS)) % 7
    return containing(today - timedelta(days=days_ago), Grain.DAYS)


def _week(found: re.Match[str], today: date) -> Span:
    week = int(found["week"])
    return _in_year(found, today, lambda year: containing(_existing_week(year, week), Grain.WEEK))


def _month(found: re.Match[str], today: date) -> Span:
    month = _number(found["month"], MONTHS)
    return _in_year(found, today, lambda year: containing(date(year, month, 1), Grain.MONTH))


def _quarter(found: re.Match[str], today: date) -> Span:
    quarter = int(found["quarter"])
    if not 1 <= quarter <= 4:
        raise UserError(f"A year has 4 quarters, so there is no quarter {quarter}.", "Try `q2`.")
    return _in_year(found, today, lambda year: containing(date(year, 3 * quarter, 1), Grain.QUARTER))


def _year(found: re.Match[str], today: date) -> Span:
    return _in_year(found, today, lambda year: containing(date(year, 1, 1), Grain.YEAR))


def _in_year(found: re.Match[str], today: date, of_year: Callable[[int], Span]) -> Span:
    """`of_year` raises UserError for a year that lacks the day or the week."""
    if said := found.groupdict().get("year"):
        if not FIRST_YEAR <= int(said) <= LAST_YEAR:
            raise UserError(f"{said} is out of reach: years go from {FIRST_YEAR} to {LAST_YEAR}.", HINT)
        return of_year(int(said))
    # Week 1 may begin in December; a 29 February or a week 53 may lie eight years back.
    for year in range(today.year + 1, today.year - 9, -1):
        with suppress(UserError):
            span = of_year(year)
            if span.first <= today:
                return span
    return of_year(today.year)


def _existing_day(year: int, month: int, day: int) -> date:
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise UserError(f"{MONTHS[month - 1]} {year} has {length} days, so there is no {day}.", HINT)
    return date(year, month, day)


def _existing_week(year: int, week: int) -> date:
    weeks = date(year, 12, 28).isocalendar().week  # 28 December is always in the last week
    if not 1 <= week <= weeks:
        raise UserError(f"{year} has {weeks} weeks, so there is no week {week}.", "Try `last week`.")
    return date.fromisocalendar(year, week, 1)


def _number(word: str, names: tuple[str, ...]) -> int:
    """Which month or weekday it is, from 1: by its name, by the start of it, or in digits."""
    if not word.isdecimal():
        return next(number for number, name in enumerate(names, 1) if name.lower().startswith(word))
    if not 1 <= int(word) <= len(names):
        raise UserError(f"A year has 12 months, so there is no month {int(word)}.", HINT)
    return int(word)


def _any_of(names: tuple[str, ...]) -> str:
    """Each in full or cut to three to five letters: "sep", "sept", "thurs"."""
    return "|".join(sorted({name[:length].lower() for name in names for length in (3, 4, 5, 9)}))


MONTH = f"(?P<month>{_any_of(MONTHS)})"
WEEKDAY = f"(?P<weekday>{_any_of(WEEKDAYS)})"
DAY_OF_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
PERHAPS_YEAR = r"(?:,? (?P<year>\d{4}))?"
_YEAR = r"(?P<year>\d{4})"
_NUMBERED_MONTH = r"(?P<month>\d{1,2})"
_NUMBERED_WEEK = r"(?P<week>\d{1,2})"

_FORMS = (
    form("today", _today),
    form("tomorrow", _tomorrow),
    form("yesterday", _yesterday),
    form(WEEKDAY, _weekday),
    form(rf"{_YEAR}-{_NUMBERED_MONTH}-(?P<day>\d{{1,2}})", date_of),
    form(rf"(?:{WEEKDAY},? )?{DAY_OF_MONTH} (?:of )?{MONTH}{PERHAPS_YEAR}", date_of),
    form(rf"(?:{WEEKDAY},? )?{MONTH} {DAY_OF_MONTH}{PERHAPS_YEAR}", date_of),
    form(rf"(?:week )?{_YEAR}-?w{_NUMBERED_WEEK}", _week),
    form(rf"(?:w|week |week w){_NUMBERED_WEEK}{PERHAPS_YEAR}", _week),
    form(rf"{_YEAR}-{_NUMBERED_MONTH}", _month),
    form(rf"{MONTH}{PERHAPS_YEAR}", _month),
    form(rf"{_YEAR}[- ]?q(?P<quarter>\d)", _quarter),
    form(rf"(?:q|quarter )(?P<quarter>\d){PERHAPS_YEAR}", _quarter),
    form(_YEAR, _year),
)
