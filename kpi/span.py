"""Spans of whole days on the calendar, without a time zone, and what they are called."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = timedelta(days=1)


class Grain(StrEnum):
    """The kind of span, which decides the one before: as many days, or as many whole months."""

    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    MONTHS = "months"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


_MONTHS_IN = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


@dataclass(frozen=True)
class Span:
    """Days from `first` up to, but without, `end`; `said` is its name, where that is relative to a day."""

    first: date
    end: date
    grain: Grain
    said: str = ""

    @property
    def last(self) -> date:
        return self.end - DAY

    @property
    def days(self) -> int:
        return (self.end - self.first).days

    @property
    def months(self) -> int:
        """For a span of whole months."""
        return 12 * (self.end.year - self.first.year) + self.end.month - self.first.month

    @property
    def before(self) -> "Span":
        """The equal span that ends where this one starts."""
        if self.grain in (Grain.DAYS, Grain.WEEK):
            return Span(self.first - timedelta(days=self.days), self.first, self.grain)
        return Span(month_start(self.first.year, self.first.month - self.months), self.first, self.grain)

    @property
    def text(self) -> str:
        """The canonical name, without blanks: "2026-W30", "2026-Q2", "2026-05-01..2026-05-31"."""
        match self.grain:
            case Grain.ALL:
                return "all"
            case Grain.YEAR:
                return str(self.first.year)
            case Grain.QUARTER:
                return f"{self.first.year}-Q{_quarter(self.first)}"
            case Grain.MONTH:
                return f"{self.first:%Y-%m}"
            case Grain.MONTHS:
                return f"{self.first:%Y-%m}..{self.last:%Y-%m}"
            case Grain.WEEK:
                return f"{self.first:%G-W%V}"
            case Grain.DAYS:
                return str(self.first) if self.days == 1 else f"{self.first}..{self.last}"

    @property
    def name(self) -> str:
        """What people read: "week 2026-W30", "July 2026", "15–21 November 2026"."""
        match self.grain:
            case Grain.ALL:
                return "all time"
            case Grain.YEAR:
                return self.text
            case Grain.QUARTER:
                return f"Q{_quarter(self.first)} {self.first.year}"
            case Grain.MONTH:
                return f"{_month(self.first)} {self.first.year}"
            case Grain.MONTHS:
                return f"{_month(self.first)}{self._first_year} – {_month(self.last)} {self.last.year}"
            case Grain.WEEK:
                return f"week {self.text}"
            case Grain.DAYS:
                return self.dates

    @property
    def dates(self) -> str:
        """The days for people, "Sunday 15 November 2026" for a single one."""
        first, last = self.first, self.last
        if self.grain is Grain.ALL:
            return f"up to {day_name(last)}"
        if first == last:
            return f"{WEEKDAYS[first.weekday()]} {day_name(first)}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{day_name(last)}"
        start = f"{first.day} {_month(first)[:3]}{self._first_year}"
        return f"{start} – {last.day} {_month(last)[:3]} {last.year}"

    @property
    def _first_year(self) -> str:
        """Said only where it is not the last day's."""
        return "" if self.first.year == self.last.year else f" {self.first.year}"


def containing(day: date, grain: Grain) -> Span:
    """The day itself (for DAYS), or the calendar week, month, quarter or year that holds it."""
    if grain is Grain.DAYS:
        return Span(day, day + DAY, grain)
    if grain is Grain.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(weeks=1), grain)
    months = _MONTHS_IN[grain]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first, month_start(first.year, first.month + months), grain)


def month_start(year: int, month: int) -> date:
    """The first of a month, which may lie outside 1–12 and then falls in another year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def day_name(day: date) -> str:
    """In English whatever the locale, unlike strftime: "15 November 2026"."""
    return f"{day.day} {_month(day)} {day.year}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
