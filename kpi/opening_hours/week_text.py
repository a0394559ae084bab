"""The week for people, in words that the grammar reads back: "Mon–Fri 09:00–17:00, Sat 10:00–14:00"."""

from kpi.opening_hours.naming import joined
from kpi.opening_hours.times import clock
from kpi.opening_hours.week import ALWAYS, DAY, WEEK_DAYS, Interval, Week
from kpi.span import WEEKDAYS

_MORNING = 10 * 60
"""Until here an opening that runs over midnight is told as one: "22:00–06:00"."""


def written(week: Week) -> str:
    """Days with the same times together, in the order in which they first come."""
    if week == ALWAYS:
        return "24/7"
    days_of: dict[str, list[int]] = {}
    for day in range(WEEK_DAYS):
        if times := _times(week, day):
            days_of.setdefault(times, []).append(day)
    return ", ".join(f"{_days(days)} {times}" for times, days in days_of.items())


def _times(week: Week, day: int) -> str:
    """The openings that begin on the day."""
    intervals = list(week[day])
    if intervals and _runs_on(week[day - 1], intervals[0]):
        del intervals[0]
    if intervals and (tomorrow := week[(day + 1) % WEEK_DAYS]) and _runs_on(week[day], tomorrow[0]):
        intervals[-1] = Interval(intervals[-1].start_minute, tomorrow[0].end_minute)
    return " and ".join(f"{clock(start)}–{clock(end)}" for start, end in intervals)


def _runs_on(evening: tuple[Interval, ...], morning: Interval) -> bool:
    if not evening or evening[-1].end_minute < DAY or morning.start_minute > 0:
        return False
    return morning.end_minute <= evening[-1].start_minute and morning.end_minute < _MORNING


def _days(days: list[int]) -> str:
    """ "Mon–Wed and Fri" """
    starts = [day for day in days if day - 1 not in days]
    ends = [day for day in days if day + 1 not in days]
    runs = [
        WEEKDAYS[a][:3] if a == b else f"{WEEKDAYS[a][:3]}–{WEEKDAYS[b][:3]}" for a, b in zip(starts, ends, strict=True)
    ]
    return joined(runs, "and")
