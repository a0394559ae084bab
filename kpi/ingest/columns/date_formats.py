"""How exports write a day and a time of the day."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class DateFormat(StrEnum):
    """How a column writes a point in time; the value names it to people."""

    YEAR_FIRST = "year first (2024-12-31 23:59)"
    DAY_FIRST = "day first (31/12/2024 23:59)"
    MONTH_FIRST = "month first (12/31/2024 11:59 PM)"
    MONTH_NAMED = "month by name (31 Dec 2024 23:59)"
    UNIX_SECONDS = "unix time in seconds"
    UNIX_MILLISECONDS = "unix time in milliseconds"
    SERIAL_DAYS = "days as spreadsheets count them (45657.99)"


class Time(NamedTuple):
    """Seconds since midnight, and how many seconds the value says that its clock is ahead of UTC."""

    seconds: int
    offset: int | None


_FIRST_YEAR, _LAST_YEAR = 1970, 2099
_PIVOT = 70  # A year of two digits is one of 1970 to 2069.
_FURTHEST_OFFSET = 14 * 3600
_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL_YEAR, _LAST_SERIAL_YEAR = 1990, 2079
_NUMBER_FORMATS = {
    5: DateFormat.SERIAL_DAYS,
    9: DateFormat.UNIX_SECONDS,
    10: DateFormat.UNIX_SECONDS,
    12: DateFormat.UNIX_MILLISECONDS,
    13: DateFormat.UNIX_MILLISECONDS,
}
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORTEST_MONTH = 3

# [0-9], as \d is a digit of any script; and \s, as some programs write a no-break space.
_NUMBERS = r"(?P<{}>[0-9]{{1,2}})([-/.])(?P<{}>[0-9]{{1,2}})\2"
_YEAR = r"(?P<y>[0-9]{4}|[0-9]{2})"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<m>[a-z]{3,9})\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_PATTERNS: Mapping[DateFormat, Sequence[str]] = {
    DateFormat.YEAR_FIRST: [r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})"],
    DateFormat.DAY_FIRST: [_NUMBERS.format("d", "m") + _YEAR],
    DateFormat.MONTH_FIRST: [_NUMBERS.format("m", "d") + _YEAR],
    DateFormat.MONTH_NAMED: [
        rf"{_WEEKDAY}{_DAY}[-/.,\s]\s*{_MONTH}[-/,\s]\s*{_YEAR}(?:,?\s+at)?",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}(?:,?\s+at)?",
    ],
}
_BEFORE_A_TIME = r"[,T\s]?"
_DAYS = {
    format: [re.compile(pattern + _BEFORE_A_TIME, re.IGNORECASE) for pattern in patterns]
    for format, patterns in _PATTERNS.items()
}
CALENDAR = tuple(_DAYS)
"""The formats that are a day, and perhaps a time after it."""

_TIME = re.compile(
    r"\s*([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?"
    r"(?:\s*([ap])\.?m\.?)?"
    r"(?:\s*(z|\(?(?:utc|gmt)\)?|(?:utc|gmt)?([+-])([0-9]{2}|[0-9](?![0-9]))(?::?([0-5][0-9]))?(?:\s*\([^()]*\))?))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"([0-9]+)(?:[.,][0-9]*)?")
_NUMERIC_DAY = re.compile(r"([0-9]{1,4})[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
_NAMED_MONTH = re.compile(
    r"(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]+[0-9]", re.IGNORECASE
)
_PARTS = re.compile(r"([^\s,T]+),?T?\s*(.*)", re.IGNORECASE)
_OFFSET = re.compile(r":[0-9.,]+\s*(?:[ap]\.?m\.?\s*)?\(?(?:z|utc|gmt|[+-][0-9])", re.IGNORECASE)
_FRACTION_OF_A_SECOND = re.compile(r"(?<=:[0-9]{2}:[0-9]{2})[.,][0-9]+")


def resembled_format(text: str) -> DateFormat | None:
    """What a text may be at a glance: day first stands for month first, too."""
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return _NUMBER_FORMATS.get(len(number[1]))
    day = _NUMERIC_DAY.match(text)
    if day is not None:
        return DateFormat.YEAR_FIRST if len(day[1]) == 4 else DateFormat.DAY_FIRST
    return DateFormat.MONTH_NAMED if _NAMED_MONTH.search(text) else None


def read_day(format: DateFormat, text: str) -> date:
    """The day that a text says. Raises ValueError for what is no day in a calendar format, or before 1970."""
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _DAYS[format])), None)
    if match is None:
        raise ValueError(f"no date or time: {text}")
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 2000 if year < _PIVOT else 1900
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"no date or time: {text}")
    return date(year, _month(match["m"]), int(match["d"]))


def read_serial_day(text: str) -> date:
    """The day that spreadsheets give a number of five digits. Raises ValueError for all but those of 1990 to 2079."""
    if len(text) == 5 and text.isascii() and text.isdigit():
        day = _SERIAL_ZERO + timedelta(days=int(text))
        if _FIRST_SERIAL_YEAR <= day.year <= _LAST_SERIAL_YEAR:
            return day
    raise ValueError(f"no date or time: {text}")


def read_time(text: str) -> Time:
    """The time of the day that a text says; midnight if it is empty. Raises ValueError for what is no time."""
    if not text:
        return Time(0, None)
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"no date or time: {text}")
    hour, minute, second, half, zone, sign, hours, minutes = match.groups()
    seconds = _hour(int(hour), half) * 3600 + int(minute) * 60 + int(second or 0)
    if zone is None:
        return Time(seconds, None)
    offset = int(hours or 0) * 3600 + int(minutes or 0) * 60
    if offset > _FURTHEST_OFFSET:
        raise ValueError(f"no date or time: {text}")
    return Time(seconds, -offset if sign == "-" else offset)


def split_at_space(text: str) -> tuple[str, str]:
    """The day and the time of a text without names of months."""
    match = _PARTS.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def split_at_time(text: str) -> tuple[str, str]:
    """The day and the time of a text in which spaces are part of the day: the time has the first colon."""
    colon = text.find(":")
    space = text.rfind(" ", 0, colon) if colon > 0 else -1
    return (text, "") if space < 0 else (text[:space], text[space + 1 :])


def has_offset(text: str) -> bool:
    """Whether a text that says a time says how far it is from UTC, too."""
    return _OFFSET.search(text) is not None


def without_fractions(text: str) -> str:
    """The text, or many in one, without the fractions of its seconds."""
    return _FRACTION_OF_A_SECOND.sub("", text)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    name = "september" if text.casefold() == "sept" else text.casefold()
    for number, month in enumerate(_MONTHS, start=1):
        if name in (month, month[:_SHORTEST_MONTH]):
            return number
    raise ValueError(f"no date or time: {text}")


def _hour(hour: int, half: str | None) -> int:
    """`half` is the first letter of AM or PM, or None on a clock of 24 hours."""
    if half is None:
        if hour > 23:
            raise ValueError(f"no hour: {hour}")
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"no hour: {hour}")
    return hour % 12 + (12 if half in "pP" else 0)
