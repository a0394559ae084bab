"""Self-service inquiries, a row each."""

from itertools import permutations

import pytest

from kpi.errors import UserError
from kpi.ingest.records.inquiries import INQUIRIES
from tests.kpi.ingest.records.support import NOW, read

MORNING = NOW - 3 * 3_600  # 09:00 in Berlin


def test_an_inquiry_with_an_id_and_the_ticket_that_came_of_it() -> None:
    found = read(
        INQUIRIES, "Inquiry ID,Time,Outcome,Ticket ID\nq1,2026-07-01 09:00,Escalated,48213.0\nq2,2026-07-01 09:00,Left,"
    )
    assert found.rows == [
        {"external_id": "q1", "at": MORNING, "outcome": "contacted", "conversation": "48213"},
        {"external_id": "q2", "at": MORNING, "outcome": "abandoned", "conversation": None},
    ]
    assert not found.problems


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("resolved", "resolved"),
        ("Deflected", "resolved"),
        ("SELF_SERVED", "resolved"),
        ("ticket_created", "contacted"),
        ("contact", "contacted"),
        ("No result", "abandoned"),
        ("exit", "abandoned"),
    ],
)
def test_outcomes_have_many_names(written: str, outcome: str) -> None:
    (row,) = read(INQUIRIES, f"Time,Outcome\n2026-07-01 09:00,{written}").rows
    assert row["outcome"] == outcome


def test_every_reason_for_which_a_row_is_no_inquiry() -> None:
    found = read(
        INQUIRIES,
        """ID,Time,Outcome
1,2026-07-01 09:00,solved
2,2026-07-01 09:00,solved
3,2026-07-01 09:00,solved
4,soon,solved
5,,solved
6,2026-07-01 12:01,solved
7,2026-07-01 09:00,perhaps
8,2026-07-01 09:00
""",
    )
    assert [row["external_id"] for row in found.rows] == ["1", "2", "3"]
    assert sorted((problem.row, problem.column, problem.why) for problem in found.problems if problem.column) == [
        (5, "Time", "not a date that is written year first (2024-12-31 23:59)"),
        (6, "Time", "no date"),
        (7, "Time", "in the future"),
        (8, "Outcome", "not an outcome that is known"),
    ]
    assert found.rejected.total() == 5


def test_a_ticket_number_that_cannot_be_used_leaves_the_inquiry_unlinked() -> None:
    found = read(INQUIRIES, "ID,Time,Outcome,Ticket ID\n1,2026-07-01 09:00,contacted,1.03E+13")
    assert [row["conversation"] for row in found.rows] == [None]
    assert [(problem.column, problem.why) for problem in found.problems] == [
        ("Ticket ID", "ticket number rounded by a spreadsheet")
    ]


def test_inquiries_without_ids_get_the_same_ones_in_any_order_and_none_is_lost() -> None:
    rows = ["2026-07-01,solved", "2026-07-01,solved", "2026-07-01,left"]
    tables = ["\n".join(["Date,Outcome", *order]) for order in permutations(rows)]
    found = {frozenset(row["external_id"] for row in read(INQUIRIES, text).rows) for text in tables}
    assert [len(ids) for ids in found] == [3]


def test_a_column_of_times_that_is_empty_is_refused() -> None:
    with pytest.raises(UserError, match="“Time” is empty"):
        read(INQUIRIES, "ID,Time,Outcome\n1,,solved")


def test_times_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(UserError, match="“soon”"):
        read(INQUIRIES, "ID,Time,Outcome\n1,soon,solved")


@pytest.mark.parametrize(
    "header",
    [
        "Ticket ID,Created at,Outcome",
        "ID,Created at,Status,Outcome",
        "Inquiry ID,Time",
        "Day,Resolved,Contacted",
    ],
)
def test_what_is_not_of_inquiries(header: str) -> None:
    assert INQUIRIES.recognise(header.split(",")) is None
