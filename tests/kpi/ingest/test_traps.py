"""Files as help desks, spreadsheets and people really write them: each is read right, or refused in words."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kpi.catalogue import KPIS
from kpi.errors import UserError
from kpi.ingest.columns.names import EACH_ROW
from kpi.ingest.planning.questions import UnsureError
from kpi.store import Store
from tests.kpi.ingest.conftest import BERLIN, WriteFile, imported, tickets

PLAIN = (
    "Ticket ID,Created at,Solved at,Status,Topic",
    "1,2026-06-01 09:00,2026-06-02 09:00,Solved,Käse",
    "2,2026-06-01 10:00,,Open,Login",
    "3,2026-06-01 11:00,2026-06-01 12:30,Solved,Login",
)


def utc(text: str) -> int:
    """A wall time in Berlin."""
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC).timestamp())


def the_three(store: Store) -> None:
    found = tickets(store)
    assert list(found) == ["1", "2", "3"]
    assert found["1"]["created_at"] == utc("2026-06-01 09:00")
    assert [row["resolved_at"] for row in found.values()] == [utc("2026-06-02 09:00"), None, utc("2026-06-01 12:30")]
    assert [row["status"] for row in found.values()] == ["resolved", "open", "resolved"]
    assert [row["intent"] for row in found.values()] == ["käse", "login", "login"]


def text(lines: Iterable[str], end: str = "\n") -> str:
    return "".join(line + end for line in lines)


ENCODED = {
    "UTF-8": text(PLAIN).encode(),
    "UTF-8 with a byte order mark": b"\xef\xbb\xbf" + text(PLAIN).encode(),
    "UTF-16": text(PLAIN).encode("utf-16"),
    "UTF-16 without a byte order mark": text(PLAIN).encode("utf-16-le"),
    "cp1252": text(PLAIN).encode("cp1252"),
    "CRLF": text(PLAIN, "\r\n").encode(),
    "CR only": text(PLAIN, "\r").encode(),
    "semicolons": text(PLAIN).replace(",", ";").encode(),
    "tabs": text(PLAIN).replace(",", "\t").encode(),
    "a sep= line": b"sep=;\n" + text(PLAIN).replace(",", ";").encode(),
    "titles above the header": text(("Support export", "", "Made on 3 June 2026", *PLAIN)).encode(),
    "a total at the end": text((*PLAIN, "Total,,,,3")).encode(),
    "a period at the end": text((*PLAIN, "2026-06-01 to 2026-06-30")).encode(),
    "exact duplicates": text((*PLAIN, *PLAIN[1:])).encode(),
    "blank lines": text(("", PLAIN[0], "", *PLAIN[1:], "", ",,,,")).encode(),
    "gzip": gzip.compress(text(PLAIN).encode()),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED.keys())
def test_the_same_three_tickets_however_they_are_written(store: Store, write: WriteFile, content: bytes) -> None:
    imported(store, write(content))
    the_three(store)


def test_a_zip_with_one_file(store: Store, write: WriteFile) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("export/tickets.csv", text(PLAIN))
    imported(store, write(packed.getvalue(), "export.zip"))
    the_three(store)


def workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: str = "") -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    book.save(path)
    return path


ROWS: list[list[Any]] = [
    ["Ticket ID", "Created at", "Solved at", "Status", "Topic"],
    [1, datetime(2026, 6, 1, 9), datetime(2026, 6, 2, 9), "Solved", "Käse"],
    [2.0, datetime(2026, 6, 1, 10), None, "Open", "Login"],
    ["3", datetime(2026, 6, 1, 11), datetime(2026, 6, 1, 12, 30), "Solved", "Login"],
]
NOTES: list[list[Any]] = [["Support, June 2026"], ["Made by the finance team"]]


@pytest.mark.parametrize("hidden", ["", "Data"])
def test_the_sheet_with_the_tickets_is_found(store: Store, tmp_path: Path, hidden: str) -> None:
    imported(store, workbook(tmp_path / "export.xlsx", {"Notes": NOTES, "Data": ROWS}, hidden))
    the_three(store)


def test_of_two_sheets_with_tickets_one_has_to_be_named(store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "export.xlsx", {"May": ROWS, "June": ROWS})
    with pytest.raises(UnsureError, match='--sheet "May"   May\n  --sheet "June"   June'):
        imported(store, path, accept=True)
    imported(store, path, sheet="June")
    the_three(store)


def test_line_breaks_and_quotes_in_cells(store: Store, write: WriteFile) -> None:
    imported(store, write(b'Ticket ID,Created at,Subject\n1,2026-06-01 09:00,"a ""b""\nc"\n2,2026-06-01 10:00,d\n'))
    assert [row["subject"] for row in tickets(store).values()] == ['a "b" c', "d"]


def test_unnamed_and_repeated_headers(store: Store, write: WriteFile) -> None:
    report = imported(store, write(["Ticket ID,Status,,Status,Created at", "1,Open,x,Solved,2026-06-01 09:00"]))
    assert report.to_json()["columns"] == {
        "Ticket ID": "external_id",
        "Status": "status",
        "(column 3)": None,
        "Status (column 4)": None,
        "Created at": "created_at",
    }


WRITTEN = {
    "4/11/2026 2:05:00 PM": "2026-04-11 14:05",
    "11.4.2026 14:05": "2026-04-11 14:05",
    "2026-04-11 7:05": "2026-04-11 07:05",
    "Sat, 11 Apr 2026 14:05:00 +0200": "2026-04-11 14:05",
    "1775909100": "2026-04-11 14:05",
    "1775909100000": "2026-04-11 14:05",
    "46123.586805556": "2026-04-11 14:05",
    "11 Apr 2026 14:05": "2026-04-11 14:05",
    "2026-04-11T12:05:00Z": "2026-04-11 14:05",
    "2026-04-11": "2026-04-11 00:00",
}


@pytest.mark.parametrize(("written", "meant"), WRITTEN.items())
def test_dates_are_read_however_they_are_written(store: Store, write: WriteFile, written: str, meant: str) -> None:
    order = {"4/11/2026 2:05:00 PM": False, "11.4.2026 14:05": True}.get(written)
    imported(store, write(["Ticket ID,Created at", f'1,"{written}"']), day_first=order)
    assert tickets(store)["1"]["created_at"] == utc(meant)


def test_ambiguous_days_are_decided_for_the_whole_column(store: Store, write: WriteFile) -> None:
    imported(store, write(["Ticket ID,Created at", "1,03/04/2026 09:12", "2,05/06/2026 09:00", "3,25/06/2026 10:00"]))
    assert tickets(store)["1"]["created_at"] == utc("2026-04-03 09:12")


def test_ambiguous_days_are_decided_by_the_order_of_events(store: Store, write: WriteFile) -> None:
    """Month first, half of these would have been solved before they were opened."""
    rows = [
        f"{n},{day:02}/05/2026 23:00,{day % 12 + 1:02}/0{5 + (day == 12)}/2026 01:00"
        for n, day in enumerate(range(1, 13), 1)
    ]
    imported(store, write(["Ticket ID,Created at,Solved at", *rows]))
    assert tickets(store)["3"]["created_at"] == utc("2026-05-03 23:00")


def test_where_nothing_tells_the_day_from_the_month_somebody_is_asked(store: Store, write: WriteFile) -> None:
    path = write(["Ticket ID,Created at", "1,03/04/2026 09:12"])
    offered = r"  --day-first   Day first \(03/04/2026 is 3 April 2026\)\n  --month-first"
    with pytest.raises(UnsureError, match=offered) as unsure:
        imported(store, path, accept=True)
    (question,) = unsure.value.questions
    assert [choice.examples for choice in question.choices] == [
        ["03/04/2026 is 3 April 2026"],
        ["03/04/2026 is 4 March 2026"],
    ]
    assert tickets(store) == {}


def test_date_and_time_in_two_columns(store: Store, write: WriteFile) -> None:
    imported(store, write(["Ticket ID,Date opened,Time opened", "1,2026-06-01,7:05", "2,2026-06-01,19:30"]))
    assert [row["created_at"] for row in tickets(store).values()] == [utc("2026-06-01 07:05"), utc("2026-06-01 19:30")]


def test_a_column_named_like_a_duration_that_holds_points_in_time(store: Store, write: WriteFile) -> None:
    imported(store, write(["Ticket ID,Created at,First response time", "1,2026-06-01 09:00,2026-06-01 09:20"]))
    assert tickets(store)["1"]["first_response_at"] == utc("2026-06-01 09:20")


def test_a_column_named_like_a_point_in_time_that_holds_durations(store: Store, write: WriteFile) -> None:
    imported(store, write(["Ticket ID,Created at,Resolved at", "1,2026-06-01 09:00,26:30:00"]))
    assert tickets(store)["1"]["resolved_at"] == utc("2026-06-02 11:30")


DURATIONS = {
    ("First response time", "01:30:00"): 5_400,
    ("First response time (in hrs)", "1.5"): 5_400,
    ("First reply time in minutes", "90"): 5_400,
    ("First response time (seconds)", "5400"): 5_400,
    ("First response time", "1 hour 30 minutes"): 5_400,
    ("First response time", "1h 30m"): 5_400,
}


@pytest.mark.parametrize(("written", "seconds"), DURATIONS.items())
def test_durations_are_read_however_they_are_written(
    store: Store, write: WriteFile, written: tuple[str, str], seconds: int
) -> None:
    header, value = written
    imported(store, write([f"Ticket ID,Created at,{header}", f"1,2026-06-01 09:00,{value}", "2,2026-06-01 10:00,"]))
    row = tickets(store)["1"]
    assert row["first_response_at"] - row["created_at"] == seconds
    assert tickets(store)["2"]["first_response_at"] is None


def test_numbers_without_a_unit_are_asked_about(store: Store, write: WriteFile) -> None:
    path = write(["Ticket ID,Created at,Resolution time", "1,2026-06-01 09:00,90", "2,2026-06-01 10:00,30"])
    with pytest.raises(UnsureError, match='--map "Resolution time=resolution_time:minutes"'):
        imported(store, path)
    imported(store, path, mapping={"Resolution time": "resolution_time:minutes"})
    assert tickets(store)["1"]["resolved_at"] == utc("2026-06-01 10:30")


@pytest.mark.parametrize("nothing", ["-", "?", "N/A", "null", "", "  "])
def test_ways_to_write_nothing(store: Store, write: WriteFile, nothing: str) -> None:
    report = imported(store, write(["Ticket ID,Created at,Solved at,Topic", f"1,2026-06-01 09:00,{nothing},{nothing}"]))
    row = tickets(store)["1"]
    assert (row["resolved_at"], row["intent"], report.problem_count) == (None, None, 0)


def test_ticket_numbers_from_a_spreadsheet(store: Store, write: WriteFile) -> None:
    report = imported(store, write(["Ticket ID,Created at", "3.0,2026-06-01 09:00", "1.03E+13,2026-06-01 09:00"]))
    assert list(tickets(store)) == ["3"]
    assert report.rejected == {"ticket number rounded by a spreadsheet": 1}


RATINGS = {"4.0": (4, "stars"), "Good": (1, "faces"), "👍": (1, "faces"), "103": (1, "faces"), "Offered": (None, None)}


@pytest.mark.parametrize(("written", "meant"), RATINGS.items())
def test_ratings_are_read_however_they_are_written(
    store: Store, write: WriteFile, written: str, meant: tuple[float | None, str | None]
) -> None:
    imported(store, write(["Ticket ID,Created at,Satisfaction rating", f"1,2026-06-01 09:00,{written}"]))
    row = tickets(store)["1"]
    assert (row["rating"], row["rating_scale"]) == meant


def test_labels_that_differ_in_case_and_spaces_are_one(store: Store, write: WriteFile) -> None:
    imported(
        store,
        write(
            ["Ticket ID,Created at,Topic", "1,2026-06-01 09:00,Password reset", "2,2026-06-01 09:00,password  Reset "]
        ),
    )
    assert {row["intent"] for row in tickets(store).values()} == {"password reset"}
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT field, folded, spelling FROM label").all() == [
            ("intent", "password reset", "Password reset")
        ]


def test_one_row_for_each_day_is_refused(store: Store, write: WriteFile) -> None:
    path = write(["Date,New tickets,Solved tickets,CSAT %", "2026-06-01,20,18,81", "2026-06-02,22,25,79"])
    with pytest.raises(UserError, match="figures that are already added up"):
        imported(store, path, accept=True)


def test_many_rows_for_a_ticket_without_times_are_refused(store: Store, write: WriteFile) -> None:
    path = write(
        [
            "Ticket ID,Event,Created at",
            "1,opened,2026-06-01 09:00",
            "1,moved,2026-06-01 09:00",
            "1,left,2026-06-01 09:00",
        ]
    )
    with pytest.raises(UserError, match="several rows for a ticket"):
        imported(store, path, accept=True)


def test_a_row_for_each_message_becomes_a_ticket(store: Store, write: WriteFile) -> None:
    imported(
        store,
        write(
            [
                "Conversation ID,Message ID,Message date,Direction,Inbox",
                "c1,m2,2026-06-01 09:30,outbound,Support",
                "c1,m1,2026-06-01 09:00,inbound,Support",
                "c2,m3,2026-06-01 10:00,inbound,Sales",
                "c1,m4,2026-06-01 11:00,outbound,Support",
            ]
        ),
    )
    found = tickets(store)
    assert list(found) == ["c1", "c2"]
    assert found["c1"]["created_at"] == utc("2026-06-01 09:00")
    assert found["c1"]["first_human_response_at"] == utc("2026-06-01 09:30")
    assert (found["c2"]["created_at"], found["c2"]["first_human_response_at"]) == (utc("2026-06-01 10:00"), None)


def test_without_openings_the_rest_is_imported_and_said(store: Store, write: WriteFile) -> None:
    report = imported(store, write(["Ticket ID,Rating,Rated at", "1,5,2026-06-01 09:00", "2,1,2026-06-02 09:00"]))
    assert {row["created_at"] for row in tickets(store).values()} == {None}
    assert [row["rating"] for row in tickets(store).values()] == [5, 1]
    assert {kpi.key for kpi in KPIS} - set(report.plan.cannot_feed) == {"csat"}


def test_a_later_file_completes_tickets_without_openings(store: Store, write: WriteFile) -> None:
    imported(store, write(["Ticket ID,Rating,Rated at", "1,5,2026-06-03 09:00"], "ratings.csv"))
    imported(store, write(["Ticket ID,Created at", "1,2026-06-01 09:00"]))
    row = tickets(store)["1"]
    assert (row["created_at"], row["rating"]) == (utc("2026-06-01 09:00"), 5)


def test_a_file_without_ticket_numbers_is_asked_about(store: Store, write: WriteFile) -> None:
    lines = [
        "Created at,Topic,Status",
        "2026-06-01 09:00,Login,Open",
        "2026-06-01 09:00,Login,Open",
        "2026-06-02 09:00,Bill,Open",
    ]
    with pytest.raises(UnsureError, match=f'--map "{EACH_ROW}=external_id"'):
        imported(store, write(lines))
    imported(store, write(lines), accept=True)
    assert len(tickets(store)) == 3
    imported(store, write([lines[0], *reversed(lines[1:])]), accept=True)
    assert len(tickets(store)) == 3


REFUSED = {
    "an HTML page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS pointer"),
    "an empty file": (b"", "empty"),
    "a header alone": (b"Ticket ID,Created at\n", "no rows"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_export_is_refused_in_words(store: Store, write: WriteFile, content: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why):
        imported(store, write(content), accept=True)


JSON = [
    {
        "id": 1,
        "created_at": "2026-06-01T07:00:00Z",
        "solved_at": "2026-06-02T07:00:00Z",
        "status": "solved",
        "topic": "Käse",
    },
    {"id": 2, "created_at": "2026-06-01T08:00:00Z", "solved_at": None, "status": "open", "topic": "Login"},
    {
        "id": 3,
        "created_at": "2026-06-01T09:00:00Z",
        "solved_at": "2026-06-01T10:30:00Z",
        "status": "solved",
        "topic": "Login",
    },
]
AS_JSON = {
    "an array": json.dumps(JSON),
    "wrapped": json.dumps({"count": 3, "next_page": None, "tickets": JSON}),
    "lines": "\n".join(map(json.dumps, JSON)),
}


@pytest.mark.parametrize("content", AS_JSON.values(), ids=AS_JSON.keys())
def test_json_in_all_its_wrappings(store: Store, write: WriteFile, content: str) -> None:
    imported(store, write(content.encode(), "tickets.json"))
    the_three(store)
