"""The closed grammar of periods: spans such as "last week" and "30d", names, and ranges between two names."""

import re
from datetime import date, timedelta
from functools import partial
from typing import cast

from kpi.errors import UserError
from kpi.period_names import (
    DAY_OF_MONTH,
    FIRST_YEAR,
    HINT,
    MONTH,
    PERHAPS_YEAR,
    WEEKDAY,
    Reading,
    date_of,
    form,
    matched,
    name,
)
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


def _reading(text: str) -> Reading | None:
    words = _ADORNMENT.sub("", " ".join(text.lower().split()))
    return matched(words, _SPANS) or name(words) or _range(words)


def _range(words: str) -> Reading | None:
    """Two names with "to" between them. A span such as "last week" cannot be an end of a range."""
    sides = _TO.split(words)
    if len(sides) != 2:
        return None
    since, until = map(name, sides)
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
    return _back(int(found["count"]), found["unit"][0], today)


def _last_named(found: re.Match[str], today: date) -> Span:
    """The latest that is over: on a Monday, "last monday" is a week ago."""
    reading = cast(Reading, name(found["name"]))  # the form's pattern lets through nothing else
    span = reading(today)
    return span if span.end <= today else reading(span.first - DAY)


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
_TO = re.compile(r" ?(?:\.{2,3}|…|–|—) ?| to | until | - ")
_SHORT_TO = r" ?(?:-|–|—|\.\.|to) ?"
_LAST = "(?:last|past|previous)"
_COUNT = r"(?P<count>\d{1,9})"
_SINCE = r"(?P<since>[1-9]\d?)"

_SPANS = (
    form("", _default),
    form("all(?: time)?", _all),
    form("(?:this|current) (?P<unit>week|month|quarter|year)", _this),
    form(f"{_LAST} (?P<unit>day|week|month|quarter|year)", _last),
    form(rf"(?:{_LAST} )?{_COUNT} ?(?P<unit>[dwmqy]|(?:day|week|month|quarter|year)s?)", _last_few),
    form(f"{_LAST} (?P<name>{MONTH}|{WEEKDAY}|q[1-4])", _last_named),
    form(f"{_SINCE}{_SHORT_TO}{DAY_OF_MONTH} {MONTH}{PERHAPS_YEAR}", _days_of_month),
    form(f"{MONTH} {_SINCE}{_SHORT_TO}{DAY_OF_MONTH}{PERHAPS_YEAR}", _days_of_month),
)
