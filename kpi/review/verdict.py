"""Whether a focus has helped: what it was to change, since it was named, against what it started from.

It only ever says what came after, never what came of it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kpi import words
from kpi.catalogue import FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, Better
from kpi.comparison import Change, compare
from kpi.counting.days import Days
from kpi.review.focus import BOT_STEP, Focus, sample_of
from kpi.review.needed import needed
from kpi.review.record.foci import Outcome, StoredFocus
from kpi.review.review import Review
from kpi.review.standing import Standing
from kpi.review.wording import within
from kpi.samples import Number, Ratio, Sample
from kpi.span import day_name
from kpi.state import LEAST
from kpi.wording import change_words
from kpi.wording.count_words import of_so_many

_WEEK = timedelta(weeks=1)
_WAITS = 2 * _WEEK
"""So long a verdict waits for data that lack: costs that nobody enters would keep a focus for ever."""


class How(StrEnum):
    """What a verdict says."""

    TOO_EARLY = "too early"
    WORKED = "worked"
    WORSE = "got worse"
    CANNOT_TELL = "cannot tell"

    @property
    def outcome(self) -> Outcome | None:
        """What it makes of a focus; None for one that goes on."""
        return None if self is How.TOO_EARLY else Outcome(self.value)


@dataclass(frozen=True)
class Verdict:
    """What a review says of an earlier focus, in a sentence. Of what cannot be told `needed` says what it would have
    taken, and of what is too early `early_sign` what can be seen already; "" where there is nothing to say."""

    how: How
    text: str
    needed: str = ""
    early_sign: str = ""


def verdict(stored: StoredFocus, review: Review, sign: str = "") -> Verdict:
    """Of a focus of an earlier review; `sign` is what can be seen already (`kpi.review.early_sign`)."""
    waits_for = _waits_for(stored, review)
    if waits_for:
        return Verdict(How.TOO_EARLY, waits_for, early_sign=sign)
    focus, standing = stored.focus, review.week.of(stored.focus.kpi)
    now = sample_of(focus.kpi, focus.step, focus.labels, review.week.facts, since(stored, review))
    reaches = _reaches(standing, review.week.period.end_at)
    if now.value is None or focus.start.value is None or not reaches:
        said = f"Since then there are no {'complete ' * (not reaches)}data of {_name(focus)}: cannot tell."
        takes = needed(focus.kpi, focus.start, now, standing.past, standing.readout.currency) if reaches else ""
        return Verdict(How.CANNOT_TELL, said, takes)
    return _compared(focus, standing, now)


def since(stored: StoredFocus, review: Review) -> Days:
    """The days that tell: from those on whose review was to tell, which are as many as the one had that named the
    focus, up to the end of the reviewed ones."""
    focus, period = stored.focus, review.week.period
    length = (focus.due - stored.monday) // focus.kpi.lag
    return Days(focus.due + _WEEK - length, period.end, period.zone)


def _waits_for(stored: StoredFocus, review: Review) -> str:
    """Why it is too early; "" if it is not."""
    week = review.week
    due, end = stored.focus.due, week.period.end
    if week.period.unfinished or end - _WEEK < due:
        return f"Too early to tell: the review of {day_name(due + _WEEK)} will."
    if end - _WEEK < due + _WAITS and not _reaches(week.of(stored.focus.kpi), week.period.end_at):
        return "Too early to tell: the data do not reach the end of the week."
    return ""


def _reaches(standing: Standing, end_at: int) -> bool:
    """Whether its data are complete. What is not connected any more will not be completed either."""
    readout = standing.readout
    return not readout.connected or (not readout.incomplete and (readout.as_of is None or readout.as_of >= end_at))


def _compared(focus: Focus, standing: Standing, now: Sample) -> Verdict:
    start, currency = focus.start, standing.readout.currency
    change = compare(now, start, past=standing.past)
    before, after = of_so_many(start, focus.kpi, currency), _in_short(now, focus, currency)
    if _is_counted(now, start) and change.significant:
        how = How.WORKED if _is_better(focus, change) else How.WORSE
        verb = "rose" if (change.absolute or 0.0) > 0 else "fell"
        return Verdict(how, f"Since then {_name(focus)} {verb} from {before} to {after}: {how}.")
    went = f"went from {before} to {after}" if change.absolute else f"stayed at {before}"
    if not change.absolute and now.n != start.n:
        went += f", then {after}"
    said = f"Since then {_name(focus)} {went}: cannot tell, {_why(now, start, change)}."
    return Verdict(How.CANNOT_TELL, said, needed(focus.kpi, start, now, standing.past, currency))


def _in_short(sample: Sample, focus: Focus, currency: str) -> str:
    """Beside one that says what it counts: "85 % of 40"."""
    if sample.value is None or isinstance(sample, Ratio | Number):
        return of_so_many(sample, focus.kpi, currency)
    return f"{change_words.value(sample.value, focus.kpi.unit)} of {words.count(sample.n)}"


def _why(now: Sample, start: Sample, change: Change) -> str:
    """It cannot be told."""
    if isinstance(now, Ratio | Number):
        known = change.significant is not None
        return "for that is within its usual change" if known else "for its usual change is not known yet"
    return "for that may be chance" if _is_counted(now, start) else "for those are too few"


def _is_counted(now: Sample, start: Sample) -> bool:
    """Whether both rest on enough; what has no sampling error may be of any number."""
    return isinstance(now, Ratio | Number) or min(now.n, start.n) >= LEAST


def _is_better(focus: Focus, change: Change) -> bool:
    up = (change.absolute or 0.0) > 0
    return up == (focus.kpi.better is Better.HIGHER)


def _name(focus: Focus) -> str:
    """ "CSAT of “refund”", "first reply by the bot", "the share of “login bug”" """
    kpi = focus.kpi
    if kpi == INTENT_DISTRIBUTION:
        return f"the share of {focus.place}"
    title = within(kpi.title)
    if kpi == FIRST_RESPONSE_TIME:
        title = f"first reply by {'the bot' if focus.step.startswith(BOT_STEP) else 'a person'}"
    is_everywhere = not focus.labels or not kpi.dimensions
    return title if is_everywhere else f"{title} of {focus.place}"
