"""The summary's rows of some days, counted from the tickets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table

from kpi.counting.counter import Counter, Key
from kpi.counting.counting import Counted, Timed
from kpi.counting.daily import Grouped, Numbers, Placed
from kpi.counting.days import Days
from kpi.counting.inquiries import inquiries
from kpi.counting.left_out import EVENTS, left_out
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import ARRIVED, DIMENSIONS
from kpi.measures import INQUIRY_MEASURES, Event, Measure, Timing
from kpi.summary.groupings import BY_HOUR, GROUPINGS, Grouping, name
from kpi.summary.sheets import Group, sheets
from kpi.summary.tables import COUNTED, kpi_day, kpi_day_durations, kpi_day_hours, kpi_day_left_out

EPOCH = date(1970, 1, 1)
MOST_EXACT = 100
"""Up to so many different durations of a day and group are kept as they are; of more, how many fall in each bucket."""

Row = tuple[Any, ...]
Some = tuple[Numbers, npt.NDArray[np.float64]]
"""Cells, and how many count in each of them."""


@dataclass
class Rows:
    """By table, rows of all its columns in their order."""

    days: Days
    of: dict[Table, list[Row]] = field(default_factory=lambda: {each: [] for each in COUNTED})

    def on(self, days: Days) -> Mapping[Table, Sequence[Row]]:
        """Those of these days, in the order of their keys, in which they are written quickest."""
        numbers = range(number_of(days.first), number_of(days.end))
        return {
            table: sorted(row for day in numbers for row in of_day.get(day, ()))
            for table, of_day in self._by_day.items()
        }

    def number(self, day: date) -> int:
        """How many there are of a day, in all tables."""
        return sum(len(of_day.get(number_of(day), ())) for of_day in self._by_day.values())

    @cached_property
    def _by_day(self) -> Mapping[Table, Mapping[int, Sequence[Row]]]:
        """To be asked for when all rows are there."""
        found: dict[Table, dict[int, list[Row]]] = {table: {} for table in self.of}
        for table, rows in self.of.items():
            place = list(table.columns.keys()).index("day")
            for row in rows:
                found[table].setdefault(row[place], []).append(row)
        return found


@dataclass(frozen=True)
class Built:
    """The rows, and how many conversations were read for them."""

    rows: Rows
    conversations: int


def number_of(day: date) -> int:
    """A local day as the tables have it."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The local day of a number in the tables."""
    return EPOCH + timedelta(days=number)


def build(connection: Connection, around: Surroundings, days: Days) -> Built:
    """All rows of these days, for every grouping."""
    stored = [dimension for dimension in DIMENSIONS if dimension != ARRIVED]
    counter = Counter.of(connection, around, days, _EVENTS, stored)
    rows = Rows(days)
    if number := counter.counting.rules.conversations.number:  # most days of a mistyped year have none
        _Building(counter, rows, _groupings(around)).add()
    _add_inquiries(rows, inquiries(connection, days))
    return Built(rows, number)


def _add_inquiries(rows: Rows, counts: Mapping[Measure, npt.NDArray[np.float64]]) -> None:
    """Into the rows of everything together; a day without conversations has none yet."""
    table = rows.of[kpi_day]
    places = {row[1]: place for place, row in enumerate(table) if row[0] == ""}
    first = number_of(rows.days.first)
    for shift in np.flatnonzero(counts[Measure.INQUIRIES]).tolist():
        day = first + shift
        place = places.get(day)
        known = table[place] if place is not None else ("", day, "", "", *[0] * len(Measure))
        added = {measure: int(counted[shift]) for measure, counted in counts.items()}
        row = (*known[:4], *(added.get(each, value) for each, value in zip(Measure, known[4:], strict=True)))
        if place is None:
            table.append(row)
        else:
            table[place] = row


def _groupings(around: Surroundings) -> Sequence[Grouping]:
    """Those that can be told: without opening hours, nobody knows what arrived in them."""
    return [each for each in GROUPINGS if ARRIVED not in each or around.team.hours is not None]


class _Building:
    """Goes from measure to measure, and puts each into every grouping: to hold where the conversations of all measures
    count at once would take more memory than the conversations themselves."""

    def __init__(self, counter: Counter, rows: Rows, groupings: Sequence[Grouping]) -> None:
        self._counting = counter.counting
        self._days = counter.days
        self._rows = rows.of
        self._cells = [_Cells.of(counter, grouping) for grouping in groupings]

    def add(self) -> None:
        """All rows but those of inquiries."""
        self._add_counts()
        self._add_durations()
        self._add_left_out()
        self._add_hours()

    def _add_counts(self) -> None:
        found = [
            [_some(cells.grouped.count(placed)) for cells in self._cells]  # with many groups, few cells have any
            for placed in (self._placed(self._counting.counted(measure)) for measure in _OF_TICKETS)
        ]
        for cells, of_cells in zip(self._cells, zip(*found, strict=True), strict=True):
            self._rows[kpi_day] += _count_rows(cells, of_cells)

    def _add_durations(self) -> None:
        first = number_of(self._days.first)
        for timing in Timing:
            placed = self._placed(self._counting.timed(timing))
            for cells in self._cells:
                found = cells.grouped.time(placed, MOST_EXACT)
                self._rows[kpi_day_durations] += [
                    (timing.value, cells.name, first + day, *sheet)
                    for day, sheet in sheets(found, cells.groups, self._days.number)
                ]

    def _add_left_out(self) -> None:
        for event in EVENTS:
            for reason, counted in left_out(self._counting, event):
                placed = self._placed(counted)
                for cells in self._cells:
                    if len(cells.grouping) <= 1:
                        self._rows[kpi_day_left_out] += _left_out_rows(cells, event, reason, placed)

    def _add_hours(self) -> None:
        those = [self._placed(each) for each in (self._counting.counted(Measure.OPENED), self._counting.replied)]
        for cells in self._cells:
            if cells.grouping in BY_HOUR:
                self._rows[kpi_day_hours] += _hour_rows(cells, *(cells.grouped.by_hour(placed) for placed in those))

    def _placed(self, those: Counted | Timed) -> Placed:
        return Placed.of(those, self._days)


@dataclass(frozen=True)
class _Cells:
    """The cells of a grouping, and what they are called in the tables."""

    grouping: Grouping
    grouped: Grouped
    keys: list[Key]

    @classmethod
    def of(cls, counter: Counter, grouping: Grouping) -> "_Cells":
        """Those of what was read."""
        return cls(grouping, *counter.grouped(grouping))

    @cached_property
    def name(self) -> str:
        """As the tables have it."""
        return name(self.grouping)

    @cached_property
    def groups(self) -> list[Group]:
        """The values of each group."""
        return [tuple(value or "" for value in key) for key in self.keys]

    def keys_of(self, cells: Numbers) -> Iterator[tuple[str, int, str, str]]:
        """Grouping, day, first and second value of each cell."""
        days = self.grouped.days.number
        first_day = number_of(self.grouped.days.first)
        values = [(*group, "", "") for group in self.groups]
        for cell in cells.tolist():
            group, day = divmod(cell, days)
            yield (self.name, first_day + day, values[group][0], values[group][1])


def _count_rows(cells: _Cells, found: Sequence[Some]) -> Iterator[Row]:
    """`found` are the cells of each measure in which anything counts."""
    some = np.unique(np.concatenate([at for at, _ in found]))
    counts = np.zeros((len(some), len(Measure)))
    for place, (at, counted) in zip(_PLACES, found, strict=True):
        counts[np.searchsorted(some, at), place] = counted
    told = counts.astype(np.int64).tolist()
    stars = counts[:, _STARS].tolist()
    for key, row, of_stars in zip(cells.keys_of(some), told, stars, strict=True):
        row[_STARS] = of_stars
        yield (*key, *row)


def _left_out_rows(cells: _Cells, event: Event, reason: str, placed: Placed) -> Iterator[Row]:
    some, counts = _some(cells.grouped.count(placed))
    for key, n in zip(cells.keys_of(some), counts.tolist(), strict=True):
        yield (*key, event.value, reason, int(n))


def _hour_rows(cells: _Cells, opened: Numbers, replied: Numbers) -> Iterator[Row]:
    some = np.flatnonzero(opened + replied)
    columns = (each.tolist() for each in (some % 24, opened[some], replied[some]))
    for key, *row in zip(cells.keys_of(some // 24), *columns, strict=True):
        yield (*key, *row)


def _some(counts: npt.NDArray[np.float64]) -> Some:
    """The cells in which anything counts, and how many do."""
    at = np.flatnonzero(counts)
    return at, counts[at]


_EVENTS = tuple(event for event in Event if event is not Event.STANDING)
_OF_TICKETS = tuple(measure for measure in Measure if measure not in INQUIRY_MEASURES)
_PLACES = [place for place, measure in enumerate(Measure) if measure not in INQUIRY_MEASURES]
_STARS = list(Measure).index(Measure.STARS)
