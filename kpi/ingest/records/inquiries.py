"""Self-service inquiries, a row each: when somebody looked for help, and how it ended."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.names import plain_words
from kpi.ingest.columns.values import is_nothing, label, ticket_number
from kpi.ingest.records.cells import Cells, Rows
from kpi.ingest.records.days import date_reader, instants_of
from kpi.ingest.records.record_kind import RecordBatch, RecordKind
from kpi.ingest.records.roles import Names, roles_of, tell_of_tickets
from kpi.ingest.tables.table import Table
from kpi.model import Inquiry, Outcome

_EXAMPLE = """\
Inquiry ID,Time,Outcome,Ticket ID
q-1001,2026-01-05 09:12,resolved,
q-1002,2026-01-05 09:40,contacted,48213
q-1003,2026-01-05 10:03,abandoned,
"""
_NAMES: Names = {
    "outcome": ("outcome", "self service outcome", "inquiry outcome", "session outcome", "deflection outcome"),
    "at": (
        "time", "at", "timestamp", "date and time", "datetime", "inquiry at", "asked at", "occurred at", "started at",
        "start time", "created at", "created", "date",
    ),
    "id": (
        "inquiry id", "inquiry", "session id", "session", "visit id", "interaction id", "search id", "event id", "id",
        "external id", "reference", "key",
    ),
    "conversation": (
        "conversation", "conversation id", "ticket id", "ticket", "ticket number", "case number", "case id",
    ),
}  # fmt: skip
_OUTCOMES = {
    Outcome.RESOLVED: (
        "resolved", "deflected", "solved", "helped", "answered", "self served", "success", "successful", "completed",
        "contained",
    ),
    Outcome.CONTACTED: (
        "contacted", "contact", "contacted support", "escalated", "escalation", "ticket", "ticket created",
        "case created", "handed over", "handover", "handoff", "transferred", "agent",
    ),
    Outcome.ABANDONED: (
        "abandoned", "left", "exit", "exited", "no result", "no results", "unresolved", "not resolved", "dropped",
        "timeout", "timed out",
    ),
}  # fmt: skip
_BY_WORD = {word: outcome.value for outcome, words in _OUTCOMES.items() for word in words}


def _recognise(headers: Sequence[str]) -> Mapping[str, str] | None:
    """An outcome and a time. With tickets' numbers, it needs numbers of its own: else the rows could be tickets."""
    roles = roles_of(headers, _NAMES)
    found = set(roles.values())
    if not found >= {"outcome", "at"} or ("conversation" in found and "id" not in found):
        return None
    return None if tell_of_tickets(headers, roles) else roles


def _read(
    table: Table, roles: Mapping[str, str], *, zone: ZoneInfo, now: int, day_first: bool | None = None
) -> Iterator[RecordBatch]:
    """Inquiries without an id of their own get one of what they say, and of how many rows before said the same."""
    cells = Cells(table, roles)
    dates = date_reader(cells, "at", zone=zone, now=now, day_first=day_first)
    times: Counter[str] = Counter()
    return (_batch(rows, dates, now, times) for rows in cells.batches())


def _batch(rows: Rows, dates: DateReader, now: int, times: Counter[str]) -> RecordBatch:
    instants = instants_of(rows, "at", dates, now)
    outcomes = [_BY_WORD.get(plain_words(text)) for text in rows.texts("outcome")]
    rows.reject(
        "outcome", [place for place, outcome in enumerate(outcomes) if outcome is None], "not an outcome that is known"
    )
    inquiries = []
    for place in rows.kept():
        inquiry = {"at": instants[place], "outcome": outcomes[place], "conversation": _conversation(rows, place)}
        inquiries.append({"external_id": label(rows.text("id", place)) or _own_id(inquiry, times), **inquiry})
    return rows.batch(inquiries)


def _conversation(rows: Rows, place: int) -> str | None:
    text = rows.text("conversation", place)
    if is_nothing(text):
        return None
    try:
        return ticket_number(text)
    except ValueError as error:
        rows.complain("conversation", place, str(error))
        return None


def _own_id(inquiry: Mapping[str, Any], times: Counter[str]) -> str:
    said = f"{inquiry['at']} {inquiry['outcome']} {inquiry['conversation'] or ''}"
    times[said] += 1
    return hashlib.blake2b(f"{said} {times[said]}".encode(), digest_size=10).hexdigest()


INQUIRIES = RecordKind("inquiries", "self-service inquiries", Inquiry, _EXAMPLE, _recognise, _read)
