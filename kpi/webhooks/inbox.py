"""Between the door and the store: a delivery is acknowledged as soon as it is here, and taken in a moment later.

So nobody who sends waits for whoever else writes to the store, and many are taken in together. Between the two ends of
taking in, which are two transactions, a crash leaves deliveries here that are in the store already: they are found
there, and count as repeated.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, ProgrammingError

from kpi.errors import KpibotError
from kpi.model import Inbox, table
from kpi.store import Store
from kpi.webhooks import connecting, taking
from kpi.webhooks.request import Request
from kpi.webhooks.taking import Incoming, Taken

AT_ONCE = 100
"""Taken in together; others who write wait for so long."""
BYTES_AT_ONCE = 8 << 20
"""After so many, no more are read into memory together."""

OF_THE_STORE = (KpibotError, InterfaceError, InternalError, OperationalError, ProgrammingError)
"""Of any delivery, then: the store cannot be written, or is not as it should be."""

_inbox = table(Inbox)
_SIZES = (
    select(_inbox.c.id, func.length(_inbox.c.body)).order_by(_inbox.c.id).limit(bindparam("most")).with_for_update()
)
_PUT = insert(_inbox)
_FIRST = select(_inbox.c.id).limit(1)
_ROWS = select(_inbox).where(_inbox.c.id.in_(bindparam("ids", expanding=True))).order_by(_inbox.c.id)
_REMOVE = delete(_inbox).where(_inbox.c.id.in_(bindparam("ids", expanding=True)))

Told = Callable[[Exception, str], str]
"""Given an error of ours and the source of the delivery that met it, says in a sentence what has happened."""


class TakenIn(NamedTuple):
    """What became of a request of a `source`."""

    source: str
    taken: Taken


def put(store: Store, incoming: Sequence[Incoming]) -> None:
    """Keep them until they are taken in. When it returns they are on the disk."""
    rows = [
        {
            "source": each.source,
            "received_at": each.request.at,
            "headers": {name: each.request.header(name) for name in each.vendor.kept_headers},
            "body": each.request.body,
        }
        for each in incoming
    ]
    with store.inbox() as connection:
        connection.execute(_PUT, rows)


def waiting(store: Store) -> int:
    """How many are to be taken in."""
    if not store.has_inbox:
        return 0
    with store.inbox() as connection:
        return connection.scalar(select(func.count()).select_from(_inbox)) or 0


def _any_waits(store: Store) -> bool:
    """Without counting them all: there may be many after a while in which nothing could be taken in."""
    if not store.has_inbox:
        return False
    with store.inbox() as connection:
        return connection.scalar(_FIRST) is not None


def take_in(store: Store, told: Told, most: int = AT_ONCE) -> list[TakenIn]:
    """Take in the oldest of those that wait. None when nothing waits: then nobody who writes is kept waiting either.

    One that breaks us keeps the others out no longer than this: it is kept as not understood, to be replayed when that
    is mended. One of `OF_THE_STORE` is raised where nothing can be written: then all of them wait on.
    """
    if not _any_waits(store):
        return []
    try:
        return _take_in(store, most, taking.take)
    except OF_THE_STORE:
        raise
    except Exception:  # noqa: BLE001
        # The outer edge: any reader of a help desk may be wrong. Which of them it is is found below, and told.
        return _each_alone(store, told, most)


def take_in_all(store: Store) -> None:
    """All that wait now, without a bot; whatever comes meanwhile may wait on."""
    for _ in range(0, waiting(store), AT_ONCE):
        take_in(store, lambda error, _source: f"Something broke on our side ({type(error).__name__}).")


def collect(store: Store) -> None:
    """Put here what a copy of another database has brought along, where that kept it in the store itself."""
    if store.file is None:
        return
    with store.writing(durable=True) as connection:
        rows = connection.execute(select(_inbox)).mappings().all()
        if rows:
            connection.execute(delete(_inbox))
            brought = [{name: value for name, value in row.items() if name != "id"} for row in rows]
            with store.inbox() as inbox:
                inbox.execute(_PUT, brought)


def _each_alone(store: Store, told: Told, most: int) -> list[TakenIn]:
    taken: list[TakenIn] = []
    for _ in range(most):
        try:
            one = _take_in(store, 1, taking.take)
        except OF_THE_STORE:
            raise
        except Exception as error:  # noqa: BLE001
            one = _take_in(store, 1, _failing(error, told))
        taken += one
        if not one:
            break
    return taken


_Take = Callable[[Connection, Sequence[Incoming]], Sequence[Taken]]


def _failing(error: Exception, told: Told) -> _Take:
    return lambda connection, some: [taking.keep_failed(connection, each, told(error, each.source)) for each in some]


def _take_in(store: Store, most: int, take: _Take) -> list[TakenIn]:
    with ExitStack() as afterwards, store.writing(durable=True) as connection:
        rows = _oldest(store, most)
        if not rows:
            return []
        incoming = _incoming(connection, rows)
        outcomes = take(connection, incoming)
        # They are locked from now on, so that nobody else takes them in, and removed once the store has them.
        inbox = afterwards.enter_context(store.inbox())
        inbox.execute(_REMOVE, {"ids": [row.id for row in rows]})
    return [TakenIn(each.source, taken) for each, taken in zip(incoming, outcomes, strict=True)]


def _oldest(store: Store, most: int) -> Sequence[Row[Any]]:
    with store.inbox() as inbox:
        sizes = inbox.execute(_SIZES, {"most": most}).all()
        before = accumulate((size for _, size in sizes), initial=0)
        ids = [number for (number, _), so_far in zip(sizes, before, strict=False) if so_far < BYTES_AT_ONCE]
        return inbox.execute(_ROWS, {"ids": ids}).all() if ids else []


def _incoming(connection: Connection, rows: Sequence[Row[Any]]) -> list[Incoming]:
    """Of sources that were removed since as well; nothing can have come of one that never was."""
    doors = connecting.doors(connection)
    incoming = []
    for row in rows:
        if row.source in doors:
            vendor, of_source = doors[row.source]
            incoming.append(Incoming(row.source, vendor, Request(row.headers, row.body, row.received_at), of_source))
    return incoming
