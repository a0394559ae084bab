"""Business time by a second method: every minute is asked what the clocks on the wall show then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from kpi.opening_hours.hours import OpeningHours
from kpi.opening_hours.week import Interval

MINUTE = 60


@dataclass(frozen=True)
class Team:
    """The opening hours as they were thought up, with intervals that may overlap."""

    week: Sequence[Sequence[Interval]]
    zone: ZoneInfo
    region: str = ""
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    @property
    def hours(self) -> OpeningHours:
        week = tuple(tuple(day) for day in self.week)
        return OpeningHours(week, self.zone, (self.region,) if self.region else (), self.closed, self.opened)

    def is_open(self, instant: int) -> bool:
        wall = datetime.fromtimestamp(instant, self.zone)
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        holiday = bool(self.region) and _is_holiday(self.region, day) and day not in self.opened
        if holiday or day in self.closed:
            return False
        return any(start <= minute < end for start, end in self.week[day.weekday()])

    def open_seconds(self, start: int, end: int) -> int:
        """For zones that are whole minutes from UTC."""
        return sum(
            min(end, minute + MINUTE) - max(start, minute)
            for minute in range(start - start % MINUTE, end, MINUTE)
            if self.is_open(minute)
        )

    def reached(self, start: int, seconds: int, last: int) -> int | None:
        """The first instant after so many open seconds; None if that is not before `last`."""
        at = start
        while seconds and at < last:
            following = at - at % MINUTE + MINUTE
            if self.is_open(at):
                if seconds <= following - at:
                    return at + seconds
                seconds -= following - at
            at = following
        return None if seconds else at


@cache
def _is_holiday(region: str, day: date) -> bool:
    country, _, part = region.partition("-")
    return day in country_holidays(country, part or None, years=day.year)
