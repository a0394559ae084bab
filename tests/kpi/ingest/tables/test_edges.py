import pytest

from kpi.errors import UserError
from kpi.ingest.tables.opening import open_table
from tests.kpi.ingest.conftest import WriteFile
from tests.kpi.ingest.tables.reading import rows

HEADER = "Id,Created,Status,Rating"
BODY = ["1,2026-06-01 09:00,open,4", "2,2026-06-02 09:00,solved,", "3,2026-06-03 09:00,open,5"]


@pytest.mark.parametrize("above", [
    ["Support tickets"],
    ["Support tickets", "", "All times local"],
    ["Support tickets,,,", ",,,", "Period,2026-06-01,,"],
    ["Report:,Monthly export", "From,To", "2026-06-01,2026-06-30"],
    ["Account,Acme", "Team,Everybody", "By,Somebody", "Zone,Berlin", "Filter,none"],
    ["", "", "Title", ""],
    ["Ticket,Ticket,State,State"],
])  # fmt: skip
def test_what_stands_above_the_header_is_no_header(write: WriteFile, above: list[str]) -> None:
    table = open_table(write([*above, HEADER, *BODY]))
    assert list(table.header) == HEADER.split(",")
    assert [cells[0] for cells in rows(table).values()] == ["1", "2", "3"]
    lines = sum(1 for line in above if line.strip(","))
    assert table.remarks[0].startswith(f"{lines} line")


def test_rows_keep_their_numbers_below_a_title(write: WriteFile) -> None:
    assert list(rows(open_table(write(["Title", "", HEADER, *BODY])))) == [4, 5, 6]


@pytest.mark.parametrize("header", [
    "Id,Created,,Rating",
    ",Created,Status,Rating",
    "Id,Comment,Comment,Comment",
    "Q1,Q2,Q3,Created",
    "Id,2025,Status,Rating",
])  # fmt: skip
def test_a_header_may_have_unnamed_and_equal_cells(write: WriteFile, header: str) -> None:
    table = open_table(write([header, *BODY]))
    assert (list(table.header), len(rows(table)), list(table.remarks)) == (header.split(","), 3, [])


def test_rows_of_words_alone_do_not_become_the_header(write: WriteFile) -> None:
    table = open_table(write(["Key,Team,Agent", "A-1,north,bob", "A-2,south,eve"]))
    assert list(table.header) == ["Key", "Team", "Agent"]


@pytest.mark.parametrize("end", [
    ["Total,,,300"], ["Grand total,300,,"], ["Sum,,,9"], ["Average,,,4.5"], ["Count: 300,,,"], ["Total 300"],
    ["Total: 300 tickets"], ["Total tickets: 300,,,"], [",Total,,300"], ["2026-07-01 to 2026-07-31"],
    ["Report generated on 2026-07-31"], ["***"], ["", "Total,,,300", "", "Report generated today", ""],
    ["Total,,,300", "Average,,,4.5", "Report generated today"],
])  # fmt: skip
def test_a_total_or_a_note_at_the_end_is_no_ticket(write: WriteFile, end: list[str]) -> None:
    table = open_table(write([HEADER, *BODY, *end]))
    assert [cells[0] for cells in rows(table).values()] == ["1", "2", "3"]
    assert [remark for remark in table.remarks if remark.endswith(("is no row.", "are no rows."))]


def test_the_line_that_was_left_out_is_told(write: WriteFile) -> None:
    table = open_table(write([HEADER, *BODY, "Total,,,300"]))
    rows(table)
    assert table.remarks == ["The last line, “Total 300”, is no row."]


@pytest.mark.parametrize("end", [
    "Total,2026-06-04 09:00,open,4",
    "Total loss of data,2026-06-04 09:00,,",
    "4,2026-06-04 09:00,,",
    "TICKET-4,,,",
])  # fmt: skip
def test_a_real_row_at_the_end_stays(write: WriteFile, end: str) -> None:
    assert rows(open_table(write([HEADER, *BODY, end])))[5] == end.split(",")


def test_a_total_in_the_middle_is_a_row(write: WriteFile) -> None:
    assert rows(open_table(write([HEADER, "Total,,,300", *BODY, *BODY])))[2][0] == "Total"


def test_one_column_of_totals_does_not_empty_the_table(write: WriteFile) -> None:
    assert len(rows(open_table(write(["Label,Amount", "Total,3", "Sum,4", "Count,5"])))) == 3


@pytest.mark.parametrize(("lines", "why"), [
    (["Id,Created"], "has a header and no rows"),
    (["Id,Created", "", ","], "has a header and no rows"),
    (["Support tickets", "", HEADER], "has a header and no rows"),
    ([HEADER, "Total,,,0"], "has a header and no rows"),
    (["", ",,", ",,"], "is empty"),
    (["just", "some", "text"], "is no table"),
    (["1,2026-06-01 09:00,3", "2,2026-06-02 09:00,3"], "has no row that names its columns"),
])  # fmt: skip
def test_what_has_no_header_or_no_rows_is_refused(write: WriteFile, lines: list[str], why: str) -> None:
    with pytest.raises(UserError, match=rf"^tickets\.csv {why}") as refusal:
        open_table(write(lines))
    assert refusal.value.hint
