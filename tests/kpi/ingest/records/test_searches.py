"""Searches that found nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.records.searches import SEARCHES, folded_query
from tests.kpi.ingest.records.support import read

DAY = date(2026, 6, 30)


def test_a_day_a_query_and_how_often() -> None:
    found = read(SEARCHES, 'Day,Query,Searches\n2026-06-30,Cancel,"1,200"\n2026-06-30,invoice,')
    assert found.rows == [
        {"day": DAY, "query": "cancel", "searches": 1_200},
        {"day": DAY, "query": "invoice", "searches": 1},
    ]


def test_searches_for_the_same_on_one_local_day_are_added_up() -> None:
    found = read(
        SEARCHES,
        "Timestamp,Search term\n2026-06-29T22:30:00Z,Cancel\n2026-06-30T12:00Z, CANCEL \n2026-06-30T22:30:00Z,cancel",
    )
    assert [(row["day"], row["searches"]) for row in found.rows] == [(DAY, 2), (date(2026, 7, 1), 1)]
    assert found.folded == 1


def test_only_what_found_nothing_counts() -> None:
    found = read(SEARCHES, "Day,Query,Results\n2026-06-30,a,0\n2026-06-30,b,3\n2026-06-30,c,\n2026-06-30,d,0.0")
    assert [row["query"] for row in found.rows] == ["a", "d"]
    assert found.rejected == {"found something": 1, "not a number of results": 1}
    assert [problem.row for problem in found.problems] == [4]


def test_every_reason_for_which_a_row_is_not_counted() -> None:
    found = read(
        SEARCHES,
        """Day,Query,Searches
2026-06-28,a,1
2026-06-29,a,1
2026-06-30,a,1
soon,a,1
2026-07-02,a,1
2026-06-30, ,1
2026-06-30,b,some
2026-06-30,b,0
""",
    )
    assert len(found.rows) == 3
    assert sorted((problem.row, problem.column, problem.why) for problem in found.problems) == [
        (5, "Day", "not a date that is written year first (2024-12-31 23:59)"),
        (6, "Day", "in the future"),
        (7, "Query", "no query"),
        (8, "Searches", "not a number of searches"),
    ]
    assert found.rejected["never searched for"] == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Where  is MY\torder ", "where is my order"),
        ("mail from ann@example.com, please", "mail from [e-mail] please"),
        ("<ann.b+c@mail.example.co.uk>", "[e-mail]"),
        ("order 1234 of 12345678", "order 1234 of [number]"),
        ("call +49 (151) 234-5678 now", "call [number] now"),
        ("4111 1111 1111 1111", "[number]"),
        ("iphone 15 of 2024", "iphone 15 of 2024"),
        ("x" * 300, "x" * 200),
        ("\x00 \u202e", None),
    ],
)
def test_what_is_kept_of_a_query(written: str, kept: str | None) -> None:
    assert folded_query(written) == kept


@given(st.text(alphabet="aB1 5@.-+/(\u0663\n", max_size=80))
def test_no_query_keeps_an_address_or_a_long_number(text: str) -> None:
    query = folded_query(text) or ""
    assert "@" not in query
    assert not any(run.isdecimal() for run in (query[start : start + 5] for start in range(len(query) - 4)))
    assert folded_query(query) in (query, None)


def test_searches_without_a_day_are_refused() -> None:
    with pytest.raises(UserError, match="on which day"):
        read(SEARCHES, "Query,Searches\ncancel,3")


@pytest.mark.parametrize(
    "header", ["Ticket ID,Date,Search term", "Day,Searches", "Query,Note", "ID,Created at,Subject,Keywords,Status"]
)
def test_what_is_not_of_searches(header: str) -> None:
    assert SEARCHES.recognise(header.split(",")) is None
