from collections import Counter
from pathlib import Path
from typing import Any

from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.problem import Problem
from kpi.ingest.requesters import RequesterReader
from kpi.ingest.tickets.reader import TicketBatch, TicketReader
from kpi.ingest.tickets.times import NO_OPENING
from tests.kpi.ingest.conftest import WriteFile, said

GOOD = ["1", "2026-06-01 09:00", "2026-06-01 10:00", "Solved", "5", "2026-06-02 09:00"]
HEADER = "Id,Created at,Solved at,Status,Rating,Rated at"
OPENED = 1_780_297_200  # 1 June 2026, 09:00 in Berlin.


def read(path: Path) -> tuple[TicketBatch, list[dict[str, Any]]]:
    """All batches of a file as one, and its tickets by field."""
    plan = inspect(path, said(accept=True))
    assert isinstance(plan, TicketPlan)
    reader = TicketReader(plan.layout, RequesterReader(b"key", "desk"))
    batches = [reader.read(batch) for batch in plan.table.batches()]
    batch = TicketBatch(
        tickets=[ticket for batch in batches for ticket in batch.tickets],
        problems=[problem for batch in batches for problem in batch.problems],
        rejected=sum((Counter(batch.rejected) for batch in batches), Counter()),
    )
    names = ("external_id", "as_of", *plan.layout.fields)
    return batch, [dict(zip(names, ticket, strict=True)) for ticket in batch.tickets]


def test_a_row_becomes_a_ticket(table_file: WriteFile) -> None:
    batch, (ticket,) = read(table_file(HEADER, GOOD))
    assert ticket == {
        "external_id": "1",
        "created_at": OPENED,
        "resolved_at": OPENED + 3_600,
        "status": "resolved",
        "excluded": None,
        "rating": 5.0,
        "rating_scale": "stars",
        "rated_at": OPENED + 86_400,
        "as_of": OPENED + 86_400,
    }
    assert (batch.problems, batch.rejected) == ([], {})


def test_every_reason_for_which_a_row_is_no_ticket(table_file: WriteFile) -> None:
    unusable = [
        ["", *GOOD[1:]],
        ["1.03E+13", *GOOD[1:]],
        ["Sum", "5", "2", "1", "0", "9", "surplus"],
    ]
    batch, tickets = read(table_file(HEADER, *[GOOD] * 30, *unusable, *[GOOD] * 4))
    assert len(tickets) == 34
    assert batch.rejected == {
        "no ticket number": 1,
        "ticket number rounded by a spreadsheet": 1,
        "wrong number of cells": 1,
    }
    assert batch.problems == [
        Problem(32, "Id", "", "no ticket number"),
        Problem(33, "Id", "1.03E+13", "ticket number rounded by a spreadsheet"),
        Problem(34, None, "", "7 cells where the header has 6"),
    ]


def test_a_ticket_without_an_opening_is_kept_as_incomplete(table_file: WriteFile) -> None:
    batch, tickets = read(table_file(HEADER, *[GOOD] * 30, ["2", "", *GOOD[2:]], ["3", "soon", *GOOD[2:]]))
    assert [ticket["created_at"] for ticket in tickets[-2:]] == [None, None]
    assert [problem for problem in batch.problems if problem.row == 32] == [Problem(32, "Created at", "", NO_OPENING)]
    assert [problem.value for problem in batch.problems if problem.row == 33] == ["soon", "soon"]


def test_empty_cells_too_many_at_the_end_do_no_harm(table_file: WriteFile) -> None:
    _, tickets = read(table_file(HEADER, [*GOOD, "", ""]))
    assert len(tickets) == 1


def test_impossible_data_stay_in_the_ticket_and_are_reported(table_file: WriteFile) -> None:
    early = ["2", "2026-06-01 09:00", "2026-05-31 09:00", "Solved", "9", "2027-01-01 00:00"]
    batch, tickets = read(table_file(HEADER, *[GOOD] * 30, early))
    assert tickets[-1]["resolved_at"] == OPENED - 86_400
    assert tickets[-1]["rating_scale"] == "off scale"
    assert sorted(batch.problems) == [
        Problem(32, "Rated at", "2027-01-01 00:00", "in the future"),
        Problem(32, "Rating", "9", "not on the rating scale"),
        Problem(32, "Solved at", "2026-05-31 09:00", "before the ticket was opened"),
    ]


def test_an_unreadable_date_beside_the_opening_costs_the_date_alone(table_file: WriteFile) -> None:
    batch, tickets = read(table_file(HEADER, *[GOOD] * 30, ["2", "2026-06-01 09:00", "soon", "Solved", "5", ""]))
    assert tickets[-1]["resolved_at"] is None
    assert [(problem.column, problem.value) for problem in batch.problems] == [("Solved at", "soon")]


def test_an_unknown_status_is_reported_once(table_file: WriteFile) -> None:
    statuses = ("Limbo", "limbo ", "Solved", "Purgatory", "Limbo")
    odd = [[str(number), *GOOD[1:3], status, *GOOD[4:]] for number, status in enumerate(statuses)]
    batch, tickets = read(table_file(HEADER, *odd))
    assert [problem.value for problem in batch.problems] == ["Limbo", "Purgatory"]
    assert [ticket["status"] for ticket in tickets] == [None, None, "resolved", None, None]


def test_a_row_is_as_of_its_last_update_or_else_of_the_files_latest_instant(table_file: WriteFile) -> None:
    _, tickets = read(
        table_file(
            "Id,Created at,Updated at",
            ["1", "2026-06-01 09:00", "2026-06-01 09:30"],
            ["2", "2026-06-01 09:00", ""],
            ["3", "2026-06-01 09:00", "2027-01-01 00:00"],
            ["4", "2026-06-03 09:00", "2026-06-03 09:00"],
        )
    )
    latest = OPENED + 2 * 86_400
    assert [ticket["as_of"] for ticket in tickets] == [OPENED + 1_800, latest, latest, latest]


def test_a_ticket_takes_a_flag_for_a_reason_not_to_count(table_file: WriteFile) -> None:
    _, tickets = read(
        table_file("Id,Created at,Spam", ["1", "2026-06-01 09:00", "true"], ["2", "2026-06-01 09:00", "false"])
    )
    assert [ticket["excluded"] for ticket in tickets] == ["spam", None]


def test_what_the_team_began_is_opened_by_the_customers_first_message(table_file: WriteFile) -> None:
    header = "Ticket ID,Source,Created time,Last update time,Initial response time,Time tracked,Survey results"
    _, tickets = read(
        table_file(
            header,
            ["1", "Email", "2026-06-01 09:00", "2026-06-01 10:00", "2026-06-01 10:00", "", ""],
            ["2", "Outbound Email", "2026-06-01 09:00", "2026-06-01 10:00", "", "", ""],
        )
    )
    assert [ticket["created_at"] for ticket in tickets] == [OPENED, None]
