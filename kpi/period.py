"""The stretch of time that a KPI is asked for, in the workspace's zone, and the one it is compared with."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kpi.counting.days import Days, midnight
from kpi.periods.grammar import read
from kpi.periods.versus import begun
from kpi.span import Grain, Span, containing

__all__ = ["Grain", "Period", "before", "holding", "parse", "seen_on", "versus"]


@dataclass(frozen=True)
class Period:
    """The local days from `first` up to, but without, `end`.

    `label` is what people read ("last 7 days", "week 2026-W30", "this week so far"). `whole_days` says how
    many whole days of an unfinished period are over, and is None for a finished one. "All time" counts as
    finished: it runs up to and including the day on which it was asked for. `of` is the whole span of which these are
    only the first days, so as to be compared with as many of an unfinished period.
    """

    label: str
    first: date
    end: date
    zone: ZoneInfo
    grain: Grain
    whole_days: int | None = None
    of: Span | None = None

    @property
    def text(self) -> str:
        """In absolute terms: parsed on any later day, it gives the same days ("all" goes up to that day).

        Of the first days of a span, the span: it is cut anew, to as many days as are over then.
        """
        return (self.of or self.span).text

    @property
    def dates(self) -> str:
        """The days for people: "15–21 November 2026", "Sunday 15 November 2026"."""
        return self.span.dates

    @property
    def called(self) -> str:
        """In absolute terms, for people: months and longer by name ("May 2026"), else the days."""
        return self.dates if self.grain in (Grain.DAYS, Grain.WEEK, Grain.ALL) else self.span.name

    @property
    def span(self) -> Span:
        """The same days, without a zone."""
        return Span(self.first, self.end, self.grain)

    @property
    def local_days(self) -> Days:
        """The same days, as they are counted."""
        return Days(self.first, self.end, self.zone)

    @property
    def start_at(self) -> int:
        return midnight(self.first, self.zone)

    @property
    def end_at(self) -> int:
        return midnight(self.end, self.zone)

    @property
    def days(self) -> int:
        return self.span.days

    @property
    def unfinished(self) -> bool:
        return self.whole_days is not None


def parse(text: str, today: date, zone: ZoneInfo) -> Period:
    """Raise UserError for what is no period, is not in the calendar, is too long or has not begun."""
    return seen_on(today, read(text, today), zone)


def seen_on(today: date, span: Span, zone: ZoneInfo) -> Period:
    """The span as a period; one that has not ended yet is so far."""
    label = span.said or span.name
    if span.end <= today or span.grain is Grain.ALL:
        return Period(label, span.first, span.end, zone, span.grain)
    return Period(f"{label} so far", span.first, span.end, zone, span.grain, (today - span.first).days)


def before(period: Period) -> Period | None:
    """The period just before, of the same kind; for an unfinished one as many days from its start as are
    whole (at most all of it: February has no 30th).

    None for all time, and where no day is whole yet.
    """
    if period.grain is Grain.ALL or period.whole_days == 0:
        return None
    span = period.span.before
    if period.whole_days is not None:
        end = min(span.end, span.first + timedelta(days=period.whole_days))
        span = Span(span.first, end, Grain.DAYS)
    return Period(span.name, span.first, span.end, period.zone, span.grain)


def versus(span: Span, period: Period, today: date) -> Period:
    """The span that a period is compared with; for an unfinished period of the same kind, as many days of its start."""
    if period.whole_days is None:
        return seen_on(today, span, period.zone)
    cut = begun(span, period.span, period.whole_days)
    return Period(cut.name, cut.first, cut.end, period.zone, cut.grain, of=None if cut is span else span)


def holding(day: date, like: Period, today: date) -> Period:
    """The calendar week, month, quarter or year that holds the day, about as long as `like`."""
    sizes = ((7, Grain.WEEK), (31, Grain.MONTH), (92, Grain.QUARTER))
    grain = next((grain for size, grain in sizes if like.days <= size), Grain.YEAR)
    return seen_on(today, containing(day, grain), like.zone)
