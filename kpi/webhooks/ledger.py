"""What became of deliveries (`kpi.model.Delivery`), and how many came when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, Executable, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from kpi.model import Delivery, DeliveryHour, table
from kpi.store import Store

HOUR = 3_600
UNDERSTOOD_SECONDS = 3 * 24 * HOUR
"""For how long an id is known again. Help desks repeat what they could not deliver for hours; what comes again later
changes nothing all the same, as it tells nothing new."""

NOT_UNDERSTOOD_SECONDS = 14 * 24 * HOUR
HOURS_KEPT = 60 * 24
MOST_BODIES = 10_000
"""Of one source: of more that are not understood, only the reason is kept."""

_AT_ONCE = 500
_delivery, _hour = table(Delivery), table(DeliveryHour)

# Built once, as below: that takes several times as long as to run it.
_KNOWN = select(_delivery.c.delivery_id, _delivery.c.outcome).where(
    _delivery.c.source == bindparam("of_source"), _delivery.c.delivery_id.in_(bindparam("ids", expanding=True))
)


class Outcome(StrEnum):
    """What a delivery has come to."""

    TAKEN = "taken"
    NOTHING = "nothing to tell"
    NOT_UNDERSTOOD = "not understood"


class Entry(NamedTuple):
    """A delivery as it is entered."""

    delivery_id: str
    event: str
    outcome: Outcome
    why: str | None = None
    headers: Mapping[str, str] | None = None
    body: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many came."""

    received: int = 0
    repeated: int = 0
    not_understood: int = 0


def known(connection: Connection, source: str, ids: Collection[str]) -> dict[str, Outcome]:
    """Those that have come before, and what has become of them."""
    rows = connection.execute(_KNOWN, {"of_source": source, "ids": list(ids)})
    return {row.delivery_id: Outcome(row.outcome) for row in rows}


def enter(
    connection: Connection, source: str, entries: Sequence[Entry], at: int, instead: Collection[str] = ()
) -> None:
    """Deliveries that have not come before, and some `instead` of what was entered of the same ids."""
    if not entries:
        return
    if instead:
        mine = (_delivery.c.source == source, _delivery.c.delivery_id.in_(instead))
        connection.execute(delete(_delivery).where(*mine))
    has_bodies = any(each.body is not None for each in entries)
    room = MOST_BODIES - _bodies(connection, source) if has_bodies else 0
    rows = []
    for each in entries:
        room -= each.body is not None
        body = each.body if room >= 0 else None
        rows.append(
            {**each._asdict(), "body": body, "outcome": each.outcome.value, "source": source, "received_at": at}
        )
    connection.execute(insert(_delivery), rows)


def count(connection: Connection, source: str, more: Counts, at: int) -> None:
    """Add these to the hour's."""
    values = {"received": more.received, "repeated": more.repeated, "not_understood": more.not_understood}
    connection.execute(_counting(connection.dialect.name), {"source": source, "hour": at // HOUR, **values})


def counts(connection: Connection, source: str, since: int) -> Counts:
    """Of the hour of that instant and all since."""
    sums = [func.coalesce(func.sum(_hour.c[name]), 0) for name in ("received", "repeated", "not_understood")]
    row = connection.execute(select(*sums).where(_hour.c.source == source, _hour.c.hour >= since // HOUR)).one()
    return Counts(*row)


def kept(
    connection: Connection, source: str | None = None, outcome: Outcome | None = None, limit: int = 50
) -> list[Delivery]:
    """The newest first."""
    query = select(_delivery).order_by(_delivery.c.received_at.desc(), _delivery.c.delivery_id).limit(limit)
    if source is not None:
        query = query.where(_delivery.c.source == source)
    if outcome is not None:
        query = query.where(_delivery.c.outcome == outcome.value)
    return [Delivery(**row) for row in connection.execute(query).mappings()]


def one(connection: Connection, source: str, delivery_id: str) -> Delivery | None:
    """The delivery of that id."""
    mine = (_delivery.c.source == source, _delivery.c.delivery_id == delivery_id)
    row = connection.execute(select(_delivery).where(*mine)).mappings().first()
    return None if row is None else Delivery(**row)


def reasons(connection: Connection, source: str, since: int) -> Mapping[str, int]:
    """Why deliveries were not understood, the most frequent first."""
    mine = (
        _delivery.c.source == source,
        _delivery.c.outcome == Outcome.NOT_UNDERSTOOD.value,
        _delivery.c.received_at >= since,
    )
    number = func.count()
    query = (
        select(_delivery.c.why, number).where(*mine).group_by(_delivery.c.why).order_by(number.desc(), _delivery.c.why)
    )
    return {why or "": n for why, n in connection.execute(query)}


def purge(store: Store, now: int) -> None:
    """Delete what is too old, in short transactions."""
    old = _delivery.c.received_at < now - UNDERSTOOD_SECONDS
    not_understood = _delivery.c.outcome == Outcome.NOT_UNDERSTOOD.value
    too_old = (_delivery.c.received_at < now - NOT_UNDERSTOOD_SECONDS, old & ~not_understood)
    for condition in too_old:
        query = select(_delivery.c.source, _delivery.c.delivery_id).where(condition).limit(_AT_ONCE)
        while True:
            with store.writing() as connection:
                found = connection.execute(query).all()
                for source in {row.source for row in found}:
                    ids = [row.delivery_id for row in found if row.source == source]
                    mine = (_delivery.c.source == source, _delivery.c.delivery_id.in_(ids))
                    connection.execute(delete(_delivery).where(*mine))
            if not found:
                break
    with store.writing() as connection:
        connection.execute(delete(_hour).where(_hour.c.hour < now // HOUR - HOURS_KEPT))


@lru_cache(2)
def _counting(dialect: str) -> Executable:
    added = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(_hour)
    total = {name: _hour.c[name] + added.excluded[name] for name in ("received", "repeated", "not_understood")}
    return added.on_conflict_do_update(index_elements=["source", "hour"], set_=total)


def _bodies(connection: Connection, source: str) -> int:
    mine = (_delivery.c.source == source, _delivery.c.outcome == Outcome.NOT_UNDERSTOOD.value)
    return connection.scalar(select(func.count()).where(*mine, _delivery.c.body.is_not(None))) or 0
