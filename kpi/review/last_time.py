"""What a channel's earlier reviews mean for one: which focus went on up to it, what was tried, what was left lying."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kpi.catalogue import Kpi
from kpi.period import Period
from kpi.review.focus import Focus, Tried
from kpi.review.record.foci import BY_HAND, WITHOUT_GAIN, Outcome, StoredFocus, as_tried
from kpi.review.record.told import Told

_WEEK = timedelta(weeks=1)


class LastTime:
    """Of the reviews before that of a period. `every` focus of the channel and the posts that were `told` are given the
    newest first, and the review is made `on` a day. Whoever redoes it later finds the same: what came after it is left
    aside."""

    def __init__(self, every: Sequence[StoredFocus], told: Sequence[Told], period: Period, on: date) -> None:
        self._monday = period.end - _WEEK
        self._period = period
        self._on = on
        self._before = [each for each in every if each.monday < self._monday]
        self._named = next((each for each in every if each.monday == self._monday), None)
        self._told = told

    @property
    def is_first(self) -> bool:
        """Whether there was no review before."""
        return not self._told and not self._before

    @property
    def focus(self) -> StoredFocus | None:
        """The one that went on up to this review."""
        return next((each for each in self._before if self._goes_on(each)), None)

    @property
    def named(self) -> StoredFocus | None:
        """The one that this review has named, if it was posted already, or that was chosen instead of it."""
        return self._named

    def tried(self, outcome: Outcome | None) -> list[Tried]:
        """What was tried before; the `outcome` is that of the last focus by this review."""
        last = self.focus
        return [as_tried(replace(each, outcome=outcome) if each is last else each) for each in self._before]

    def times(self, focus: Focus) -> int:
        """How often the focus has been named, with this review: 1 for one that the review before has not named."""
        first = self._monday
        for each in self._before:
            if each.outcome in BY_HAND:
                continue
            if not is_same(each.focus, focus) or (each.ended is not None and each.ended < first):
                break
            first = each.monday
        return (self._monday - first).days // self._period.days + 1

    def without_gain(self, kpi: Kpi, outcome: Outcome | None) -> int:
        """How many verdicts in a row found no gain for this KPI; the `outcome` is that of the last focus."""
        last, number = self.focus, 0
        for each in self._before:
            became = outcome if each is last else each.outcome
            if became is None or became in BY_HAND:
                continue
            if each.focus.kpi != kpi or became not in WITHOUT_GAIN:
                break
            number += 1
        return number

    @property
    def untaken(self) -> int:
        """How many reviews in a row named a focus that nobody took on."""
        number = 0
        for post in self._told:
            if not post.figures:  # it had no findings, and so named none
                continue
            focus = next((each for each in self._before if _went_on(each, post.monday)), None)
            if focus is None or focus.owner is not None or focus.outcome is Outcome.PARKED:
                break
            number += 1
        return number

    def _goes_on(self, stored: StoredFocus) -> bool:
        if stored.ended is None:
            return True
        if stored.outcome in BY_HAND:
            return stored.ended > self._on and self._named is None
        return stored.ended >= self._monday


def _went_on(stored: StoredFocus, monday: date) -> bool:
    """After the review of the week from this Monday on."""
    return stored.monday <= monday and (stored.ended is None or stored.ended > monday)


def is_same(one: Focus, other: Focus) -> bool:
    """Whether they are the same step for the same KPI in the same place."""
    return (one.kpi, one.step, one.labels) == (other.kpi, other.step, other.labels)
