"""What many problems of a file have in common: a column that is wrong as a whole, rather than some of its cells."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kpi import words

FEWEST = 5
"""Problems that make a pattern."""

FEW_DAYS, MOST_OF_THEM, MUCH_OF_A_FILE = 3, 0.9, 0.2

_YEAR_FIRST = re.compile(r"\D?(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"\D?(\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
_TIME = re.compile(r"(?<!\d)(\d{1,2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([AaPp])\.?[Mm])?")
_MIDNIGHT = "00:00"
_SAYS_WHAT_VALUES_ARE = ("after ", "before ", "in ", "not ")


class _Problem(Protocol):
    @property
    def column(self) -> str | None: ...
    @property
    def value(self) -> str: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True)
class Pattern:
    """`count` problems of one column (of whole rows if None) and one kind, and in a sentence what they share.

    `days` are those on which most of them fall, if they are few: as people write them, or as the file does where it
    does not say which number is the day.
    """

    column: str | None
    why: str
    count: int
    days: tuple[str, ...]
    sentence: str


def patterns(problems: Iterable[_Problem], rows: int) -> list[Pattern]:
    """Those with the most problems first. `rows` is how many the file has."""
    groups: dict[tuple[str | None, str], _Group] = {}
    for problem in problems:
        key = (problem.column, problem.why)
        if key not in groups:
            groups[key] = _Group(problem.column, problem.why, problem.value)
        groups[key].add(problem.value)
    found = [pattern for group in groups.values() if (pattern := group.pattern(rows))]
    return sorted(found, key=lambda pattern: -pattern.count)


@dataclass
class _Group:
    """What is known of the problems of one column and kind; their values are not kept."""

    column: str | None
    why: str
    value: str
    count: int = 0
    alike: bool = True
    days: Counter[str] = field(default_factory=Counter)
    times: Counter[str] = field(default_factory=Counter)

    def add(self, value: str) -> None:
        self.count += 1
        self.alike = self.alike and value == self.value
        day = _day(value)
        if day:
            self.days[day] += 1
            self.times[_time(value)] += 1

    def pattern(self, rows: int) -> Pattern | None:
        if self.count < FEWEST:
            return None
        days, shared = self._few_days(), self._shared()
        many = self.count >= MUCH_OF_A_FILE * rows
        if not days and not shared and not many:
            return None
        part = f", in {words.percent(100 * self.count / rows)} of the rows" if many and rows else ""
        sentence = f"{self._headline()}{shared}{self._on(days, all_shared=bool(shared))}{part}{self._guess(days)}."
        return Pattern(self.column, self.why, self.count, tuple(days), sentence)

    def _few_days(self) -> list[str]:
        """As few as hold most of the problems."""
        days: list[str] = []
        held = 0
        for day, count in self.days.most_common(FEW_DAYS):
            days.append(day)
            held += count
            if held >= MOST_OF_THEM * self.count:
                return days
        return []

    def _time(self) -> str:
        """The time of the day that all of them have."""
        return next(iter(self.times)) if len(self.times) == 1 and self.times.total() == self.count else ""

    def _headline(self) -> str:
        many = words.count(self.count)
        said = (
            f"{many} values are {self.why}"
            if self.why.startswith(_SAYS_WHAT_VALUES_ARE)
            else f"{many} rows: {self.why}"
        )
        return f"“{words.shorten(self.column)}”: {said}" if self.column else said

    def _shared(self) -> str:
        if self._time():
            return f", all at {self._time()}"
        return f", all of them “{words.shorten(self.value, 40)}”" if self.alike and self.value else ""

    def _on(self, days: list[str], all_shared: bool) -> str:
        if not days:
            return ""
        on_them = sum(self.days[day] for day in days)
        if on_them < self.count:
            return f", {words.count(on_them)} of them on {words.listed(days)}"
        return f"{'' if all_shared else ', all'} on {words.listed(days)}"

    def _guess(self, days: list[str]) -> str:
        if self._time() != _MIDNIGHT:
            return ""
        whose = "their times" if not days else "the times of that day" if len(days) == 1 else "the times of these days"
        return f": {whose} seem to be missing"


def _day(value: str) -> str:
    """The day at the beginning of a value; "" if there is none."""
    match = _YEAR_FIRST.match(value)
    if match:
        try:
            day = date(*(int(part) for part in match.groups()))
        except ValueError:
            return ""
        return f"{day.day} {day:%B %Y}"
    match = _YEAR_LAST.match(value)
    return match[1] if match else ""


def _time(value: str) -> str:
    """On a clock of 24 hours; a day without a time is its midnight."""
    match = _TIME.search(value)
    if match is None:
        return _MIDNIGHT
    hour, minute = match[1].split(":")
    if match[3]:
        hour = str(int(hour) % 12 + (12 if match[3] in "pP" else 0))
    seconds = f":{match[2]}" if match[2] and match[2] != "00" else ""
    return f"{int(hour):02}:{minute}{seconds}"
