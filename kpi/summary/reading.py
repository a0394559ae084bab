"""Tallies read from the summary: a few rows a day, however many conversations there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    Integer,
    Table,
    and_,
    column,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    values,
)

from kpi.counting.days import Days
from kpi.dimensions import INTENT, Dimension
from kpi.facts import Key, Tally, Wanted
from kpi.filters import Filter
from kpi.measures import Event, Measure, Timing
from kpi.samples import Durations
from kpi.store import plain_sql
from kpi.summary.building import day_of, number_of
from kpi.summary.groupings import Grouping, name, smallest
from kpi.summary.sheets import Group, Sheet, Sheets, groups_of
from kpi.summary.tables import kpi_day, kpi_day_durations, kpi_day_hours, kpi_day_left_out

_VALUES = ("first", "second")
_LAST = number_of(date.max)

Allowed = tuple[tuple[str, ...] | None, ...]
"""For each dimension of a grouping, the values that may be; None for any."""


def grouping_for(by: Sequence[Dimension], filters: Sequence[Filter]) -> Grouping | None:
    """The one that can tell apart and narrow so; None if the summary has none."""
    return smallest({*by, *(each.dimension for each in filters)})


class SummaryReader:
    """The rows of one grouping that meet the filters.

    `names` says what intents are called by now: days that are never counted again have them as they were called then.
    """

    def __init__(
        self,
        connection: Connection,
        grouping: Grouping,
        filters: Sequence[Filter],
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._connection = connection
        self._grouping = grouping
        self._names = names if INTENT in grouping else {}
        self._allowed = _allowed(grouping, filters, self._names)

    def tallies(
        self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension]
    ) -> Mapping[Key, Sequence[Tally]]:
        """See `kpi.facts.Facts`. Stretches may not overlap."""
        found: dict[Key, list[Tally]] = {} if by else {(): [_NOTHING] * len(stretches)}
        durations = self._durations([each for each in Timing if each in wanted], stretches, by)
        counts = self._counts([each for each in Measure if each in wanted], stretches, by)
        for key, place in dict.fromkeys([*counts, *durations]):
            tally = Tally(counts.get((key, place), {}), durations.get((key, place), {}))
            found.setdefault(key, [_NOTHING] * len(stretches))[place] = tally
        return found

    def hours(self, days: Days) -> Sequence[tuple[date, int, int, int]]:
        """Day, hour, how many were opened and how many were first replied to."""
        c = kpi_day_hours.c
        query = select(c.day, c.hour, func.sum(c.opened), func.sum(c.replied)).where(*self._rows(c, days))
        rows = self._connection.execute(query.group_by(c.day, c.hour))
        return [(day_of(day), hour, int(opened), int(replied)) for day, hour, opened, replied in rows]

    def left_out(self, days: Days) -> Mapping[Event, Mapping[str, int]]:
        """How many by event and reason."""
        c = kpi_day_left_out.c
        query = select(c.event, c.reason, func.sum(c.n)).where(*self._rows(c, days))
        found: dict[Event, dict[str, int]] = {}
        for event, reason, n in self._connection.execute(query.group_by(c.event, c.reason).order_by(c.reason)):
            found.setdefault(Event(event), {})[reason] = int(n)
        return found

    def newest(self, wanted: Wanted, before: date | None = None) -> date | None:
        """The last day on which anything was counted in one of these; of the days `before` that one, if it is given."""
        c = kpi_day.c
        counted = [c[each.value] > 0 for each in wanted if isinstance(each, Measure)]
        end = _LAST if before is None else number_of(before)
        mine = (c.grouping == name(self._grouping), or_(false(), *counted), *_conditions(c, self._allowed))
        newest = select(func.max(c.day)).where(*mine, c.day < end)
        days = (self._connection.scalar(newest), self._newest_timed(wanted, end))
        found = [day for day in days if day is not None]
        return day_of(max(found)) if found else None

    def _newest_timed(self, wanted: Wanted, end: int) -> int | None:
        c = kpi_day_durations.c
        timed = c.timing.in_([each.value for each in wanted if isinstance(each, Timing)])
        mine = (timed, c.grouping == name(self._grouping), c.day < end)
        rows = self._connection.execute(select(c.day, c.groups).where(*mine).order_by(c.day.desc()))
        return next((day for day, groups in rows if any(map(self._is_allowed, groups_of(groups)))), None)

    def _is_allowed(self, group: Group) -> bool:
        return all(may is None or value in may for value, may in zip(group, self._allowed, strict=True))

    def _counts(
        self, measures: Sequence[Measure], stretches: Sequence[Days], by: Sequence[Dimension]
    ) -> dict[tuple[Key, int], dict[Measure, float]]:
        if not measures:
            return {}
        sql = _sums(self._connection.dialect, self._grouping, tuple(by), tuple(measures), len(stretches), self._allowed)
        values = [value for may in self._allowed if may is not None for value in may]
        rows = self._all(sql, (*_edges(stretches), name(self._grouping), *values))
        width = len(by) + 1
        found: dict[tuple[Key, int], dict[Measure, float]] = {}
        for row in rows:
            if any(row[width:]):
                counts = dict(zip(measures, row[width:], strict=True))
                cell = (self._key(row[1:width], by), row[0])
                known = found.get(cell)
                found[cell] = counts if known is None else {each: known[each] + counts[each] for each in measures}
        return found

    def _key(self, values: Sequence[str], by: Sequence[Dimension]) -> Key:
        """As they are called now; None for no value."""
        if not self._names:
            return tuple(value or None for value in values)
        named = zip(by, values, strict=True)
        return tuple((self._names.get(value, value) if each == INTENT else value) or None for each, value in named)

    def _durations(
        self, timings: Sequence[Timing], stretches: Sequence[Days], by: Sequence[Dimension]
    ) -> dict[tuple[Key, int], dict[Timing, Durations]]:
        found: dict[tuple[Key, int], dict[Timing, Durations]] = {}
        sql = _sheets(self._connection.dialect, len(stretches))
        for timing in timings:
            rows = self._all(sql, (*_edges(stretches), timing.value, name(self._grouping)))
            for cell, durations in self._told_apart(rows, len(stretches), by).items():
                found.setdefault(cell, {})[timing] = durations
        return found

    def _told_apart(
        self, rows: Sequence[Sequence[Any]], stretches: int, by: Sequence[Dimension]
    ) -> Mapping[tuple[Key, int], Durations]:
        """The durations on sheets that come with the place of their stretch."""
        packed: list[Sheet] = [(groups, figures, times) for _, groups, figures, times in rows]
        sheets = Sheets.of(packed)
        numbers: dict[Key, int] = {}
        columns = [self._grouping.index(dimension) for dimension in by]
        keys = [self._key([group[column] for column in columns], by) for group in sheets.groups]
        number = np.array(
            [
                numbers.setdefault(key, len(numbers)) if self._is_allowed(group) else -1
                for key, group in zip(keys, sheets.groups, strict=True)
            ],
            dtype=np.int64,
        )
        place = np.array([row[0] for row in rows], dtype=np.int64)
        of_each = number[sheets.group]
        cells = np.where(of_each < 0, -1, of_each * stretches + place[sheets.sheet])
        known = list(numbers)
        return {
            (known[cell // stretches], cell % stretches): durations
            for cell, durations in sheets.together(cells).items()
        }

    def _all(self, sql: str, parameters: tuple[Any, ...]) -> Sequence[tuple[Any, ...]]:
        """The driver's own tuples: to wrap thousands of them takes as long as to read them."""
        rows: Sequence[tuple[Any, ...]] = self._connection.exec_driver_sql(sql, parameters).cursor.fetchall()
        return rows

    def _rows(self, c: Any, days: Days) -> list[ColumnElement[bool]]:
        low, high = number_of(days.first), number_of(days.end)
        return [c.grouping == name(self._grouping), c.day >= low, c.day < high, *_conditions(c, self._allowed)]


_NOTHING = Tally()


def _allowed(grouping: Grouping, filters: Sequence[Filter], names: Mapping[str, str]) -> Allowed:
    of = {dimension: tuple(each.value for each in filters if each.dimension == dimension) for dimension in grouping}
    if of.get(INTENT):
        former = (name for name, called in names.items() if called in of[INTENT])
        of[INTENT] = tuple(dict.fromkeys([*of[INTENT], *former]))
    return tuple(of[dimension] or None for dimension in grouping)


def _conditions(c: Any, allowed: Allowed) -> list[ColumnElement[bool]]:
    return [c[column].in_(values) for column, values in zip(_VALUES, allowed, strict=False) if values is not None]


@lru_cache(256)
def _sums(
    dialect: Dialect,
    grouping: Grouping,
    by: tuple[Dimension, ...],
    measures: tuple[Measure, ...],
    stretches: int,
    allowed: Allowed,
) -> str:
    """To build a statement takes longer than to execute it on some hundred rows, so each is built once."""
    mine = (kpi_day.c.grouping == "", *_conditions(kpi_day.c, allowed))
    found = _Stretches.of(dialect, stretches, kpi_day, *mine)
    place, c = found.place, found.c
    told = [c[_VALUES[grouping.index(dimension)]] for dimension in by]
    query = select(place, *told, *(func.sum(c[measure.value]) for measure in measures))
    return plain_sql(dialect, query.select_from(found.rows).group_by(place, *told))


@lru_cache(64)
def _sheets(dialect: Dialect, stretches: int) -> str:
    c = kpi_day_durations.c
    found = _Stretches.of(dialect, stretches, kpi_day_durations, c.timing == "", c.grouping == "")
    query = select(found.place, found.c.groups, found.c.figures, found.c.times).select_from(found.rows)
    return plain_sql(dialect, query)


@dataclass(frozen=True)
class _Stretches:
    """Rows of a table that meet some conditions, each with the place of the stretch that it is in."""

    place: ColumnElement[int]
    c: Any
    rows: FromClause

    @classmethod
    def of(cls, dialect: Dialect, number: int, table: Table, *conditions: ColumnElement[bool]) -> "_Stretches":
        """A short search by key for each of so many stretches."""
        named = values(*(column(each, Integer) for each in ("place", "low", "high")), name="stretch")
        stretch = named.data([(0, 0, 0)] * number).cte("stretch")
        within = and_(table.c.day >= stretch.c.low, table.c.day < stretch.c.high, *conditions)
        if dialect.name == "postgresql":
            # It takes a stretch for a large part of all days, and would read them all; the offset leaves it no choice.
            found = select(table).where(within).offset(literal_column("0")).lateral("found")
            return cls(stretch.c.place, found.c, stretch.join(found, true()))
        return cls(stretch.c.place, table.c, stretch.join(table, within))


def _edges(stretches: Sequence[Days]) -> list[int]:
    edges = [(place, number_of(each.first), number_of(each.end)) for place, each in enumerate(stretches)]
    return [number for edge in edges for number in edge]
