"""Points in time as exports write them: text → seconds since 1970-01-01 UTC, by one format for a column."""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kpi.ingest.values import is_nothing


class DateFormat(StrEnum):
    """How a column writes a point in time; the value names it to people."""

    YEAR_FIRST = "year first (2024-12-31 23:59)"
    DAY_FIRST = "day first (31/12/2024 23:59)"
    MONTH_FIRST = "month first (12/31/2024 11:59 PM)"
    UNIX_SECONDS = "unix time in seconds"
    UNIX_MILLISECONDS = "unix time in milliseconds"


_DAY = 86_400
_EPOCH = datetime(1970, 1, 1)
_FIRST_YEAR, _LAST_YEAR = 1970, 2099
_DAYS_KEPT, _TIMES_KEPT = 20_000, 100_000  # A day has 86,400 different times.

_DATES = {
    DateFormat.YEAR_FIRST: re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2}),?", re.ASCII),
    DateFormat.DAY_FIRST: re.compile(r"(?P<d>\d{1,2})([-/.])(?P<m>\d{1,2})\2(?P<y>\d{4}),?", re.ASCII),
    DateFormat.MONTH_FIRST: re.compile(r"(?P<m>\d{1,2})([-/.])(?P<d>\d{1,2})\2(?P<y>\d{4}),?", re.ASCII),
}
_TIME = re.compile(
    r"\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?:\s*([AaPp])\.?[Mm]\.?)?"  # \s, here and elsewhere: some programs write a narrow no-break space.
    r"\s*(Z|z|UTC|GMT|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)
_UNIX = {
    DateFormat.UNIX_SECONDS: (re.compile(r"\d{9,10}(\.\d+)?", re.ASCII), 1),
    DateFormat.UNIX_MILLISECONDS: (re.compile(r"\d{12,13}(\.\d+)?", re.ASCII), 1000),
}


class _Day(NamedTuple):
    """Its midnight if clocks showed UTC, and by the zone's clocks: None if they are changed on that day."""

    utc: int
    local: int | None


class _Time(NamedTuple):
    """Seconds since midnight, and how far the value says that its clock is ahead of UTC."""

    seconds: int
    offset: int | None


class DateReader:
    """Reads the values of one column.

    Wall times without an offset are in `zone`: one that occurs twice is its first, one that the clocks skip
    is the next instant that there is. A date without a time is its midnight.
    """

    def __init__(self, format: DateFormat, zone: ZoneInfo) -> None:
        self.format = format
        self._zone = zone
        self._day = lru_cache(_DAYS_KEPT)(self._read_day)
        self._time = lru_cache(_TIMES_KEPT)(_read_time)
        self.instant = self._unix if format in _UNIX else self._calendar

    def read(self, text: str) -> int | None:
        """None for what stands for nothing. Raises ValueError for what is not in the format."""
        text = text.strip()
        return None if is_nothing(text) else self.instant(text)

    def _calendar(self, text: str) -> int:
        # A column has few different days, and few different times of the day: both halves are remembered.
        if text[10:11] == "T":
            day, time = self._day(text[:10]), self._time(text[11:])
        else:
            date_part, _, time_part = text.partition(" ")
            day, time = self._day(date_part), self._time(time_part)
        if time.offset is not None:
            return day.utc + time.seconds - time.offset
        if day.local is not None:
            return day.local + time.seconds
        return _instant(_EPOCH + timedelta(seconds=day.utc + time.seconds), self._zone)

    def _unix(self, text: str) -> int:
        pattern, per_second = _UNIX[self.format]
        if not pattern.fullmatch(text):
            raise ValueError(f"no date or time: {text}")
        return int(text.partition(".")[0]) // per_second

    def _read_day(self, text: str) -> _Day:
        match = _DATES[self.format].fullmatch(text)
        if match is None or not _FIRST_YEAR <= int(match["y"]) <= _LAST_YEAR:
            raise ValueError(f"no date or time: {text}")
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        midnight = datetime(day.year, day.month, day.day)
        utc = (day - _EPOCH.date()).days * _DAY
        local = _instant(midnight, self._zone)
        next_local = _instant(midnight + timedelta(days=1), self._zone)
        return _Day(utc, local if next_local - local == _DAY else None)


def _read_time(text: str) -> _Time:
    if not text:
        return _Time(0, None)
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"no date or time: {text}")
    hour, minute, second, half, name, sign, hours, minutes = match.groups()
    seconds = _hour(int(hour), half) * 3600 + _below_60(minute) * 60 + _below_60(second or "0")
    if name is None:
        return _Time(seconds, None)
    offset = int(hours or 0) * 3600 + int(minutes or 0) * 60
    return _Time(seconds, -offset if sign == "-" else offset)


def _hour(hour: int, half: str | None) -> int:
    """`half` is the first letter of AM or PM, or None on a clock of 24 hours."""
    if half is None:
        if hour > 23:
            raise ValueError(f"no hour: {hour}")
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"no hour: {hour}")
    return hour % 12 + (12 if half in "pP" else 0)


def _below_60(text: str) -> int:
    value = int(text)
    if value > 59:
        raise ValueError(f"no date or time: {text}")
    return value


def _instant(wall: datetime, zone: ZoneInfo) -> int:
    """UTC seconds of a local time: of two such times the first; if the clocks skip it, the end of the gap."""
    while _skipped(wall, zone):
        wall = wall.replace(second=0) + timedelta(minutes=1)
    return int(wall.replace(tzinfo=zone).astimezone(UTC).timestamp())


def _skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """In a gap, and only there, the later reading (fold=1) has the larger offset."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first < second
