"""Files that nobody would think of, until somebody imports one."""

import json
from typing import Any

import pytest

from kpi.catalogue import KPIS
from kpi.errors import UserError
from kpi.ingest.columns.names import EACH_ROW
from kpi.ingest.planning.questions import UnsureError
from kpi.ingest.report import Report
from kpi.store import Store
from tests.kpi.ingest.conftest import WriteFile, imported, tickets
from tests.kpi.ingest.test_traps import utc

DAYS = [f"2026-06-{day:02} 09:00" for day in range(1, 11)]


def meanings(report: Report) -> dict[str, str | None]:
    return {column.header: column.meaning for column in report.plan.columns}


def why(report: Report, header: str) -> str:
    return next(column.why for column in report.plan.columns if column.header == header)


def test_names_with_quotes_and_line_breaks(store: Store, table_file: WriteFile) -> None:
    path = table_file('Ticket "ID",Created\nat,Sent to "Ops" on', *[[str(n), day, day] for n, day in enumerate(DAYS)])
    with pytest.raises(UnsureError) as unsure:
        imported(store, path)
    (question,) = unsure.value.questions
    assert question.choices[0].option == """--map 'Sent to "Ops" on=first_response_at'"""
    report = imported(store, path, mapping={'Sent to "Ops" on': None})
    assert meanings(report) == {'Ticket "ID"': "external_id", "Created at": "created_at", 'Sent to "Ops" on': None}


def test_a_column_called_each_row_is_a_column(store: Store, table_file: WriteFile) -> None:
    path = table_file(f"{EACH_ROW},Created at", *[[f"r{n}", day] for n, day in enumerate(DAYS)])
    assert "each row (column 1)" in meanings(imported(store, path, accept=True))
    assert list(tickets(store)) == [f"r{n}" for n in range(10)]


def test_of_two_columns_like_a_ticket_number_the_one_that_says_so(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file("Id,Ticket ID,Created at", *[["9", f"T-{n}", d] for n, d in enumerate(DAYS)]))
    assert list(tickets(store)) == [f"T-{n}" for n in range(10)]
    assert why(report, "Id") == "“Ticket ID” already tells this"


def test_ticket_numbers_stay_as_they_are(store: Store, table_file: WriteFile) -> None:
    numbers = ["007", "7", "1e5", "12E3", "A 1", " A  1 ", "\u200f8\u200e", "9007199254740993", "#5", "=1+1"]
    imported(store, table_file("Ticket ID,Created at", *[[n, day] for n, day in zip(numbers, DAYS, strict=True)]))
    assert set(tickets(store)) == {"007", "7", "1e5", "12E3", "A 1", "8", "9007199254740993", "#5", "=1+1"}


def test_marks_that_cannot_be_seen_change_nothing(store: Store, table_file: WriteFile) -> None:
    header = "\u200fTicket ID\u200f,\u202aCreated at\u202c,\ufeffStatus,Top\u00adic"
    imported(store, table_file(header, ["1", DAYS[0], "\u200fSolved\u200e", "Log\u200bin"]))
    assert (tickets(store)["1"]["status"], tickets(store)["1"]["intent"]) == ("resolved", "login")


def test_ratings_from_0_to_10_are_no_satisfaction(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file("Ticket ID,Created at,CSAT", *[[str(n), DAYS[0], str(n)] for n in range(11)]))
    assert why(report, "CSAT") == "it runs from 0 to 10, which is no scale of satisfaction"
    assert "csat" in report.plan.cannot_feed


def test_too_many_columns_are_refused(store: Store, table_file: WriteFile) -> None:
    header = ",".join(["Ticket ID", "Created at", *(f"Field {n}" for n in range(3_000))])
    with pytest.raises(UserError, match="3,002 columns"):
        imported(store, table_file(header, ["1", DAYS[0], *["x"] * 3_000]))


def test_a_cell_of_a_million_characters(store: Store, table_file: WriteFile) -> None:
    rows = [["1", DAYS[0], "a" * 1_000_000, "b" * 1_000_000], ["2", DAYS[1], "short", ""]]
    imported(store, table_file("Ticket ID,Created at,Subject,Body", *rows))
    assert [row["subject"] for row in tickets(store).values()] == ["a" * 500, "short"]


def test_a_status_alone(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file("Ticket ID,Status", ["1", "Open"], ["2", "Solved"], ["3", "Spam"]))
    assert [row["status"] for row in tickets(store).values()] == ["open", "resolved", None]
    assert set(report.plan.cannot_feed) == {kpi.key for kpi in KPIS}


def test_nothing_beside_a_number_is_refused(store: Store, table_file: WriteFile) -> None:
    with pytest.raises(UserError, match="tells nothing of its tickets beside their numbers") as refusal:
        imported(store, table_file("Ticket ID,Agent,Remarks", ["1", "Bob", "x"], ["2", "Bob", "y"]), accept=True)
    assert "Ticket ID, Agent, Remarks" in refusal.value.sentence


def test_negative_durations_tell_nothing(store: Store, table_file: WriteFile) -> None:
    rows = [[str(n), day, "-00:10:00" if n == 3 else "00:10:00"] for n, day in enumerate(DAYS)]
    report = imported(store, table_file("Ticket ID,Created at,First response time", *rows))
    assert tickets(store)["3"]["first_response_at"] is None
    assert [(problem.row, problem.value) for problem in report.problems] == [(5, "-00:10:00")]


def test_durations_with_a_decimal_comma(store: Store, write: WriteFile) -> None:
    rows = [f"{n};{day};{n},5" for n, day in enumerate(DAYS)]
    imported(store, write(["Ticket ID;Created at;First response time (hours)", *rows]))
    found = tickets(store).values()
    assert [row["first_response_at"] - row["created_at"] for row in found] == [n * 3_600 + 1_800 for n in range(10)]


def test_a_unit_that_was_said_leaves_the_decimal_comma_and_clocks_as_they_are(store: Store, write: WriteFile) -> None:
    mapping = {"Took": "resolution_time:hours"}
    imported(store, write(["Ticket ID;Created at;Took", f"1;{DAYS[0]};1,5", f"2;{DAYS[1]};2,5"]), mapping=mapping)
    assert tickets(store)["1"]["resolved_at"] == utc("2026-06-01 10:30")
    imported(store, write(["Ticket ID;Created at;Took", f"3;{DAYS[0]};26:30:00"]), mapping=mapping)
    assert tickets(store)["3"]["resolved_at"] == utc("2026-06-02 11:30")


@pytest.mark.parametrize(("header", "early"), [("Solved at", "1970-01-01 00:00"), ("Solved at", "2026-05-01 00:00")])
def test_what_happened_before_the_opening_is_told(store: Store, table_file: WriteFile, header: str, early: str) -> None:
    rows = [[str(n), day, early] for n, day in enumerate(DAYS)]
    report = imported(store, table_file(f"Ticket ID,Created at,{header}", *rows))
    assert report.problem_count == 10
    assert {problem.why for problem in report.problems} == {"before the ticket was opened"}


def test_equal_headers_of_which_the_first_is_empty(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file("Ticket ID,Created at,Created at", ["1", "", DAYS[0]], ["2", "", DAYS[1]]))
    assert meanings(report)["Created at (column 3)"] == "created_at"
    assert tickets(store)["1"]["created_at"] == utc(DAYS[0])


def test_the_header_again_where_files_were_joined(store: Store, table_file: WriteFile) -> None:
    header = "Ticket ID,Created at,Status"
    rows = [[str(n), day, "Open"] for n, day in enumerate(DAYS)]
    report = imported(store, table_file(header, *rows[:5], header.split(","), *rows[5:]))
    assert report.rejected == {"the header again": 1}
    assert [(problem.row, problem.column) for problem in report.problems] == [(7, "Ticket ID")]
    assert len(tickets(store)) == 10


@pytest.mark.parametrize(
    ("values", "what"),
    [
        (["Mon Jun 01 09:00:00 CEST 2026"] * 3, "in no format that is known, such as “Mon Jun 01"),
        (["1. Juni 2026", "2. Juni 2026"], "such as “1. Juni 2026”"),
        (["2026-06-01", "6/1/2026", "2026-06-02", "6/2/2026"], "not all written alike: “2026-06-01” and “6/1/2026”"),
    ],
)
def test_openings_in_an_unknown_format_are_refused(
    store: Store, table_file: WriteFile, values: list[str], what: str
) -> None:
    path = table_file("Ticket ID,Created at,Status", *[[str(n), value, "Open"] for n, value in enumerate(values)])
    with pytest.raises(UserError, match=what) as refusal:
        imported(store, path, accept=True)
    assert refusal.value.hint.endswith('--map "Created at=ignore"')
    assert imported(store, path, mapping={"Created at": None}).counts.added == len(values)


def test_figures_by_agent_are_no_tickets(store: Store, table_file: WriteFile) -> None:
    path = table_file(
        "Agent,Tickets solved,Avg first reply (min),CSAT", ["Ann", "10", "80", "4.5"], ["Bob", "9", "7", "4"]
    )
    with pytest.raises(UserError, match="already added up"):
        imported(store, path, accept=True)


GERMAN = {"Offen": "open", "In Bearbeitung": "open", "Wartend": "open", "Gelöst": "resolved", "Geschlossen": "resolved"}
FRENCH = {"Ouvert": "open", "En cours": "open", "En attente": "open", "Résolu": "resolved", "Fermé": "resolved"}
SPANISH = {"Abierto": "open", "Pendiente": "open", "Resuelto": "resolved", "Cerrado": "resolved"}
PORTUGUESE = {"Aberto": "open", "Em andamento": "open", "Resolvido": "resolved", "Fechado": "resolved"}


@pytest.mark.parametrize("words", [GERMAN, FRENCH, SPANISH, PORTUGUESE])
def test_statuses_in_other_languages(store: Store, table_file: WriteFile, words: dict[str, str]) -> None:
    rows = [[str(n), DAYS[0], word] for n, word in enumerate(words)]
    report = imported(store, table_file("Ticketnummer,Erstellt am,Status", *rows))
    assert [row["status"] for row in tickets(store).values()] == list(words.values())
    assert report.problem_count == 0


def test_a_date_and_a_time_of_day_called_just_that(store: Store, table_file: WriteFile) -> None:
    path = table_file("Ticket ID,Date,Time", *[[str(n), f"{n + 13}/06/2026", "9:05 PM"] for n in range(9)])
    imported(store, path, mapping={"Date": "created_at"})
    assert tickets(store)["0"]["created_at"] == utc("2026-06-13 21:05")


def test_a_time_of_day_beside_a_date_that_has_one_already(store: Store, table_file: WriteFile) -> None:
    report = imported(
        store, table_file("Ticket ID,Created at,Time opened", *[[str(n), DAYS[n], "7:00"] for n in range(9)])
    )
    assert why(report, "Time opened") == "“Created at” already tells this"
    assert tickets(store)["0"]["created_at"] == utc(DAYS[0])


LOG = [
    ["1", "t1", "true", "2026-06-01 09:00"],
    ["2", "t1", "false", "2026-06-01 09:10"],
    ["3", "t1", "false", "2026-06-01 09:30"],
    ["4", "t2", "true", "2026-06-01 10:00"],
]


def test_a_log_that_says_which_messages_came_in(store: Store, table_file: WriteFile) -> None:
    imported(store, table_file("id,ticket_id,incoming,created_at,updated_at", *[[*row, row[3]] for row in LOG]))
    assert tickets(store)["t1"]["first_human_response_at"] == utc("2026-06-01 09:10")
    assert tickets(store)["t2"]["first_human_response_at"] is None


def test_a_log_that_says_which_messages_are_public(store: Store, table_file: WriteFile) -> None:
    """The first answer is a note: customers do not see it."""
    rows = [[*row, "false" if row[0] == "2" else "true"] for row in LOG]
    imported(store, table_file("id,ticket_id,incoming,created_at,public", *rows))
    assert tickets(store)["t1"]["first_human_response_at"] == utc("2026-06-01 09:30")


def test_messages_by_authors_that_nobody_knows_are_told(store: Store, table_file: WriteFile) -> None:
    rows = [[*row[:2], "agent" if row[2] == "false" else "customer", row[3]] for row in LOG]
    report = imported(
        store, table_file("Message ID,Ticket ID,Author,Message date", *rows, ["5", "t1", "Zed", "2026-06-01 11:00"])
        , mapping={"Author": "author"}
    )  # fmt: skip
    assert [(problem.row, problem.column) for problem in report.problems] == [(6, "Author")]


def test_several_rows_a_ticket_that_nothing_tells_apart(store: Store, table_file: WriteFile) -> None:
    rows = [[str(n // 3), DAYS[0], f"x{n}"] for n in range(9)]
    with pytest.raises(UserError, match="several rows for a ticket"):
        imported(store, table_file("Ticket ID,Created at,Topic", *rows), accept=True)


def test_tickets_inside_attributes(store: Store, write: WriteFile) -> None:
    data: list[dict[str, Any]] = [
        {"id": n, "attributes": {"created_at": day, "status": "open", "requester": {"id": 5}}}
        for n, day in enumerate(DAYS)
    ]
    report = imported(store, write(json.dumps({"data": data}).encode(), "tickets.json"))
    assert meanings(report) == {
        "id": "external_id",
        "attributes.created_at": "created_at",
        "attributes.status": "status",
        "attributes.requester.id": "requester",
    }


def test_a_last_row_with_an_opening_alone_is_a_row(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file("Created at,Topic,Team", [DAYS[0], "a", "b"], [DAYS[1], "", ""]), accept=True)
    assert (report.rows, len(tickets(store))) == (2, 2)
