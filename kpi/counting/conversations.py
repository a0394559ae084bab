"""Conversations as columns of numbers, read from the store."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)

from kpi.counting.days import Days, Instants
from kpi.counting.source_traits import SourceTraits
from kpi.dimensions import ARRIVED, SOURCE, Dimension
from kpi.filters import Filter, in_order
from kpi.labelling import effective
from kpi.measures import Event
from kpi.model import Exclusion, RatingScale, Source, Status, Ticket, table
from kpi.store import streamed

WINDOW = 7 * 24 * 3600
"""Seconds from the opening within which a conversation should be resolved, whatever the clocks did."""

EXCLUSIONS = tuple(Exclusion)
SCALES = tuple(RatingScale)
NO_STATUS, OPEN, RESOLVED = 0, 1, 2

AT_ONCE = 5_000
"""Rows that are held as Python's objects, which take five times the room of the columns that are made of them."""

Codes = npt.NDArray[np.int8]
"""For each conversation, one of a few constants."""

Labels = npt.NDArray[np.int32]
"""For each conversation, the number of its value."""

Known = dict[Dimension, dict[str | None, int]]
"""By dimension, the numbers of its values."""

_ticket = table(Ticket)
_source = table(Source)
_t = _ticket.c
_INSTANTS = (
    "created_at",
    "updated_at",
    "first_response_at",
    "first_human_response_at",
    "first_automated_response_at",
    "acknowledged_at",
    "handed_over_at",
    "resolved_at",
    "reopened_at",
    "rated_at",
)


@dataclass(frozen=True)
class Conversations:
    """A number for each conversation in each column.

    `source` is the number of the source in `traits`, `status` one of NO_STATUS, OPEN and RESOLVED, `excluded` and
    `scale` the number of the reason in EXCLUSIONS, and of the scale in SCALES, or -1. `labels` holds, by dimension, the
    number of each one's value in `values`, where None is the conversation without one.
    """

    traits: SourceTraits
    instants: dict[str, Instants]
    source: Labels
    status: Codes
    excluded: Codes
    rating: npt.NDArray[np.float64]
    scale: Codes
    requesters: Sequence[str | None]
    labels: dict[Dimension, Labels] = field(default_factory=dict)
    values: dict[Dimension, list[str | None]] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)

    def at(self, name: str) -> Instants:
        """An instant of each, NaN where there is none."""
        return self.instants[name]

    @property
    def until(self) -> Instants:
        """Up to when each one's source is complete."""
        return self.traits.until[self.source]

    @property
    def number(self) -> int:
        """How many they are."""
        return len(self.source)


def read(
    connection: Connection,
    traits: SourceTraits,
    days: Days,
    events: Collection[Event],
    told_apart: Sequence[Dimension],
    filters: Sequence[Filter] = (),
    earliest_target: int | None = None,
    with_keys: bool = False,
) -> Conversations:
    """The conversations for which one of the events fell on these days, and perhaps some more.

    `earliest_target` is the opening from which on a target for the first reply can have run out on these days.
    """
    every = _query(tuple(events), tuple(told_apart), with_keys)
    query = every.where(*meets(filters)) if filters else every
    start, end = days.start_at, days.end_at
    moments = {"start": start, "end": end, "due_start": start - WINDOW, "due_end": end - WINDOW}
    target = start if earliest_target is None else earliest_target
    known: Known = {dimension: {} for dimension in _stored(told_apart)}
    read_rows = streamed(connection, query, {**moments, "target_start": target}, AT_ONCE)
    parts = [_columns(rows, traits, known, with_keys) for rows in read_rows]
    return _together(parts) if parts else _columns([], traits, known, with_keys)


def _columns(rows: Sequence[tuple[Any, ...]], traits: SourceTraits, known: Known, with_keys: bool) -> Conversations:
    """Of some rows. `known` are the numbers of the values so far, to which those of these rows come."""
    width = len(_INSTANTS) + 6 + len(known) + with_keys
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * width
    instants = {name: np.array(columns.pop(0), dtype=np.float64) for name in _INSTANTS}
    numbers = {name: position for position, name in enumerate(traits.names)}
    names, status, excluded, rating, scale, requesters = columns[:6]
    source = np.fromiter(map(numbers.__getitem__, names), dtype=np.int32, count=len(names))
    labels = {
        dimension: _numbered(column, known[dimension]) for dimension, column in zip(known, columns[6:], strict=False)
    }
    values = {dimension: list(numbered) for dimension, numbered in known.items()}
    return Conversations(
        traits=traits,
        instants=instants,
        source=source,
        status=np.array(status, dtype=np.int8),
        excluded=np.array(excluded, dtype=np.int8),
        rating=np.array(rating, dtype=np.float64),
        scale=np.array(scale, dtype=np.int8),
        requesters=requesters,
        labels={**labels, SOURCE: source},
        values={**values, SOURCE: list(traits.names)},
        keys=[(traits.names[at], number) for at, number in zip(source, columns[-1], strict=True)] if with_keys else [],
    )


def _together(parts: Sequence[Conversations]) -> Conversations:
    """All of the parts in one, of which each knows the values of those before it too."""
    last = parts[-1]
    if len(parts) == 1:
        return last

    return replace(
        last,
        source=np.concatenate([part.source for part in parts]),
        status=np.concatenate([part.status for part in parts]),
        excluded=np.concatenate([part.excluded for part in parts]),
        rating=np.concatenate([part.rating for part in parts]),
        scale=np.concatenate([part.scale for part in parts]),
        instants={name: np.concatenate([part.instants[name] for part in parts]) for name in last.instants},
        requesters=list(chain.from_iterable(part.requesters for part in parts)),
        labels={each: np.concatenate([part.labels[each] for part in parts]) for each in last.labels},
        keys=list(chain.from_iterable(part.keys for part in parts)),
    )


def _stored(told_apart: Sequence[Dimension]) -> list[Dimension]:
    """Those that are columns of the ticket of their own: opening hours are computed, and the source is read anyway."""
    return [each for each in told_apart if each not in (SOURCE, ARRIVED)]


def _numbered(column: Sequence[str | None], known: dict[str | None, int]) -> Labels:
    for value in dict.fromkeys(column):
        known.setdefault(value, len(known))
    return np.fromiter(map(known.__getitem__, column), dtype=np.int32, count=len(column))


@lru_cache(maxsize=256)
def _query(events: tuple[Event, ...], told_apart: tuple[Dimension, ...], with_keys: bool) -> Select[Any]:
    """Kept, as to build it takes longer than to run it where conversations are few."""
    columns = [
        *(_t[name] for name in _INSTANTS),
        _t.source,
        case((_t.status == Status.OPEN, OPEN), (_t.status == Status.RESOLVED, RESOLVED), else_=NO_STATUS),
        _number(_t.excluded, EXCLUSIONS),
        _t.rating,
        _number(_t.rating_scale, SCALES),
        _t.requester if Event.OPENING in events else literal(None),
        *(effective.column(dimension) for dimension in _stored(told_apart)),
        *([_t.external_id] if with_keys else []),
    ]
    return select(*columns).where(or_(false(), *(_near(event) for event in events)))


def _number(column: ColumnElement[str], names: Sequence[str]) -> ColumnElement[int]:
    return case(*((column == name, position) for position, name in enumerate(names)), else_=-1)


def _within(column: ColumnElement[int], start: str, end: str) -> ColumnElement[bool]:
    return and_(column >= bindparam(start, type_=BigInteger), column < bindparam(end, type_=BigInteger))


def _near(event: Event) -> ColumnElement[bool]:
    """Implied by the event's falling on the days, in columns that have an index."""

    def within(column: ColumnElement[int]) -> ColumnElement[bool]:
        return _within(column, "start", "end")

    match event:
        case Event.OPENING:
            return within(_t.created_at)
        case Event.RESPONSE:
            return or_(
                within(_t.first_response_at),
                within(_t.first_human_response_at),
                within(_t.first_automated_response_at),
                within(_t.acknowledged_at),
            )
        case Event.HUMAN_RESPONSE:
            return or_(within(_t.first_human_response_at), within(_t.first_response_at))
        case Event.AUTOMATED_RESPONSE:
            return or_(within(_t.first_automated_response_at), within(_t.acknowledged_at))
        case Event.RESOLUTION:
            return within(_t.resolved_at)
        case Event.DUE:
            return _within(_t.created_at, "due_start", "due_end")
        case Event.RATING | Event.SCORE:
            return or_(
                and_(_t.rating_scale.is_not(None), within(_t.rated_at)),
                and_(_t.rating_scale.is_not(None), _t.rated_at.is_(None), within(_t.resolved_at)),
                and_(_t.rating_scale.is_not(None), _t.rated_at.is_(None), within(_t.updated_at)),
            )
        case Event.REOPENING:
            return within(_t.reopened_at)
        case Event.HANDOVER:
            return within(_t.handed_over_at)
        case Event.TARGET:
            return _within(_t.created_at, "target_start", "end")
        case Event.STANDING:
            end = bindparam("end", type_=BigInteger)
            left = and_(_t.resolved_at < end, _t.status.is_distinct_from(Status.OPEN), _t.reopened_at.is_(None))
            return and_(_t.created_at < end, func.coalesce(not_(left), True))


def meets(filters: Sequence[Filter]) -> list[ColumnElement[bool]]:
    """Of each dimension, any one of the values; opening hours are not in the store, and left to whoever counts."""
    by: dict[Dimension, list[str]] = {}
    for each in in_order(filters):
        if each.dimension != ARRIVED:
            by.setdefault(each.dimension, []).append(each.value)
    return [_is_any(effective.column(dimension), values) for dimension, values in by.items()]


def _is_any(label: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    told = label.in_([value for value in values if value])
    return or_(told, label.is_(None)) if "" in values else told
