import csv
import io
import random
import tempfile
import tracemalloc
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.importing import carry_out, source_name
from kpi.ingest.merge import Counts
from kpi.ingest.plan import inspect
from kpi.store import Store
from tests.kpi.ingest.conftest import BERLIN, NOW, WriteFile, imported, source, tickets
from tests.support.tickets import a_store

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
        "cannot_feed": {"first_response_time": "the file does not say when it was first answered"},
    }


def test_people_are_not_stored(store: Store, table_file: WriteFile, tmp_path: Path) -> None:
    imported(store, table_file(HEADER, *[[*row[:4], "Zaphod Beeblebrox", *row[5:]] for row in ROWS]))
    store.close()
    assert all(b"Zaphod" not in file.read_bytes() for file in tmp_path.glob("kpibot.db*"))


def test_the_same_file_twice_writes_nothing(store: Store, table_file: WriteFile, tmp_path: Path) -> None:
    def on_disk() -> list[bytes]:
        return [file.read_bytes() for file in (tmp_path / "kpibot.db", tmp_path / "kpibot.db-wal")]

    path = table_file(HEADER, *ROWS)
    imported(store, path)
    before = on_disk()
    assert imported(store, path).counts == Counts(unchanged=3)
    assert on_disk() == before


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
    assert imported(store, path).complete_until == 1_780_477_200  # 3 June 2026, 11:00 in Berlin.
    assert source(store)["complete_until"] == 1_780_477_200


def test_a_file_is_complete_until_its_export_if_that_is_known(store: Store, table_file: WriteFile) -> None:
    assert (
        imported(store, table_file("Id,Created at", ["1", "2026-06-01 09:00"]), as_of=NOW - 60).complete_until
        == NOW - 60
    )
    assert source(store)["complete_until"] == tickets(store)["1"]["as_of"] == NOW - 60


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
    plan = inspect(path, source="desk", zone=BERLIN, now=NOW)
    carry_out(plan, store, lambda done, of: seen.append((done, of, source(store)["complete_until"])))
    assert seen == [(1_000, 2_500, None), (2_000, 2_500, None), (2_500, 2_500, None)]
    assert source(store)["complete_until"] is not None


def test_nothing_is_written_by_looking_a_file_over(store: Store, table_file: WriteFile) -> None:
    plan = inspect(table_file(HEADER, *ROWS), source="desk", zone=BERLIN, now=NOW)
    assert (plan.rows, plan.first_opening, plan.last_opening) == (3, 1_780_297_200, 1_780_304_400)
    assert source(store) == {}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["", "2026-06-01 09:00"]], "has no ticket number that can be used: no ticket number"),
        ([["1.0E+9", "2026-06-01 09:00"]], "ticket number rounded by a spreadsheet"),
        ([["1"]], "no row has as many cells as the header"),
        ([["1", ""]], "“Created at” is empty"),
        ([["1", "recently"]], "“recently”, are in no format that is known"),
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


def test_an_unreadable_byte_at_the_end_is_found_before_anything_is_written(store: Store, write: WriteFile) -> None:
    rows = "".join(f"{n},2026-06-01 09:00,x\n" for n in range(5_000))
    with pytest.raises(UserError, match="Line 5002"):
        imported(store, write(f"Id,Created at,Subject\n{rows}5000,2026-06-01 09:00,é\n".encode("cp1252")))
    assert source(store) == {}


def test_a_column_that_is_not_what_its_name_says_is_not_used(store: Store, table_file: WriteFile) -> None:
    rows = [[str(n), "2026-06-01 09:00", "2:30:00", str(n % 11)] for n in range(44)]
    report = imported(store, table_file("Id,Created at,Resolved,CSAT", *rows))
    columns = {column.header: column for column in report.columns}
    assert columns["Resolved"].why == "most of its values are in no date format that is known"
    assert "no rating scale" in columns["CSAT"].why
    assert report.cannot_feed.keys() == {"csat", "first_response_time", "resolution_time"}
    assert source(store)["fields"] == ["created_at"]


def test_of_many_problems_the_first_hundred_are_listed(store: Store, table_file: WriteFile) -> None:
    rows = [[str(n), "2026-06-02 09:00", "2026-06-01 09:00"] for n in range(250)]
    report = imported(store, table_file("Id,Created at,Solved at", *rows))
    assert (report.problem_count, len(report.problems)) == (250, 100)
    assert [problem.row for problem in report.problems] == list(range(2, 102))


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


_moments = st.sampled_from(["2026-06-01 09:00", "2026-06-02 09:00", "2026-06-03 09:00", ""])
_rows = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["2026-06-01 08:00", "2026-06-01 09:00"]),
        _moments,
        st.sampled_from(["Open", "Solved", "Spam", ""]),
        st.just("Ann"),
        _moments,
        st.sampled_from(["1", "5", "Good", "Offered", ""]),
    ).map(list),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_rows, st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_the_rows_gives_the_same_store(
    rows: list[list[str]], chance: random.Random
) -> None:
    again = rows + chance.choices(rows, k=len(rows))
    chance.shuffle(again)
    assert _store_after(rows) == _store_after(again) == _store_after(rows[::-1], again, rows)


def _store_after(*files: list[list[str]]) -> tuple[Any, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        for rows in files:
            text = io.StringIO(newline="")
            csv.writer(text).writerows([HEADER.split(","), *rows])
            path = Path(folder) / "tickets.csv"
            path.write_text(text.getvalue(), encoding="utf-8", newline="")
            imported(store, path)
        state = tickets(store), source(store)
        store.close()
        return state


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_exports_of_three_days_in_any_order_give_the_same_tickets(order: tuple[int, ...]) -> None:
    days = [
        [["1", "2026-06-01 08:00", f"2026-06-0{day + 1} 09:00", status, "Ann", solved, ""]]
        for day, (status, solved) in enumerate([("Open", ""), ("Solved", "2026-06-02 09:00"), ("Open", "")])
    ]
    assert _store_after(*(days[number] for number in order)) == _store_after(*days)
