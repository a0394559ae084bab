"""The same days of earlier weeks: what is usual, and how much a change of it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kpi import statistics
from kpi.answering.coverage import Coverage
from kpi.answering.readout import Usual
from kpi.comparison import step
from kpi.counting.days import Days
from kpi.facts import Facts
from kpi.period import Period
from kpi.readings.reader import Reader
from kpi.samples import Durations, Number, Sample, together

WEEKS = 20
"""How far back is looked: twice 8 weeks, 12 changes, and 8 usual weeks also where some are marked."""

_WEEK = timedelta(weeks=1)
_USUAL_WEEKS, _FEWEST_WEEKS, _CHANGES = 8, 4, 12
_LEAST, _LEAST_DURATIONS = 10, 5  # of a week that counts as one of the usual ones


@dataclass(frozen=True)
class Week:
    """The days of a period, some whole weeks earlier. `usable` says that its data are complete and of the same kind,
    and that nobody has marked it as a week with a holiday or an outage."""

    days: Days
    sample: Sample
    usable: bool


@dataclass(frozen=True)
class History:
    """The weeks up to the period, the latest first: the period itself is at 0."""

    weeks: Sequence[Week]

    @property
    def usual(self) -> Usual | None:
        """The median of the last 8 usable weeks before the period that hold enough; with fewer than 4 of them, the
        value of all 8 together, if they hold enough.

        The ⌈n ÷ 2⌉-th smallest, so that it is a value that a week has had.
        """
        usable = [week for week in self.weeks[1:] if week.usable][:_USUAL_WEEKS]
        values = [week.sample.value for week in usable if _holds_enough(week.sample)]
        known = sorted(value for value in values if value is not None)
        if len(known) < _FEWEST_WEEKS:
            return self._usual_together
        middle = statistics.quantile(known, 0.5)
        return None if middle is None else Usual(middle, len(known))

    @property
    def _usual_together(self) -> Usual | None:
        """Of weeks that hold too little by themselves: the value of the 8 before the period, taken as one."""
        weeks = self.together(1, 1 + _USUAL_WEEKS)
        if weeks is None or isinstance(weeks[0].sample, Number):
            return None
        all_of_them = together([week.sample for week in weeks])
        value = all_of_them.value if _holds_enough(all_of_them) else None
        return None if value is None else Usual(value, _USUAL_WEEKS, as_one=True)

    @property
    def past_changes(self) -> list[float]:
        """How much the newest 12 pairs of neighbouring weeks before the period differed (`kpi.comparison.step`)."""
        pairs = zip(self.weeks[1:], self.weeks[2:], strict=False)
        steps = (step(later.sample, earlier.sample) for later, earlier in pairs if later.usable and earlier.usable)
        return [each for each in steps if each is not None][:_CHANGES]

    def together(self, first: int, end: int) -> Sequence[Week] | None:
        """The weeks from `first` up to, and without, `end`; None if one of them is not usable."""
        weeks = self.weeks[first:end]
        return weeks if len(weeks) == end - first and all(week.usable for week in weeks) else None


def history(
    reader: Reader, facts: Facts, period: Period, coverage: Coverage, as_of: int | None, marked: Collection[date]
) -> History:
    """Of a period that is no longer than a week. A week that `marked` holds by its Monday is no usual one."""
    gone = facts.gone_before(reader.told_apart)
    stretches = [each for each in days_of(period) if gone is None or each.first >= gone]
    samples = reader.samples(facts, stretches[::-1])[()]
    begins = coverage.same_since(stretches[0].end_at)
    weeks = []
    for place, (days, sample) in enumerate(zip(stretches, reversed(samples), strict=True)):
        complete = as_of is not None and as_of >= days.end_at and days.start_at >= begins
        usual = place == 0 or not marked or _monday(days.first) not in marked
        weeks.append(Week(days, sample, complete and usual and reader.complete(facts, days)))
    return History(weeks)


def days_of(period: Period) -> tuple[Days, ...]:
    """The days of the period in each of these weeks, the latest first."""
    return _shifted(period.local_days)


@lru_cache(16)
def _shifted(days: Days) -> tuple[Days, ...]:
    shifts = (weeks * _WEEK for weeks in range(WEEKS))
    return tuple(Days(days.first - shift, days.end - shift, days.zone) for shift in shifts)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _holds_enough(sample: Sample) -> bool:
    if isinstance(sample, Number):
        return sample.known
    return sample.n >= (_LEAST_DURATIONS if isinstance(sample, Durations) else _LEAST)
