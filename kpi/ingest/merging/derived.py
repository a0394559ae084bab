"""What the events of a ticket tell of it, into the ticket."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from kpi.ingest.history import images
from kpi.ingest.merging import rows
from kpi.ingest.merging.moments import Told, moments_of, others_of
from kpi.ingest.tickets.logs import Event, derive
from kpi.labelling.settling import settle_told
from kpi.model import Ticket, TicketEvent, table

_ticket = table(Ticket)
_event = table(TicketEvent)

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
    columns = [_event.c[name] for name in (*Event._fields, "source", "origin")]
    mine = (_event.c.source == source, _event.c.external_id.in_(external_ids))
    found = connection.execute(select(*columns).where(*mine).order_by(_event.c.external_id))
    return {key: list(group) for key, group in groupby(found, key=lambda row: row.external_id)}


def _settled(known: _Ticket | None, events: Sequence[Row[Any]], told: Told, origin: int | None) -> _Ticket:
    """The ticket as its events want it."""
    ticket = _new(events) if known is None else dict(known)
    moments = {} if known is None else moments_of(ticket["as_of"], told[ticket["origin"]], ticket["others"])
    latest = max((event.at for event in events), default=0)
    if origin is not None and latest > ticket["as_of"]:
        ticket |= {"as_of": latest, "origin": origin}
    stated = {field: moment for field, moment in moments.items() if moment is not None}
    fields = _derived(events, ticket["created_at"] if "created_at" in stated else None)
    ticket["others"] = others_of(stated | dict.fromkeys(fields), ticket["as_of"], told[ticket["origin"]])
    return {**ticket, **dict.fromkeys(moments.keys() - stated.keys()), **fields}


def _new(events: Sequence[Row[Any]]) -> dict[str, Any]:
    return {
        **dict.fromkeys(_ticket.columns.keys()),
        "source": events[0].source,
        "external_id": events[0].external_id,
        "as_of": max(event.at for event in events),
        "origin": max(event.origin for event in events),
    }


def _derived(found: Sequence[Row[Any]], stated_opening: int | None) -> dict[str, Any]:
    """The customer's own first message tells the opening, if there is one: what others state does not count then."""
    events = [Event(*row[: len(Event._fields)]) for row in found]
    fields = derive(events)
    return fields if "created_at" in fields else derive(events, stated_opening)
