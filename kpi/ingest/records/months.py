"""Months as tables write them: “2026-07”, “07/2026”, “July 2026”, “Jul-26”."""

import calendar
import re
from datetime import date
from functools import lru_cache

_NAMES = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr, ["", *[""] * 8, "sept"])
    for number, name in enumerate(names)
    if name
}
_PATTERNS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/.](?P<year>(?:19|20)\d\d)",
        r"(?P<name>[A-Za-z]+)\.?[-/ ,]{1,2}(?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:19|20)\d\d)[-/ ](?P<name>[A-Za-z]+)",
        r"(?P<name>[A-Za-z]+)[-'](?P<short>\d\d)",  # What spreadsheets make of “July 2026”.
    )
)


@lru_cache(4_096)
def month(text: str) -> date | None:
    """The month's first day; None for what is no month."""
    plain = " ".join(text.split())
    match = next(filter(None, (pattern.fullmatch(plain) for pattern in _PATTERNS)), None)
    if match is None:
        return None
    parts = match.groupdict()
    year = int(parts.get("year") or f"20{parts['short']}")
    number = _NAMES.get(parts["name"].casefold(), 0) if "name" in parts else int(parts["month"])
    return date(year, number, 1) if 1 <= number <= 12 else None


def last_of_month(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
