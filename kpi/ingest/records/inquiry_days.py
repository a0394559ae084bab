"""Self-service inquiries counted by day: how many of a day ended how."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.values import is_nothing
from kpi.ingest.records.cells import Cells, Rejected, Rows
from kpi.ingest.records.counts import count
from kpi.ingest.records.days import date_reader, instants_of, local_days
from kpi.ingest.records.record_kind import RecordBatch, RecordKind, in_batches
from kpi.ingest.records.roles import Names, roles_of, tell_of_tickets
from kpi.ingest.tables.table import Table
from kpi.model import InquiryDay, Outcome

_EXAMPLE = """\
Day,Resolved,Contacted,Abandoned
2026-01-05,41,12,7
2026-01-06,38,15,4
"""
_NAMES: Names = {
    "day": ("day", "date"),
    "resolved": ("resolved", "deflected", "self served", "solved", "resolved inquiries", "inquiries resolved"),
    "contacted": ("contacted", "escalated", "contacted support", "inquiries contacted", "tickets created"),
    "abandoned": ("abandoned", "inquiries abandoned", "left", "exited"),
    "all": ("inquiries", "total inquiries", "self service inquiries", "all inquiries", "sessions", "visits"),
}  # fmt: skip
_OUTCOMES = tuple(outcome.value for outcome in Outcome)


def _recognise(headers: Sequence[str]) -> Mapping[str, str] | None:
    """A day, how many were resolved, and how many were not or how many there were."""
    roles = roles_of(headers, _NAMES)
    found = set(roles.values())
    if not found >= {"day", "resolved"} or found.isdisjoint({"contacted", "abandoned", "all"}):
        return None
    return None if tell_of_tickets(headers, roles) else roles


def _read(
    table: Table, roles: Mapping[str, str], *, zone: ZoneInfo, now: int, day_first: bool | None = None
) -> Iterator[RecordBatch]:
    """Rows of the same day are added up. All days are in memory at once."""
    cells = Cells(table, roles)
    dates = date_reader(cells, "day", zone=zone, now=now, day_first=day_first)
    return _batches(cells, dates, zone, now)


def _batches(cells: Cells, dates: DateReader, zone: ZoneInfo, now: int) -> Iterator[RecordBatch]:
    days: dict[date, Counter[str]] = {}
    told = 0
    for rows in cells.batches():
        named = local_days(instants_of(rows, "day", dates, now), zone)
        for place in rows.kept():
            day, counts = named[place], _counts(rows, place)
            if isinstance(counts, Rejected):
                rows.reject(counts.role, [place], counts.why)
            elif day is not None:
                days.setdefault(day, Counter()).update(counts)
                told += 1
        yield rows.batch([])
    records = [{"day": day, **{name: counts[name] for name in _OUTCOMES}} for day, counts in days.items()]
    yield from in_batches(records, folded=told - len(days))


def _counts(rows: Rows, place: int) -> dict[str, int] | Rejected:
    """How many inquiries ended how. Those of which only the sum is told were abandoned, or else contacted."""
    found: dict[str, int] = {}
    for role in (*_OUTCOMES, "all"):
        text = rows.text(role, place)
        number = 0 if is_nothing(text) else count(text)
        if number is None:
            return Rejected(role, "not a number of inquiries")
        if not is_nothing(text):
            found[role] = number
    if not found:
        return Rejected("resolved", "no number of inquiries")
    every = found.pop("all", None)
    rest = next((name for name in ("abandoned", "contacted") if name not in found), None)
    if every is not None and rest is not None:
        found[rest] = every - sum(found.values())
        if found[rest] < 0:
            return Rejected("all", "fewer than ended somehow")
    return found


INQUIRY_DAYS = RecordKind("inquiry-days", "self-service inquiries by day", InquiryDay, _EXAMPLE, _recognise, _read)
