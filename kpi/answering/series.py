"""A number over equal stretches of time, for a curve."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kpi import period as periods
from kpi.facts import Facts
from kpi.period import Period
from kpi.readings.reader import Reader
from kpi.samples import Sample
from kpi.span import DAY, Grain, Span, containing

MOST_POINTS = 100
"""Of all time, the latest that are shown; any other period that would take more has none."""

FEWEST = {Grain.DAYS: 14, Grain.WEEK: 12, Grain.MONTH: 12}
"""Of each stretch, how many are shown where the period itself is no longer than one."""
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Point:
    """One stretch of time; `incomplete` if the data do not reach its end."""

    period: Period
    sample: Sample
    incomplete: bool


def over(reader: Reader, facts: Facts, stretches: list[Period], reached: Callable[[Period], bool]) -> tuple[Point, ...]:
    """The KPI in each of the stretches, of which each begins where the one before it ends."""
    if not stretches:
        return ()
    samples = reader.samples(facts, [each.local_days for each in stretches])[()]
    points = zip(stretches, samples, strict=True)
    return tuple(Point(each, sample, not reached(each)) for each, sample in points)


def begun(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """From the first that has data; none if none has."""
    first = next((number for number, point in enumerate(points) if point.sample.n), len(points))
    return points[first:]


def stretches(period: Period, grain: Grain, today: date, since: date | None = None) -> list[Period]:
    """The days, weeks or months of a period that have begun, or those up to its end if it is no longer than one.

    All time begins on the day `since`, which is that of the first data.

    Weeks are the calendar's where the period is made of months, else they end where the period ends. The first and the
    last week or month may reach beyond the period: a piece of one could not be compared with the others.
    """
    last = _last(period, grain)
    if period.grain is Grain.ALL:
        wanted = min(MOST_POINTS, _needed(since or period.first, grain, last))
    elif (wanted := _needed(period.first, grain, last)) == 1:
        wanted = FEWEST[grain]
    spans = reversed(_back(last, wanted))
    return [periods.seen_on(today, span, period.zone) for span in spans if span.first <= today]


def left_out(period: Period, grain: Grain, since: date | None) -> int:
    """How many stretches of all time, which begins on the day `since`, there is no room for."""
    if period.grain is not Grain.ALL or since is None:
        return 0
    return max(0, _needed(since, grain, _last(period, grain)) - MOST_POINTS)


def _last(period: Period, grain: Grain) -> Span:
    """The stretch that holds the period's last day."""
    if grain is Grain.WEEK and period.grain in (Grain.DAYS, Grain.WEEK):
        return Span(period.end - _WEEK, period.end, period.grain)
    return containing(period.end - DAY, grain)


def _needed(first: date, grain: Grain, last: Span) -> int:
    """How many stretches it takes from the first day on."""
    if grain is Grain.MONTH:
        return Span(containing(first, grain).first, last.end, Grain.MONTHS).months
    days = {Grain.DAYS: 1, Grain.WEEK: 7}[grain]
    return -(-(last.end - first).days // days)


def _back(last: Span, wanted: int) -> list[Span]:
    spans = [last]
    while len(spans) < wanted:
        spans.append(spans[-1].before)
    return spans
