"""A file of costs, inquiries or searches that can be imported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kpi.ingest.columns.meaning import ColumnReading
from kpi.ingest.columns.names import distinct
from kpi.ingest.merging.merge import ROWS_AT_ONCE, Counts
from kpi.ingest.merging.record_merge import merge_records
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Part, Write
from kpi.ingest.records.record_kind import RecordBatch, RecordKind
from kpi.ingest.tables.table import Table


@dataclass
class RecordPlan:
    """A `planning.parts.Plan`. `roles` says by header what each used column is for."""

    source: str
    table: Table
    record: RecordKind
    roles: Mapping[str, str]
    options: Options
    rows: int
    complete_until: int | None = None
    vendor: str | None = None
    fields: Sequence[str] = ()
    cannot_feed: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Costs, inquiries or searches."""
        return self.record.key

    @property
    def headers(self) -> Sequence[str]:
        """As people see them."""
        return distinct(self.table.header)

    @property
    def columns(self) -> Sequence[ColumnReading]:
        """What each column is for."""
        roles = [self.roles.get(cell) for cell in self.table.header]
        return [
            ColumnReading(header, role, "by its name" if role else f"{self.record.title} do not need it")
            for header, role in zip(self.headers, roles, strict=True)
        ]

    @property
    def remarks(self) -> Sequence[str]:
        """What was found out about the file, in sentences."""
        return (f"It holds {self.record.title}.", *self.table.remarks)

    def parts(self, _requesters: bytes, /) -> Iterator[Part]:
        """Some rows each, few enough for a transaction that others hardly wait for; nobody is named in them."""
        for batch in _read(self.table, self.record, self.roles, self.options):
            yield from self._parts_of(batch)

    def _parts_of(self, batch: RecordBatch) -> Iterator[Part]:
        for start in range(0, len(batch.rows), ROWS_AT_ONCE):
            rows = batch.rows[start : start + ROWS_AT_ONCE]
            yield Part(len(rows), self._writing(rows))
        left = batch.rejected.total() + batch.folded
        if left or batch.problems:
            yield Part(left, _counted(batch.folded), batch.rejected, batch.problems)

    def _writing(self, rows: Sequence[Mapping[str, object]]) -> Write:
        as_of = self.options.now if self.options.as_of is None else self.options.as_of

        def write(connection: Connection, source: str, origin: int) -> Counts:
            stamped = [{**row, "as_of": as_of} for row in rows]
            return merge_records(connection, source, origin, self.record.model, stamped)

        return write


def plan_records(table: Table, record: RecordKind, roles: Mapping[str, str], options: Options) -> RecordPlan:
    """Read the whole table once. Raises UserError if it cannot be imported."""
    rows = 0
    for batch in _read(table, record, roles, options):
        rows += len(batch.rows) + batch.rejected.total() + batch.folded
    return RecordPlan(options.source or record.key, table, record, roles, options, rows)


def _read(table: Table, record: RecordKind, roles: Mapping[str, str], options: Options) -> Iterator[RecordBatch]:
    return record.read(table, roles, zone=options.zone, now=options.now, day_first=options.day_first)


def _counted(folded: int) -> Write:
    """Rows that another row's record holds as well change nothing by themselves."""
    return lambda _connection, _source, _origin: Counts(unchanged=folded)
