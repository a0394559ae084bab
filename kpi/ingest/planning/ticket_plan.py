"""A file of tickets that can be imported, and how it will be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection

from kpi.catalogue import CSAT, KPIS, Kpi, missing
from kpi.catalogue import NPS as NPS_KPI
from kpi.ingest.ahead import ahead
from kpi.ingest.columns.date_columns import DateColumn
from kpi.ingest.columns.meaning import NPS, ColumnReading
from kpi.ingest.columns.recognition import ONE_RATING
from kpi.ingest.merging.events import EVENTS_AT_ONCE, add_events
from kpi.ingest.merging.labels import keep_spellings
from kpi.ingest.merging.merge import ROWS_AT_ONCE, Counts, merge
from kpi.ingest.planning import not_kept
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Part, Write
from kpi.ingest.planning.questions import NOT_USED, mapped
from kpi.ingest.requesters import RequesterReader
from kpi.ingest.tables.table import Table
from kpi.ingest.tickets.layout import Layout, Shape
from kpi.ingest.tickets.logs import Event
from kpi.ingest.tickets.reader import TicketBatch, TicketReader

LONG = 20_000
"""Rows of a file that is worth a second process."""

_RATED_AS = {CSAT.key: "rating", NPS_KPI.key: NPS}
_OF_SHAPES = {
    Shape.MESSAGES: "It has a row for each message: conversations are put together from them.",
    Shape.STATES: "It has a row for each state that a ticket was in: what happened is put together from them.",
}
_NO_REPLIES = "As it holds no replies, the first response is taken as the moment at which the state first left New."


@dataclass
class TicketPlan:
    """A `planning.parts.Plan`.

    `dates` says by header how each column of dates is written. `rows` counts those below the header that are not blank.
    The openings and `complete_until`, the moment up to which the file is complete, are instants.
    """

    source: str
    table: Table
    layout: Layout
    options: Options
    dates: Mapping[str, DateColumn]
    rows: int
    first_opening: int | None
    last_opening: int | None
    complete_until: int | None

    kind = "tickets"

    @property
    def fields(self) -> Sequence[str]:
        """What it tells of tickets."""
        return sorted(self.layout.supplies)

    @property
    def columns(self) -> Sequence[ColumnReading]:
        """What each column is taken for, in the file's order."""
        return self.layout.columns

    @property
    def headers(self) -> Sequence[str]:
        """By which the next file of the same source is known."""
        return [column.header for column in self.columns]

    @property
    def vendor(self) -> str | None:
        """The help desk's key."""
        return self.layout.vendor.key if self.layout.vendor else None

    @property
    def remarks(self) -> Sequence[str]:
        """What was found out about the file, in sentences."""
        layout = self.layout
        by_vendor = (f"An export of {layout.vendor.title}.", *layout.vendor.notes) if layout.vendor else ()
        by_shape = [_OF_SHAPES[layout.shape]] if layout.shape in _OF_SHAPES else []
        if layout.shape is Shape.STATES and "first_response_at" in layout.event_fields:
            by_shape.append(_NO_REPLIES)
        return (*self.table.remarks, *by_vendor, *by_shape, *self._on_ratings(), *not_kept.remarks(self.columns))

    def _on_ratings(self) -> Iterator[str]:
        """Which of two ratings is read."""
        read = next((column for column in self.columns if column.meaning in ("rating", NPS)), None)
        other = next((column for column in self.columns if column.why.startswith(ONE_RATING)), None)
        if read is not None and other is not None:
            yield (
                f"A ticket keeps one rating: “{read.header}” is read, and “{other.header}” is not."
                f" The other way round: {mapped(read.header, NOT_USED)}"
            )

    @property
    def cannot_feed(self) -> dict[str, str]:
        """By key, the KPIs that cannot be told from this file, and what it does not say."""
        lacking = {kpi.key: missing(kpi, self._told_for(kpi)) for kpi in KPIS}
        return {key: f"the file does not say {' or '.join(words)}" for key, words in lacking.items() if words}

    def _told_for(self, kpi: Kpi) -> frozenset[str]:
        """The fields that `kpi` can be told from: one rating is not both satisfaction and a score from 0 to 10."""
        asked = _RATED_AS.get(kpi.key)
        is_other = asked is not None and asked not in {column.meaning for column in self.columns}
        return self.layout.supplies - {"rating"} if is_other else self.layout.supplies

    def parts(self, requesters: bytes, /) -> Iterator[Part]:
        """Some rows each, few enough for a transaction that others hardly wait for."""
        read = partial(self._batches, RequesterReader(requesters, self.source))
        batches = ahead(read) if self.rows > LONG else read()
        for batch in batches:
            yield from self._parts_of(batch)

    def _batches(self, requesters: RequesterReader) -> Iterator[TicketBatch]:
        reader = TicketReader(self.layout, requesters)
        return map(reader.read, self.table.batches())

    def _parts_of(self, batch: TicketBatch) -> Iterator[Part]:
        """The last of them brings the problems of all, and what belongs to no row."""
        rows, events = batch.tickets, batch.events
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            yield Part(len(some), self._tickets(some))
        for start in range(0, len(events), EVENTS_AT_ONCE):
            yield Part(0, self._events(events[start : start + EVENTS_AT_ONCE]))
        left = batch.rows - len(rows)
        if left or batch.problems or any(batch.spellings.values()):
            yield Part(left, self._spellings(batch.spellings), batch.rejected, batch.problems)

    def _tickets(self, rows: Sequence[tuple[Any, ...]]) -> Write:
        def write(connection: Connection, source: str, origin: int) -> Counts:
            return merge(connection, source, origin, self.layout.fields, rows)

        return write

    def _events(self, events: Sequence[Event]) -> Write:
        def write(connection: Connection, source: str, origin: int) -> Counts:
            add_events(connection, source, origin, events)
            return Counts()  # Their rows are counted as tickets.

        return write

    def _spellings(self, spellings: Mapping[str, Mapping[str, str]]) -> Write:
        def write(connection: Connection, _source: str, _origin: int) -> Counts:
            for field, spelt in spellings.items():
                keep_spellings(connection, field, spelt)
            return Counts()

        return write
