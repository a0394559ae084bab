"""What evidence is gathered for: a KPI in a place, in a week's review."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi import words
from kpi.counting.days import Days
from kpi.facts import Facts
from kpi.review.evidence.kinds import Evidence
from kpi.review.evidence.place import Place
from kpi.review.held_down_by import Segment
from kpi.review.review import Review
from kpi.review.standing import Standing

LONGEST_NAME = 40
"""Names are shortened to so many characters."""


@dataclass(frozen=True)
class Subject:
    """A KPI that is weak, and where."""

    review: Review
    standing: Standing
    place: Place

    @property
    def facts(self) -> Facts:
        return self.review.week.facts

    @property
    def days(self) -> Days:
        """Those that are judged."""
        return self.standing.days

    @property
    def is_of_part(self) -> bool:
        """Whether a part of all conversations holds it down."""
        return isinstance(self.place.holds, Segment)

    @property
    def week(self) -> Days:
        """Those of the review."""
        return self.review.week.period.local_days


@dataclass(frozen=True)
class Found:
    """The kinds of evidence that there are, and the figures that are known, in words."""

    kinds: frozenset[Evidence] = frozenset()
    figures: Mapping[str, str] = field(default_factory=dict)

    def __add__(self, more: "Found") -> "Found":
        return Found(self.kinds | more.kinds, {**self.figures, **more.figures})


def found(*kinds: Evidence | None, **figures: float | str | None) -> Found:
    """Those that are not None; numbers are counts."""
    said = {
        name: each if isinstance(each, str) else words.count(each) for name, each in figures.items() if each is not None
    }
    return Found(frozenset(each for each in kinds if each is not None), said)


def named(name: str) -> str:
    """A label as it stands in a sentence."""
    return words.shorten(name, LONGEST_NAME)
