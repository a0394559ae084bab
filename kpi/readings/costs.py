"""What support costs for each of something: what the KPIs of that kind have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction

from kpi import words
from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.facts import Facts, Key, Tally
from kpi.measures import Event, Measure, Timing
from kpi.readings.reader import Reader, whole
from kpi.readings.reading import Part, Reading
from kpi.samples import Ratio
from kpi.team.costs import Spent, uncovered

_HUNDREDTHS = 100
_MOST_GAPS = 3
_NOT_CONNECTED = "No costs are entered: not connected."


class CostReader(ABC):
    """A reader of a cost for each of what `number` counts.

    Conversations have no cost of their own, so there is no breakdown. `event` dates what is divided by.
    """

    wanted: frozenset[Measure | Timing]
    beside: frozenset[Measure | Timing] = frozenset()
    told_apart: tuple[Dimension, ...] = ()
    event: Event

    @abstractmethod
    def number(self, tally: Tally) -> int:
        """How many the cost is divided by."""

    @abstractmethod
    def parts(self, tally: Tally, spent: Spent) -> dict[str, Part]:
        """What is beside the value and the total cost."""

    def samples(
        self, facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Ratio]]:
        """As `Reader`; ValueError for a breakdown."""
        if by:
            raise ValueError("conversations have no cost of their own")
        tallies = facts.tallies(self.wanted, stretches)[()]
        return {(): [self._sample(tally, facts.spent(days)) for tally, days in zip(tallies, stretches, strict=True)]}

    def complete(self, facts: Facts, days: Days) -> bool:
        """Whether costs were entered for every day."""
        return facts.spent(days).complete

    def following(self, _reading: Reading) -> Reader:
        """Itself."""
        return self

    def read(self, facts: Facts, days: Days) -> Reading:
        """As `Reader`. A period of which some days lack costs has a value that says too little, and is not judged."""
        tally, spent = whole(self, facts, days), facts.spent(days)
        known = bool(spent.by_category)
        lacking = "" if spent.complete else f"no costs are entered for {_named(spent)}"
        return Reading(
            sample=self._sample(tally, spent),
            parts={"cost": Part(units(spent.cents) if known else None, Unit.MONEY), **self.parts(tally, spent)},
            left_out=facts.left_out(self.event, days),
            notes=_notes(lacking, connected=facts.has_costs),
            connected=facts.has_costs,
            incomplete=known and bool(lacking),
            unjudged=lacking if known else "",
        )

    def _sample(self, tally: Tally, spent: Spent) -> Ratio:
        """Of nothing where nothing was entered: that is no cost of 0."""
        return Ratio(units(spent.cents), self.number(tally)) if spent.by_category else Ratio(0.0, 0)


def units(cents: Fraction) -> float:
    """Whole units of the currency."""
    return float(cents / _HUNDREDTHS)


def each(cents: Fraction | None, number: int) -> Part:
    """What it comes to for each of so many; without a value and an n where no such cost was entered."""
    if cents is None:
        return Part(None, Unit.MONEY)
    return Part(Ratio(units(cents), number).value, Unit.MONEY, number)


def _notes(lacking: str, *, connected: bool) -> tuple[str, ...]:
    if not connected:
        return (_NOT_CONNECTED,)
    return (f"{words.sentence(lacking)}.",) if lacking else ()


def _named(spent: Spent) -> str:
    gaps = spent.uncovered
    more = f" and {len(gaps) - _MOST_GAPS:,} more stretches" if len(gaps) > _MOST_GAPS else ""
    return f"{uncovered(gaps[:_MOST_GAPS])}{more}"
