"""What a channel works on, and what it has tried, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.review.focus import Focus
from kpi.review.record.foci import StoredFocus
from kpi.span import day_name
from kpi.words import shorten

_LONGEST = 160
_LONGEST_SAID = 200


@dataclass(frozen=True)
class FocusNow:
    """The one that goes on: since the review of the week of `monday`, told on the day `since`; `owner` and `kept_by`
    are ids, None if there is nobody, and `taken` is when it was taken on, "" if it was not."""

    monday: date
    focus: Focus
    since: str
    owner: str | None
    taken: str
    kept_by: str | None
    chosen_by: str | None

    @classmethod
    def of(cls, stored: StoredFocus | None, moment: Callable[[int], str]) -> "FocusNow | None":
        """`moment` says when something was."""
        if stored is None:
            return None
        taken = moment(stored.taken_at) if stored.taken_at else ""
        since = moment(stored.at).partition(",")[0]
        return cls(stored.monday, stored.focus, since, stored.owner, taken, stored.kept_by, stored.chosen_by)

    @property
    def is_intent(self) -> bool:
        """Whether it is about the share of an intent, which can be normal for a team."""
        return self.focus.kpi == INTENT_DISTRIBUTION


@dataclass(frozen=True)
class FocusRow:
    """One that is over: the week whose review named it, what was tried, and what moved since."""

    week: str
    kpi: str
    tried: str
    place: str
    outcome: str
    moved: str

    @classmethod
    def of(cls, stored: StoredFocus) -> "FocusRow":
        """Of one with an outcome."""
        focus = stored.focus
        return cls(
            week=day_name(stored.monday),
            kpi=focus.kpi.title,
            tried=shorten(focus.text, _LONGEST),
            place=shorten(focus.place, 60),
            outcome=str(stored.outcome or ""),
            moved=shorten(stored.said or "", _LONGEST_SAID),
        )
