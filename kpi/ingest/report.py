"""What an import made of a file, for people and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.ingest.columns import ColumnReading
from kpi.ingest.date_columns import DateColumn
from kpi.ingest.merge import Counts
from kpi.ingest.tickets import Problem

PROBLEMS_LISTED = 100


@dataclass(frozen=True)
class Report:
    """`rows` is the sum of `counts` and `rejected` (how many rows, by reason).

    `problems` are the first of `problem_count`. `dates` says by header how each column of dates was read;
    values without an offset of their own were taken to be in `zone`. `cannot_feed` says by KPI key what the
    file lacks for it. The openings and `complete_until` are instants.
    """

    source: str
    format: str
    rows: int
    counts: Counts
    rejected: Mapping[str, int]
    problems: Sequence[Problem]
    problem_count: int
    columns: Sequence[ColumnReading]
    dates: Mapping[str, DateColumn]
    zone: str
    cannot_feed: Mapping[str, str]
    first_opening: int | None
    last_opening: int | None
    complete_until: int

    def to_json(self) -> dict[str, Any]:
        """For programs; its shape stays as it is."""
        return {
            "source": self.source,
            "format": self.format,
            "rows": self.rows,
            "tickets": {
                "added": self.counts.added,
                "updated": self.counts.updated,
                "unchanged": self.counts.unchanged,
            },
            "rejected": dict(self.rejected),
            "problems": [problem._asdict() for problem in self.problems],
            "columns": {column.header: column.field for column in self.columns},
            "cannot_feed": dict(self.cannot_feed),
        }
