"""What a channel works on, and what it has tried, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages.mrkdwn import escaped_size
from bot.messages.rows import fitting
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.review.focus import Focus
from kpi.review.record.foci import StoredFocus
from kpi.review.record.parked import Parked
from kpi.span import day_name
from kpi.words import percent as in_percent
from kpi.words import shorten

_LONGEST = 160
_LONGEST_SAID = 200
_LONGEST_INTENT = 60
_LONGEST_PARKED = 120
_LONGEST_LINE = 100
_MOST_DECIDED = 5
_ROOM = 1_000  # characters, escaped, of what is parked, and of what is normal, beside the table


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


@dataclass(frozen=True)
class Decided:
    """Something that was decided beside the focus: `line`, without a prompt, takes it back; "" if it is too long."""

    name: str
    said: str
    line: str

    @classmethod
    def parked(cls, parked: Parked) -> "Decided":
        """That a KPI rests."""
        line = f"focus unpark {parked.kpi.name}"
        return cls(parked.kpi.title, shorten(parked.said, _LONGEST_PARKED), line)

    @classmethod
    def normal(cls, spelling: str, percent: float, typed: str) -> "Decided":
        """That an intent, `typed` as in a line to type, is normal up to a share in percent."""
        line = f"focus forget {typed}"
        name = f"“{shorten(spelling, _LONGEST_INTENT)}”"
        return cls(name, f"up to {in_percent(percent)}", line if len(line) <= _LONGEST_LINE else "")


@dataclass(frozen=True)
class DecidedRows:
    """The first of all that was decided, and how many `more` there are."""

    rows: list[Decided]
    more: int

    @classmethod
    def of(cls, every: Sequence[Decided]) -> "DecidedRows":
        """As many as have room."""
        rows = fitting(every[:_MOST_DECIDED], _ROOM, escaped_size)
        return cls(rows, len(every) - len(rows))
