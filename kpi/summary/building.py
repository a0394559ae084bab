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
        building = _Building(counter, rows)
        for grouping in GROUPINGS:
            if ARRIVED not in grouping or around.team.hours is not None:
                building.add(grouping)
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


class _Building:
    def __init__(self, counter: Counter, rows: Rows) -> None:
        counting, days = counter.counting, counter.days
        self._counter = counter
        self._rows = rows.of
        self._counted = [Placed.of(counting.counted(measure), days) for measure in _OF_TICKETS]
        self._timed = [(timing, Placed.of(counting.timed(timing), days)) for timing in Timing]
        self._by_hour = [Placed.of(each, days) for each in (counting.counted(Measure.OPENED), counting.replied)]
        self._left_out = [
            (event, reason, placed)
            for event in EVENTS
            for reason, counted in left_out(counting, event)
            if len((placed := Placed.of(counted, days)).places)
        ]

    def add(self, grouping: Grouping) -> None:
        """The rows of one grouping."""
        grouped, keys = self._counter.grouped(grouping)
        cells = _Cells(grouped, keys, name(grouping))
        self._add_counts(cells)
        self._add_durations(cells)
        if len(grouping) <= 1:
            self._add_left_out(cells)
        if grouping in BY_HOUR:
            self._add_hours(cells)

    def _add_counts(self, cells: "_Cells") -> None:
        found = [_some(cells.grouped.count(placed)) for placed in self._counted]  # with many groups, few cells have any
        some = np.unique(np.concatenate([at for at, _ in found]))
        counts = np.zeros((len(some), len(Measure)))
        for place, (at, counted) in zip(_PLACES, found, strict=True):
            counts[np.searchsorted(some, at), place] = counted
        told = counts.astype(np.int64).tolist()
        stars = counts[:, _STARS].tolist()
        for row, of_stars in zip(told, stars, strict=True):
            row[_STARS] = of_stars
        self._rows[kpi_day] += [(*key, *row) for key, row in zip(cells.keys_of(some), told, strict=True)]

    def _add_durations(self, cells: "_Cells") -> None:
        first = number_of(self._counter.days.first)
        for timing, placed in self._timed:
            found = cells.grouped.time(placed, MOST_EXACT)
            self._rows[kpi_day_durations] += [
                (timing.value, cells.name, first + day, *sheet)
                for day, sheet in sheets(found, cells.groups, cells.grouped.days.number)
            ]

    def _add_left_out(self, cells: "_Cells") -> None:
        for event, reason, placed in self._left_out:
            counts = cells.grouped.count(placed)
            some = np.flatnonzero(counts)
            self._rows[kpi_day_left_out] += [
                (*key, event.value, reason, int(n)) for key, n in zip(cells.keys_of(some), counts[some], strict=True)
            ]

    def _add_hours(self, cells: "_Cells") -> None:
        by_hour = [cells.grouped.by_hour(placed) for placed in self._by_hour]
        some = np.flatnonzero(by_hour[0] + by_hour[1])
        hours = (some % 24).tolist()
        self._rows[kpi_day_hours] += [
            (*key, hour, int(by_hour[0][cell]), int(by_hour[1][cell]))
            for key, hour, cell in zip(cells.keys_of(some // 24), hours, some.tolist(), strict=True)
        ]


@dataclass(frozen=True)
class _Cells:
    """The cells of a grouping, and what they are called in the tables."""

    grouped: Grouped
    keys: list[Key]
    name: str

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


def _some(counts: npt.NDArray[np.float64]) -> tuple[Numbers, npt.NDArray[np.float64]]:
    """The cells in which anything counts, and how many do."""
    at = np.flatnonzero(counts)
    return at, counts[at]


_EVENTS = tuple(event for event in Event if event is not Event.STANDING)
_OF_TICKETS = tuple(measure for measure in Measure if measure not in INQUIRY_MEASURES)
_PLACES = [place for place, measure in enumerate(Measure) if measure not in INQUIRY_MEASURES]
_STARS = list(Measure).index(Measure.STARS)
