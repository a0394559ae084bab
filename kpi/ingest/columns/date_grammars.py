"""The grammar of each date format, and how many texts that are alike are read at once: most of them before."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from kpi.ingest.columns.date_formats import (
    CALENDAR,
    DateFormat,
    read_day,
    read_serial_day,
    read_time,
    split_at_space,
    split_at_time,
    without_fractions,
)
from kpi.ingest.columns.iso_times import IsoTimes
from kpi.ingest.columns.memo import Memo
from kpi.ingest.columns.wall_clock import DAY, ChangeOfClocks, midnight, utc_midnight

_AFTER_ALL = 4_102_444_800  # 2100-01-01
_DAYS_KEPT, _TIMES_KEPT = 20_000, 100_000  # A day has 86,400 different times.
_LONG_FRACTION = re.compile(r"[.,][0-9]{4}")

_Days = Memo[int] | Memo[int | ChangeOfClocks]
Way = Callable[[Sequence[str]], list[int | None]]
"""Reads texts that are all alike, or empty, and raises ValueError where one is not."""


class Grammar(Protocol):
    """`instant` reads any text of a format; `ways` read many that are alike, in a fraction of the time."""

    ways: list[Way]

    def instant(self, text: str) -> int: ...


def grammar_of(format: DateFormat, zone: ZoneInfo) -> Grammar:
    """What reads the texts of a format, with wall times in `zone`."""
    if format in CALENDAR:
        return _Calendar(format, zone)
    return _SerialDays(zone) if format is DateFormat.SERIAL_DAYS else _Unix(format)


class _Calendar:
    """A day, and perhaps a time: a column has few different ones of either, and each is read once."""

    def __init__(self, format: DateFormat, zone: ZoneInfo) -> None:
        self._days = Memo(lambda text: midnight(read_day(format, text), zone), _DAYS_KEPT)
        self._utc_days = Memo(lambda text: utc_midnight(read_day(format, text)), _DAYS_KEPT)
        by_name = format is DateFormat.MONTH_NAMED
        self._split = split_at_time if by_name else split_at_space
        minutes = Memo(_minutes, _TIMES_KEPT)
        self.ways: list[Way] = []
        begins = partial(midnight, zone=zone)
        for begin, days, seconds in ((begins, self._days, _wall_seconds), (utc_midnight, self._utc_days, _utc_seconds)):
            times = Memo(partial(_time, seconds), _TIMES_KEPT)
            if by_name:
                self.ways.append(partial(_cut_at_time, days, times))
                continue
            rests = Memo(partial(_rest, seconds), _TIMES_KEPT)
            if format is DateFormat.YEAR_FIRST:
                self.ways.append(IsoTimes(begin, rests.__getitem__))
            self.ways.append(partial(_cut_in_three, days, minutes, rests))
            self.ways.append(partial(_cut_at_space, days, times))

    def instant(self, text: str) -> int:
        day, time_text = self._split(text)
        time = read_time(time_text)
        if time.offset is None:
            return self._days[day] + time.seconds
        return self._utc_days[day] + time.seconds - time.offset


def _cut_in_three(days: _Days, minutes: Memo[int], rests: Memo[int], texts: Sequence[str]) -> list[int | None]:
    # “2024-12-31 ”, “23:59” and “:59Z”: of each there are so few that they are found fast.
    return [days[text[:11]] + minutes[text[11:16]] + rests[text[16:]] if text else None for text in texts]


def _cut_at_space(days: _Days, times: Memo[int], texts: Sequence[str]) -> list[int | None]:
    parts = [text.partition(" ") for text in texts]
    return [days[day] + times[time] if day or time else None for day, _, time in parts]


def _cut_at_time(days: _Days, times: Memo[int], texts: Sequence[str]) -> list[int | None]:
    return [days[day] + times[time] if day or time else None for day, time in map(split_at_time, texts)]


def _minutes(text: str) -> int:
    """What is before the seconds, if it is five characters or nothing."""
    if len(text) not in (0, 5):
        raise ValueError(f"no hour and minute: {text}")
    return _wall_seconds(text)


def _rest(seconds: Callable[[str], int], text: str) -> int:
    """What is after the minutes. Of fractions below a thousandth there are too many to remember."""
    if _LONG_FRACTION.search(text):
        raise ValueError(f"a long fraction of a second: {text}")
    return seconds(f"00:00{text}")


def _time(seconds: Callable[[str], int], text: str) -> int:
    """A whole time of the day. Of those with a fraction of a second there are too many to remember."""
    if without_fractions(text) != text:
        raise ValueError(f"a fraction of a second: {text}")
    return seconds(text)


def _wall_seconds(text: str) -> int:
    time = read_time(text)
    if time.offset is not None:
        raise ValueError(f"no wall time: {text}")
    return time.seconds


def _utc_seconds(text: str) -> int:
    time = read_time(text)
    if time.offset is None:
        raise ValueError(f"no offset: {text}")
    return time.seconds - time.offset


class _SerialDays:
    """Days since 30 December 1899 on the zone's clocks: whole ones, and the time as a fraction."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._days = Memo(lambda text: midnight(read_serial_day(text), zone), _DAYS_KEPT)
        self.ways: list[Way] = [self._plain_numbers]

    def instant(self, text: str) -> int:
        match = re.fullmatch(r"([0-9]{5})(?:[.,]([0-9]*))?", text)
        if match is None:
            raise ValueError(f"no date or time: {text}")
        return self._days[match[1]] + round(float(f"0.{match[2] or 0}") * DAY)

    def _plain_numbers(self, texts: Sequence[str]) -> list[int | None]:
        if not _all_digits("".join(texts).replace(".", "")):  # float() reads “1_0” and “1e9”, too.
            raise ValueError("not all are plain numbers")
        days = self._days
        return [
            days[day] + round(float(f"0.{fraction}") * DAY) if text else None
            for text, (day, _, fraction) in zip(texts, [text.partition(".") for text in texts], strict=True)
        ]


class _Unix:
    """Seconds or milliseconds since 1970, of which fractions are left out."""

    def __init__(self, format: DateFormat) -> None:
        longest, self._per_second = (10, 1) if format is DateFormat.UNIX_SECONDS else (13, 1000)
        self._lengths = {0, longest - 1, longest}
        self._pattern = re.compile(rf"([0-9]{{{longest - 1},{longest}}})(?:\.[0-9]*)?")
        self.ways: list[Way] = [self._plain_numbers]

    def instant(self, text: str) -> int:
        match = self._pattern.fullmatch(text)
        instant = int(match[1]) // self._per_second if match else _AFTER_ALL
        if instant >= _AFTER_ALL:
            raise ValueError(f"no date or time: {text}")
        return instant

    def _plain_numbers(self, texts: Sequence[str]) -> list[int | None]:
        if not (self._lengths.issuperset(map(len, texts)) and _all_digits("".join(texts))):
            raise ValueError("not all are plain numbers")
        per_second = self._per_second
        instants = [int(text) // per_second if text else None for text in texts]
        if max(filter(None, instants), default=0) >= _AFTER_ALL:
            raise ValueError("a year after 2099")
        return instants


def _all_digits(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit())
