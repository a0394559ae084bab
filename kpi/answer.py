"""Question → Readout: the value, what it is compared with, whether the change is real, and what a reader must know."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kpi import period as periods
from kpi import readings, series, words
from kpi.breakdown import Breakdown, break_down
from kpi.catalogue import Kpi, Unit, missing
from kpi.comparison import Change, compare
from kpi.coverage import Coverage
from kpi.facts import Facts, Sample, TimeRange, together
from kpi.period import Grain, Period
from kpi.question import Question
from kpi.readings.reading import Reading
from kpi.series import Point
from kpi.span import day_name

# Fewer than this say little by themselves.
_FEW = {Unit.PERCENT: 30, Unit.SECONDS: 10}
_TREND_WEEKS = 8


@dataclass(frozen=True)
class Baseline:
    """What a reading is compared with."""

    period: Period
    sample: Sample


@dataclass(frozen=True)
class Trend:
    """The last four weeks against the four before, which finds drifts that no single week shows."""

    recent: Sample
    earlier: Sample
    change: Change


@dataclass(frozen=True)
class Readout:
    """The answer to a question.

    `reading` is None where the KPI is not connected: `missing` then says in words what no source tells, and is empty
    where nothing has been imported at all. `as_of` is the moment up to which the data are complete, in UTC seconds;
    `incomplete` says that the period reaches beyond it. `newest` asks for the latest period that holds data, where this
    one holds none. `breakdown` is there if the question asks for it and there is data. `series` is as asked; for a
    question over seven days without one it is the last weeks; it is empty where nothing has data. Of all time, the
    first `series_left_out` days, weeks or months are not in it.
    """

    question: Question
    reading: Reading | None
    change: Change
    missing: tuple[str, ...] = ()
    baseline: Baseline | None = None
    trend: Trend | None = None
    as_of: int | None = None
    incomplete: bool = False
    newest: Question | None = None
    breakdown: Breakdown | None = None
    series: tuple[Point, ...] = ()
    series_left_out: int = 0

    @property
    def kpi(self) -> Kpi:
        """The KPI asked for."""
        return self.question.kpi

    @property
    def few(self) -> bool:
        """Whether the value rests on so little that it says little."""
        return self.reading is not None and 0 < self.reading.n < _FEW[self.kpi.unit]


def answer(question: Question, facts: Facts, now: datetime) -> Readout:
    """The readout of `question` at `now` (aware). The facts are narrowed to what the question's filters keep."""
    facts = facts.narrowed(question.filters)
    coverage = Coverage.of(question.kpi, facts.sources)
    if not coverage.sources:
        return _not_connected(question, facts)
    period = question.period
    as_of = coverage.complete_until(since=(periods.before(period) or period).start_at)
    reading = readings.read(question.kpi, facts, time_range(period))
    incomplete = not _reached(as_of, period, now)
    since = None if coverage.begins is None else datetime.fromtimestamp(coverage.begins, period.zone).date()
    weeks = _series(question, Grain.WEEK, facts, since, as_of, now) if period.days == 7 else ()
    asked = (
        weeks
        if question.series in (None, Grain.WEEK) and weeks
        else _series(question, question.series, facts, since, as_of, now)
    )
    points = series.begun(asked)
    if reading.n == 0:
        newest = _newest(question, facts, now)
        change = Change.none("no data")
        return Readout(question, reading, change, as_of=as_of, incomplete=incomplete, newest=newest, series=points)
    baseline, change = _compared(question.kpi, facts, coverage, reading, period, incomplete)
    return Readout(
        question,
        reading,
        change,
        baseline=baseline,
        trend=_trend(period, weeks, coverage) if not incomplete else None,
        as_of=as_of,
        incomplete=incomplete,
        breakdown=_breakdown(question, facts, baseline, change),
        series=points,
        series_left_out=series.left_out(period, question.series, since) if question.series else 0,
    )


def time_range(period: Period) -> TimeRange:
    """The period's instants."""
    return TimeRange(period.start_at, period.end_at)


def _not_connected(question: Question, facts: Facts) -> Readout:
    """What is missing is said of the source that lacks least: one has to tell everything by itself."""
    imported = (source for source in facts.sources if source.complete_until is not None)
    least = min((missing(question.kpi, source.fields) for source in imported), key=len, default=[])
    return Readout(question, None, Change.none("not connected"), missing=tuple(least))


def _reached(as_of: int | None, period: Period, now: datetime) -> bool:
    """Whether the data reach the end of the period, or the last midnight of an unfinished one."""
    return as_of is None or as_of >= _needed_until(period, now)


def _needed_until(period: Period, now: datetime) -> int:
    """Up to when data must be complete: an unfinished period to its last midnight; "all time" is what there is."""
    if period.grain is Grain.ALL:
        return period.start_at
    midnight = now.astimezone(period.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(period.end_at, int(midnight.timestamp()))


def _compared(
    kpi: Kpi, facts: Facts, coverage: Coverage, reading: Reading, period: Period, incomplete: bool
) -> tuple[Baseline | None, Change]:
    earlier = periods.before(period)
    if earlier is None:
        why = "all time has nothing before it" if period.grain is Grain.ALL else "the period has no whole day yet"
        return None, Change.none(why)
    baseline = Baseline(earlier, readings.sample(kpi, facts, time_range(earlier)))
    if incomplete:
        return baseline, Change.none("the data do not reach the end of the period")
    if baseline.sample.n == 0:
        return baseline, Change.none(f"no data for {earlier.called}")
    newcomer = coverage.begun_within(earlier.start_at, period.end_at)
    if newcomer is not None and newcomer.first_opened is not None:
        began = datetime.fromtimestamp(newcomer.first_opened, period.zone).date()
        name = words.shorten(newcomer.name)
        return baseline, Change.none(f"not comparable: the data of {name} begin on {day_name(began)}")
    return baseline, compare(reading.sample, baseline.sample)


def _trend(period: Period, weeks: tuple[Point, ...], coverage: Coverage) -> Trend | None:
    if period.unfinished or len(weeks) < _TREND_WEEKS:
        return None
    compared = weeks[-_TREND_WEEKS:]
    if not coverage.unbroken(compared[0].period.start_at, period.end_at):
        return None
    half = _TREND_WEEKS // 2
    then, now = (together([point.sample for point in four]) for four in (compared[:half], compared[half:]))
    return Trend(now, then, compare(now, then)) if now.n and then.n else None


def _breakdown(question: Question, facts: Facts, baseline: Baseline | None, change: Change) -> Breakdown | None:
    if question.breakdown is None:
        return None
    earlier = time_range(baseline.period) if baseline else None
    return break_down(question.kpi, facts, question.breakdown, time_range(question.period), earlier, change)


def _series(
    question: Question, every: Grain | None, facts: Facts, since: date | None, as_of: int | None, now: datetime
) -> tuple[Point, ...]:
    """A stretch whose end the data do not reach is incomplete."""
    if every is None:
        return ()
    period = question.period
    stretches = series.stretches(period, every, now.astimezone(period.zone).date(), since)
    return series.over(question.kpi, facts, stretches, lambda each: as_of is None or as_of >= each.end_at)


def _newest(question: Question, facts: Facts, now: datetime) -> Question | None:
    instant = facts.newest(question.kpi.dated_by)
    if instant is None:
        return None
    zone = question.period.zone
    day = datetime.fromtimestamp(instant, zone).date()
    period = periods.holding(day, question.period, now.astimezone(zone).date())
    return replace(question, period=period, series=None, corrected=())
