"""Question → Readout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from kpi import period as periods
from kpi.answering import series
from kpi.answering.breakdown import Breakdown, break_down
from kpi.answering.distribution import Distribution, distribute
from kpi.answering.history import History, history
from kpi.answering.preparing import prepare
from kpi.answering.reach import Reach
from kpi.answering.readout import Baseline, Readout, Trend, Usual, Window
from kpi.answering.series import Point
from kpi.answering.targets import NO_LIMITS, targets_of
from kpi.answering.window import window
from kpi.catalogue import INTENT_DISTRIBUTION, VOLUME, Target, missing
from kpi.comparison import Change, compare
from kpi.counting.days import Days
from kpi.dimensions import INTENT, Dimension
from kpi.facts import Facts
from kpi.period import Grain, Period
from kpi.question import Question
from kpi.readings import Reader, reader
from kpi.readings.intent_distribution import UNCLASSIFIED, IntentReader
from kpi.readings.reading import Reading
from kpi.retention import gone
from kpi.samples import Number, Ratio, Share, together
from kpi.state import NO_USUAL, Judgement, judge
from kpi.team.notes import Note, marked_weeks

_WEEK = 7
_NO_USUAL = "no target is set, and what is usual is known for single weeks only"
_HALF_OF_TREND = 4


def answer(
    question: Question,
    facts: Facts,
    now: datetime,
    *,
    brief: bool = False,
    intent: str | None = None,
    limits: Mapping[str, Target] = NO_LIMITS,
) -> Readout:
    """The readout of `question` at `now` (aware). The facts are narrowed to what the question's filters keep.

    A `brief` one is as good, but without a series that nobody has asked for, and without what intents there are. Of
    intents it tells the one with this name (as stored), or else the largest; those with `limits` of their own are held
    against these.
    """
    return _Answering(question, facts.narrowed(question.filters), now, brief, intent, limits).readout()


@dataclass(frozen=True)
class _Answering:
    question: Question
    facts: Facts
    now: datetime
    brief: bool
    intent: str | None
    limits: Mapping[str, Target]

    def readout(self) -> Readout:
        if not self._reach.coverage.sources:
            return self._not_connected()
        prepare(self.facts, self.question.period, [self.question.kpi], self.question.breakdown)
        reading = self._reading
        points = series.begun(self._points)
        common = Readout(
            question=self.question,
            reading=reading,
            change=Change.none("no data"),
            currency=self.facts.team.currency,
            as_of=self._reach.as_of,
            incomplete=self._incomplete,
            series=points,
            target=self._target,
            marks=self._marks(points),
            behind=self.facts.behind,
            spelling=self.facts.spellings(INTENT).get(reading.named, reading.named) if reading.named else "",
            counted_otherwise=self._counted_otherwise(),
        )
        if reading.n == 0:
            return replace(common, newest=self._newest() if reading.connected else None)
        baseline, change = self._compared
        judged = self._judged()
        return replace(
            common,
            change=change,
            baseline=baseline,
            trend=self._trend(),
            breakdown=self._breakdown(points),
            distribution=self._distribution(),
            series_left_out=self._series_left_out,
            usual=self._usual,
            window=self._window,
            state=judged.state,
            unjudged=judged.why,
        )

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.question, self.facts, self.now)

    # ---- the value

    @cached_property
    def _reader(self) -> Reader:
        return reader(self.question.kpi) if self.intent is None else IntentReader(self.intent)

    @cached_property
    def _reading(self) -> Reading:
        """Of intents, the one that is judged: the largest of the weeks that stand in for a week, if some do."""
        reading = self._reader.read(self.facts, self._days)
        if reading.named is None or not self._is_week or not self._reach.complete:
            return reading
        weeks = self._history(self._reader.following(reading))
        over = window(self.question.period, weeks) if weeks else None
        if over is None:
            return reading
        judged = self._reader.read(self.facts, over.period.local_days)
        return self._reader.following(judged).read(self.facts, self._days)

    @cached_property
    def _following(self) -> Reader:
        """Reads the same number in other periods."""
        return self._reader.following(self._reading)

    @property
    def _days(self) -> Days:
        return self.question.period.local_days

    @property
    def _incomplete(self) -> bool:
        return self._reading.incomplete or not self._reach.complete

    def _not_connected(self) -> Readout:
        """What is missing is said of the source that lacks least: one has to tell everything by itself."""
        imported = (source for source in self.facts.sources if source.complete_until is not None)
        least = min((missing(self.question.kpi, source.fields) for source in imported), key=len, default=[])
        currency = self.facts.team.currency
        return Readout(self.question, None, Change.none("not connected"), currency, missing=tuple(least))

    def _newest(self) -> Question | None:
        day = self.facts.newest(self._reader.wanted)
        if day is None:
            return None
        period = periods.holding(day, self.question.period, self._reach.today)
        return replace(self.question, period=period, versus=None, series=None, corrected=())

    # ---- comparing

    @property
    def _is_week(self) -> bool:
        return self.question.period.days == _WEEK and self.question.period.grain is not Grain.ALL

    def _counted_otherwise(self) -> date | None:
        """The day before which it was counted for other settings than now, if any of the period is."""
        before = self.facts.counted_otherwise
        return before if before is not None and self.question.period.first < before else None

    @cached_property
    def _weeks(self) -> History | None:
        return self._history(self._following)

    def _history(self, following: Reader) -> History | None:
        """Of a week, and of fewer days if it is asked how many; None of anything else."""
        period, kpi = self.question.period, self.question.kpi
        short = period.days == _WEEK or (kpi == VOLUME and period.days < _WEEK)
        if not short or period.unfinished or period.grain is Grain.ALL:
            return None
        marked = marked_weeks(self.facts.notes)
        return history(following, self.facts, period, self._reach.coverage, self._reach.as_of, marked)

    @cached_property
    def _compared(self) -> tuple[Baseline | None, Change]:
        period = self.question.period
        earlier = self.question.versus or periods.before(period)
        if earlier is None:
            why = "all time has nothing before it" if period.grain is Grain.ALL else "the period has no whole day yet"
            return None, Change.none(why)
        if why_gone := self._gone(earlier.local_days):
            return None, Change.none(why_gone)
        sample = self._following.samples(self.facts, [earlier.local_days])[()][0]
        baseline = Baseline(earlier, sample)
        if why := self._why_not_compared(baseline):
            return baseline, Change.none(why)
        return baseline, compare(self._reading.sample, sample, past=self._past_changes())

    def _gone(self, days: Days, *by: Dimension) -> str:
        """Why it cannot be told of these days: conversations are no longer kept. Else ""."""
        before = self.facts.gone_before((*self._reader.told_apart, *by))
        return gone.why(before) if before is not None and days.first < before else ""

    def _past_changes(self) -> Sequence[float]:
        """What has no sampling error is compared with these."""
        uncertain = isinstance(self._reading.sample, Ratio | Number)
        return self._weeks.past_changes if self._weeks and uncertain else ()

    def _why_not_compared(self, baseline: Baseline) -> str:
        earlier = baseline.period
        if self._incomplete:
            return "the data do not reach the end of the period"
        if baseline.sample.n == 0 or not self._reader.complete(self.facts, earlier.local_days):
            return f"no complete data for {earlier.called}" if baseline.sample.n else f"no data for {earlier.called}"
        return self._reach.newcomer(earlier)

    def _trend(self) -> Trend | None:
        weeks = self._weeks
        if weeks is None or self._incomplete or self.question.period.days != _WEEK:
            return None
        halves = weeks.together(0, _HALF_OF_TREND), weeks.together(_HALF_OF_TREND, 2 * _HALF_OF_TREND)
        if halves[0] is None or halves[1] is None or isinstance(self._reading.sample, Number):
            return None
        now, then = (together([week.sample for week in four]) for four in halves if four is not None)
        return Trend(now, then, compare(now, then)) if now.n and then.n else None

    @cached_property
    def _usual(self) -> Usual | None:
        return self._weeks.usual if self._weeks else None

    @cached_property
    def _window(self) -> Window | None:
        if self._weeks is None or self._incomplete or self.question.period.days != _WEEK:
            return None
        return window(self.question.period, self._weeks)

    # ---- judging

    @cached_property
    def _targets(self) -> Mapping[str, Target | None]:
        return targets_of(self.question, self.facts, self._reading.named, self.limits)

    @property
    def _target(self) -> Target | None:
        return next(iter(self._targets.values()))

    def _judged(self) -> Judgement:
        """By the week, or by the weeks that stand in for it."""
        if self._incomplete:
            return Judgement(None, why="the data do not reach the end of the period")
        if self._reading.unjudged:
            return Judgement(None, why=self._reading.unjudged)
        window, usual = self._window, self._usual
        reading = self._following.read(self.facts, window.period.local_days) if window else self._reading
        judged = judge(self.question.kpi, reading, self._targets, usual.value if usual else None)
        return replace(judged, why=_NO_USUAL) if judged.why == NO_USUAL and not self._is_week else judged

    # ---- over time, and told apart

    @cached_property
    def _points(self) -> tuple[Point, ...]:
        """A stretch whose end the data do not reach is incomplete."""
        question = self.question
        every = question.series or (Grain.WEEK if question.period.days == _WEEK else None)
        if every is None or (self.brief and not question.series):
            return ()
        stretches = series.stretches(question.period, every, self._reach.today, self._reach.since)
        stretches = [each for each in stretches if not self._gone(each.local_days)]
        return series.over(self._following, self.facts, stretches, self._is_complete)

    def _is_complete(self, period: Period) -> bool:
        return self._reach.reached(period.end_at) and self._reader.complete(self.facts, period.local_days)

    @property
    def _series_left_out(self) -> int:
        asked = self.question.series
        return series.left_out(self.question.period, asked, self._reach.since) if asked else 0

    def _breakdown(self, points: Sequence[Point]) -> Breakdown | None:
        question = self.question
        if question.breakdown is None:
            return None
        baseline, change = self._compared
        over = [point.period.local_days for point in points] if question.series else []
        earlier = baseline.period.local_days if baseline else None
        if earlier is not None and (why_gone := self._gone(earlier, question.breakdown)):
            change = Change.none(why_gone)
        return break_down(self._reader, self.facts, question.breakdown, self._days, earlier, change, over)

    def _distribution(self) -> Distribution | None:
        if self.brief or self.question.kpi != INTENT_DISTRIBUTION or self.question.breakdown is not None:
            return None
        baseline, change = self._compared
        earlier = baseline.period.local_days if baseline and change.absolute is not None else None
        before = [week.days for week in self._weeks.weeks[1:9] if week.usable] if self._weeks else []
        beside = self._reading.parts[UNCLASSIFIED]
        unclassified = Share(round((beside.value or 0) * (beside.n or 0) / 100), beside.n or 0)
        target = next(iter(targets_of(self.question, self.facts).values()))
        return distribute(self.facts, self._days, earlier, before[::-1], unclassified, target, self.limits)

    def _marks(self, points: Sequence[Point]) -> tuple[Note, ...]:
        first = min([self.question.period.first, *(point.period.first for point in points)])
        end = self.question.period.end
        return tuple(each for each in self.facts.notes if first <= each.last_day and each.first_day < end)
