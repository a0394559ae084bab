"""Kinds of records and their examples."""

from collections import Counter
from pathlib import Path

import pytest

from kpi.ingest.records import KINDS, recognise
from kpi.ingest.records.record_kind import RecordKind
from kpi.model import table as table_of
from tests.kpi.ingest.records.support import read, table

DOCUMENTATION = Path(__file__).parents[4] / "docs" / "import.md"
STAMPED = {"source", "as_of", "origin"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
class TestKind:
    def test_its_example_is_read_without_a_problem(self, kind: RecordKind) -> None:
        found = read(kind, kind.example)
        assert len(found.rows) == len(table(kind.example).rows)
        assert (found.problems, found.rejected) == ([], Counter())

    def test_its_example_is_recognised_as_nothing_else(self, kind: RecordKind) -> None:
        recognised = recognise(table(kind.example).header)
        assert recognised is not None
        assert recognised[0] is kind
        assert [other.key for other in KINDS.values() if other.recognise(table(kind.example).header)] == [kind.key]

    def test_the_documentation_shows_its_example(self, kind: RecordKind) -> None:
        assert f"```csv\n{kind.example}```" in DOCUMENTATION.read_text(encoding="utf-8")

    def test_its_records_are_rows_of_its_model(self, kind: RecordKind) -> None:
        columns = {column.name for column in table_of(kind.model).columns}
        assert all(set(row) == columns - STAMPED for row in read(kind, kind.example).rows)

    def test_its_columns_are_found_in_any_order_and_spelling(self, kind: RecordKind) -> None:
        header = table(kind.example).header
        as_written = kind.recognise(header) or {}
        roles = kind.recognise([name.upper().replace(" ", "_") for name in reversed(header)]) or {}
        assert set(roles.values()) == set(as_written.values())


@pytest.mark.parametrize(
    "header",
    [
        "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Resolved time,Closed time",
        "Id,Requester,Subject,Status,Priority,Via,Ticket type,Created at,Updated at,Solved at,Satisfaction Score",
        "Date,Tickets,Solved",
        "id,created,outcome,status",
        "Ticket ID,Amount,Date,Outcome,Query,Results",
        "",
    ],
)
def test_tickets_are_none_of_these(header: str) -> None:
    assert recognise(header.split(",")) is None
