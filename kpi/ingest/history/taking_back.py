"""Rows back to what they were before imports that are undone."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, bindparam, delete, exists, select

from kpi.ingest.history.images import key_from, key_text, row_from
from kpi.ingest.merging import rows
from kpi.ingest.merging.derived import derive_anew
from kpi.ingest.merging.moments import is_of_events
from kpi.ingest.merging.rows import Key
from kpi.labelling.settling import settle_told
from kpi.model import BeforeImage, Import, Ticket, TicketEvent, table

_image = table(BeforeImage)
_import = table(Import)
_event = table(TicketEvent)
_ticket = table(Ticket)

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
    restored, removed = _take_back(connection, record, source, keys, undone)
    return Taken(len(restored), len(removed))


def take_tickets_back(connection: Connection, source: str, numbers: Collection[str], undone: Collection[int]) -> Taken:
    """The same for tickets, their events and what these tell."""
    mine = (_event.c.source == source, _event.c.external_id.in_(numbers))
    query = select(_event.c.external_id, _event.c.event_id, _event.c.origin).where(*mine)
    events = connection.execute(query).all()
    _take_back(connection, _event, source, [tuple(row[:2]) for row in events if row.origin in undone], undone)
    restored, removed = _take_back(connection, _ticket, source, [(number,) for number in numbers], undone)
    settle_told(connection, source, [ticket["external_id"] for ticket in restored])
    derived = {each["external_id"] for each in restored if any(map(is_of_events, (each["others"] or {}).values()))}
    derive_anew(connection, source, sorted(derived.union(row.external_id for row in events)))
    return Taken(len(restored), len(removed))


def _take_back(
    connection: Connection, record: Table, source: str, keys: Collection[Key], undone: Collection[int]
) -> tuple[list[rows.Row], list[Key]]:
    """What is as it was before, and what is gone."""
    images = _images(connection, record, source, keys, since=min(undone))
    restored: list[rows.Row] = []
    removed, used = [], []
    for key, origin in _origins(connection, record, source, keys).items():
        path, added = _path(origin, images.get(key, []), undone)
        used += path
        if added:
            removed.append(key)
        elif path:
            restored.append(row_from(record, source, key, path[-1].image))
    rows.remove(connection, record, source, removed)
    rows.replace(connection, record, restored)
    _delete(connection, used)
    return restored, removed


def _path(origin: int | None, images: Sequence[Row[Any]], undone: Collection[int]) -> tuple[list[Row[Any]], bool]:
    """What the row was before each import that is taken back, the last one first; whether one of them added it."""
    left = list(images)
    path: list[Row[Any]] = []
    while (left[-1].import_id if left else origin) in undone:
        if not left:
            return path, True
        image = left.pop()
        path.append(image)
        origin = image.image.get("origin")
    return path, False


def _origins(connection: Connection, record: Table, source: str, keys: Collection[Key]) -> dict[Key, int | None]:
    """Of those that are there, kept from being changed by others."""
    if not keys:
        return {}
    columns = [record.c[name] for name in rows.key_columns(record)]
    query = select(*columns, record.c.origin).where(record.c.source == source, rows.among(record, keys))
    return {tuple(row[:-1]): row[-1] for row in connection.execute(query.with_for_update())}


def _images(connection: Connection, record: Table, source: str, keys: Collection[Key], since: int) -> _Images:
    """By key those of this import and of later ones, the first first. What earlier ones changed is not taken back."""
    mine = (_import.c.source == source, _import.c.id >= since)
    sources = select(_import.c.id).where(*mine, exists().where(_image.c.import_id == _import.c.id))
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
