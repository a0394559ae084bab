import gzip
import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpi.errors import UserError
from kpi.ingest.tables.opening import open_table
from kpi.ingest.tables.spreadsheet import SeveralSheets
from kpi.ingest.tables.trial import ends_its_reader
from tests.kpi.ingest.conftest import WriteFile
from tests.kpi.ingest.tables.reading import rows

TICKETS: list[list[Any]] = [
    ["Id", "Created", "Status"],
    [1, datetime(2026, 6, 1, 9), "open"],
    [2, datetime(2026, 6, 2, 9), "solved"],
]
ROWS = {2: ["1", "2026-06-01 09:00:00", "open"], 3: ["2", "2026-06-02 09:00:00", "solved"]}


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An XLSX file; a sheet whose name begins with "hidden" is hidden."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name.startswith("hidden") else "visible"
        for line in lines:
            sheet.append(line)
    if sheets and all(name.startswith("hidden") for name in sheets):
        book.create_sheet("Cover").append(["Cover"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def open_document(cells: Sequence[Sequence[str]], manifest: str = "", after: str = "") -> bytes:
    """An ODS file with one sheet, of cells in XML, and what comes `after` them."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    lines = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in cells)
    trailing = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{manifest}</manifest:manifest>",
        )
        file.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Data">{lines}{after}{trailing}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def old_workbook(lines: Sequence[Sequence[str | float]]) -> bytes:
    """An XLS file with one sheet, in as few records and sectors as there can be."""

    def record(kind: int, *parts: bytes) -> bytes:
        content = b"".join(parts)
        return struct.pack("<HH", kind, len(content)) + content

    def cell(row: int, column: int, value: str | float) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            return record(0x204, place, struct.pack("<HB", len(value), 0), value.encode("ascii"))
        return record(0x203, place, struct.pack("<d", value))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le")
        links = struct.pack("<HBBiii", len(text) + 2, kind, 1, -1, -1, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<iQ", start, size)

    globals_length = 20 + 16 + 4
    cells = b"".join(cell(row, column, value) for row, line in enumerate(lines) for column, value in enumerate(line))
    stream = (
        record(0x809, struct.pack("<HH12x", 0x600, 0x05))
        + record(0x85, struct.pack("<IBBBB", globals_length, 0, 0, 4, 0), b"Data")
        + record(0x0A)
        + record(0x809, struct.pack("<HH12x", 0x600, 0x10))
        + cells
        + record(0x0A)
    ).ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<i108i", 0, *[-1] * 108)
    chain = [-3, -2, *range(3, 2 + sectors), -2]
    allocation = struct.pack("<128i", *chain, *[-1] * (128 - len(chain)))
    directory = entry("Root Entry", 5, 1, -2, 0) + entry("Workbook", 2, -1, 2, len(stream)) + bytes(256)
    return header + allocation + directory + stream.ljust(sectors * 512, b"\0")


def text_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def typed_cell(kind: str, value: str, attribute: str = "value") -> str:
    value = f'office:{attribute}="{value}"'
    return f'<table:table-cell office:value-type="{kind}" {value}><text:p>x</text:p></table:table-cell>'


@pytest.mark.parametrize("name", ["tickets.xlsx", "tickets.xlsm", "tickets.csv"])
def test_a_workbook_is_read_whatever_its_name(write: WriteFile, name: str) -> None:
    table = open_table(write(workbook(Data=TICKETS), name=name))
    assert (table.format, list(table.header), rows(table)) == ("xlsx", TICKETS[0], ROWS)
    assert not table.remarks


def test_typed_cells_are_text(write: WriteFile) -> None:
    values = [
        101004406868, 4.0, 0.25, True, datetime(2026, 3, 4, 9, 12, 33), datetime(2026, 3, 4, 9, 12, 33, 600_000),
        date(2026, 3, 4), time(9, 12, 33), timedelta(hours=26, minutes=3, seconds=4), None, "#N/A ", "text",
    ]  # fmt: skip
    header = [f"name {chr(97 + place)}" for place in range(len(values))]
    (cells,) = rows(open_table(write(workbook(Data=[header, values]), name="t.xlsx"))).values()
    assert cells == [
        "101004406868", "4", "0.25", "true", "2026-03-04 09:12:33", "2026-03-04 09:12:34",
        "2026-03-04", "09:12:33", "26:03:04", "", "#N/A ", "text",
    ]  # fmt: skip


def test_a_moment_at_midnight_stays_a_moment(write: WriteFile) -> None:
    lines: list[list[Any]] = [["Id", "Created"], [1, datetime(2026, 6, 1, 9)], [2, datetime(2026, 6, 2)]]
    assert rows(open_table(write(workbook(Data=lines), name="t.xlsx")))[3] == ["2", "2026-06-02 00:00:00"]


def test_rows_have_the_numbers_that_the_program_shows(write: WriteFile) -> None:
    lines = [[], ["Support tickets"], [], *TICKETS[:2], [], TICKETS[2], ["Total", None, 2]]
    table = open_table(write(workbook(Data=lines), name="t.xlsx"))
    assert list(rows(table)) == [5, 7]
    assert list(table.remarks) == ["1 line above the header is left out.", "The last line, “Total 2”, is no row."]


def test_empty_columns_on_the_left_are_left_out(write: WriteFile) -> None:
    lines = [[None, *line] for line in TICKETS]
    assert rows(open_table(write(workbook(Data=lines), name="t.xlsx"))) == ROWS


def test_the_only_sheet_with_a_table_is_taken_and_named(write: WriteFile) -> None:
    table = open_table(write(workbook(Cover=[["Export"], ["by the help desk"]], Data=TICKETS), name="t.xlsx"))
    assert (rows(table), table.remarks[0]) == (ROWS, "Read from the sheet “Data”.")


def test_a_hidden_sheet_is_taken_if_no_other_has_a_table(write: WriteFile) -> None:
    table = open_table(write(workbook(hidden=TICKETS), name="t.xlsx"))
    assert (rows(table), table.remarks[0]) == (ROWS, "Read from the sheet “hidden”, which is hidden.")


@pytest.mark.parametrize("other", [
    {"hidden tickets": TICKETS},
    {"Agents": [["Name", "Team"], ["bob", "north"]]},
    {"Summary": [["Status", "Tickets", "Share", "Median"], ["open", 1, 0.5, 2], ["solved", 1, 0.5, 3]]},
    {"Empty": [["Id", "Created", "Status"]]},
])  # fmt: skip
def test_sheets_that_do_not_look_like_tickets_do_not_count(write: WriteFile, other: dict[str, Any]) -> None:
    table = open_table(write(workbook(**other, Data=TICKETS), name="t.xlsx"))
    assert (rows(table), table.remarks[0]) == (ROWS, "Read from the sheet “Data”.")


def test_several_sheets_of_tickets_are_asked_about(write: WriteFile) -> None:
    path = write(workbook(May=TICKETS, June=TICKETS, Agents=[["Name", "Team"], ["bob", "x"]]), name="t.xlsx")
    with pytest.raises(SeveralSheets, match="2 sheets that could be the tickets: “May”, “June”") as refusal:
        open_table(path)
    assert (refusal.value.sheets, refusal.value.hint) == (["May", "June"], 'Name one: --sheet "May"')
    assert rows(open_table(path, sheet=" june")) == ROWS


def test_an_unknown_sheet_is_answered_with_those_there_are(write: WriteFile) -> None:
    with pytest.raises(UserError, match="has no sheet “July”, but “May” and “June”"):
        open_table(write(workbook(May=TICKETS, June=TICKETS), name="t.xlsx"), sheet="July")


@pytest.mark.parametrize(("content", "why"), [
    (workbook(Data=[["Id", "Created"]]), "has a header and no rows"),
    (workbook(Data=[]), "is empty"),
    (workbook(A=[["a"]], B=[["b"]]), "No sheet of"),
    (workbook(Data=TICKETS)[:-400], "is damaged"),
    (workbook(Data=TICKETS).replace(b"PK\x03\x04", b"PK\x03\x05"), r"is a|damaged|no table|binary"),
])  # fmt: skip
def test_a_workbook_without_a_table_is_refused(write: WriteFile, content: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why) as refusal:
        open_table(write(content, name="t.xlsx"))
    assert refusal.value.hint


def rewritten(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The archive with another content in one of its files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            assert name != member or old in data
            target.writestr(name, data.replace(old, new) if name == member else data)
    return buffer.getvalue()


def test_a_damaged_sheet_is_refused(write: WriteFile) -> None:
    content = rewritten(workbook(Data=TICKETS), "xl/worksheets/sheet1.xml", b"</row>", b"</rwo ='")
    with pytest.raises(UserError, match="cannot be read as a workbook"):
        open_table(write(content, name="t.xlsx"))


def test_a_cell_in_the_far_corner_does_not_fill_the_machine(write: WriteFile) -> None:
    content = rewritten(workbook(Data=TICKETS), "xl/worksheets/sheet1.xml", b'r="C3"', b'r="XFD1048576"')
    with pytest.raises(UserError, match="reaches over 16,384 columns and 1,048,576 rows"):
        open_table(write(content, name="t.xlsx"))


def test_a_workbook_gzipped_or_in_an_archive_is_read(write: WriteFile) -> None:
    content = workbook(Data=TICKETS)
    assert rows(open_table(write(gzip.compress(content), name="t.gz"))) == ROWS
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("tickets.xlsx", content)
    assert rows(open_table(write(buffer.getvalue(), name="t.zip"))) == ROWS


def test_an_open_document_spreadsheet_is_read(write: WriteFile) -> None:
    content = open_document([
        [text_cell(name) for name in ("Id", "Created", "Day", "Duration", "Merged")],
        [
            typed_cell("float", "7"), typed_cell("date", "2026-06-01T09:00:00", "date-value"),
            typed_cell("date", "2026-06-01", "date-value"), typed_cell("time", "PT26H03M04S", "time-value"),
            typed_cell("boolean", "false", "boolean-value"),
        ],
    ])  # fmt: skip
    table = open_table(write(content, name="t.ods"))
    assert table.format == "ods"
    assert rows(table) == {2: ["7", "2026-06-01 09:00:00", "2026-06-01", "26:03:04", "false"]}


def test_an_open_document_with_a_password_is_refused(write: WriteFile) -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(UserError, match="is protected by a password"):
        open_table(write(open_document([[text_cell("Id")]], entry), name="t.ods"))


def test_an_old_workbook_is_read(write: WriteFile) -> None:
    lines: list[list[str | float]] = [["Id", "Created"], [7.0, "2026-06-01 09:00"], [8.0, "2026-06-02 09:00"]]
    table = open_table(write(old_workbook(lines), name="t.xls"))
    assert (table.format, rows(table)) == ("xls", {2: ["7", "2026-06-01 09:00"], 3: ["8", "2026-06-02 09:00"]})


def test_a_cell_in_the_far_corner_of_an_old_workbook_ends_no_process(write: WriteFile) -> None:
    content = old_workbook([["Id", "Created"], [7.0, "2026-06-01 09:00"]])
    last = struct.pack("<HHHHB", 1, 1, 0, len("2026-06-01 09:00"), 0)
    assert content.count(last) == 1
    far = content.replace(last, struct.pack("<HHHHB", 65_535, 65_535, 0, len("2026-06-01 09:00"), 0))
    with pytest.raises(UserError, match=r"t\.xls takes too much memory") as caught:
        open_table(write(far, name="t.xls"))
    assert "CSV" in caught.value.hint


def test_a_cell_that_an_open_document_repeats_ends_another_process_only() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="7"/>'
    row = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
    little, usual = 256 << 20, open_document([[text_cell("Id")]])
    assert ends_its_reader(open_document([[text_cell("Id")]], after=row), little)
    assert not ends_its_reader(usual, little)
    assert not ends_its_reader(usual[:-99], little), "whoever reads it can tell that themselves"


def test_a_changed_workbook_is_noticed(write: WriteFile) -> None:
    path: Path = write(workbook(Data=TICKETS), name="t.xlsx")
    table = open_table(path)
    write(workbook(Data=[*TICKETS, [3, None, "open"]]), name="t.xlsx")
    with pytest.raises(UserError, match="was changed"):
        rows(table)
