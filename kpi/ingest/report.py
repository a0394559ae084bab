"""What an import made of a file, for people and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.ingest.merging.merge import Counts
from kpi.ingest.planning.parts import Plan
from kpi.ingest.problem import Problem

PROBLEMS_LISTED = 100
_NONE = Counts()


@dataclass(frozen=True)
class Report:
    """Of import `number`: `rows` is the sum of `counts` and `rejected` (how many rows, by reason).

    `problems` are the first of `problem_count`.
    """

    number: int
    plan: Plan
    rows: int
    counts: Counts
    rejected: Mapping[str, int]
    problems: Sequence[Problem]
    problem_count: int

    def to_json(self) -> dict[str, Any]:
        """For programs; its shape stays as it is."""
        kind = self.plan.kind
        document = {
            "source": self.plan.source,
            "format": self.plan.table.format,
            "rows": self.rows,
            "tickets": _said(self.counts if kind == "tickets" else _NONE),
            "rejected": dict(self.rejected),
            "problems": [problem._asdict() for problem in self.problems],
            "columns": {column.header: column.meaning for column in self.plan.columns},
            "cannot_feed": dict(self.plan.cannot_feed),
        }
        return document if kind == "tickets" else {**document, kind: _said(self.counts)}


def _said(counts: Counts) -> dict[str, int]:
    return {"added": counts.added, "updated": counts.updated, "unchanged": counts.unchanged}
