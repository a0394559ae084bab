"""Ten containers of the same 300 tickets, and others' exports."""

import csv
from pathlib import Path

import pytest

from kpi.ingest.tables.opening import open_table
from kpi.ingest.tables.table import Table
from tests.kpi.ingest.tables.reading import misfits, rows


def columns(table: Table, *names: str) -> list[tuple[str, ...]]:
    places = [list(table.header).index(name) for name in names]
    return [tuple(cells[place] for place in places) for cells in rows(table).values()]


@pytest.mark.parametrize("name", [
    "a_utf8_comma.csv", "b_bom_semicolon_crlf.csv", "c_cp1252_semicolon_quoted.csv", "d_utf16_tab.txt", "e_array.json",
    "f_lines.ndjson", "g_wrapped.json", "h_real_dates.xlsx", "i_title_rows_second_sheet.xlsx",
])  # fmt: skip
def test_every_container_gives_the_same_cells(real_data: Path, name: str) -> None:
    folder = real_data / "format_variants"
    with (folder / "a_utf8_comma.csv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row[:3]) for row in csv.reader(file)]
    table = open_table(folder / name)
    assert columns(table, *expected[0]) == expected[1:]
    assert len(expected) == 301


def test_numbers_for_dates_are_the_same_tickets(real_data: Path) -> None:
    plain, numbers = (
        open_table(real_data / "format_variants" / f"{name}.csv") for name in ("a_utf8_comma", "j_epoch_seconds")
    )
    same = ("case_enquiry_id", "case_status", "source")
    assert columns(plain, *same) == columns(numbers, *same)
    assert all(opened.isdigit() for (opened,) in columns(numbers, "open_dt"))


def test_threads_with_messages_are_read(real_data: Path) -> None:
    table = open_table(real_data / "ibm_care_threads" / "threads.json")
    assert len(rows(table)) == 1_025
    assert all(messages.startswith('[{"role":"') for (messages,) in columns(table, "messages"))


def test_no_row_of_a_real_file_is_lost(real_data: Path) -> None:
    for path in sorted(real_data.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = ";" if "semicolon" in path.name else ","
            expected = [row for row in csv.reader(file, delimiter=delimiter) if any(row)]
        table = open_table(path)
        assert (list(table.header), len(rows(table)), misfits(table)) == (expected[0], len(expected) - 1, []), path.name
