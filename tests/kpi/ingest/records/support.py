"""Tables in memory, and what a kind of record reads of them."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from kpi.ingest.records.record_kind import RecordBatch, RecordKind
from kpi.ingest.tables.table import Batch

BERLIN = ZoneInfo("Europe/Berlin")
NOW = 1_782_900_000  # 1 July 2026, noon in Berlin.


@dataclass(frozen=True)
class TableInMemory:
    """The rows of a CSV text, two in a batch."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    format: str = "csv"
    name: str = "file.csv"
    remarks: Sequence[str] = ()

    def batches(self) -> Iterator[Batch]:
        numbered = list(enumerate(self.rows, start=2))
        for start in range(0, len(numbered), 2):
            some = numbered[start : start + 2]
            fitting = [(number, row) for number, row in some if len(row) == len(self.header)]
            yield Batch(
                [number for number, _ in fitting],
                [[row[place] for _, row in fitting] for place in range(len(self.header))],
                [(number, len(row)) for number, row in some if len(row) != len(self.header)],
            )


def table(text: str, **options: Any) -> TableInMemory:
    """Of a CSV text with a header."""
    header, *rows = csv.reader(text.strip().splitlines())
    return TableInMemory(header, rows, **options)


def read(kind: RecordKind, text: str, **options: Any) -> RecordBatch:
    """All that the kind reads of a CSV text, as one batch. The kind has to recognise it."""
    return read_table(kind, table(text), **options)


def read_table(kind: RecordKind, of: TableInMemory, **options: Any) -> RecordBatch:
    """All that the kind reads of a table, as one batch."""
    roles = kind.recognise(of.header)
    assert roles is not None
    batches = list(kind.read(of, roles, **{"zone": BERLIN, "now": NOW, **options}))
    return RecordBatch(
        [row for batch in batches for row in batch.rows],
        [problem for batch in batches for problem in batch.problems],
        sum((batch.rejected for batch in batches), Counter[str]()),
        sum(batch.folded for batch in batches),
    )
