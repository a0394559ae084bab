"""Searches that found nothing: how often each query, by day. What may tell who somebody is is taken out of queries."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from kpi.errors import UserError
from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.values import LONGEST_LABEL, is_nothing, label
from kpi.ingest.records.cells import Cells, Rows
from kpi.ingest.records.counts import count
from kpi.ingest.records.days import date_reader, instants_of, local_days
from kpi.ingest.records.record_kind import RecordBatch, RecordKind, in_batches
from kpi.ingest.records.roles import Names, roles_of, tell_of_tickets
from kpi.ingest.tables.table import Table
from kpi.model import Search

E_MAIL, NUMBER = "[e-mail]", "[number]"

_EXAMPLE = """\
Day,Query,Searches,Results
2026-01-05,cancel subscription,14,0
2026-01-05,invoice without vat,3,0
2026-01-06,cancel subscription,9,0
"""
_NAMES: Names = {
    "query": (
        "query", "search query", "search term", "search terms", "search phrase", "search string", "search",
        "term", "keyword", "keywords",
    ),
    "day": (
        "day", "date", "search date", "searched on", "searched at", "time", "timestamp", "date and time", "datetime",
        "created at",
    ),
    "count": (
        "searches", "count", "search count", "number of searches", "total searches", "times searched", "times",
        "occurrences", "frequency",
    ),
    "results": ("results", "result count", "results count", "number of results", "results found", "hits"),
    "id": ("id", "search id", "session id", "event id"),  # Not needed; but no ticket's.
}  # fmt: skip
# A run of five digits, or seven in groups: a telephone or card number is written so.
_LONG_NUMBER = re.compile(r"\+?\d(?:[ .\-/()]*\d){6,}|\d{5,}")
_LONGEST_QUERY = LONGEST_LABEL
_LONGEST_TEXT = 10 * _LONGEST_QUERY
_QUERIES_KEPT = 4_096


def _recognise(headers: Sequence[str]) -> Mapping[str, str] | None:
    """A query, with its day or how often it was searched for."""
    roles = roles_of(headers, _NAMES)
    found = set(roles.values())
    if "query" not in found or found.isdisjoint({"day", "count"}) or tell_of_tickets(headers, roles):
        return None
    return roles


def _read(
    table: Table, roles: Mapping[str, str], *, zone: ZoneInfo, now: int, day_first: bool | None = None
) -> Iterator[RecordBatch]:
    """Rows of the same day and query are added up, so that all different ones are in memory at once."""
    cells = Cells(table, roles)
    if "day" not in cells.headers:
        raise UserError(f"{table.name} does not say on which day its searches were.", "Add a column “Day” to it.")
    dates = date_reader(cells, "day", zone=zone, now=now, day_first=day_first)
    return _batches(cells, dates, zone, now)


def _batches(cells: Cells, dates: DateReader, zone: ZoneInfo, now: int) -> Iterator[RecordBatch]:
    searches: Counter[tuple[date | None, str | None]] = Counter()
    told = 0
    for rows in cells.batches():
        days = local_days(instants_of(rows, "day", dates, now), zone)
        queries = [folded_query(text) for text in rows.texts("query")]
        rows.reject("query", [place for place, query in enumerate(queries) if query is None], "no query")
        _leave_out_what_was_found(rows)
        counts = _counts(rows)
        for place in rows.kept():
            searches[days[place], queries[place]] += counts[place]
            told += 1
        yield rows.batch([])
    records = [{"day": day, "query": query, "searches": number} for (day, query), number in searches.items()]
    yield from in_batches(records, folded=told - len(searches))


def _leave_out_what_was_found(rows: Rows) -> None:
    if rows.has("results"):
        results = [count(text) for text in rows.texts("results")]
        rows.reject(
            "results", [place for place, number in enumerate(results) if number], "found something", quietly=True
        )
        rows.reject(
            "results", [place for place, number in enumerate(results) if number is None], "not a number of results"
        )


def _counts(rows: Rows) -> list[int]:
    """How many searches a row stands for: one if nothing tells."""
    counts = [1 if is_nothing(text.strip()) else count(text) for text in rows.texts("count")]
    rows.reject("count", [place for place, number in enumerate(counts) if number is None], "not a number of searches")
    rows.reject(
        "count", [place for place, number in enumerate(counts) if number == 0], "never searched for", quietly=True
    )
    return [number or 0 for number in counts]


@lru_cache(_QUERIES_KEPT)
def folded_query(text: str) -> str | None:
    """In lower case, without what may tell who somebody is; None if nothing is left."""
    words = (E_MAIL if "@" in word else word for word in text[:_LONGEST_TEXT].casefold().split())
    return label(_LONG_NUMBER.sub(NUMBER, " ".join(words)), _LONGEST_QUERY) or None


SEARCHES = RecordKind("searches", "searches that found nothing", Search, _EXAMPLE, _recognise, _read)
