"""What some days have cost, added up day by day."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

DAY = timedelta(1)


@dataclass(frozen=True)
class Entry:
    """A row of the cost table."""

    begins: date
    ends: date | None
    category: str
    cents: int
    monthly: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Entry":
        ends = None if row["last_day"] is None else date.fromisoformat(row["last_day"])
        return cls(date.fromisoformat(row["first_day"]), ends, row["category"], row["cents"], bool(row["monthly"]))

    def is_over(self, day: date, entries: Sequence["Entry"]) -> bool:
        """After its last day; without one, from the next monthly entry of its category on."""
        if self.ends is not None or not self.monthly:
            return day > (self.ends or self.begins)
        return any(
            each.monthly and each.category == self.category and self.begins < each.begins <= day for each in entries
        )

    def of_a_day(self, day: date) -> Fraction:
        days = calendar.monthrange(day.year, day.month)[1]
        return Fraction(self.cents, days if self.monthly else ((self.ends or self.begins) - self.begins).days + 1)


def spent(rows: Iterable[Mapping[str, Any]], first: date, end: date) -> dict[str, Fraction]:
    """Cents by category; one is there if any of the days has an entry of it."""
    entries = [Entry.of(row) for row in rows]
    found: dict[str, Fraction] = {}
    day = first
    while day < end:
        for entry in entries:
            if entry.begins <= day and not entry.is_over(day, entries):
                found[entry.category] = found.get(entry.category, Fraction()) + entry.of_a_day(day)
        day += DAY
    return found
