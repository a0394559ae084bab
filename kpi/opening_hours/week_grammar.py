"""The week as people write it: "mon-fri 9-17, sat 10:00-14:00", "24/7", "9am-5pm weekdays", "daily 8-20, fri off"."""

import re
from collections.abc import Iterable
from functools import cache

from kpi.opening_hours.misread import MisreadError
from kpi.opening_hours.naming import near, quoted
from kpi.opening_hours.times import TIMES, NoTimeError, TwoReadingsError, clock, minutes
from kpi.opening_hours.week import ALL_DAY, WEEK_DAYS, Interval, Week, on_days, tidy
from kpi.span import WEEKDAYS

_FULL = tuple(day.lower() for day in WEEKDAYS)
_FIRST_LETTERS = tuple(day[:2] for day in _FULL)
_SHORT = ("mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun")
_EVERY_DAY = tuple(range(WEEK_DAYS))
_SETS = {
    "weekday": _EVERY_DAY[:5],
    "workday": _EVERY_DAY[:5],
    "working day": _EVERY_DAY[:5],
    "business day": _EVERY_DAY[:5],
    "weekend": _EVERY_DAY[5:],
    "daily": _EVERY_DAY,
    "every day": _EVERY_DAY,
    "everyday": _EVERY_DAY,
    "all week": _EVERY_DAY,
}


def _any_of(names: Iterable[str]) -> str:
    return rf"(?:{'|'.join(sorted(names, key=len, reverse=True))})s?(?![^\W\d_])\.?"


_DAY = _any_of((*_FULL, *_FIRST_LETTERS, *_SHORT))


@cache
def _token() -> re.Pattern[str]:
    """Compiled when a week is first read: it takes as long as the start of many a command."""
    return re.compile(
        rf"(?P<times>{TIMES})"
        r"|(?P<all_day>24 ?/ ?7|24 ?h(?:ours|rs)?\b|all day\b|always\b)"
        rf"|(?P<days>(?P<first>{_DAY})(?: ?(?:-|–|—|\.\.|to\b|through\b) ?(?P<last>{_DAY}))?)"
        rf"|(?P<set>{_any_of(_SETS)})"
        r"|(?P<closed>(?:closed|off)\b)"
        r"|[,;:&/+|]|(?:and|from|on|at|open|is)\b"
        r"|(?P<unread>[^\W\d_]+|[^\s,;]+)",
        re.IGNORECASE,
    )


def read(text: str) -> Week:
    """Seven days, of which all may be without opening hours. Raise MisreadError."""
    reader = _Reader()
    for found in _token().finditer(text):
        match found.lastgroup:
            case "days":
                reader.take_days(found[0], _stretch(found["first"], found["last"]))
            case "set":
                reader.take_days(found[0], _SETS[found[0].lower().rstrip(".").removesuffix("s")])
            case "times":
                reader.take_times(found[0], _minutes(found))
            case "all_day":
                reader.take_times(found[0], ALL_DAY)
            case "closed":
                reader.take_times(found[0], None)
            case "unread":
                raise _unread(found[0])
    return reader.week()


class _Reader:
    """Days and times stand in groups; the first word decides which of the two begins a group."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Interval]] = []
        self._days: dict[str, Iterable[int]] = {}
        self._times: dict[str, tuple[int, int] | None] = {}
        self._days_first: bool | None = None

    def take_days(self, said: str, days: Iterable[int]) -> None:
        self._begin(days_first=True)
        self._days[said] = days

    def take_times(self, said: str, times: tuple[int, int] | None) -> None:
        """None is closed."""
        self._begin(days_first=False)
        self._times[said] = times

    def week(self) -> Week:
        if self._days or self._times:
            self._end_group()
        return tidy([interval for day, interval in self._open if day == weekday] for weekday in range(WEEK_DAYS))

    def _begin(self, *, days_first: bool) -> None:
        if self._days_first is None:
            self._days_first = days_first
        if days_first == self._days_first and self._days and self._times:
            self._end_group()

    def _end_group(self) -> None:
        days = self._grouped_days()
        if not self._times:
            said = next(reversed(self._days))
            raise MisreadError(f"{quoted(said)} has no times.", said, f"{said} 09:00-17:00")
        times = [each for each in self._times.values() if each]
        if len(times) < len(self._times):
            self._open = [(day, interval) for day, interval in self._open if day not in days]
            if times:
                raise MisreadError("Closed on which days? Weekdays go before “closed”, dates go after it.")
        for start, end in times:
            self._open.extend(on_days(days, start, end))
        self._days, self._times = {}, {}

    def _grouped_days(self) -> set[int]:
        if self._days:
            return {day for days in self._days.values() for day in days}
        if ALL_DAY in self._times.values() and not self._open:
            return set(_EVERY_DAY)
        said = next(iter(self._times))
        if self._times[said] is None:
            raise MisreadError("Closed on which days? Weekdays go before “closed”, dates go after it.")
        raise MisreadError(f"{quoted(said)} on which days?", said, f"mon-fri {said}")


def _stretch(first: str, last: str | None) -> list[int]:
    """From one weekday to another, over the end of the week where need be."""
    start, end = (_FIRST_LETTERS.index(day[:2].lower()) for day in (first, last or first))
    return [(start + step) % WEEK_DAYS for step in range((end - start) % WEEK_DAYS + 1)]


def _minutes(found: re.Match[str]) -> tuple[int, int]:
    try:
        return minutes(found)
    except NoTimeError as wrong:
        raise MisreadError(f"No clock shows {wrong}.") from wrong
    except TwoReadingsError as two:
        likelier, other = (f"{clock(start)}-{clock(end)}" for start, end in (two.likelier, two.other))
        raise MisreadError(f"{quoted(found[0])} can be {likelier} or {other}.", found[0], likelier) from two


def _unread(word: str) -> MisreadError:
    known = (*_FULL, *_SHORT, *_SETS, "closed")
    meant = near(word, known)
    sentence = f"{quoted(word)} is neither a day nor a time from one hour to another."
    return MisreadError(sentence, word, meant[0]) if meant else MisreadError(sentence)
