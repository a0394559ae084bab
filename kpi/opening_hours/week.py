"""A week of opening hours, in minutes of the local day."""

from collections.abc import Iterable
from typing import NamedTuple

DAY = 24 * 60
WEEK_DAYS = 7


class Interval(NamedTuple):
    """Minutes of one local day, from `start_minute` up to, but without, `end_minute`; 1440 is the day's end."""

    start_minute: int
    end_minute: int


Week = tuple[tuple[Interval, ...], ...]
"""Seven days from Monday."""

ALL_DAY = Interval(0, DAY)
ALWAYS: Week = ((ALL_DAY,),) * WEEK_DAYS


def tidy(week: Iterable[Iterable[Interval]]) -> Week:
    """In order, with those that overlap or touch joined. Raise ValueError for what is no week."""
    days = tuple(_joined(day) for day in week)
    if len(days) != WEEK_DAYS:
        raise ValueError(f"a week of {len(days)} days")
    return days


def on_days(days: Iterable[int], start_minute: int, end_minute: int) -> list[tuple[int, Interval]]:
    """The opening on each of the days (Monday is 0); one that ends no later than it starts goes on the next day."""
    if start_minute < end_minute:
        return [(day, Interval(start_minute, end_minute)) for day in days]
    parts = []
    for day in days:
        parts.append((day, Interval(start_minute, DAY)))
        if end_minute:
            parts.append(((day + 1) % WEEK_DAYS, Interval(0, end_minute)))
    return parts


def _joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    joined: list[Interval] = []
    for interval in sorted(Interval(*each) for each in intervals):
        if not 0 <= interval.start_minute < interval.end_minute <= DAY:
            raise ValueError(f"no minutes of a day: {interval}")
        if joined and interval.start_minute <= joined[-1].end_minute:
            last = joined.pop()
            interval = Interval(last.start_minute, max(last.end_minute, interval.end_minute))
        joined.append(interval)
    return tuple(joined)
