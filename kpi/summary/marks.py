"""Which days have to be counted anew. Writers say so in the transaction in which they change something.

Writers mark days in UTC, so that they need to know neither the team's zone nor its opening hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, Table, func, insert, select

from kpi.counting.conversations import WINDOW
from kpi.counting.repeats import REPEAT
from kpi.model import Inquiry, InquiryDay, Source, Ticket, table
from kpi.summary.tables import dirty_day

DAY = 86_400
INSTANTS = (
    "created_at",
    "updated_at",
    "first_response_at",
    "first_human_response_at",
    "first_automated_response_at",
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

_NUMBERS_AT_ONCE = 500
_LONGEST = 150 * 366  # days: what lies further back is no date


def mark(connection: Connection, days: Iterable[int]) -> None:
    """Days in UTC, as numbers since 1970-01-01."""
    rows = [{"day": day} for day in sorted(set(days))]
    if rows:
        connection.execute(insert(dirty_day), rows)


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
    query = select(*(_t[name] for name in INSTANTS)).where(_t.source == source, _t.external_id.in_(keys))
    mark_values(connection, INSTANTS, [tuple(row) for row in connection.execute(query)])


def mark_linked(connection: Connection, numbers: Sequence[str]) -> None:
    """The days of inquiries that led to tickets of these numbers, which have just come in: they count as those now."""
    some = select(_inquiry.c.at).where(_inquiry.c.conversation.is_not(None))
    if connection.execute(some.limit(1)).first() is not None:
        for start in range(0, len(numbers), _NUMBERS_AT_ONCE):
            linked = some.where(_inquiry.c.conversation.in_(numbers[start : start + _NUMBERS_AT_ONCE]))
            mark(connection, {at // DAY for at in connection.scalars(linked)})


def mark_source(connection: Connection, source: str, until: int | None) -> None:
    """All days of a source, up to `until`: what its fields mean has changed, or up to when it is complete."""
    firsts = [connection.scalar(_first(column, source)) for column in (_t.created_at, _t.rated_at)]
    known = [first for first in firsts if first is not None]
    if known and until is not None:
        mark_stretch(connection, min(known), until)


def mark_stretch(connection: Connection, start: int, end: int) -> Sequence[int]:
    """All days from one instant to another, each of them included; these are they."""
    first, last = start // DAY, end // DAY
    days = range(max(first, last - _LONGEST), last + 1)
    mark(connection, days)
    return days


def mark_everything(connection: Connection) -> Sequence[int]:
    """All days on which anything may have happened; these are they."""
    instants: list[int] = []
    for column in (_t.created_at, _t.rated_at, _inquiry.c.at, table(Source).c.complete_until):
        instants += [
            at for at in connection.execute(select(func.min(column), func.max(column))).one() if at is not None
        ]
    day = _inquiry_day.c.day
    for found in connection.execute(select(func.min(day), func.max(day))).one():
        instants += [] if found is None else [_start(found)]
    return mark_stretch(connection, min(instants), max(instants)) if instants else ()


def _first(column: ColumnElement[int], source: str) -> Select[Any]:
    """When the first happened of a source."""
    # The empty text keeps databases from going through all tickets of the source by their key.
    of_source = _t.source.concat("") == source
    return select(column).where(of_source, column.is_not(None)).order_by(column).limit(1)


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


def _start(day: date) -> int:
    return (day - date(1970, 1, 1)) // timedelta(seconds=1)
