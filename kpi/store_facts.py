"""The facts of a store: from the daily summary where it can tell, else counted from the tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from sqlalchemy import Connection

from kpi import sources
from kpi.counting.days import Days
from kpi.counting.oldest_waiting import oldest_waiting
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import SOURCE, Dimension
from kpi.facts import Key, Tally, Wanted
from kpi.filters import Filter
from kpi.labels import StoreLabels
from kpi.measures import Event, Measure, Timing
from kpi.retention.reading import CountedReader
from kpi.sources import SourceFacts
from kpi.summary.basis import is_made_for
from kpi.summary.catching_up import days_behind
from kpi.team.costs import entries
from kpi.team.notes import Note, all_notes
from kpi.team.settings import TeamSettings
from kpi.team.spending import Entry, Spent, spent

_Of = TypeVar("_Of", Days, date)

STANDING = frozenset(
    (
        Measure.ENTERED,
        Measure.LEFT,
        Measure.OLD_ENTERED,
        Measure.OLD_LEFT,
        Measure.WAITING_ENTERED,
        Measure.WAITING_LEFT,
        Measure.WAITING_BOT_ENTERED,
        Measure.WAITING_BOT_LEFT,
    )
)
"""What is asked for from the first day of all on."""


class StoreFacts:
    """`kpi.facts.Facts`, of all conversations that `connection` sees and that meet the filters.

    With `from_tickets` the summary is never asked, as it is not where the team has decided anew what it should count.
    """

    def __init__(
        self,
        connection: Connection,
        team: TeamSettings,
        filters: Sequence[Filter] = (),
        *,
        from_tickets: bool = False,
    ) -> None:
        self._connection = connection
        self._filters = tuple(filters)
        self.team = team
        self.from_tickets = from_tickets or not is_made_for(connection, team)
        self._prepared: dict[tuple[Dimension, ...], list[_Prepared]] = {}
        self._loaded: dict[tuple[Dimension, ...], list[_Loaded[Days]]] = {}
        self._stood: dict[tuple[Dimension, ...], list[_Loaded[date]]] = {}
        self._spent: dict[Days, Spent] = {}
        self._counted = CountedReader(
            connection,
            lambda: self._around,
            team,
            self._filters,
            lambda: self._first_opened,
            from_tickets=self.from_tickets,
        )

    @cached_property
    def sources(self) -> tuple[SourceFacts, ...]:
        """The sources that meet the filters, by name."""
        return sources.read(self._connection, [each.value for each in self._filters if each.dimension == SOURCE])

    @cached_property
    def notes(self) -> list[Note]:
        """The notes on the time line."""
        return all_notes(self._connection)

    @cached_property
    def behind(self) -> int:
        """How many days have changed since they were last counted."""
        return 0 if self.from_tickets else days_behind(self._connection)

    def narrowed(self, filters: Sequence[Filter]) -> "StoreFacts":
        """The same of the conversations that meet the filters as well."""
        if set(filters) == set(self._filters):
            return self
        if self._filters:
            raise ValueError("these facts are narrowed to something else")
        return StoreFacts(self._connection, self.team, filters, from_tickets=self.from_tickets)

    def spellings(self, dimension: Dimension) -> Mapping[str, str]:
        """How the dimension's values are spelt, by the value."""
        return self._labels.values(dimension)

    def gone_before(self, by: Sequence[Dimension] = ()) -> date | None:
        """The day before which nothing can be told apart so any more; None if all can."""
        return self._counted.gone_before(by)

    @property
    def counted_otherwise(self) -> date | None:
        """The day before which all was counted for other settings than those in force; None if none was."""
        return self._counted.frozen.counted_otherwise if self._counted.frozen else None

    def prepare(self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension] = ()) -> None:
        """All this will be asked for, so whatever of it is read first may as well be read with the rest."""
        prepared = self._prepared.setdefault(tuple(by), [])
        gone = self.gone_before(by)
        stretches = [each for each in stretches if gone is None or each.first >= gone]
        if not any(each.holds(wanted, stretches) for each in prepared):
            prepared.append(_Prepared(frozenset(wanted), tuple(stretches)))

    def _will_ask(self, by: Sequence[Dimension]) -> "Sequence[_Prepared]":
        return self._prepared.get(tuple(by), ())

    def tallies(
        self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Tally]]:
        """What was counted in each stretch; they may not overlap."""
        loaded = self._loaded.setdefault(tuple(by), [])
        known = next((each for each in loaded if each.holds(wanted, stretches)), None)
        if known is None:
            found = (each for each in self._will_ask(by) if each.holds(wanted, stretches))
            prepared = next(found, _Prepared(frozenset(wanted), tuple(stretches)))
            read = self._counted.tallies(prepared.wanted, prepared.stretches, by)
            known = _Loaded(prepared.wanted, _places(prepared.stretches), read)
            loaded.append(known)
        return known.at(stretches)

    def standing(
        self, wanted: Wanted, ends: Sequence[date], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Tally]]:
        """What was counted from the first day of all up to, and without, each of the ascending days."""
        stood = self._stood.setdefault(tuple(by), [])
        known = next((each for each in stood if each.holds(wanted, ends)), None)
        if known is None:
            found = (each.standing(wanted, ends) for each in self._will_ask(by))
            every, days = next(filter(None, found), (frozenset(wanted), ends))
            known = _Loaded(every, _places(days), self._counted.standing(every, days, by))
            stood.append(known)
        return known.at(ends)

    def arrivals(self, days: Days) -> tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]:
        """By weekday from Monday and by hour, 0 to 23: how many were opened, and how many a person first replied to."""
        tables = [[[0] * 24 for _ in range(7)] for _ in range(2)]
        for day, hour, *numbers in self._counted.hours(days):
            for table, number in zip(tables, numbers, strict=True):
                table[day.weekday()][hour] += number
        return tables[0], tables[1]

    def left_out(self, event: Event, days: Days) -> Mapping[str, int]:
        """What would have counted by `event` on these days, but does not: how many, by reason."""
        return self._counted.left_out(event, days)

    def oldest_waiting(self) -> int | None:
        """For how many seconds the one that waits longest has waited, when its source was last complete."""
        return self._oldest_waiting

    def newest(self, wanted: Wanted) -> date | None:
        """The day on which anything was last counted in one of these; None if nothing was, or nothing quickly tells."""
        return self._counted.newest(wanted)

    def spent(self, days: Days) -> Spent:
        """What support cost on these days."""
        if days not in self._spent:
            self._spent[days] = spent(self._costs, days.first, days.end)
        return self._spent[days]

    @property
    def has_costs(self) -> bool:
        """Whether any cost was ever entered."""
        return bool(self._costs)

    @cached_property
    def _around(self) -> Surroundings:
        narrowed = any(each.dimension == SOURCE for each in self._filters)
        return Surroundings.of(sources.read(self._connection) if narrowed else self.sources, self.team)

    @cached_property
    def _labels(self) -> StoreLabels:
        # Who may see whom is asked where the question is read: here it is being answered.
        return StoreLabels(self._connection, may_see_assignees=lambda: None)

    @cached_property
    def _costs(self) -> tuple[Entry, ...]:
        return entries(self._connection)

    @cached_property
    def _oldest_waiting(self) -> int | None:
        return oldest_waiting(self._connection, self._around.traits, self._filters)

    @property
    def _first_opened(self) -> int | None:
        return min((each.first_opened for each in self.sources if each.first_opened is not None), default=None)


@dataclass(frozen=True)
class _Prepared:
    """What will be asked for, told apart in one way."""

    wanted: frozenset[Measure | Timing] = frozenset()
    stretches: tuple[Days, ...] = ()

    def holds(self, wanted: Wanted, stretches: Sequence[Days]) -> bool:
        """Whether all of this is part of it."""
        return self.wanted.issuperset(wanted) and set(self.stretches).issuperset(stretches)

    def standing(
        self, wanted: Wanted, ends: Sequence[date]
    ) -> tuple[frozenset[Measure | Timing], Sequence[date]] | None:
        """What stands open at the end of each of its stretches; None if this is no part of it."""
        every = sorted({each.end for each in self.stretches})
        if self.wanted.issuperset(wanted) and set(every).issuperset(ends):
            return self.wanted & STANDING, every
        return None


@dataclass(frozen=True)
class _Loaded(Generic[_Of]):
    """What has been read, told apart in one way; `places` says of which stretch, or which day, each tally is."""

    wanted: frozenset[Measure | Timing]
    places: Mapping[_Of, int]
    tallies: Mapping[Key, Sequence[Tally]]

    def holds(self, wanted: Wanted, those: Sequence[_Of]) -> bool:
        """Whether all of this has been read."""
        return self.wanted.issuperset(wanted) and all(each in self.places for each in those)

    def at(self, those: Sequence[_Of]) -> Mapping[Key, Sequence[Tally]]:
        """The tallies of these."""
        places = [self.places[each] for each in those]
        return {key: [tallies[place] for place in places] for key, tallies in self.tallies.items()}


def _places(those: Sequence[_Of]) -> dict[_Of, int]:
    return {each: place for place, each in enumerate(those)}
