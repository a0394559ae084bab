"""What a review of several weeks is compared with: earlier spans of as many weeks, as a week is with earlier weeks.

4 weeks are compared with the 4 before, what is usual is the median of earlier spans of 4 weeks, and where 4 weeks hold
too little, 8 stand in for them.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from kpi.answering.coverage import Coverage
from kpi.answering.history import History, Week, days_of, history
from kpi.answering.readout import Readout, Trend, Usual
from kpi.answering.window import window
from kpi.comparison import Change, compare
from kpi.counting.days import Days
from kpi.facts import Facts
from kpi.filters import Filter
from kpi.period import Period
from kpi.readings import Reader, reader
from kpi.review.judging import targets_of
from kpi.samples import Number, Ratio, together
from kpi.state import LEAST, judge
from kpi.team.notes import marked_weeks

WEEK = 7
"""Days."""

_SPANS = 14  # 12 changes, and 8 usual spans also where some are marked
_USUAL_WEEKS = 8


def stretches(period: Period) -> tuple[Days, ...]:
    """The days of the period, and of those before it that it is compared with, the latest first."""
    if period.days <= WEEK:
        return days_of(period)
    shifts = (number * timedelta(days=period.days) for number in range(_SPANS))
    return tuple(Days(period.first - shift, period.end - shift, period.zone) for shift in shifts)


def past(following: Reader, readout: Readout, facts: Facts) -> History:
    """The week of the readout, or its weeks taken as one, and those before: what `following` reads in them."""
    period, coverage = readout.question.period, Coverage.of(readout.kpi, facts.sources)
    if period.days <= WEEK:
        return history(following, facts, period, coverage, readout.as_of, marked_weeks(facts.notes))
    return History(_spans(following, readout, facts, coverage))


def completed(readout: Readout, facts: Facts, filters: Sequence[Filter]) -> Readout:
    """The readout of several whole weeks with what one of a single week has: what is usual, the state, and the weeks
    that stand in for them."""
    reading, period, kpi = readout.reading, readout.question.period, readout.kpi
    if period.days <= WEEK or period.unfinished or reading is None or not reading.n:
        return readout
    following = reader(kpi).following(reading)
    before = past(following, readout, facts)
    usual = _usual(before, period.days // WEEK)
    readout = replace(readout, usual=usual, change=_change(readout, before))
    if readout.incomplete or reading.unjudged:
        return readout
    over = window(period, before)
    judged = following.read(facts, over.period.local_days) if over else reading
    found = judge(kpi, judged, targets_of(kpi, facts, filters), usual.value if usual else None)
    return replace(readout, window=over, trend=_trend(readout), state=found.state, unjudged=found.why)


def beside_usual(readout: Readout, facts: Facts) -> Readout:
    """The readout, compared with no week that is marked as no usual one: what is as always after a holiday has not
    become better, and what was marked is not what is falling now."""
    baseline = readout.baseline
    if baseline is None or readout.change.absolute is None:
        return readout
    if _is_usual(baseline.period.local_days, marked_weeks(facts.notes)):
        return readout
    return replace(readout, change=Change.none(f"{baseline.period.called} had a holiday or an outage"))


def _is_usual(days: Days, marked: Collection[date]) -> bool:
    """Fewer than half of the weeks are marked."""
    return 2 * WEEK * sum(1 for monday in marked if days.first <= monday < days.end) < days.number


def _spans(following: Reader, readout: Readout, facts: Facts, coverage: Coverage) -> list[Week]:
    """The latest first. One of which at least half the weeks are marked is no usual one."""
    days = stretches(readout.question.period)
    samples = following.samples(facts, days[::-1])[()]
    begins, marked = coverage.same_since(days[0].end_at), marked_weeks(facts.notes)
    found = []
    for place, (each, sample) in enumerate(zip(days, reversed(samples), strict=True)):
        complete = readout.as_of is not None and readout.as_of >= each.end_at and each.start_at >= begins
        usual = place == 0 or _is_usual(each, marked)
        found.append(Week(each, sample, complete and usual and following.complete(facts, each)))
    return found


def _usual(before: History, weeks: int) -> Usual | None:
    """The median of earlier spans; of fewer than 4 of them, the value of the 8 weeks before, taken as one."""
    found = before.usual
    if found is not None and not found.as_one:
        return Usual(found.value, found.weeks * weeks)
    spans = before.together(1, 1 + _USUAL_WEEKS // weeks)
    if spans is None or isinstance(spans[0].sample, Number):
        return None
    whole = together([each.sample for each in spans])
    return None if whole.value is None or whole.n < LEAST else Usual(whole.value, _USUAL_WEEKS, as_one=True)


def _change(readout: Readout, before: History) -> Change:
    """What has no sampling error is compared with its earlier changes."""
    reading, baseline = readout.reading, readout.baseline
    if reading is None or baseline is None or readout.change.absolute is None:
        return readout.change
    if not isinstance(reading.sample, Ratio | Number):
        return readout.change
    return compare(reading.sample, baseline.sample, past=before.past_changes)


def _trend(readout: Readout) -> Trend | None:
    """The change itself, so that it is there also where 8 weeks stand in."""
    reading, baseline = readout.reading, readout.baseline
    if reading is None or baseline is None or readout.change.absolute is None or isinstance(reading.sample, Number):
        return None
    return Trend(reading.sample, baseline.sample, readout.change)
