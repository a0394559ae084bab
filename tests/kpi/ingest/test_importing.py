import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from kpi.catalogue import KPIS
from kpi.errors import UserError
from kpi.ingest.importing import FEW, carry_out
from kpi.ingest.merging.merge import Counts
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.sources import known_sources, source_name
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.report import PROBLEMS_LISTED
from kpi.ingest.tickets.times import NO_OPENING
from kpi.model import Import, ImportProblem, table
from kpi.store import Store
from tests.kpi.ingest.conftest import NOW, WriteFile, imported, said, source, tickets

HEADER = "Ticket ID,Created at,Updated at,Status,Requester,Solved at,Satisfaction rating"
ROWS = [
    ["1", "2026-06-01 09:00", "2026-06-02 09:00", "Solved", "Ann", "2026-06-02 09:00", "5"],
    ["2", "2026-06-01 10:00", "2026-06-01 10:00", "Open", "Bob", "", ""],
    ["3", "2026-06-01 11:00", "2026-06-03 11:00", "Spam", "Cy", "", ""],
]


def test_the_report_for_programs_has_its_promised_shape(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file(HEADER, *ROWS, ["", *ROWS[0][1:]]))
    assert report.to_json() == {
        "source": "desk",
        "format": "csv",
        "rows": 4,
        "tickets": {"added": 3, "updated": 0, "unchanged": 0},
        "rejected": {"no ticket number": 1},
        "problems": [{"row": 5, "column": "Ticket ID", "value": "", "why": "no ticket number"}],
        "columns": {
            "Ticket ID": "external_id",
            "Created at": "created_at",
            "Updated at": "updated_at",
            "Status": "status",
            "Requester": None,
            "Solved at": "resolved_at",
            "Satisfaction rating": "rating",
        },
        "cannot_feed": {
            "first_response_time": "the file does not say when it was first answered",
            "automation_rate": "the file does not say whether a person or the bot answered it",
            "intent_distribution": "the file does not say what it was about",
            "nps": "the file does not say how customers scored it from 0 to 10",
        },
    }


def test_people_are_not_stored(store: Store, table_file: WriteFile, tmp_path: Path) -> None:
    imported(store, table_file(HEADER, *[[*row[:4], "Zaphod Beeblebrox", *row[5:]] for row in ROWS]))
    store.close()
    assert all(b"Zaphod" not in file.read_bytes() for file in tmp_path.glob("kpibot.db*"))


def test_the_same_file_twice_adds_to_the_journal_alone(store: Store, table_file: WriteFile) -> None:
    path = table_file(HEADER, *ROWS)
    imported(store, path)
    before = tickets(store), source(store)
    assert imported(store, path).counts == Counts(unchanged=3)
    assert (tickets(store), source(store)) == before
    with store.reading() as connection:
        assert connection.scalars(select(table(Import).c.unchanged)).all() == [0, 3]


def test_a_later_export_updates_what_changed(store: Store, table_file: WriteFile) -> None:
    imported(store, table_file(HEADER, *ROWS))
    later = [ROWS[0], ["2", ROWS[1][1], "2026-06-05 10:00", "Solved", "Bob", "2026-06-05 10:00", "2"], ROWS[2]]
    assert imported(store, table_file(HEADER, *later)).counts == Counts(updated=1, unchanged=2)
    assert tickets(store)["2"]["rating"] == 2.0


def test_a_source_is_complete_until_the_latest_instant_that_is_not_in_the_future(
    store: Store, table_file: WriteFile
) -> None:
    due = ["2026-06-30 09:00", "2026-06-30 09:00", "2026-06-30 09:00"]
    path = table_file(f"{HEADER},Due date", *[[*row, day] for row, day in zip(ROWS, due, strict=True)])
    assert imported(store, path).plan.complete_until == 1_780_477_200  # 3 June 2026, 11:00 in Berlin.
    assert source(store)["complete_until"] == 1_780_477_200


def test_a_file_is_complete_until_its_export_if_that_is_known(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file("Id,Created at", ["1", "2026-06-01 09:00"]), as_of=NOW - 60)
    assert report.plan.complete_until == NOW - 60
    assert source(store)["complete_until"] == tickets(store)["1"]["as_of"] == NOW - 60


def test_a_file_cannot_be_older_than_what_it_tells(store: Store, table_file: WriteFile) -> None:
    with pytest.raises(UserError, match="not exported before that"):
        imported(store, table_file(HEADER, *ROWS), as_of=1_780_477_199)


def test_an_older_file_does_not_take_a_source_back(store: Store, table_file: WriteFile) -> None:
    imported(store, table_file(HEADER, *ROWS))
    imported(store, table_file("Id,Created at,Team", ["9", "2026-05-01 09:00", "Blue"]))
    assert source(store)["complete_until"] == 1_780_477_200
    assert set(source(store)["fields"]) == {
        "created_at", "updated_at", "status", "excluded", "resolved_at", "rating", "rating_scale", "team",
    }  # fmt: skip


def test_a_new_source_counts_only_when_its_import_has_finished(store: Store, table_file: WriteFile) -> None:
    path = table_file("Id,Created at", *[[str(n), "2026-06-01 09:00"] for n in range(2_500)])
    seen: list[tuple[int, int, Any]] = []
    plan = inspect(path, said())
    carry_out(plan, store, lambda done, of: seen.append((done, of, source(store)["complete_until"])))
    assert len(seen) > 2
    assert {(of, until) for _, of, until in seen} == {(2_500, None)}
    assert [done for done, _, _ in seen] == sorted({done for done, _, _ in seen})
    assert seen[-1][0] == 2_500
    assert source(store)["complete_until"] is not None


def test_nothing_is_written_by_looking_a_file_over(store: Store, table_file: WriteFile) -> None:
    plan = inspect(table_file(HEADER, *ROWS), said())
    assert isinstance(plan, TicketPlan)
    assert (plan.rows, plan.first_opening, plan.last_opening) == (3, 1_780_297_200, 1_780_304_400)
    assert source(store) == {}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["", "2026-06-01"]], "has no ticket number that can be used: no ticket number"),
        ([["1.0E+9", "2026-06-01 09:00"]], "ticket number rounded by a spreadsheet"),
        ([["1"]], "no row has as many cells as the header"),
        ([["1", ""]], "tells nothing of its tickets beside their numbers"),
        ([["1", "recently"]], "in no format that is known, such as “recently”"),
        ([["1", "2026-06-01"], ["2", "1/6/2026"]], "not all written alike: “2026-06-01” and “1/6/2026”"),
        ([["1", "03/04/2026 10:00"]], "day first or month first"),
        ([["1", "2027-01-01 10:00"]], "All dates in tickets.csv are in the future"),
    ],
)
def test_what_is_refused_leaves_the_store_alone(
    store: Store, table_file: WriteFile, rows: list[list[str]], sentence: str
) -> None:
    with pytest.raises(UserError) as refusal:
        imported(store, table_file("Id,Created at", *rows))
    assert sentence in refusal.value.sentence
    assert refusal.value.hint
    assert source(store) == {}


def test_a_quotation_mark_that_is_never_closed_is_found_before_anything_is_written(
    store: Store, write: WriteFile
) -> None:
    rows = [f"{n},2026-06-01 09:00,x" for n in range(5_000)]
    with pytest.raises(UserError, match="never closed"):
        imported(store, write(["Id,Created at,Subject", *rows, '5000,2026-06-01 09:00,"é']))
    assert source(store) == {}


def test_a_letter_of_another_encoding_far_down_is_read(store: Store, write: WriteFile) -> None:
    rows = "".join(f"{n},2026-06-01 09:00,x\n" for n in range(5_000))
    imported(store, write(f"Id,Created at,Subject\n{rows}5000,2026-06-01 09:00,é\n".encode("cp1252")))
    assert tickets(store)["5000"]["subject"] == "é"


def test_a_column_that_is_not_what_its_name_says_is_not_used(store: Store, table_file: WriteFile) -> None:
    rows = [[str(n), "2026-06-01 09:00", "by phone", str(n % 11), "x"] for n in range(44)]
    report = imported(store, table_file("Id,Created at,Resolved,CSAT,Status", *rows))
    columns = {column.header: column for column in report.plan.columns}
    assert columns["Resolved"].why == "most of its values are in no date format that is known: “by phone”"
    assert columns["CSAT"].why == "it runs from 0 to 10, which is no scale of satisfaction"
    assert columns["Status"].why == "its values are no statuses: “x”"
    assert {kpi.key for kpi in KPIS} - set(report.plan.cannot_feed) == {"cost_per_contact"}
    assert source(store)["fields"] == ["created_at"]


def test_a_row_without_an_opening_is_kept_as_incomplete(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file(HEADER, *ROWS, ["4", "", *ROWS[0][2:]]))
    assert tickets(store)["4"]["created_at"] is None
    assert tickets(store)["4"]["rating"] == 5
    assert [(problem.row, problem.why) for problem in report.problems] == [(5, NO_OPENING)]


def test_an_opening_that_is_empty_in_all_rows_is_no_opening(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file(HEADER, *[[row[0], "", *row[2:]] for row in ROWS]))
    columns = {column.header: column for column in report.plan.columns}
    assert (columns["Created at"].meaning, columns["Created at"].why) == (None, "it is empty")
    assert report.problem_count == 0
    assert {kpi.key for kpi in KPIS} - set(report.plan.cannot_feed) == {"csat"}
    assert "created_at" not in source(store)["fields"]


def test_what_was_said_once_is_remembered(store: Store, table_file: WriteFile) -> None:
    header, row = "Id,Began,Created at,Resolution time", ["1", "2026-06-01 09:00", "2026-06-01 08:00", "90"]
    path = table_file(header, row, ["2", "2026-06-02 09:00", "2026-06-02 08:00", "30"])
    imported(store, path, mapping={"Began": "created_at", "Resolution time": "resolution_time:minutes"})
    with store.reading() as connection:
        known = known_sources(connection)
    again = inspect(path, said(), known)
    assert [column.meaning for column in again.columns] == ["external_id", "created_at", None, "resolution_time"]


def test_of_many_problems_the_first_hundred_are_listed(store: Store, table_file: WriteFile) -> None:
    rows = [[str(n), "2026-06-02 09:00", "2026-06-01 09:00"] for n in range(250)]
    report = imported(store, table_file("Id,Created at,Solved at", *rows))
    assert (report.problem_count, len(report.problems)) == (250, PROBLEMS_LISTED)
    assert [problem.row for problem in report.problems] == list(range(2, 2 + PROBLEMS_LISTED))
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(table(ImportProblem))) == 250


def test_a_server_knows_at_once_how_much_has_come_in(postgresql_store: Store, table_file: WriteFile) -> None:
    imported(postgresql_store, table_file("id,created_at", *([f"{n}", "2026-06-01 09:00"] for n in range(2 * FEW))))
    with postgresql_store.reading() as connection:
        known = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'ticket'").scalar_one()
    assert known == 2 * FEW


def test_memory_does_not_grow_with_the_file(store: Store, tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = tmp_path / f"{rows}.csv"
        lines = (f"T-{n},2026-06-01 09:{n % 60:02d},Subject {n},{'words ' * 20}\n" for n in range(rows))
        path.write_text("Id,Created at,Subject,Body\n" + "".join(lines), encoding="utf-8")
        tracemalloc.start()
        imported(store, path)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1_000)
    assert peak(16_000) < 1.5 * peak(4_000)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Zendesk Export (3).csv", "zendesk-export-3"), ("Größe_2026.CSV", "größe-2026"), ("….csv", "import")],
)
def test_a_sources_name_from_its_files(name: str, expected: str) -> None:
    assert source_name(Path(name)) == expected
