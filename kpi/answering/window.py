"""What stands in for a week, or for four, that hold too little to judge: the last 4 weeks, or the last 8."""

from collections.abc import Sequence
from datetime import timedelta

from kpi.answering.history import History, Week
from kpi.answering.readout import FEW_DURATIONS, FEW_OF_A_RATE, Window, few
from kpi.comparison import Change, compare
from kpi.period import Period
from kpi.samples import Durations, Sample, together
from kpi.span import Grain

_SPANS = (4, 8)
_WEEK = 7


def window(period: Period, weeks: History) -> Window | None:
    """The shortest longer span of whole weeks that holds enough, else the longest; None if the period holds enough by
    itself, if the value cannot be added up, or if the weeks before are incomplete or of another kind.

    The history is of spans that are as long as the period: of single weeks, or of several.
    """
    sample, each = weeks.weeks[0].sample, period.days // _WEEK
    if not few(sample) and sample.n:
        return None
    found: Window | None = None
    for span in (span for span in _SPANS if span > each):
        number = span // each
        recent, earlier = weeks.together(0, number), weeks.together(number, 2 * number)
        if recent is None:
            break
        found = _window(period, span, recent, earlier)
        if found.sample.n >= _enough(found.sample):
            break
    return found


def _window(period: Period, span: int, recent: Sequence[Week], earlier: Sequence[Week] | None) -> Window:
    now, before = _together(recent), _together(earlier or ())
    change = Change.none(f"no complete data for the {span} weeks before")
    if before is not None and before.n and now is not None and now.n:
        change = compare(now, before)
    first = period.end - timedelta(weeks=span)
    called = f"last {span} weeks"
    over = Period(called, first, period.end, period.zone, Grain.DAYS)
    return Window(called, over, now or recent[0].sample, before or recent[0].sample, change)


def _together(weeks: Sequence[Week]) -> Sample | None:
    return together([week.sample for week in weeks]) if weeks else None


def _enough(sample: Sample) -> int:
    return FEW_DURATIONS if isinstance(sample, Durations) else FEW_OF_A_RATE
