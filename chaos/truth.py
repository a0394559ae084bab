"""What has to be so, after each kill and in the end."""

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text, update

from kpi.migrating import migrate
from kpi.model import Delivery, DeliveryHour, Import, Inbox, ReviewPost, Secret, Ticket, TicketEvent, Webhook, table
from kpi.schedule import posts
from kpi.store import Store
from kpi.summary import claim
from kpi.summary.tables import summary_state
from kpi.webhooks import connecting
from kpi.webhooks.request import Request
from kpi.webhooks.taking import Incoming, take
from tests.support.deliveries import signed

_delivery, _hour, _import, _post = table(Delivery), table(DeliveryHour), table(Import), table(ReviewPost)
_AT_ONCE = 500


def lost(store: Store, acknowledged: Collection[str]) -> set[str]:
    """Deliveries that were acknowledged and neither wait nor are there, or are there without a ticket."""
    with store.inbox() as connection:
        wait = {json.loads(body)["id"] for body in connection.scalars(select(table(Inbox).c.body))}
    tickets = select(table(Ticket).c.external_id)
    with store.reading() as connection:
        known = set(connection.scalars(select(_delivery.c.delivery_id)))
        numbers = set(connection.scalars(tickets))
    there = {each for each in known if each.rpartition("-")[2] in numbers}
    return set(acknowledged) - wait - there


def miscounted(store: Store) -> int:
    """By how many the hours' counts differ from the deliveries that are there."""
    counts = select(func.sum(_hour.c.received), func.sum(_hour.c.repeated))
    with store.reading() as connection:
        received, repeated = connection.execute(counts).one()
        there = connection.scalar(select(func.count()).select_from(_delivery)) or 0
    return abs(int(received or 0) - int(repeated or 0) - there)


def damage(store: Store) -> list[str]:
    """What SQLite says of its file; a server checks its own."""
    if store.file is None:
        return []
    with store.reading() as connection:
        said = connection.scalars(text("PRAGMA integrity_check")).all()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [each for each in said if each != "ok"] + [f"{each}" for each in orphans]


def unfinished_imports(store: Store) -> int:
    """How many were begun, and ended half-way."""
    with store.reading() as connection:
        return connection.scalar(select(func.count()).where(_import.c.finished_at.is_(None))) or 0


def half_done(store: Store) -> Iterator[str]:
    """What goes on at this moment, by whoever lives, or was killed at it."""
    with store.reading() as connection:
        if connection.scalar(select(func.count()).where(_post.c.holder.is_not(None))):
            yield "a review"
        if connection.scalar(select(func.count()).where(summary_state.c.builder.is_not(None))):
            yield "the summary"


def let_time_pass(store: Store) -> None:
    """So much that whoever died has lost what it had claimed."""
    with store.writing() as connection:
        connection.execute(update(_post).values(claimed_at=_post.c.claimed_at - posts.LEASE))
        later = summary_state.c.claimed_at - claim.LEASE
        connection.execute(update(summary_state).values(claimed_at=later))


def undisturbed(folder: Path, store: Store, bodies: Collection[bytes]) -> Store:
    """A new store that knows the secrets of this one, and has taken the same deliveries in peace."""
    other = Store(f"sqlite:///{folder / 'undisturbed.db'}")
    migrate(other)
    with store.reading() as connection:
        known = connecting.all_(connection)[0]
        secrets = [dict(row) for row in connection.execute(select(table(Secret))).mappings()]
        webhook = connection.scalars(select(table(Webhook).c.secret)).one()
    with other.writing() as connection:
        connection.execute(table(Secret).insert(), secrets)
        connecting.add(connection, known.vendor, known.source, webhook, known.connected_at, known.who)
        accepted = connecting.accepted(connection, known.connected_at)[known.source]
    every = [
        Incoming(known.source, known.vendor, Request(signed(body), body, _at(store), ""), accepted.connection)
        for body in bodies
    ]
    for start in range(0, len(every), _AT_ONCE):
        with other.writing() as connection:
            take(connection, every[start : start + _AT_ONCE])
    return other


def differences(store: Store, other: Store) -> list[Any]:
    """Tickets and events that are in one of the two alone, or not the same."""
    return sorted(set(_content(store)) ^ set(_content(other)))


def _at(store: Store) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.max(_delivery.c.received_at))) or 0


def _content(store: Store) -> Sequence[str]:
    """In words, without the numbers of imports, which depend on how often one was begun."""
    with store.reading() as connection:
        return [
            f"{sorted((name, value) for name, value in row.items() if name not in ('origin', 'others'))}"
            for model in (Ticket, TicketEvent)
            for row in connection.execute(select(table(model))).mappings()
        ]
