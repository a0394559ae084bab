"""What the tests of all help desks do: sign, read, and see which ticket deliveries make."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from kpi.ingest.requesters import RequesterReader
from kpi.model import Ticket, TicketEvent, table
from kpi.store import Store
from kpi.webhooks import connecting
from kpi.webhooks.cleaning import Cleaner
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.taking import Incoming, take
from kpi.webhooks.told import Told
from kpi.webhooks.vendor import Vendor

SECRET = "correct-horse-battery"
_CLEANER = Cleaner(RequesterReader(b"key", "desk"), ())


def told(vendor: Vendor, request: Request, connected_at: int = 0, **options: Any) -> Told:
    """What the one message of a request tells. It has to be understood."""
    (only,) = vendor.read(request, Connection(connected_at, options))
    assert only.told is not None, only.why
    return only.told


def why_not(vendor: Vendor, request: Request, connected_at: int = 0, **options: Any) -> str:
    """Why the one message of a request is not understood."""
    try:
        (only,) = vendor.read(request, Connection(connected_at, options))
    except NotUnderstoodError as error:
        return str(error)
    assert only.told is None
    return only.why


def fields(told: Told) -> dict[str, Any]:
    """What is stated, of a message that states one thing at most."""
    assert len(told.statements) <= 1
    return dict(told.statements[0].fields) if told.statements else {}


def survives(vendor: Vendor, request: Request, **options: Any) -> None:
    """Whatever it is: it is read or refused in a sentence, and what is read can be kept."""
    try:
        every = vendor.read(request, Connection(1_700_000_000, options))
    except NotUnderstoodError:
        return
    for each in every:
        assert 0 < len(each.id.encode()) <= 1_000
        each.event.encode()
        each.why.encode()
        assert (each.told is None) == bool(each.why)
        if each.told is not None:
            with suppress(NotUnderstoodError):
                _CLEANER.clean(each.told, request.at)


def ticket_after(
    store: Store, vendor: Vendor, source: str, requests: Sequence[Request], number: str, **options: Any
) -> Mapping[str, Any]:
    """The ticket of that number, after a new source has sent these, one by one."""
    with store.writing() as connection:
        connecting.add(connection, vendor, source, SECRET, 0, "ada", options=options)
    for request in requests:
        with store.writing() as connection:
            (taken,) = take(connection, [Incoming(source, vendor, request, Connection(0, options))])
            assert not taken.why, taken.why
    return ticket(store, source, number)


def ticket(store: Store, source: str, number: str) -> Mapping[str, Any]:
    """A ticket as it is kept."""
    rows, mine = table(Ticket), (table(Ticket).c.source == source, table(Ticket).c.external_id == number)
    with store.reading() as connection:
        return dict(connection.execute(select(rows).where(*mine)).one()._mapping)


def events(store: Store, source: str) -> set[tuple[str, str, int]]:
    """All that has happened: id, kind, instant."""
    rows = table(TicketEvent)
    with store.reading() as connection:
        found = connection.execute(select(rows.c.event_id, rows.c.kind, rows.c.at).where(rows.c.source == source))
        return {(row.event_id, row.kind, row.at) for row in found}
