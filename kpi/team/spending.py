"""What a stretch of days has cost, exactly, by the costs that were entered."""

import calendar
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kpi.ingest.records.months import last_of_month
from kpi.span import DAY


@dataclass(frozen=True)
class Entry:
    """A cost: `cents` a month if `monthly`, else in all, from `first_day` to `last_day`, None for until changed.

    `key` is its own within its `source`. `origin` is the import that told it; without one it was entered by hand, by
    `who`, `at`.
    """

    source: str
    key: str
    first_day: date
    last_day: date | None
    category: str
    cents: int
    monthly: bool
    note: str | None = None
    at: int = 0
    origin: int | None = None
    who: str | None = None


@dataclass(frozen=True)
class Spent:
    """What it cost, in hundredths of the currency, in all and by category.

    `uncovered` are the stretches of days, each by its first and its last, for which nothing was entered.
    """

    cents: Fraction
    by_category: Mapping[str, Fraction]
    uncovered: tuple[tuple[date, date], ...]

    @property
    def complete(self) -> bool:
        """Whether something was entered for every day."""
        return not self.uncovered


def spent(entries: Iterable[Entry], first: date, end: date) -> Spent:
    """What the days from `first` up to, and without, `end` have cost. Each entry is spread evenly over its days; the
    days of a monthly amount are those of the month.
    """
    by_category: dict[str, Fraction] = {}
    covered = []
    for entry, stops in with_ends(entries):
        start, stop = max(entry.first_day, first), min(stops, end)
        if start < stop:
            covered.append((start, stop))
            by_category[entry.category] = by_category.get(entry.category, Fraction()) + _share(entry, start, stop)
    return Spent(sum(by_category.values(), Fraction()), by_category, tuple(_gaps(sorted(covered), first, end)))


def with_ends(entries: Iterable[Entry]) -> list[tuple[Entry, date]]:
    """Each entry and the day after its last: what is until changed ends where the next monthly one of its category
    begins, and never if there is none.
    """
    listed = list(entries)
    begins: dict[str, list[date]] = {}
    for entry in listed:
        if entry.monthly:
            begins.setdefault(entry.category, []).append(entry.first_day)
    ordered = {category: sorted(days) for category, days in begins.items()}
    return [(entry, _end(entry, ordered.get(entry.category, ()))) for entry in listed]


def _end(entry: Entry, begins: Sequence[date]) -> date:
    if entry.last_day is not None:
        return entry.last_day + DAY
    if not entry.monthly:
        return entry.first_day + DAY
    later = bisect_right(begins, entry.first_day)
    return begins[later] if later < len(begins) else date.max


def _share(entry: Entry, start: date, end: date) -> Fraction:
    """Of the days from `start` up to `end`, all of which are the entry's."""
    if not entry.monthly:
        last_day = entry.last_day or entry.first_day
        return Fraction(entry.cents * (end - start).days, (last_day + DAY - entry.first_day).days)
    next_month = last_of_month(start) + DAY
    if end <= next_month:
        return _of_month(entry.cents, start, (end - start).days)
    end_month = end.replace(day=1)
    months = 12 * (end_month.year - next_month.year) + end_month.month - next_month.month
    head, tail = (next_month - start).days, (end - end_month).days
    return _of_month(entry.cents, start, head) + entry.cents * months + _of_month(entry.cents, end_month, tail)


def _of_month(cents: int, day: date, days: int) -> Fraction:
    return Fraction(cents * days, calendar.monthrange(day.year, day.month)[1])


def _gaps(covered: Sequence[tuple[date, date]], first: date, end: date) -> Iterator[tuple[date, date]]:
    """What is left of the days from `first` up to `end`."""
    reached = [first]
    for _, stop in covered:
        reached.append(max(reached[-1], stop))
    starts = [*(start for start, _ in covered), end]
    for begin, start in zip(reached, starts, strict=True):
        if begin < start:
            yield begin, start - DAY
