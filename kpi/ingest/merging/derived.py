"""What the events of a ticket tell of it, into the ticket."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from kpi.ingest.history import images
from kpi.ingest.merging import rows
from kpi.ingest.merging.combining import Happened, Stated, combined, waiting_to_be_told
from kpi.ingest.merging.moments import Moments, Told, moments_of, others_of
from kpi.ingest.tickets.logs import Event
from kpi.labelling.settling import settle_told
from kpi.model import Ticket, TicketEvent, table

_ticket = table(Ticket)
_event = table(TicketEvent)

# Built once: that takes several times as long as to run it.
_EVENTS = (
    select(*(_event.c[name] for name in (*Event._fields, "source", "origin")))
    .where(_event.c.source == bindparam("of_source"), _event.c.external_id.in_(bindparam("keys", expanding=True)))
    .order_by(_event.c.external_id)
)

_Ticket = Mapping[str, Any]


def derive_anew(connection: Connection, source: str, external_ids: Collection[str], origin: int | None = None) -> None:
    """Write what their events tell into these tickets, and add those that are not there but have events.

    `origin` is the import that has just told events: tickets then are of the latest event's moment, and what they were
    is kept as its images. Without it, tickets keep the moment and the origin that they have.
    """
    told = Told(connection)
    found = rows.stored(connection, _ticket, source, [(external_id,) for external_id in external_ids])
    stored = {ticket["external_id"]: ticket for ticket in found.values()}
    events = _events(connection, source, external_ids)
    settled = {
        key: _settled(stored.get(key), events.get(key, ()), told, origin)
        for key in external_ids
        if key in stored or key in events
    }
    changed = [ticket for key, ticket in settled.items() if key in stored and ticket != stored[key]]
    if origin is not None:
        before = (stored[ticket["external_id"]] for ticket in changed)
        images.keep(connection, origin, _ticket, [ticket for ticket in before if ticket["origin"] != origin])
    new = [ticket for key, ticket in settled.items() if key not in stored]
    rows.add(connection, _ticket, new)
    rows.replace(connection, _ticket, changed)
    settle_told(connection, source, [ticket["external_id"] for ticket in new])


def _events(connection: Connection, source: str, external_ids: Collection[str]) -> dict[str, Sequence[Row[Any]]]:
    """By ticket; a row is an `Event`'s values, its source and its origin."""
    found = connection.execute(_EVENTS, {"of_source": source, "keys": list(external_ids)})
    return {key: list(group) for key, group in groupby(found, key=lambda row: row.external_id)}


def _settled(known: _Ticket | None, events: Sequence[Row[Any]], told: Told, origin: int | None) -> _Ticket:
    """The ticket as its events and what was stated of it want it."""
    ticket = _new(events) if known is None else dict(known)
    moments = {} if known is None else moments_of(ticket["as_of"], told[ticket["origin"]], ticket["others"])
    latest = max((event.at for event in events), default=0)
    if origin is not None and latest > ticket["as_of"]:
        ticket |= {"as_of": latest, "origin": origin}
    stated = _stated(ticket, moments)
    happened = [Happened(Event(*row[: len(Event._fields)]), told.is_delivered(row.origin)) for row in events]
    fields = combined(happened, stated)
    of_events = {*fields, *waiting_to_be_told(happened)}
    after: Moments = {field: each.moment for field, each in stated.items()}
    after |= {field: list(stated[field]) if field in stated else None for field in of_events}
    ticket["others"] = others_of(after, ticket["as_of"], told[ticket["origin"]])
    values = {field: each.value for field, each in stated.items()}
    return {**ticket, **dict.fromkeys({*moments, *of_events}), **values, **fields}


def _stated(ticket: _Ticket, moments: Moments) -> dict[str, Stated]:
    """What was stated of each field, also where events tell it."""
    found = {}
    for field, moment in moments.items():
        if isinstance(moment, int):
            found[field] = Stated(moment, ticket[field])
        elif moment is not None:
            found[field] = Stated(*moment)
    return found


def _new(events: Sequence[Row[Any]]) -> dict[str, Any]:
    return {
        **dict.fromkeys(_ticket.columns.keys()),
        "source": events[0].source,
        "external_id": events[0].external_id,
        "as_of": max(event.at for event in events),
        "origin": max(event.origin for event in events),
    }
