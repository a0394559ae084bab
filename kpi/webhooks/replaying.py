"""Deliveries that were not understood, once more: with the readers of this version."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select, update

from kpi.model import Delivery, table
from kpi.store import Store
from kpi.webhooks import ledger
from kpi.webhooks.connecting import Accepted, accepted
from kpi.webhooks.ledger import Outcome
from kpi.webhooks.request import Request
from kpi.webhooks.taking import Incoming, cleaner_of, read, write

_AT_ONCE = 50
_delivery = table(Delivery)


@dataclass(frozen=True)
class Replayed:
    """How many were `tried`, how many of them were `understood` now, and of how many the body is no longer kept."""

    tried: int
    understood: int
    without_body: int

    @property
    def left(self) -> int:
        """Those that are not understood yet."""
        return self.tried - self.understood


def replay(store: Store, now: int, source: str | None = None) -> Replayed:
    """Try all that was not understood, of one source or of all that are connected, the oldest first.

    Of one that is understood now the body is deleted; the others stay. In short transactions: it can be done again.
    """
    with store.reading() as connection:
        doors = accepted(connection, now)
        names = [each for each in doors if source in (None, each)]
        waiting = [row for name in names for row in _waiting(connection, name)]
        lost = sum(_without_body(connection, name) for name in names)
    understood = 0
    for start in range(0, len(waiting), _AT_ONCE):
        for of_source, delivery_id in waiting[start : start + _AT_ONCE]:
            with store.writing() as connection:
                understood += _once_more(connection, of_source, delivery_id, doors[of_source])
    return Replayed(len(waiting), understood, lost)


def _waiting(connection: Connection, source: str) -> Sequence[tuple[str, str]]:
    query = select(_delivery.c.source, _delivery.c.delivery_id).where(*_not_understood(source))
    order = (_delivery.c.received_at, _delivery.c.delivery_id)
    return [(row[0], row[1]) for row in connection.execute(query.where(_delivery.c.body.is_not(None)).order_by(*order))]


def _without_body(connection: Connection, source: str) -> int:
    query = select(_delivery.c.delivery_id).where(*_not_understood(source), _delivery.c.body.is_(None))
    return len(connection.execute(query).all())


def _not_understood(source: str) -> tuple[ColumnElement[bool], ...]:
    return _delivery.c.source == source, _delivery.c.outcome == Outcome.NOT_UNDERSTOOD.value


def _once_more(connection: Connection, source: str, delivery_id: str, door: Accepted) -> bool:
    """Whether it is understood now. Of a request that held several, the others have been taken already."""
    kept = ledger.one(connection, source, delivery_id)
    if kept is None or kept.body is None or kept.outcome != Outcome.NOT_UNDERSTOOD:
        return False
    request = Request(kept.headers or {}, kept.body.encode(), kept.received_at)
    every = read(Incoming(source, door.vendor, request, door.connection), cleaner_of(connection, source))
    mine = [each for each in every if each.delivered.id == delivery_id] or every
    if any(each.clean is None for each in mine):
        why = next(each.why for each in mine if each.why)
        _settle(connection, kept, Outcome.NOT_UNDERSTOOD, why, kept.body)
        return False
    told = [each.clean for each in mine if each.clean is not None]
    for clean in told:
        write(connection, source, door.vendor, clean, 1, kept.received_at)
    outcome = Outcome.TAKEN if any(clean.tells for clean in told) else Outcome.NOTHING
    _settle(connection, kept, outcome, None, None)
    return True


def _settle(connection: Connection, kept: Delivery, outcome: Outcome, why: str | None, body: str | None) -> None:
    mine = (_delivery.c.source == kept.source, _delivery.c.delivery_id == kept.delivery_id)
    connection.execute(update(_delivery).where(*mine).values(outcome=outcome.value, why=why, body=body))
