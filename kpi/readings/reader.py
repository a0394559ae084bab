"""How a KPI is computed from what was counted."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Protocol

from kpi.catalogue import Kpi, missing
from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.facts import Facts, Key, Tally
from kpi.measures import Measure, Timing
from kpi.readings.reading import Reading
from kpi.samples import Sample


class Reader(Protocol):
    """Computes one KPI."""

    @property
    def wanted(self) -> frozenset[Measure | Timing]:
        """What has to be counted for the value."""

    @property
    def beside(self) -> frozenset[Measure | Timing]:
        """What has to be counted over the same days for all that is beside it."""

    @property
    def told_apart(self) -> tuple[Dimension, ...]:
        """The dimensions that have to be told apart for the value itself."""

    def samples(
        self, facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Sample]]:
        """What the value over each stretch is computed from, for each group: enough to compare it."""

    def read(self, facts: Facts, days: Days) -> Reading:
        """The value over these days, with all that is beside it."""

    def complete(self, facts: Facts, days: Days) -> bool:
        """Whether, beside conversations, all is there that the value over these days needs."""

    def following(self, reading: Reading) -> "Reader":
        """The reader of the very number that was read, in other periods: what it is to be compared by."""


class TallyReader(ABC):
    """A reader of what is counted over stretches of days."""

    wanted: frozenset[Measure | Timing]
    beside: frozenset[Measure | Timing] = frozenset()
    told_apart: tuple[Dimension, ...] = ()

    @abstractmethod
    def sample(self, tally: Tally) -> Sample:
        """The sample of what was counted."""

    @abstractmethod
    def read(self, facts: Facts, days: Days) -> Reading:
        """As `Reader`."""

    def samples(
        self, facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Sample]]:
        """As `Reader`."""
        found = facts.tallies(self.wanted, stretches, by)
        return {key: [self.sample(tally) for tally in tallies] for key, tallies in found.items()}

    def complete(self, _facts: Facts, _days: Days) -> bool:
        """Always."""
        return True

    def following(self, _reading: Reading) -> Reader:
        """Itself."""
        return self


def whole(reader: Reader, facts: Facts, days: Days) -> Tally:
    """All that the reader wants over these days, told apart by nothing."""
    return facts.tallies(reader.wanted | reader.beside, [days])[()][0]


def reached(kpi: Kpi, facts: Facts, days: Days) -> bool:
    """Whether the data of a source that can tell the KPI reach into these days: if not, none counted is no data."""
    return any(
        source.first_opened is not None
        and source.complete_until is not None
        and source.first_opened < days.end_at
        and source.complete_until > days.start_at
        and not missing(kpi, source.fields)
        for source in facts.sources
    )
