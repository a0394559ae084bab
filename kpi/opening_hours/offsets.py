"""How far a zone's clocks were from UTC, and when that changed."""

from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_DAY = 86_400


class Steady(NamedTuple):
    """From the instant `start` up to, but without, `end` the zone's clocks show UTC + `offset`; all in seconds."""

    start: int
    end: int
    offset: int


@cache
def steady_stretches(zone: ZoneInfo, year: int) -> tuple[Steady, ...]:
    """The whole of the year in UTC.

    Clocks are looked at once a day: since 1970 no zone has changed its offset twice within three days.
    """
    start, end = (int(datetime(each, 1, 1, tzinfo=UTC).timestamp()) for each in (year, year + 1))
    stretches = []
    for day in range(start, end, _DAY):
        if (offset := _offset(zone, day)) == _offset(zone, day + _DAY):
            continue
        change = _change(zone, day, day + _DAY)
        stretches.append(Steady(start, change, offset))
        start = change
    if start < end:
        stretches.append(Steady(start, end, _offset(zone, start)))
    return tuple(stretches)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first instant with the later offset, by halving."""
    offset = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, instant: int) -> int:
    ahead = datetime.fromtimestamp(instant, zone).utcoffset()
    if ahead is None:
        raise ValueError(f"{zone} has no offset")
    return int(ahead.total_seconds())
