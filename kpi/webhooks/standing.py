"""How sources that come in by themselves are doing: what came in the last 24 hours, and what was not understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from kpi.model import Delivery, Ticket, table
from kpi.webhooks import ledger
from kpi.webhooks.connecting import Connected, all_
from kpi.webhooks.ledger import HOUR, Counts, Outcome

_delivery = table(Delivery)
_ticket = table(Ticket)


@dataclass(frozen=True)
class Standing:
    """Of one source that is `connected`.

    `counts` are of the last 24 hours, and `reasons` why some of these were not understood, the most frequent first.
    `waiting` are all that were not understood and are kept to be replayed. `unopened` are conversations that count
    nowhere: they were opened before the source was connected, and no file has told when; 0 where that was not asked.
    """

    connected: Connected
    counts: Counts = field(default_factory=Counts)
    reasons: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    unopened: int = 0


def standings(connection: Connection, now: int, *, with_unopened: bool = False) -> Mapping[str, Standing]:
    """Of all that are connected, by source."""
    since = now - 24 * HOUR
    return {
        each.source: Standing(
            each,
            ledger.counts(connection, each.source, since),
            ledger.reasons(connection, each.source, since),
            _waiting(connection, each.source),
            _unopened(connection, each.source) if with_unopened else 0,
        )
        for each in all_(connection)
    }


def _waiting(connection: Connection, source: str) -> int:
    mine = (_delivery.c.source == source, _delivery.c.outcome == Outcome.NOT_UNDERSTOOD.value)
    return connection.scalar(select(func.count()).select_from(_delivery).where(*mine)) or 0


def _unopened(connection: Connection, source: str) -> int:
    mine = (_ticket.c.source == source, _ticket.c.created_at.is_(None))
    return connection.scalar(select(func.count()).select_from(_ticket).where(*mine)) or 0
