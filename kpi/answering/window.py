"""What stands in for a week that holds too little to judge: the last 4 weeks, or the last 8."""

from collections.abc import Sequence
from datetime import timedelta

from kpi.answering.history import History, Week
from kpi.answering.readout import FEW_DURATIONS, FEW_OF_A_RATE, Window, few
from kpi.comparison import Change, compare
from kpi.period import Period
from kpi.samples import Durations, Sample, together
from kpi.span import Grain

_SPANS = (4, 8)


def window(period: Period, weeks: History) -> Window | None:
    """The shortest span of whole weeks that holds enough, else the longest; None if the week holds enough by itself, if
    the value cannot be added up, or if the weeks before are incomplete or of another kind."""
    sample = weeks.weeks[0].sample
    if not few(sample) and sample.n:
        return None
    found: Window | None = None
    for span in _SPANS:
        recent, earlier = weeks.together(0, span), weeks.together(span, 2 * span)
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
    first = period.first - timedelta(weeks=span - 1)
    called = f"last {span} weeks"
    over = Period(called, first, period.end, period.zone, Grain.DAYS)
    return Window(called, over, now or recent[0].sample, before or recent[0].sample, change)


def _together(weeks: Sequence[Week]) -> Sample | None:
    return together([week.sample for week in weeks]) if weeks else None


def _enough(sample: Sample) -> int:
    return FEW_DURATIONS if isinstance(sample, Durations) else FEW_OF_A_RATE
