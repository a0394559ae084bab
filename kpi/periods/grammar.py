"""The closed grammar of periods: spans such as "last week" and "30d", names, and ranges between two names."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import cast

from kpi.errors import UserError
from kpi.periods.names import (
    DAY_OF_MONTH,
    FIRST_YEAR,
    HINT,
    MONTH,
    NUMBERS,
    PERHAPS_YEAR,
    WEEKDAY,
    Reading,
    date_of,
    form,
    matched,
    name,
)
from kpi.periods.otherwise import written_otherwise
from kpi.span import DAY, Grain, Span, containing, month_start

_LONGEST_DAYS = 3_660
_DEFAULT_DAYS = 7
_LONGEST_QUOTE = 60
_UNITS = {
    "d": (Grain.DAYS, 1, "days"),
    "w": (Grain.WEEK, 7, "weeks"),
    "m": (Grain.MONTH, 30, "months"),
    "q": (Grain.QUARTER, 91, "quarters"),
    "y": (Grain.YEAR, 365, "years"),
}
"""By first letter: the calendar unit, about how many days it has, and the word for many."""


def read(text: str, today: date) -> Span:
    """Raise UserError for what is no period, is not in the calendar, is too long or has not begun."""
    reading = _reading(text)
    if reading is None:
        raise UserError(f"{_quoted(text)} is not a period.", HINT)
    span = reading(today)
    if span.first > today:
        first_day = containing(span.first, Grain.DAYS).dates
        raise UserError(f"{_quoted(text)} begins only on {first_day}.", HINT)
    if span.grain is not Grain.ALL and span.days > _LONGEST_DAYS:
        raise _too_long()
    return span


def is_period(text: str) -> bool:
    """Whether the words have the form of a period, be it one that can be answered or not."""
    return _reading(text) is not None


@lru_cache(maxsize=4_096)  # Every few words of a question are tried, and of the same question more than once.
def _reading(text: str) -> Reading | None:
    words = _ADORNMENT.sub("", " ".join(text.lower().split()))
    return matched(words, _SPANS) or name(words) or written_otherwise(words) or _week_of(words) or _range(words)


def _week_of(words: str) -> Reading | None:
    day = name(words.removeprefix("week of ").removeprefix("the ")) if words.startswith("week of ") else None
    return partial(_week_with, day) if day else None


def _week_with(day: Reading, today: date) -> Span:
    span = day(today)
    if span.days != 1:
        raise UserError(f"“Week of” goes with a day, and {span.name} is longer.", HINT)
    return containing(span.first, Grain.WEEK)


def _range(words: str) -> Reading | None:
    """Two names with "to" between them. A span such as "last week" can only begin a range that ends today."""
    sides = _TO.split(words)
    if len(sides) != 2:
        return None
    until = name("today" if sides[1] == "now" else sides[1])
    since = name(sides[0]) or (matched(sides[0], _STARTS) if sides[1] in ("now", "today") else None)
    return partial(_between, since, until) if since and until else None


def _between(since: Reading, until: Reading, today: date) -> Span:
    """The earlier name is read as seen from the later: "november to february" starts in the year before."""
    later = until(today)
    earlier = since(later.first)
    if earlier.first >= later.end:
        raise _backwards()
    if earlier == later:
        return later
    if not {earlier.grain, later.grain} <= {Grain.MONTH, Grain.QUARTER, Grain.YEAR}:
        return Span(earlier.first, later.end, Grain.DAYS)
    months = Span(earlier.first, later.end, Grain.MONTHS)
    return containing(months.first, Grain.MONTH) if months.months == 1 else months


def _days_of_month(found: re.Match[str], today: date) -> Span:
    until = date_of(found, today)
    since = int(found["since"])
    if since > until.first.day:
        raise _backwards()
    return Span(until.first.replace(day=since), until.end, Grain.DAYS)


def _default(_: re.Match[str], today: date) -> Span:
    return _back(_DEFAULT_DAYS, "d", today)


def _all(_: re.Match[str], today: date) -> Span:
    return Span(date(FIRST_YEAR, 1, 1), today + DAY, Grain.ALL)


def _this(found: re.Match[str], today: date) -> Span:
    span = containing(today, _UNITS[found["unit"][0]][0])
    return Span(span.first, span.end, span.grain, f"this {found['unit']}")


def _last(found: re.Match[str], today: date) -> Span:
    return _back(1, found["unit"][0], today)


def _last_few(found: re.Match[str], today: date) -> Span:
    return _back(_counted(found), found["unit"][0], today)


def _ago(found: re.Match[str], today: date) -> Span:
    """The whole day, week … so many of them before the one that holds today."""
    return _earlier(_counted(found), found["unit"][0], today)


def _before_last(found: re.Match[str], today: date) -> Span:
    return _earlier(2, found["unit"][0], today)


def _next(found: re.Match[str], today: date) -> Span:
    return containing(containing(today, _UNITS[found["unit"][0]][0]).end, _UNITS[found["unit"][0]][0])


def _to_date(found: re.Match[str], today: date) -> Span:
    unit = next(unit for unit in ("week", "month", "quarter", "year") if unit[0] == found["unit"][0])
    return replace(containing(today, _UNITS[unit[0]][0]), said=f"this {unit}")


def _this_weekend(_: re.Match[str], today: date) -> Span:
    sunday = containing(today, Grain.WEEK).last
    return Span(sunday - DAY, sunday + DAY, Grain.DAYS)


def _last_weekend(_: re.Match[str], today: date) -> Span:
    """The latest Saturday and Sunday that are over."""
    monday = containing(today, Grain.WEEK).first
    return Span(monday - 2 * DAY, monday, Grain.DAYS)


def _last_named(found: re.Match[str], today: date) -> Span:
    """The latest that is over: on a Monday, "last monday" is a week ago."""
    reading = cast(Reading, name(found["name"]))  # the form's pattern lets through nothing else
    span = reading(today)
    return span if span.end <= today else reading(span.first - DAY)


def _named_in(found: re.Match[str], today: date) -> Span:
    """A month, a quarter or a week of this year or the last one."""
    year = today.year - (found["which"] in ("last", "previous"))
    return cast(Reading, name(f"{found['name']} {year}"))(today)


def _counted(found: re.Match[str]) -> int:
    said = found["count"]
    return int(said) if said.isdecimal() else NUMBERS.get(said, 1)  # “a week ago”


def _earlier(count: int, unit: str, today: date) -> Span:
    grain, about_days, _ = _UNITS[unit]
    if count * about_days > _LONGEST_DAYS:
        raise UserError("That is more than ten years ago.", HINT)
    current = containing(today, grain)
    if grain in (Grain.DAYS, Grain.WEEK):
        return containing(current.first - timedelta(days=count * current.days), grain)
    return containing(month_start(current.first.year, current.first.month - count * current.months), grain)


def _back(count: int, unit: str, today: date) -> Span:
    """The whole days, weeks … just before the one that holds today."""
    grain, about_days, many = _UNITS[unit]
    if count == 0:
        raise UserError("A period has at least one day.", HINT)
    if count * about_days > _LONGEST_DAYS:
        raise _too_long()
    current = containing(today, grain)
    if count == 1:
        return containing(current.first - DAY, grain)
    said = f"last {count} {many}"
    if grain in (Grain.DAYS, Grain.WEEK):
        return Span(current.first - timedelta(days=count * current.days), current.first, Grain.DAYS, said)
    first = month_start(current.first.year, current.first.month - count * current.months)
    return Span(first, current.first, Grain.MONTHS, said)


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + '…'}”"


def _too_long() -> UserError:
    return UserError("A period can be ten years long at most.", "Try `all`, `this year` or `last 12 months`.")


def _backwards() -> UserError:
    return UserError("That period ends before it starts.", "Put the earlier first: `2026-06-01..2026-06-30`.")


_ADORNMENT = re.compile(r"^(?:(?:in|for|during|on|over|from) )?(?:the )?| so far$")
_TO = re.compile(r" ?(?:\.{2,3}|…|–|—) ?| (?:up )?to | until | till | through | - ")
_SHORT_TO = r" ?(?:-|–|—|\.\.|to) ?"
_LAST = "(?:last|past|previous)"
_COUNT = rf"(?P<count>\d{{1,9}}|{'|'.join(NUMBERS)})"
_COUNT_AGO = rf"(?P<count>\d{{1,9}}|{'|'.join(NUMBERS)}|an?)"
_STRETCH = "(?P<unit>week|month|quarter|year)"
_SINCE = r"(?P<since>[1-9]\d?)"

_SOME_YEAR = r"(?:of |in )?(?P<which>last|this|previous|current) year"
_LAST_NAMED = form(f"{_LAST} (?P<name>{MONTH}|{WEEKDAY}|q[1-4])", _last_named)
_STARTS = (form(f"{_LAST} (?P<unit>day|week|month|quarter|year)", _last), _LAST_NAMED)
"""What else can begin a range that ends today."""

_SPANS = (
    form("", _default),
    form("all(?: time)?", _all),
    form(f"(?:this|current) {_STRETCH}", _this),
    form(f"{_LAST} (?P<unit>day|week|month|quarter|year)", _last),
    form(rf"(?:{_LAST} )?{_COUNT} ?(?P<unit>[dwmqy]|(?:day|week|month|quarter|year)s?)", _last_few),
    form(f"{_COUNT_AGO} (?P<unit>day|week|month|quarter|year)s? ago", _ago),
    form(f"{_STRETCH} before last", _before_last),
    form(f"{_STRETCH} to date", _to_date),
    form("(?P<unit>[wmqy])td", _to_date),
    form("this weekend", _this_weekend),
    form(f"{_LAST} weekend", _last_weekend),
    form(f"(?:next|coming) {_STRETCH}", _next),
    _LAST_NAMED,
    form(rf"(?P<name>{MONTH}|q[1-4]|quarter [1-4]|w\d\d?|week \d\d?) {_SOME_YEAR}", _named_in),
    form(f"{_SINCE}{_SHORT_TO}{DAY_OF_MONTH} {MONTH}{PERHAPS_YEAR}", _days_of_month),
    form(f"{MONTH} {_SINCE}{_SHORT_TO}{DAY_OF_MONTH}{PERHAPS_YEAR}", _days_of_month),
)
