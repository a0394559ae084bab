from pathlib import Path

from kpi.ingest.plan import inspect
from kpi.ingest.tickets import Problem, Row, read_tickets
from tests.kpi.ingest.conftest import BERLIN, NOW, WriteFile

GOOD = ["1", "2026-06-01 09:00", "2026-06-01 10:00", "Solved", "5", "2026-06-02 09:00"]
HEADER = "Id,Created at,Solved at,Status,Rating,Rated at"
OPENED = 1_780_297_200  # 1 June 2026, 09:00 in Berlin.
FIVE_STARS = {"rating": 5.0, "rating_scale": "stars"}


def rows(path: Path) -> list[Row]:
    plan = inspect(path, source="desk", zone=BERLIN, now=NOW)
    return list(read_tickets(plan.reading, plan.layout))


def test_a_row_becomes_a_ticket(table_file: WriteFile) -> None:
    (row,) = rows(table_file(HEADER, GOOD))
    assert row.ticket == {
        "external_id": "1",
        "created_at": OPENED,
        "resolved_at": OPENED + 3_600,
        "status": "resolved",
        "excluded": None,
        **FIVE_STARS,
        "rated_at": OPENED + 86_400,
        "as_of": OPENED + 86_400,
    }
    assert not row.problems


def test_every_reason_for_which_a_row_is_no_ticket(table_file: WriteFile) -> None:
    unusable = [
        ["", *GOOD[1:]],
        ["1.03E+13", *GOOD[1:]],
        ["2", "", *GOOD[2:]],
        ["3", "soon", *GOOD[2:]],
        ["4", "2026-06-01 09:00"],
        ["Total", "5", "2", "1", "0", "9", "surplus"],
    ]
    *others, last = rows(table_file(HEADER, *[GOOD] * 30, *unusable))
    assert [row.rejected for row in (*others, last) if row.ticket is None] == [
        "no ticket number",
        "ticket number rounded by a spreadsheet",
        "no opening date",
        "unreadable opening date",
        "wrong number of cells",
        "wrong number of cells",
    ]
    assert last == Row(37, None, [Problem(37, None, "", "7 cells where the header has 6")], "wrong number of cells")


def test_empty_cells_too_many_at_the_end_do_no_harm(table_file: WriteFile) -> None:
    (row,) = rows(table_file(HEADER, [*GOOD, "", ""]))
    assert row.ticket is not None


def test_impossible_data_stay_in_the_ticket_and_are_reported(table_file: WriteFile) -> None:
    early = ["2", "2026-06-01 09:00", "2026-05-31 09:00", "Solved", "9", "2027-01-01 00:00"]
    *_, row = rows(table_file(HEADER, *[GOOD] * 30, early))
    assert row.ticket is not None
    assert row.ticket["resolved_at"] == OPENED - 86_400
    assert row.ticket["rating_scale"] == "off scale"
    assert sorted(row.problems) == [
        Problem(32, "Rated at", "2027-01-01 00:00", "in the future"),
        Problem(32, "Rating", "9", "not on the rating scale"),
        Problem(32, "Solved at", "2026-05-31 09:00", "before the ticket was opened"),
    ]


def test_an_unreadable_date_beside_the_opening_costs_the_date_alone(table_file: WriteFile) -> None:
    *_, row = rows(table_file(HEADER, *[GOOD] * 30, ["2", "2026-06-01 09:00", "soon", "Solved", "5", ""]))
    assert row.ticket is not None
    assert row.ticket["resolved_at"] is None
    assert [(problem.column, problem.value) for problem in row.problems] == [("Solved at", "soon")]


def test_an_unknown_status_is_reported_once(table_file: WriteFile) -> None:
    odd = [[*GOOD[:3], status, *GOOD[4:]] for status in ("Limbo", "limbo ", "Solved", "Purgatory", "Limbo")]
    read = rows(table_file(HEADER, *odd))
    assert [problem.value for row in read for problem in row.problems] == ["Limbo", "Purgatory"]
    assert [row.ticket["status"] for row in read if row.ticket] == [None, None, "resolved", None, None]


def test_a_row_is_as_of_its_last_update_or_else_of_the_files_latest_instant(table_file: WriteFile) -> None:
    read = rows(
        table_file(
            "Id,Created at,Updated at",
            ["1", "2026-06-01 09:00", "2026-06-01 09:30"],
            ["2", "2026-06-01 09:00", ""],
            ["3", "2026-06-01 09:00", "2027-01-01 00:00"],
            ["4", "2026-06-03 09:00", "2026-06-03 09:00"],
        )
    )
    latest = OPENED + 2 * 86_400
    assert [row.ticket["as_of"] for row in read if row.ticket] == [OPENED + 1_800, latest, latest, latest]
