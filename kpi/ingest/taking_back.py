"""Rows back to what they were before imports that are undone."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, bindparam, delete, exists, select

from kpi.ingest import rows
from kpi.ingest.derived import derive_anew
from kpi.ingest.images import key_from, key_text, row_from
from kpi.ingest.rows import Key
from kpi.model import BeforeImage, Import, Ticket, TicketEvent, table

_image = table(BeforeImage)
_import = table(Import)
_event = table(TicketEvent)

_Images = dict[Key, list[Row[Any]]]


class Taken(NamedTuple):
    """How many rows are as they were before, and how many are gone."""

    restored: int = 0
    removed: int = 0


def take_back(
    connection: Connection, record: Table, source: str, keys: Collection[Key], undone: Collection[int]
) -> Taken:
    """Take back, of these rows, what the imports `undone` did after the last other import that changed them.

    The last to change a row is the one with its latest image; if it has none, the one that added it, its origin. Images
    that were used are deleted.
    """
    images = _images(connection, record, source, keys)
    restored, removed, used = [], [], []
    for key, row in rows.stored(connection, record, source, keys).items():
        before: rows.Row | None = row
        left = images.get(key, [])
        while before is not None and (left[-1].import_id if left else before["origin"]) in undone:
            before = row_from(record, source, key, left[-1].image) if left else None
            used += left[-1:]
            left = left[:-1]
        if before is None:
            removed.append(key)
        elif before is not row:
            restored.append(before)
    rows.remove(connection, record, source, removed)
    rows.replace(connection, record, restored)
    _delete(connection, used)
    return Taken(len(restored), len(removed))


def take_tickets_back(connection: Connection, source: str, numbers: Collection[str], undone: Collection[int]) -> Taken:
    """The same for tickets, their events and what these tell."""
    mine = (_event.c.source == source, _event.c.external_id.in_(numbers), _event.c.origin.in_(undone))
    events = connection.execute(select(_event.c.external_id, _event.c.event_id).where(*mine))
    take_back(connection, _event, source, [tuple(key) for key in events], undone)
    taken = take_back(connection, table(Ticket), source, [(number,) for number in numbers], undone)
    derive_anew(connection, source, numbers)
    return taken


def _images(connection: Connection, record: Table, source: str, keys: Collection[Key]) -> _Images:
    """By key, the first import's first."""
    sources = select(_import.c.id).where(_import.c.source == source, exists().where(_image.c.import_id == _import.c.id))
    query = select(_image).where(
        _image.c.import_id.in_(sources.correlate(None)),
        _image.c.record == record.name,
        _image.c.key.in_([key_text(key) for key in keys]),
    )
    found: _Images = {}
    for image in connection.execute(query.order_by(_image.c.import_id)):
        found.setdefault(key_from(record, image.key), []).append(image)
    return found


def _delete(connection: Connection, images: Sequence[Row[Any]]) -> None:
    if images:
        names = ("import_id", "record", "key")
        statement = delete(_image).where(*(_image.c[name] == bindparam(f"of_{name}") for name in names))
        connection.execute(statement, [{f"of_{name}": getattr(image, name) for name in names} for image in images])
