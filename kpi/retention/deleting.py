"""What is deleted, found a page at a time, and all that is kept of each: so few rows at once that nobody waits."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, select, tuple_

from kpi.ingest.history.images import key_text
from kpi.ingest.merging.rows import among
from kpi.model import (
    BeforeImage,
    Import,
    ImportProblem,
    Ticket,
    TicketCause,
    TicketEvent,
    TicketIntent,
    table,
)
from kpi.retention.frozen import Limits
from kpi.retention.old import is_old
from kpi.store import Store

AT_ONCE = 250
"""Conversations in one transaction, so that it is over within 50 ms."""

Key = tuple[Any, ...]
"""Of a row, from its source on."""

_ticket, _event, _image, _import = table(Ticket), table(TicketEvent), table(BeforeImage), table(Import)
_problem = table(ImportProblem)
_said = tuple(table(model) for model in (TicketIntent, TicketCause))
_t = _ticket.c


def pages(store: Store, record: Table, wanted: Callable[[Connection], ColumnElement[bool]]) -> Iterator[list[Key]]:
    """The keys of the rows of a table that are wanted, some at a time; between them they are deleted."""
    columns = list(record.primary_key)
    after: Key = ()
    while True:
        with store.reading() as connection:
            query = select(*columns).where(wanted(connection)).order_by(*columns).limit(AT_ONCE)
            if after:
                query = query.where(tuple_(*columns) > after)
            keys = [tuple(row) for row in connection.execute(query)]
        if not keys:
            return
        yield keys
        after = keys[-1]


def conversations(connection: Connection, keys: Collection[Key], of_old: Limits) -> int:
    """Delete those of them that are still too old, with all that is kept of them; how many."""
    gone = 0
    for source, numbers in _by_source(keys):
        mine = (_t.source == source, _t.external_id.in_(numbers), is_old(connection, of_old))
        old = list(connection.scalars(select(_t.external_id).where(*mine).with_for_update()))
        if old:
            _delete_conversations(connection, source, old)
            gone += len(old)
    return gone


def records(connection: Connection, record: Table, keys: Collection[Key]) -> int:
    """Delete rows of another table of what was imported; how many."""
    gone = 0
    for source, rest in groupby(sorted(keys), key=lambda key: key[0]):
        of_source = [key[1:] for key in rest]
        _delete_images(connection, source, {record.name: [key_text(key) for key in of_source]})
        gone += connection.execute(delete(record).where(record.c.source == source, among(record, of_source))).rowcount
    return gone


def said_of_none(record: Table, since: int) -> ColumnElement[bool]:
    """What a person said, before that instant, of a conversation that is not there."""
    there = exists().where(_t.source == record.c.source, _t.external_id == record.c.external_id)
    return (record.c.at < since) & ~there


def problems_before(since: int) -> ColumnElement[bool]:
    """Problems of imports that were begun before that instant: they hold cells of the files."""
    old = select(_import.c.id).where(_import.c.started_at < since)
    return _problem.c.import_id.in_(old)


def _delete_conversations(connection: Connection, source: str, numbers: Sequence[str]) -> None:
    mine = (_event.c.source == source, _event.c.external_id.in_(numbers))
    events = connection.execute(select(_event.c.external_id, _event.c.event_id).where(*mine)).all()
    texts = {_event.name: [key_text(tuple(event)) for event in events], _ticket.name: list(numbers)}
    _delete_images(connection, source, texts)
    for record in (_event, *_said, _ticket):
        connection.execute(delete(record).where(record.c.source == source, record.c.external_id.in_(numbers)))


def _delete_images(connection: Connection, source: str, keys: Mapping[str, Sequence[str]]) -> None:
    """What they were before imports changed them says as much of them."""
    mine = (_import.c.source == source, exists().where(_image.c.import_id == _import.c.id))
    imports = connection.scalars(select(_import.c.id).where(*mine)).all()
    for record, texts in keys.items() if imports else ():
        for start in range(0, len(texts), AT_ONCE):
            some = _image.c.key.in_(texts[start : start + AT_ONCE])
            connection.execute(delete(_image).where(_image.c.import_id.in_(imports), _image.c.record == record, some))


def _by_source(keys: Collection[Key]) -> Iterator[tuple[str, list[str]]]:
    for source, of_source in groupby(sorted(keys), key=lambda key: key[0]):
        yield source, [number for _, number in of_source]
