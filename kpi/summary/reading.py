"""Tallies read from the summary: a few rows a day, however many conversations there are."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, false, func, literal, or_, select

from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.facts import Key, Tally, Wanted
from kpi.filters import Filter
from kpi.measures import Event, Measure, Timing
from kpi.samples import Durations
from kpi.statistics import LogMoments
from kpi.summary.building import EPOCH, day_of, number_of
from kpi.summary.groupings import Grouping, name, smallest
from kpi.summary.tables import kpi_day, kpi_day_durations, kpi_day_hours, kpi_day_left_out

_VALUES = ("first", "second")


def grouping_for(by: Sequence[Dimension], filters: Sequence[Filter]) -> Grouping | None:
    """The one that can tell apart and narrow so; None if the summary has none."""
    return smallest({*by, *(each.dimension for each in filters)})


class SummaryReader:
    """The rows of one grouping that meet the filters."""

    def __init__(self, connection: Connection, grouping: Grouping, filters: Sequence[Filter]) -> None:
        self._connection = connection
        self._grouping = grouping
        self._allowed = _allowed(grouping, filters)

    def tallies(
        self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension]
    ) -> Mapping[Key, Sequence[Tally]]:
        """See `kpi.facts.Facts`. Stretches may not overlap."""
        counts = self._counts([each for each in Measure if each in wanted], stretches, by)
        durations = self._durations([each for each in Timing if each in wanted], stretches, by)
        keys = [()] if not by else list(dict.fromkeys([*(key for key, _ in counts), *(key for key, _ in durations)]))
        places = range(len(stretches))
        return {
            key: [Tally(counts.get((key, place), {}), durations.get((key, place), {})) for place in places]
            for key in keys
        }

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

    def newest(self, wanted: Wanted) -> date | None:
        """The last day on which anything was counted in one of these."""
        c, d = kpi_day.c, kpi_day_durations.c
        counted = [c[each.value] > 0 for each in wanted if isinstance(each, Measure)]
        timed = d.timing.in_([each.value for each in wanted if isinstance(each, Timing)])
        mine = name(self._grouping)
        days = (
            select(func.max(c.day)).where(c.grouping == mine, or_(false(), *counted), *_conditions(c, self._allowed)),
            select(func.max(d.day)).where(d.grouping == mine, timed, *_conditions(d, self._allowed)),
        )
        found = [day for query in days if (day := self._connection.scalar(query)) is not None]
        return day_of(max(found)) if found else None

    def _counts(
        self, measures: Sequence[Measure], stretches: Sequence[Days], by: Sequence[Dimension]
    ) -> dict[tuple[Key, int], dict[Measure, float]]:
        if not measures:
            return {}
        query = _sums(self._grouping, tuple(by), tuple(measures), len(stretches), self._allowed)
        # The driver's own tuples: to wrap thousands of them takes as long as to read them.
        rows = self._connection.execute(query, _edges(stretches)).cursor.fetchall()
        width = len(by) + 1
        found = {}
        for row in rows:
            key = tuple(value or None for value in row[1:width])
            numbers = dict(zip(measures, row[width:], strict=True))
            if not by or any(numbers.values()):
                found[key, row[0]] = numbers
        return found

    def _durations(
        self, timings: Sequence[Timing], stretches: Sequence[Days], by: Sequence[Dimension]
    ) -> dict[tuple[Key, int], dict[Timing, Durations]]:
        if not timings:
            return {}
        query = _histograms(self._grouping, tuple(by), len(stretches), self._allowed)
        named = {"timings": [timing.value for timing in timings]}
        rows = self._connection.execute(query, {**_edges(stretches), **named}).cursor.fetchall()
        grouped: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        width = len(by) + 2
        for row in rows:
            grouped.setdefault(row[:width], []).append(row[width:])
        found: dict[tuple[Key, int], dict[Timing, Durations]] = {}
        for (timing, place, *values), parts in grouped.items():
            key = tuple(value or None for value in values)
            found.setdefault((key, place), {})[Timing(timing)] = _together(parts)
        return found

    def _rows(self, c: Any, days: Days) -> list[ColumnElement[bool]]:
        low, high = number_of(days.first), number_of(days.end)
        return [c.grouping == name(self._grouping), c.day >= low, c.day < high, *_conditions(c, self._allowed)]


def _allowed(grouping: Grouping, filters: Sequence[Filter]) -> tuple[tuple[str, ...] | None, ...]:
    """For each column, the values that may be in it; None for any."""
    of = {dimension: tuple(each.value for each in filters if each.dimension == dimension) for dimension in grouping}
    return tuple(of[dimension] or None for dimension in grouping)


def _conditions(c: Any, allowed: tuple[tuple[str, ...] | None, ...]) -> list[ColumnElement[bool]]:
    return [c[column].in_(values) for column, values in zip(_VALUES, allowed, strict=False) if values is not None]


@lru_cache(256)
def _sums(
    grouping: Grouping,
    by: tuple[Dimension, ...],
    measures: tuple[Measure, ...],
    stretches: int,
    allowed: tuple[tuple[str, ...] | None, ...],
) -> Select[Any]:
    """To build a statement takes longer than to execute it on some hundred rows, so each is built once."""
    c = kpi_day.c
    told = _told_apart(c, grouping, by)
    place = _place(c, stretches)
    columns: list[ColumnElement[Any]] = [place, *told, *(func.sum(c[measure.value]) for measure in measures)]
    query = select(*columns)
    query = query.where(c.grouping == name(grouping), _in_any(c, stretches), *_conditions(c, allowed))
    return query.group_by(place, *told)


@lru_cache(256)
def _histograms(
    grouping: Grouping, by: tuple[Dimension, ...], stretches: int, allowed: tuple[tuple[str, ...] | None, ...]
) -> Select[Any]:
    c = kpi_day_durations.c
    query: Select[Any] = select(
        c.timing,
        _place(c, stretches),
        *_told_apart(c, grouping, by),
        *(c[column] for column in ("n", "total", "logs", "squares", "exact", "histogram")),
    )
    return query.where(
        c.timing.in_(bindparam("timings", expanding=True)),
        c.grouping == name(grouping),
        _in_any(c, stretches),
        *_conditions(c, allowed),
    )


def _told_apart(c: Any, grouping: Grouping, by: tuple[Dimension, ...]) -> list[ColumnElement[str]]:
    return [c[_VALUES[grouping.index(dimension)]] for dimension in by]


def _place(c: Any, stretches: int) -> ColumnElement[int]:
    """Which of the stretches a row's day is in."""
    if stretches == 1:
        return literal(0)
    return case(*((_in(c, place), place) for place in range(stretches)))


def _in_any(c: Any, stretches: int) -> ColumnElement[bool]:
    """In one of the stretches, and so in the hull of them all, by which the rows are found."""
    hull = (c.day >= bindparam("low"), c.day < bindparam("high"))
    within = or_(*(_in(c, place) for place in range(stretches)))
    found: ColumnElement[bool] = hull[0] & hull[1] & within if stretches > 1 else hull[0] & hull[1]
    return found


def _in(c: Any, place: int) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (c.day >= bindparam(f"low_{place}")) & (c.day < bindparam(f"high_{place}"))
    return found


def _edges(stretches: Sequence[Days]) -> dict[str, int]:
    edges = [((each.first - EPOCH).days, (each.end - EPOCH).days) for each in stretches]
    hull = {"low": min(low for low, _ in edges), "high": max(high for _, high in edges)}
    if len(edges) == 1:
        return hull
    lows = {f"low_{place}": low for place, (low, _) in enumerate(edges)}
    return {**hull, **lows, **{f"high_{place}": high for place, (_, high) in enumerate(edges)}}


def _together(rows: Sequence[tuple[Any, ...]]) -> Durations:
    """The durations of some rows' n, total, logs, squares, exact and histogram."""
    n, total, logs, squares, exact, histograms = zip(*rows, strict=True)
    moments = LogMoments(sum(n), float(sum(logs)), float(sum(squares)))
    return Durations.packed(histograms, moments, float(sum(total)), exact=all(exact))
