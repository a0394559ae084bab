"""Takes an import back, as far as nothing later was built on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, func, literal, or_, select, tuple_, update

from kpi import forgetting
from kpi.errors import UserError
from kpi.ingest.history.entries import entry
from kpi.ingest.history.images import KEPT_SECONDS
from kpi.ingest.history.journal import refresh_source
from kpi.ingest.history.taking_back import Taken, take_back, take_tickets_back
from kpi.ingest.merging.labels import forget_unused
from kpi.ingest.merging.rows import Key, key_columns
from kpi.model import (
    DELIVERED,
    BeforeImage,
    Cost,
    Import,
    Inquiry,
    InquiryDay,
    Search,
    Source,
    Ticket,
    TicketEvent,
    Webhook,
    table,
)
from kpi.retention.frozen import stored
from kpi.store import Store

ROWS_AT_ONCE = 250
"""Taken back in one transaction, so that it is over within 50 ms."""

_image = table(BeforeImage)
_import = table(Import)
_source = table(Source)
_webhook = table(Webhook)
_ticket = table(Ticket)
_event = table(TicketEvent)
_OTHERS = tuple(table(model) for model in (Cost, Inquiry, InquiryDay, Search))


@dataclass(frozen=True)
class Undone:
    """What became of the tickets, costs, inquiries or searches that import `number` had told something of.

    `restored` are again as they were before it, `removed` had been added by it, and `kept` stay because a later import
    changed them as well. `found_unchanged` are the later imports that found unchanged what is taken back: what their
    files told is gone with it, until they are imported again. What was told of conversations that are no longer kept
    is gone already; the figures of days before `kept_from` stay as they are, None if none do.
    """

    number: int
    restored: int
    removed: int
    kept: int
    found_unchanged: Sequence[int] = ()
    kept_from: date | None = None


def undo(store: Store, number: int, now: int) -> Undone:
    """Take import `number` back, in short transactions. One that was stopped goes on when it is run again.

    What a later import has changed stays, and is taken back when that import is undone as well. The imports of a source
    undone from the newest to the oldest leave it as it was before each. Raises UserError if there is no such import, if
    it was undone already, if it is no file's, or if it is too old for what it changed to be known.
    """
    with store.reading() as connection:
        undone = entry(connection, number)
        _check(connection, undone, now)
    undoing = _Undoing(store, undone, now)
    restored = removed = 0
    for taken in undoing.steps():
        restored += taken.restored
        removed += taken.removed
    kept = undoing.kept()
    with store.writing() as connection:
        later = _found_unchanged(connection, undone) if restored or removed else ()
        undoing.finish(connection)
        forgetting.after_undo(connection)
        of_old = stored(connection)
    forget_unused(store)
    return Undone(number, restored, removed, kept, later, None if of_old is None else of_old.kept_from)


def _check(connection: Connection, undone: Import, now: int) -> None:
    if undone.format == DELIVERED:
        raise UserError(
            f"Import {undone.id} is what {undone.source} has sent by itself, and cannot be taken back.",
            f"To take nothing more of it: kpibot sources remove {undone.source}",
        )
    if undone.undone_at is not None:
        raise UserError(f"Import {undone.id} is undone already.", "See all of them with: kpibot imports")
    expired = select(_import.c.id).where(
        _import.c.source == undone.source,
        _import.c.id >= undone.id,
        _import.c.undone_at.is_(None),
        _import.c.started_at < now - KEPT_SECONDS,
        or_(_import.c.updated > 0, _import.c.unchanged > 0),  # what is unchanged may be of a later moment
    )
    if connection.scalar(expired.limit(1)) is not None:
        raise UserError(
            f"Import {undone.id} is older than 30 days: how its tickets were before is no longer known.",
            "Import a newer export of the same help desk: it corrects what it tells.",
        )


def _found_unchanged(connection: Connection, undone: Import) -> tuple[int, ...]:
    mine = (_import.c.source == undone.source, _import.c.kind == undone.kind, _import.c.id > undone.id)
    files = (_import.c.undone_at.is_(None), _import.c.format != DELIVERED)
    query = select(_import.c.id).where(*mine, *files, _import.c.unchanged > 0)
    return tuple(connection.scalars(query.order_by(_import.c.id)))


class _Undoing:
    def __init__(self, store: Store, undone: Import, now: int) -> None:
        self._store = store
        self._import = undone
        self._now = now

    def steps(self) -> Iterator[Taken]:
        """Each is what one transaction did."""
        of_event, of_ticket = [_event.c.external_id], [_ticket.c.external_id]
        images = select(_image.c.key).where(_image.c.import_id == self._import.id, _image.c.record == _ticket.name)
        for query, columns in (
            (select(*of_event).distinct().where(*self._told(_event)), of_event),
            (images, [_image.c.key]),
            (select(*of_ticket).where(*self._told(_ticket)), of_ticket),
        ):
            for keys in self._pages(query, columns):
                with self._store.writing() as connection:
                    numbers = [number for (number,) in keys]
                    taken = take_tickets_back(connection, self._import.source, numbers, self._undone(connection))
                yield taken
        for record in _OTHERS:
            columns = [record.c[name] for name in key_columns(record)]
            for keys in self._pages(select(*columns).where(*self._told(record)), columns):
                with self._store.writing() as connection:
                    taken = take_back(connection, record, self._import.source, keys, self._undone(connection))
                yield taken

    def kept(self) -> int:
        """How many rows, but for events, stay of those that the import had changed or added: a later one changed them.

        Of those that it changed, its own image is left; of those that it added, a later image has it for their origin.
        """
        number = self._import.id
        own = _image.alias()
        has_own = exists().where(own.c.import_id == number, own.c.record == _image.c.record, own.c.key == _image.c.key)
        later = select(_import.c.id).where(_import.c.source == self._import.source, _import.c.id > number)
        added = _image.c.import_id.in_(later) & (_image.c.image["origin"].as_integer() == number) & ~has_own
        keys = select(_image.c.record, _image.c.key).distinct()
        stay = keys.where(_image.c.record != _event.name, or_(_image.c.import_id == number, added)).subquery()
        with self._store.reading() as connection:
            return connection.scalar(select(func.count()).select_from(stay)) or 0

    def finish(self, connection: Connection) -> None:
        """Enter it in the journal, and let the source have what its other imports tell."""
        number, source = self._import.id, self._import.source
        connection.execute(update(_import).where(_import.c.id == number).values(undone_at=self._now))
        refresh_source(connection, source)
        standing = select(_import.c.id).where(_import.c.source == source, _import.c.undone_at.is_(None))
        rows = [select(record.c.source).where(record.c.source == source) for record in (_ticket, _event, *_OTHERS)]
        hook = select(_webhook.c.source).where(_webhook.c.source == source)
        if not any(connection.execute(query.limit(1)).first() for query in (standing, hook, *rows)):
            nothing: dict[str, Any] = {"vendor": None, "headers": [], "confirmed": {}}
            connection.execute(update(_source).where(_source.c.name == source).values(nothing))

    def _told(self, record: Table) -> Sequence[ColumnElement[bool]]:
        return record.c.source == self._import.source, record.c.origin == self._import.id

    def _undone(self, connection: Connection) -> set[int]:
        """This import and those before, as far back as images are kept."""
        mine = (_import.c.source == self._import.source, _import.c.started_at >= self._now - KEPT_SECONDS)
        earlier = connection.scalars(select(_import.c.id).where(*mine, _import.c.undone_at.is_not(None)))
        return {*earlier, self._import.id or 0}

    def _pages(self, query: Select[Any], columns: Sequence[ColumnElement[Any]]) -> Iterator[list[Key]]:
        """The keys that a query finds, some at a time; between them the store may change."""
        page = query
        while True:
            with self._store.reading() as connection:
                keys = [tuple(row) for row in connection.execute(page.order_by(*columns).limit(ROWS_AT_ONCE))]
            if not keys:
                return
            yield keys
            last = tuple_(*(literal(part, column.type) for part, column in zip(keys[-1], columns, strict=True)))
            page = query.where(tuple_(*columns) > last)
