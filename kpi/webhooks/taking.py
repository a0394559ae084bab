"""Signed deliveries into the store: each noted once, and what it tells merged in the same transaction."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from kpi import forgetting
from kpi.ingest import requesters
from kpi.ingest.history import journal
from kpi.ingest.merging.events import EVENTS_AT_ONCE, add_events
from kpi.ingest.merging.labels import keep_spellings
from kpi.ingest.merging.merge import Counts, merge
from kpi.ingest.merging.record_merge import merge_records
from kpi.ingest.requesters import RequesterReader
from kpi.ingest.tickets.logs import FIELD_OF
from kpi.model import Cost, Inquiry, Webhook, table
from kpi.webhooks import ledger
from kpi.webhooks.cleaning import Clean, Cleaner, together
from kpi.webhooks.ledger import Entry, Outcome
from kpi.webhooks.request import Connection as OfSource
from kpi.webhooks.request import NotUnderstoodError, Request
from kpi.webhooks.segments import segment
from kpi.webhooks.vendor import Delivered, Vendor

INQUIRIES, COSTS = "inquiries", "costs"

_STATES = frozenset({"status", "resolved_at", "reopened_at"})
_REPLIES = frozenset({"first_human_response_at", "first_automated_response_at", "acknowledged_at", "handed_over_at"})
_RATING = frozenset({"rating", "rating_scale", "rated_at"})
_TOGETHER = (_STATES, _REPLIES, _RATING)
"""Who tells one of these would tell the others, if there were anything to tell."""

_webhook = table(Webhook)


@dataclass(frozen=True)
class Incoming:
    """A request whose signature is right."""

    source: str
    vendor: Vendor
    request: Request
    connection: OfSource


@dataclass(frozen=True)
class Taken:
    """What became of a request: of its `deliveries`, whether all had come before, why one was not understood, and
    whether any of them told anything.
    """

    deliveries: int
    repeated: bool
    why: str = ""
    tells: bool = True

    @property
    def outcome(self) -> str:
        """In a word or three: an `Outcome`, or "repeated"."""
        if self.why:
            return Outcome.NOT_UNDERSTOOD.value
        if self.repeated:
            return "repeated"
        return (Outcome.TAKEN if self.tells else Outcome.NOTHING).value


@dataclass(frozen=True)
class _Read:
    """One delivery that has been read, and cleaned as far as it is understood."""

    delivered: Delivered
    clean: Clean | None
    request: Request
    why: str = ""

    def entry(self, vendor: Vendor) -> Entry:
        """Of what is not understood, all that is needed to read it once more."""
        if self.clean is None:
            headers = {name: self.request.header(name) for name in vendor.kept_headers}
            body = as_text(self.request.body)
            return Entry(self.delivered.id, self.delivered.event, Outcome.NOT_UNDERSTOOD, self.why, headers, body)
        outcome = Outcome.TAKEN if self.clean.tells else Outcome.NOTHING
        return Entry(self.delivered.id, self.delivered.event, outcome)


def take(connection: Connection, incoming: Sequence[Incoming]) -> list[Taken]:
    """What became of each, in the transaction of the caller. It is all or nothing: an error that is not one of the
    deliveries' own is raised.
    """
    taken: dict[int, Taken] = {}
    by_source = sorted(range(len(incoming)), key=lambda place: incoming[place].source)
    for source, places in groupby(by_source, key=lambda place: incoming[place].source):
        some = list(places)
        taken |= zip(some, _take(connection, source, [incoming[place] for place in some]), strict=True)
    return [taken[place] for place in range(len(incoming))]


def keep_failed(connection: Connection, incoming: Incoming, why: str) -> Taken:
    """Keep a request on which we failed, to be replayed when that is mended."""
    failed = _Read(Delivered(digest(incoming.request.body), "", None), None, incoming.request, why)
    entry = failed.entry(incoming.vendor)
    is_known = bool(ledger.known(connection, incoming.source, [entry.delivery_id]))
    ledger.enter(connection, incoming.source, [] if is_known else [entry], incoming.request.at)
    ledger.count(connection, incoming.source, ledger.Counts(1, is_known, not is_known), incoming.request.at)
    return Taken(1, repeated=is_known, why="" if is_known else why)


def read(incoming: Incoming, cleaner: Cleaner) -> list["_Read"]:
    """The deliveries of a request."""
    try:
        every = incoming.vendor.read(incoming.request, incoming.connection)
    except NotUnderstoodError as error:
        every = [Delivered(digest(incoming.request.body), "", None, str(error))]
    return [_cleaned(each, cleaner, incoming.request) for each in every]


def misunderstood(incoming: Incoming, not_kept: Collection[str]) -> str:
    """Why a request will not be understood, "" if it will; found without the store."""
    every = read(incoming, Cleaner(RequesterReader(b"", incoming.source), not_kept))
    return next((each.why for each in every if each.why), "")


def digest(body: bytes) -> str:
    """By which the same bytes are known again."""
    return hashlib.sha256(body).hexdigest()[:32]


def as_text(body: bytes) -> str:
    """As every database can keep it."""
    return body.decode(errors="replace").replace("\x00", "\ufffd")


def cleaner_of(connection: Connection, source: str) -> Cleaner:
    """As the team wants it now."""
    return Cleaner(RequesterReader(requesters.key_of(connection), source), forgetting.not_kept(connection))


def write(connection: Connection, source: str, vendor: Vendor, clean: Clean, deliveries: int, now: int) -> None:
    """Merge what deliveries of a source have told."""
    tickets = bool(clean.rows or clean.events)
    if tickets:
        origin = segment(connection, source, journal.TICKETS, vendor.fields, now)
        _see(connection, source, vendor, clean)
        counts = _merge_rows(connection, source, origin, clean.rows)
        for start in range(0, len(clean.events), EVENTS_AT_ONCE):
            counts += add_events(connection, source, origin, clean.events[start : start + EVENTS_AT_ONCE])
        for name, spelt in clean.spellings.items():
            keep_spellings(connection, name, spelt)
        journal.advance(connection, origin, counts, deliveries, {}, [])
    for kind, model, records in ((INQUIRIES, Inquiry, clean.inquiries), (COSTS, Cost, clean.costs)):
        _merge_records(connection, source, kind, model, records, now)


def _take(connection: Connection, source: str, incoming: Sequence[Incoming]) -> list[Taken]:
    """Of one source. What was not understood before is read once more when it comes again."""
    cleaner = cleaner_of(connection, source)
    every = [read(each, cleaner) for each in incoming]
    before = ledger.known(connection, source, {each.delivered.id for some in every for each in some})
    good = {each.delivered.id for some in every for each in some if each.clean is not None}
    mended = {each for each, outcome in before.items() if outcome is Outcome.NOT_UNDERSTOOD and each in good}
    seen, new, taken = set(before) - mended, [], []
    for some in every:
        fresh = list({each.delivered.id: each for each in some if each.delivered.id not in seen}.values())
        seen.update(each.delivered.id for each in fresh)
        new += fresh
        taken.append(_taken(some, fresh))
    now = max(each.request.at for each in incoming)
    ledger.enter(connection, source, [each.entry(incoming[0].vendor) for each in new], now, instead=mended)
    bad = sum(each.clean is None for each in new)
    total = sum(len(some) for some in every)
    ledger.count(connection, source, ledger.Counts(total, total - len(new), bad), now)
    _note(connection, source, now)
    clean = [each.clean for each in new if each.clean is not None]
    write(connection, source, incoming[0].vendor, together(clean), len(clean), now)
    return taken


def _taken(some: Sequence[_Read], fresh: Sequence[_Read]) -> Taken:
    tells = any(each.clean is not None and each.clean.tells for each in fresh)
    why = next((each.why for each in fresh if each.why), "")
    return Taken(len(some), repeated=not fresh and bool(some), why=why, tells=tells)


def _cleaned(delivered: Delivered, cleaner: Cleaner, request: Request) -> _Read:
    if delivered.told is None:
        return _Read(delivered, None, request, delivered.why or "It is not understood.")
    try:
        return _Read(delivered, cleaner.clean(delivered.told, request.at), request)
    except NotUnderstoodError as error:
        return _Read(delivered, None, request, str(error))


def _note(connection: Connection, source: str, now: int) -> None:
    mine = (_webhook.c.source == source, _webhook.c.last_at.is_(None) | (_webhook.c.last_at < now))
    connection.execute(update(_webhook).where(*mine).values(last_at=now))


def _see(connection: Connection, source: str, vendor: Vendor, clean: Clean) -> None:
    """Which fields this source tells: only what has come can be counted on."""
    told = {name for _, _, columns in clean.rows for name in columns}
    told |= {FIELD_OF[each.kind] for each in clean.events}
    for each in _TOGETHER:
        told |= each if told & each else set()
    known = connection.scalars(select(_webhook.c.seen).where(_webhook.c.source == source)).first()
    if known is not None and not told & vendor.fields <= set(known):
        values = {"seen": sorted(set(known) | (told & vendor.fields))}
        connection.execute(update(_webhook).where(_webhook.c.source == source).values(values))
        journal.refresh_source(connection, source)


def _merge_rows(connection: Connection, source: str, origin: int, rows: Sequence[Any]) -> Counts:
    """Statements of the same fields at once."""
    counts = Counts()
    by_fields: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for number, as_of, columns in rows:
        names = tuple(sorted(columns))
        by_fields.setdefault(names, []).append((number, as_of, *(columns[name] for name in names)))
    for names, some in by_fields.items():
        counts += merge(connection, source, origin, names, some)
    return counts


def _merge_records(
    connection: Connection,
    source: str,
    kind: str,
    model: type[SQLModel],
    records: Sequence[Mapping[str, Any]],
    now: int,
) -> None:
    if records:
        origin = segment(connection, source, kind, (), now)
        counts = merge_records(connection, source, origin, model, records)
        journal.advance(connection, origin, counts, len(records), {}, [])
