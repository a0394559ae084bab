"""Question → Readout: the value, what it is compared with, whether the change is real, and what a reader must know."""

from dataclasses import dataclass
from datetime import datetime

from kpi import period as periods
from kpi import readings, words
from kpi.catalogue import Kpi, Unit, missing
from kpi.comparison import Change, compare
from kpi.coverage import Coverage
from kpi.facts import Facts, Sample, TimeRange
from kpi.period import Grain, Period
from kpi.question import Question
from kpi.readings.reading import Reading
from kpi.span import day_name

# Fewer than this say little by themselves.
_FEW = {Unit.PERCENT: 30, Unit.SECONDS: 10}


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
    one holds none.
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

    @property
    def kpi(self) -> Kpi:
        """The KPI asked for."""
        return self.question.kpi

    @property
    def few(self) -> bool:
        """Whether the value rests on so little that it says little."""
        return self.reading is not None and 0 < self.reading.n < _FEW[self.kpi.unit]


def answer(question: Question, facts: Facts, now: datetime) -> Readout:
    """The readout of `question` at `now` (aware)."""
    coverage = Coverage.of(question.kpi, facts.sources)
    if not coverage.sources:
        return _not_connected(question, facts)
    period = question.period
    earlier = periods.before(period)
    as_of = coverage.complete_until(since=(earlier or period).start_at)
    reading = readings.read(question.kpi, facts, time_range(period))
    incomplete = as_of is not None and as_of < _needed_until(period, now)
    if reading.n == 0:
        newest = _newest(question, facts, now)
        change = Change.none("no data")
        return Readout(question, reading, change, as_of=as_of, incomplete=incomplete, newest=newest)
    baseline, change = _compared(question.kpi, facts, coverage, reading, period, incomplete)
    trend = _trend(question, facts, coverage) if not incomplete else None
    return Readout(question, reading, change, baseline=baseline, trend=trend, as_of=as_of, incomplete=incomplete)


def time_range(period: Period) -> TimeRange:
    """The period's instants."""
    return TimeRange(period.start_at, period.end_at)


def _not_connected(question: Question, facts: Facts) -> Readout:
    """What is missing is said of the source that lacks least: one has to tell everything by itself."""
    imported = (source for source in facts.sources if source.complete_until is not None)
    least = min((missing(question.kpi, source.fields) for source in imported), key=len, default=[])
    return Readout(question, None, Change.none("not connected"), missing=tuple(least))


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


def _trend(question: Question, facts: Facts, coverage: Coverage) -> Trend | None:
    if question.period.days != 7 or question.period.unfinished:
        return None
    recent = periods.last_weeks(4, question.period)
    earlier = periods.before(recent)
    if earlier is None or not coverage.unbroken(earlier.start_at, recent.end_at):
        return None
    now, then = (readings.sample(question.kpi, facts, time_range(weeks)) for weeks in (recent, earlier))
    return Trend(now, then, compare(now, then)) if now.n and then.n else None


def _newest(question: Question, facts: Facts, now: datetime) -> Question | None:
    instant = facts.newest(question.kpi.dated_by)
    if instant is None:
        return None
    zone = question.period.zone
    day = datetime.fromtimestamp(instant, zone).date()
    return Question(question.kpi, periods.holding(day, question.period, now.astimezone(zone).date()))
