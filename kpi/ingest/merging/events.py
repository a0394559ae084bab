"""Events into the store, and what they tell into their tickets."""

from collections.abc import Sequence

from sqlalchemy import Connection

from kpi.ingest.history import images
from kpi.ingest.merging import rows
from kpi.ingest.merging.derived import derive_anew
from kpi.ingest.merging.merge import Counts
from kpi.ingest.tickets.logs import Event
from kpi.model import TicketEvent, table

EVENTS_AT_ONCE = 500
"""To be handed over in one transaction, so that it is over within 50 ms."""

_event = table(TicketEvent)


def add_events(connection: Connection, source: str, origin: int, events: Sequence[Event]) -> Counts:
    """Write the events that the import `origin` tells, and then what all events of their tickets tell into these.

    The counts are of events. Of one event told twice, the one with the larger time, then kind, stays. The store ends
    up the same for any order, split and repetition, also with tickets merged in between.
    """
    if not events:
        return Counts()
    stored = rows.stored(connection, _event, source, {event[:2] for event in events})
    written: dict[rows.Key, rows.Row] = {}
    added = updated = 0
    for event in events:
        known = written.get(event[:2]) or stored.get(event[:2])
        if known is not None and (event.at, event.kind) <= (known["at"], known["kind"]):
            continue
        written[event[:2]] = {**event._asdict(), "source": source, "origin": origin}
        added += known is None
        updated += known is not None
    changed = [(stored[key], row) for key, row in written.items() if key in stored]
    images.keep(connection, origin, _event, [before for before, _ in changed if before["origin"] != origin])
    rows.add(connection, _event, [row for key, row in written.items() if key not in stored])
    rows.replace(connection, _event, [row for _, row in changed])
    derive_anew(connection, source, sorted({event.external_id for event in events}), origin)
    return Counts(added, updated, len(events) - added - updated)
