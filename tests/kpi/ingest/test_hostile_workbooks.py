"""Workbooks that somebody has made to fill the machine, or to read other files: they are refused in words."""

import io
import re
import resource
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import select

from kpi.errors import UserError
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.ingest.tables.memory import at_most
from kpi.model import Ticket, table
from kpi.store import Store
from tests.kpi.ingest.conftest import WriteFile
from tests.kpi.ingest.tables.test_spreadsheet import TICKETS, rewritten, workbook
from tests.kpi.summary.changes import UTC_ZONE

NOW = 1_790_000_000
SHEET, TEXTS, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
ONE_KIND = [[str(cell) for cell in row] for row in TICKETS]
GROWING = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "lollollol">{GROWING}]>'.encode()
OUTSIDE = b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>'
SEVERAL_MB = 64 << 10  # KB


def brought_in(store: Store, write: WriteFile, content: bytes) -> None:
    import_file(store, write(content, "tickets.xlsx"), Options(UTC_ZONE, NOW, source="desk", accept=True, as_of=NOW))


def with_entities(document: bytes, said: bytes) -> bytes:
    """The workbook, in whose parts this is declared, and the greatest of them stands in the place of a text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name in (SHEET, TEXTS, STYLES):
                data = re.sub(rb"^(<\?xml[^>]*>)?", lambda found: (found[0] or b"") + said, data, count=1)
                data = data.replace(b"open", b"&j;")
            target.writestr(name, data)
    return buffer.getvalue()


def peak() -> int:
    """The most memory that this process has ever had, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("said", [LAUGHS, OUTSIDE], ids=["growing", "from elsewhere"])
def test_entities_are_not_followed(store: Store, write: WriteFile, said: bytes) -> None:
    before = peak()
    with pytest.raises(UserError, match="cannot be read as a workbook"):
        brought_in(store, write, with_entities(workbook(Data=ONE_KIND), said))
    assert peak() - before < SEVERAL_MB


FAR = {
    "a cell that is far off": lambda sheet: sheet.replace(b'r="C3"', b'r="XFD1048576"'),
    "a row and a cell": lambda sheet: sheet.replace(b'<row r="3"', b'<row r="1048576"').replace(b'"C3"', b"'XFD7'"),
    "beyond all columns": lambda sheet: sheet.replace(b'r="C3"', b'r = "ZZZZZZZZ99999999999999"'),
    "without a size": lambda sheet: re.sub(b"<dimension[^>]*>", b"", sheet).replace(b'"C3"', b'"XFD1048576"'),
}


@pytest.mark.parametrize("far", FAR.values(), ids=FAR.keys())
def test_cells_that_are_far_apart_do_not_fill_the_machine_whatever_the_sheet_says_of_its_size(
    store: Store, write: WriteFile, far: Callable[[bytes], bytes]
) -> None:
    content = workbook(Data=ONE_KIND)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(SHEET)
    before = peak()
    with pytest.raises(UserError, match="too far to be read") as refused:
        brought_in(store, write, rewritten(content, SHEET, sheet, far(sheet)))
    assert "Save it as CSV" in refused.value.hint
    assert peak() - before < SEVERAL_MB


def test_one_sheet_under_many_names_is_refused(store: Store, write: WriteFile) -> None:
    content = workbook(Data=ONE_KIND)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (sheet,) = re.findall(rb"<sheet [^>]*/>", archive.read(BOOK))
    many = b"".join(sheet.replace(b'"Data"', b'"D%d"' % number) for number in range(5_000))
    with pytest.raises(UserError, match="has 5,000 sheets, as no export does"):
        brought_in(store, write, rewritten(content, BOOK, sheet, many))


def test_deeply_nested_sheets_take_little(store: Store, write: WriteFile) -> None:
    content = rewritten(workbook(Data=ONE_KIND), SHEET, b"<sheetData>", b"<sheetData>" + b"<a>" * 300_000)
    before = peak()
    brought_in(store, write, content)  # what stands around the rows is passed over
    assert peak() - before < SEVERAL_MB
    with store.reading() as connection:
        assert set(connection.scalars(select(table(Ticket).c.status))) == {"open", "resolved"}


def test_what_is_seen_only_while_it_is_read_meets_a_limit() -> None:
    with at_most(16 << 20), pytest.raises(MemoryError):
        bytearray(1 << 30)
    assert len(bytearray(1 << 30)) == 1 << 30
