"""What was acknowledged is taken in once, in the order in which it came, whatever breaks on the way."""

import time
from collections.abc import Sequence

import pytest
from sqlalchemy import delete, insert, select

from kpi.model import Delivery, Inbox, Ticket, table
from kpi.store import Store
from kpi.webhooks import connecting, inbox, ledger
from kpi.webhooks.ledger import Counts
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.taking import Incoming
from kpi.webhooks.vendor import Delivered, Vendor
from kpi.webhooks.vendors import zendesk
from tests.support.deliveries import connect, event

DELIVERY, INBOX, TICKET = table(Delivery), table(Inbox), table(Ticket)
NOW = int(time.time())


@pytest.fixture
def store(any_store: Store) -> Store:
    connect(any_store)
    return any_store


def raised(error: Exception, _source: str) -> str:
    raise error


def said(error: Exception, source: str) -> str:
    return f"{type(error).__name__} of {source}"


def incoming(number: int, source: str = "zendesk", body: bytes | None = None) -> Incoming:
    return Incoming(source, zendesk.VENDOR, Request({}, body or event(number), NOW), Connection(NOW - 3600))


def outcomes(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        return {row.delivery_id: row.outcome for row in connection.execute(select(DELIVERY))}


def counts(store: Store) -> Counts:
    with store.reading() as connection:
        return ledger.counts(connection, "zendesk", NOW - 3600)


def test_what_is_put_down_waits_and_is_taken_in_in_its_order(store: Store) -> None:
    inbox.put(store, [incoming(number) for number in (3, 1, 2, 1)])
    assert inbox.waiting(store) == 4
    assert outcomes(store) == {}
    first = inbox.take_in(store, raised, 3)
    assert [(each.source, each.taken.outcome) for each in first] == [("zendesk", "taken")] * 3
    assert outcomes(store).keys() == {"created-1", "created-2", "created-3"}
    assert [each.taken.outcome for each in inbox.take_in(store, raised)] == ["repeated"]
    assert inbox.take_in(store, raised) == []
    assert inbox.waiting(store) == 0


def test_nobody_who_puts_down_waits_for_who_writes(store: Store) -> None:
    impatient = Store(store.url.render_as_string(hide_password=False), busy_seconds=0.1)
    with store.writing() as connection:
        connection.execute(delete(DELIVERY))
        inbox.put(impatient, [incoming(1)])
    assert inbox.waiting(store) == 1
    impatient.close()


def test_a_crash_before_they_are_removed_counts_nothing_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.put(store, [incoming(number) for number in range(5)])
    keep = delete(INBOX).where(INBOX.c.id < 0)
    with monkeypatch.context() as broken:
        broken.setattr(inbox, "_REMOVE", keep)
        assert len(inbox.take_in(store, raised)) == 5
    assert inbox.waiting(store) == 5
    assert [each.taken.outcome for each in inbox.take_in(store, raised)] == ["repeated"] * 5
    assert inbox.waiting(store) == 0
    assert counts(store) == Counts(received=10, repeated=5, not_understood=0)
    with store.reading() as connection:
        assert len(connection.execute(select(TICKET.c.external_id)).all()) == 5


def test_one_that_breaks_us_is_kept_for_later_and_keeps_nobody_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A help desk whose reader has a bug for one delivery."""

    def breaks(request: Request, connection: Connection) -> Sequence[Delivered]:
        if request.body == event(2, at=NOW):
            raise ValueError("Ada Lovelace")
        return zendesk.VENDOR.read(request, connection)

    ours = zendesk.VENDOR
    broken = Vendor(ours.key, ours.title, ours.signed, breaks, ours.sample, ours.fields, ours.steps)
    monkeypatch.setitem(connecting._BY_KEY, ours.key, broken)
    inbox.put(store, [incoming(number, body=event(number, at=NOW)) for number in (1, 2, 3)])
    taken = inbox.take_in(store, said)
    assert [each.taken.why for each in taken] == ["", "ValueError of zendesk", ""]
    assert sorted(outcomes(store).values()) == ["not understood", "taken", "taken"]
    assert inbox.waiting(store) == 0


def test_what_came_before_its_source_was_removed_is_taken_in_and_what_is_of_nobody_is_dropped(store: Store) -> None:
    inbox.put(store, [incoming(1), incoming(2, "nobody")])
    with store.writing() as connection:
        connecting.remove(connection, "zendesk", NOW, "U0ADA00001")
    assert [each.taken.outcome for each in inbox.take_in(store, raised)] == ["taken"]
    assert outcomes(store).keys() == {"created-1"}
    assert inbox.waiting(store) == 0


def test_large_ones_are_not_all_read_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "BYTES_AT_ONCE", 2 * len(event(1)))
    inbox.put(store, [incoming(number) for number in range(5)])
    assert [len(inbox.take_in(store, raised)) for _ in range(4)] == [2, 2, 1, 0]


def test_what_a_copy_has_brought_along_is_taken_in(store: Store) -> None:
    """A server keeps what waits among its tables, and so does a copy of it."""
    row = {"source": "zendesk", "received_at": NOW, "headers": {}, "body": event(1)}
    with store.writing() as connection:
        connection.execute(insert(INBOX), row)
    inbox.collect(store)
    inbox.take_in_all(store)
    assert outcomes(store).keys() == {"created-1"}
    with store.reading() as connection:
        assert connection.execute(select(INBOX)).all() == []
