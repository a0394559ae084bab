"""The hours in which the sample team's people work, and where a stretch of their work ends."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from sys import maxsize
from zoneinfo import ZoneInfo

from bot.playground.sample_team.stories import Timeline

OPENS, CLOSES = time(8), time(18)
HOURS = "mon-fri 8-18"  # as the team would type it
NOT_YET = maxsize  # later than any instant that the history covers


class WorkingTime:
    """The working days from `first` to `last`, in local time whatever the clocks do."""

    def __init__(self, first: date, last: date, zone: ZoneInfo, timeline: Timeline) -> None:
        worked = []
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            opens, closes = (int(datetime.combine(day, wall, zone).timestamp()) for wall in (OPENS, CLOSES))
            if not timeline.is_day_off(day.weekday(), opens, closes):
                worked.append((opens, closes))
        self._opens = [opens for opens, _ in worked]
        self._closes = [closes for _, closes in worked]
        self._done_before = [0, *accumulate(closes - opens for opens, closes in worked)]

    def is_open(self, at: int) -> bool:
        shift = bisect_right(self._opens, at) - 1
        return shift >= 0 and at < self._closes[shift]

    def after(self, start: int, seconds: int) -> int:
        """When `seconds` of working time have passed since `start`; `NOT_YET` if the days do not suffice."""
        shift = bisect_right(self._opens, start) - 1
        done = 0
        if shift >= 0:
            done = self._done_before[shift] + min(start, self._closes[shift]) - self._opens[shift]
        target = done + seconds
        shift = bisect_right(self._done_before, target) - 1
        if shift >= len(self._opens):
            return NOT_YET
        return self._opens[shift] + target - self._done_before[shift]
