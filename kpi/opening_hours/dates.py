"""Own dates for people, in words that are read back: "2026-12-24..2026-12-26, 2026-12-31"."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from kpi.opening_hours.misread import MisreadError
from kpi.span import DAY

_DATE = r"\d{4}-\d{1,2}-\d{1,2}"
_STRETCH = rf"{_DATE}(?: ?(?:\.\.|–|—|-|to\b|until\b) ?{_DATE})?"
DATES = rf"{_STRETCH}(?:(?: ?, ?|,? ?\band |,? ?& ?| )?{_STRETCH})*"
"""One date or stretch of dates, or more."""
_LONGEST = 366


def read(text: str) -> frozenset[date]:
    """All dates of a match of DATES. Raise MisreadError for what is in no calendar and for stretches over a year."""
    return frozenset(day for stretch in re.findall(_STRETCH, text, re.IGNORECASE) for day in _days(stretch))


def written(days: Iterable[date]) -> str:
    """Neighbours as a stretch."""
    held = frozenset(days)
    starts = sorted(day for day in held if day - DAY not in held)
    ends = sorted(day for day in held if day + DAY not in held)
    runs = zip(starts, ends, strict=True)
    return ", ".join(str(start) if start == end else f"{start}..{end}" for start, end in runs)


def _days(stretch: str) -> Iterator[date]:
    ends = [_date(found) for found in re.findall(_DATE, stretch)]
    first, last = ends[0], ends[-1]
    if not 0 <= (last - first).days < _LONGEST:
        raise MisreadError(f"{stretch} is not a stretch of days within a year.")
    day = first
    while day <= last:
        yield day
        day += DAY


def _date(text: str) -> date:
    try:
        return date(*map(int, text.split("-")))
    except ValueError as wrong:
        raise MisreadError(f"{text} is not in the calendar.") from wrong
