import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.tables.csv_table import LONGEST_CELL
from kpi.ingest.tables.opening import open_table
from kpi.ingest.tables.row_table import MOST_COLUMNS
from kpi.ingest.tables.table import BATCH_ROWS
from tests.kpi.ingest.conftest import WriteFile
from tests.kpi.ingest.tables.reading import misfits, rows

LINES = ["Id,Created,Subject", "1,2026-06-01 09:00,hello", "2,2026-06-02 09:00,bye"]
ROWS = {2: ["1", "2026-06-01 09:00", "hello"], 3: ["2", "2026-06-02 09:00", "bye"]}


def test_rows_have_the_numbers_that_a_spreadsheet_shows(write: WriteFile) -> None:
    table = open_table(write(LINES))
    assert (table.name, table.format, list(table.header)) == ("tickets.csv", "csv", ["Id", "Created", "Subject"])
    assert rows(table) == ROWS
    assert not table.remarks


def test_rows_can_be_read_as_often_as_asked_for(write: WriteFile) -> None:
    table = open_table(write([*LINES[:1], *(f"{number},x,y" for number in range(3 * BATCH_ROWS))]))
    first = table.batches()
    next(first)
    assert rows(table) == rows(table)
    assert sum(len(batch.numbers) for batch in first) > BATCH_ROWS


def test_numbers_go_on_from_batch_to_batch(write: WriteFile) -> None:
    table = open_table(write(["Id,Subject", *(f"{number},x" for number in range(2, 2 * BATCH_ROWS))]))
    assert all(str(number) == cells[0] for number, cells in rows(table).items())
    assert max(len(batch.numbers) for batch in table.batches()) <= BATCH_ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_although_cells_hold_the_others(write: WriteFile, delimiter: str) -> None:
    others = "".join(mark for mark in ",;\t|" if mark != delimiter)
    table = open_table(write([line.replace(",", delimiter) + others for line in LINES]))
    assert [len(cells) for cells in rows(table).values()] == [3, 3]


def test_commas_in_texts_do_not_outnumber_the_delimiter(write: WriteFile) -> None:
    lines = [f"{number};well, hello, you, there, it, is{', me' * (number % 7)}" for number in range(30)]
    assert list(open_table(write(["Id;Subject", *lines])).header) == ["Id", "Subject"]


def test_titles_above_the_header_do_not_hide_the_delimiter(write: WriteFile) -> None:
    table = open_table(
        write(["Support, all teams", "Exported, by hand, today", *(line.replace(",", ";") for line in LINES)])
    )
    assert list(table.header) == ["Id", "Created", "Subject"]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_names_the_delimiter_is_no_row(write: WriteFile, first: str) -> None:
    table = open_table(write([first, *(line.replace(",", ";") for line in LINES)]))
    assert rows(table) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(write: WriteFile, end: str) -> None:
    assert rows(open_table(write(end.join(LINES).encode()))) == ROWS
    assert rows(open_table(write((end.join(LINES) + end).encode()))) == ROWS


def test_line_breaks_and_quotes_inside_cells_belong_to_them(write: WriteFile) -> None:
    table = open_table(write(b'Id,Subject\n1,"two\nlines, and ""quotes"""\n2,plain\n'))
    assert rows(table) == {2: ["1", 'two\nlines, and "quotes"'], 3: ["2", "plain"]}


def test_blank_rows_are_passed_over_but_counted(write: WriteFile) -> None:
    table = open_table(write(["", *LINES[:2], "", ",,", "  , ,", LINES[2], ""]))
    assert list(rows(table)) == [3, 7]


def test_a_long_message_in_a_cell_is_read(write: WriteFile) -> None:
    body = "x" * 200_000
    assert rows(open_table(write(["Id,Body", f"1,{body}"]))) == {2: ["1", body]}


def test_a_nul_far_down_in_the_file_is_left_out(write: WriteFile) -> None:
    table = open_table(write(["Id,Subject", *["1,x"] * 20_000, "2,a\0b"]))
    assert rows(table)[20_002] == ["2", "ab"]


def test_a_file_that_changed_after_it_was_looked_at_is_refused(write: WriteFile) -> None:
    table = open_table(write(LINES))
    write([*LINES, "3,2026-06-03 09:00,new"])
    with pytest.raises(UserError, match=r"tickets\.csv was changed while it was being read"):
        rows(table)


@pytest.mark.parametrize("rest", ["4,2026-06-04,fine", "4,2026-06-04,fine\n" + "x" * (LONGEST_CELL + 1)])
def test_a_quotation_mark_that_is_never_closed_is_named(write: WriteFile, rest: str) -> None:
    many = ["2,2026-06-02 09:00,bye"] * (2 * BATCH_ROWS)
    table = open_table(write([LINES[0], *many, '3,2026-06-03,"oh', rest]))
    with pytest.raises(UserError, match=f"from row {2 * BATCH_ROWS + 2} on: a quotation mark"):
        rows(table)


def test_empty_cells_beyond_the_header_do_no_harm(write: WriteFile) -> None:
    table = open_table(write(["Id,Subject", "1,x,", "2,y,, ", "3,z,more"]))
    assert rows(table) == {2: ["1", "x"], 3: ["2", "y"]}
    assert misfits(table) == [(4, 3)]


def test_empty_cells_that_were_left_out_at_the_end_are_filled_in(write: WriteFile) -> None:
    table = open_table(write(["Id,Created,Solved,Rating", "1,2026,2027,5", "2,2026", "3,2026,2027", "4,2026,2027,3"]))
    assert rows(table)[3] == ["2", "2026", "", ""]
    assert misfits(table) == []


def test_a_row_that_was_broken_in_two_is_no_short_row_where_empty_cells_are_written(write: WriteFile) -> None:
    table = open_table(
        write(["Id,Subject,Created,Rating", "1,a,2026,", "2,two", "lines,2026,4", "3,c,2026,5", "4,d,2026,5"])
    )
    assert list(rows(table)) == [2, 5, 6]
    assert misfits(table) == [(3, 2), (4, 3)]


def test_one_cell_is_no_short_row(write: WriteFile) -> None:
    assert misfits(open_table(write(["Id,Subject", "1,a", "oops", "2,b", "3,c"]))) == [(3, 1)]


def test_more_columns_than_any_export_has_are_refused(write: WriteFile) -> None:
    many = [",".join(f"{word}{number}" for number in range(MOST_COLUMNS + 1)) for word in ("column ", "")]
    with pytest.raises(UserError, match=r"2,001 columns"):
        open_table(write(many))


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(lambda text: f"x{text}")


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=30), st.sampled_from(",;\t|"))
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]], delimiter: str
) -> None:
    def quoted(*texts: str) -> str:
        return delimiter.join('"' + text.replace('"', '""') + '"' for text in texts)

    path = tmp_path_factory.mktemp("written") / "tickets.csv"
    path.write_text("\n".join([quoted("Id", "Subject", "Team"), *(quoted(*row) for row in cells)]), encoding="utf-8")
    assert list(rows(open_table(path)).values()) == [list(row) for row in cells]
