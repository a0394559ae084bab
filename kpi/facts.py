"""What a KPI may ask of the store: what happened over some days, counted.

A KPI is computed from these and from nothing else, so whoever provides them may change: the daily summary, or the
tickets themselves (`kpi.store_facts`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.filters import Filter
from kpi.measures import Event, Measure, Timing
from kpi.samples import Durations
from kpi.sources import SourceFacts
from kpi.team.notes import Note
from kpi.team.settings import TeamSettings
from kpi.team.spending import Spent

Wanted = Collection[Measure | Timing]
Key = tuple[str | None, ...]
"""A value for each dimension that conversations are told apart by; None has those without one."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted. What nothing was counted of is 0, or no durations."""

    counts: Mapping[Measure, float] = field(default_factory=dict)
    durations: Mapping[Timing, Durations] = field(default_factory=dict)

    def __getitem__(self, measure: Measure) -> int:
        """How many."""
        return int(self.counts.get(measure, 0))

    def __add__(self, other: "Tally") -> "Tally":
        if not (other.counts or other.durations):
            return self
        counts = {each: self.sum(each) + other.sum(each) for each in {**self.counts, **other.counts}}
        timings = {**self.durations, **other.durations}
        return Tally(counts, {each: Durations.together([self.time(each), other.time(each)]) for each in timings})

    def sum(self, measure: Measure) -> float:
        """Of a measure that adds up what may be no whole numbers."""
        return self.counts.get(measure, 0.0)

    def time(self, timing: Timing) -> Durations:
        """How long they took."""
        return self.durations.get(timing) or Durations()


class Facts(Protocol):
    """What happened, counted. Excluded conversations and impossible instants are in no figure but `left_out`."""

    @property
    def team(self) -> TeamSettings:
        """What the team has decided."""

    @property
    def sources(self) -> tuple[SourceFacts, ...]:
        """The sources that meet the filters, by name."""

    @property
    def notes(self) -> Sequence[Note]:
        """The notes on the time line."""

    @property
    def behind(self) -> int:
        """How many days have changed since they were last counted."""

    def narrowed(self, filters: Sequence[Filter]) -> "Facts":
        """The same of the conversations that meet the filters as well."""

    def gone_before(self, by: Sequence[Dimension] = ()) -> date | None:
        """The day before which nothing can be told apart so any more, as conversations are no longer kept; None if all
        can. Whoever asks for what counts before it gets a `kpi.retention.gone.GoneError`."""

    @property
    def counted_otherwise(self) -> date | None:
        """The day before which all was counted for other settings than those in force; None if none was."""

    def prepare(self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension] = ()) -> None:
        """All this will be asked for, so whatever of it is read first may as well be read with the rest."""

    def spellings(self, dimension: Dimension) -> Mapping[str, str]:
        """How the dimension's values are spelt, by the value."""

    def tallies(
        self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Tally]]:
        """What was counted in each stretch, for each group that has anything in one of them; told apart by nothing,
        there is always the group (). Stretches may not overlap."""

    def standing(
        self, wanted: Wanted, ends: Sequence[date], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Tally]]:
        """What was counted from the first day of all up to, and without, each of the ascending days."""

    def arrivals(self, days: Days) -> tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]:
        """By weekday from Monday and by hour, 0 to 23: how many were opened, and how many a person first replied to."""

    def left_out(self, event: Event, days: Days) -> Mapping[str, int]:
        """What would have counted by `event` on these days, but does not: how many, by reason."""

    def oldest_waiting(self) -> int | None:
        """For how many seconds the one that waits longest has waited, when its source was last complete; None if none
        waits."""

    def newest(self, wanted: Wanted) -> date | None:
        """The day on which anything was last counted in one of these; None if nothing was, or nothing quickly tells."""

    def spent(self, days: Days) -> Spent:
        """What support cost on these days."""

    @property
    def has_costs(self) -> bool:
        """Whether any cost was ever entered."""
