"""Which days have to be counted anew. Writers say so in the transaction in which they change something.

Writers mark days in UTC, so that they need to know neither the team's zone nor its opening hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Dialect, Select, Table, bindparam, func, insert, or_, select

from kpi.counting.conversations import WINDOW
from kpi.counting.repeats import REPEAT
from kpi.model import Inquiry, InquiryDay, Source, Ticket, table
from kpi.store import plain_sql
from kpi.summary.tables import dirty_day

DAY = 86_400
INSTANTS = (
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
"""Of a ticket, that can make it count on a day."""

_ticket, _inquiry, _inquiry_day = table(Ticket), table(Inquiry), table(InquiryDay)
_t = _ticket.c
DATED = (_ticket, _inquiry, _inquiry_day)
"""The tables of which anything is counted by day."""

# Built once: that takes several times as long as to run them.
_INSTANTS = select(*(_t[name] for name in INSTANTS)).where(
    _t.source == bindparam("of_source"), _t.external_id.in_(bindparam("keys", expanding=True))
)
_LINKED = select(_inquiry.c.at).where(_inquiry.c.conversation.is_not(None))
_ANY_LINKED = _LINKED.limit(1)

_NUMBERS_AT_ONCE = 500
_ROWS_AT_ONCE = 10_000
_END = 130 * 366  # 2100: on no later day, and on none before 1970, anything counts


def mark(connection: Connection, days: Iterable[int]) -> None:
    """Days in UTC, as numbers since 1970-01-01."""
    rows = [(day, 1) for day in sorted(set(days)) if 0 <= day < _END]
    if rows:
        connection.exec_driver_sql(_marking(connection.dialect), rows)


def mark_values(connection: Connection, fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The days of tickets whose `fields` have these values."""
    if rows:
        columns = dict(zip(fields, zip(*rows, strict=True), strict=True))
        mark(connection, days_of({name: columns[name] for name in INSTANTS if name in columns}))


def mark_rows(connection: Connection, record: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The days of whole rows of a table, if anything is counted of it."""
    if record is _ticket and rows:
        mark_linked(connection, [row["external_id"] for row in rows])
        mark(connection, days_of({name: [row[name] for row in rows] for name in INSTANTS}))
    elif record is _inquiry:
        mark(connection, {row["at"] // DAY for row in rows})
    elif record is _inquiry_day:
        mark_days(connection, {row["day"] for row in rows})


def mark_tickets(connection: Connection, source: str, keys: Sequence[str]) -> None:
    """The days of tickets as they now stand in the store: to be called before and after a change."""
    found = connection.execute(_INSTANTS, {"of_source": source, "keys": keys})
    mark_values(connection, INSTANTS, [tuple(row) for row in found])


def mark_linked(connection: Connection, numbers: Sequence[str]) -> None:
    """The days of inquiries that led to tickets of these numbers, which have just come in: they count as those now."""
    if connection.execute(_ANY_LINKED).first() is not None:
        for start in range(0, len(numbers), _NUMBERS_AT_ONCE):
            linked = _LINKED.where(_inquiry.c.conversation.in_(numbers[start : start + _NUMBERS_AT_ONCE]))
            mark(connection, {at // DAY for at in connection.scalars(linked)})


def mark_source(connection: Connection, source: str, until: int | None) -> None:
    """All days of a source, up to `until`: what its fields mean has changed, or whether it counts at all."""
    known = [at for column in _FIRST if (at := connection.scalar(_first(column, source))) is not None]
    if known and until is not None:
        mark_stretch(connection, min(known), until + REPEAT)


def mark_reach(connection: Connection, source: str, one: int, other: int) -> None:
    """A source is complete until the one moment, and was until the other.

    What lies between them is possible now, or is not any more: conversations of which anything does count otherwise on
    all their days, also on those before.
    """
    first, last = sorted((one, other))
    mark_stretch(connection, first, last + REPEAT)
    if first < last:
        result = connection.execute(_reaching(source, first, last))
        while rows := result.fetchmany(_ROWS_AT_ONCE):
            mark_values(connection, INSTANTS, rows)


def mark_stretch(connection: Connection, start: int, end: int) -> Sequence[int]:
    """All days from one instant to another, each of them included; these are they."""
    days = range(max(start // DAY, 0), min(end // DAY + 1, _END))
    mark(connection, days)
    return days


def all_days(connection: Connection) -> range:
    """Those on which anything may count."""
    starts = [connection.scalar(_first(column)) for column in (*_FIRST, _inquiry.c.at)]
    starts.append(connection.scalar(select(func.min(_inquiry_day.c.day))))
    known = [_instant(each) for each in starts if each is not None]
    if not known:
        return range(0)
    # A day more on either side: local days may be those of the day before or after.
    return range(max(min(known) // DAY - 1, 0), (reached(connection) + REPEAT) // DAY + 2)


def reached(connection: Connection) -> int:
    """The instant after which nothing counts yet: so far the data reach. 0 if there are none."""
    ends = [connection.scalar(select(func.max(column))) for column in (table(Source).c.complete_until, _inquiry.c.at)]
    last_day = connection.scalar(select(func.max(_inquiry_day.c.day)))
    ends.append(None if last_day is None else _start(last_day) + DAY)  # of which only the whole is known
    last = max((at for at in ends if at is not None), default=0)
    return min(last, (_END - 1) * DAY - REPEAT)


_FIRST: Mapping[ColumnElement[int], ColumnElement[bool]] = {
    # The conditions of their indices, which have the first one ready.
    _t.created_at: _t.created_at.is_not(None),
    _t.resolved_at: _t.resolved_at.is_not(None),
    _t.rated_at: _t.rating_scale.is_not(None) & _t.rated_at.is_not(None),
    _t.updated_at: _t.rating_scale.is_not(None) & _t.rated_at.is_(None) & _t.updated_at.is_not(None),
}
"""Nothing of a conversation counts before the first of these."""


def _first(column: ColumnElement[int], source: str | None = None) -> Select[Any]:
    """When the first happened, of one source or of all."""
    query = select(column).where(_FIRST.get(column, column.is_not(None))).order_by(column).limit(1)
    return query if source is None else query.where(_of(source))


def _of(source: str) -> ColumnElement[bool]:
    """The empty text keeps databases from going through all tickets of the source by their key."""
    return _t.source.concat("") == source


def _reaching(source: str, first: int, last: int) -> Select[Any]:
    """Of tickets opened up to `first`, of which anything happened after that, up to `last`."""
    between = [_t[name].is_not(None) & (_t[name] > first) & (_t[name] <= last) for name in INSTANTS[2:-1]]
    for name in ("rated_at", "updated_at"):
        column = _t[name]
        between.append(_FIRST[column] & (column > first) & (column <= last))
    opened = func.coalesce(_t.created_at, 0) <= first
    return select(*(_t[name] for name in INSTANTS)).where(_of(source), opened, or_(*between))


def mark_days(connection: Connection, days: Iterable[date]) -> None:
    """Local days, wherever that may be."""
    starts = [_start(day) // DAY for day in days]
    mark(connection, {start + shift for start in starts for shift in (-1, 0, 1)})


def days_of(instants: dict[str, Sequence[int | None]]) -> set[int]:
    """The days in UTC on which tickets with these instants count, by the name of the instant."""
    found = {name: np.array(values, dtype=np.float64) for name, values in instants.items()}
    if "created_at" in found:
        found["due_at"] = found["created_at"] + WINDOW
    if "resolved_at" in found:
        found["repeated"] = np.concatenate([found["resolved_at"] + after for after in range(DAY, REPEAT + DAY, DAY)])
    some = [at[~np.isnan(at)] // DAY for at in found.values()]
    return set(np.unique(np.concatenate(some)).astype(np.int64).tolist()) if some else set()


def _instant(each: int | date) -> int:
    return _start(each) if isinstance(each, date) else each


def _start(day: date) -> int:
    return (day - date(1970, 1, 1)) // timedelta(seconds=1)


@lru_cache(8)
def _marking(dialect: Dialect) -> str:
    return f"{plain_sql(dialect, insert(dirty_day))} ON CONFLICT (day) DO UPDATE SET changes = dirty_day.changes + 1"  # nosec
