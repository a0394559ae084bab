"""A sheet of a workbook as a table: XLSX, XLSM, XLSB, XLS and ODS."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kpi.errors import UserError
from kpi.ingest.tables.archives import ENCRYPTED, in_memory_or_file, zip_archive
from kpi.ingest.tables.cell_texts import duration_text, texts
from kpi.ingest.tables.edges import Row, filled_cells, find_header
from kpi.ingest.tables.far_cells import refuse_far_cells, refuse_many_sheets, refuse_too_much
from kpi.ingest.tables.file_kind import SAVE_AS_CSV
from kpi.ingest.tables.memory import at_most
from kpi.ingest.tables.row_table import RowTable, row_table
from kpi.ingest.tables.source import HEAD_BYTES, Source, refuse_bomb
from kpi.ingest.tables.table import BATCH_ROWS
from kpi.ingest.tables.trial import ends_its_reader

_PACKED_AS_OLD_WORKBOOK = "EncryptedPackage".encode("utf-16-le")  # What Excel makes of an XLSX with a password.
_MANIFEST = "META-INF/manifest.xml"
_MOST_MEMORY = 4 << 30
"""Bytes for reading a workbook."""

_SEEN_WHEN_READ = ("content.xml", "workbook.bin")
"""The main parts of OpenDocument's and of XLSB's archives: what is repeated or far off there is seen only then."""

_PANIC = "PanicException"
"""What a library that is written in Rust raises where it would end. It cannot be imported."""
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_ISO_DURATION = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


class SeveralSheets(UserError):  # noqa: N818 — named after what there is, as are its kin.
    """Several sheets could be the tickets; `sheets` are their names."""

    def __init__(self, name: str, sheets: Sequence[str]) -> None:
        listed = ", ".join(f"“{sheet}”" for sheet in sheets)
        super().__init__(
            f"{name} has {len(sheets)} sheets that could be the tickets: {listed}.",
            f'Name one: --sheet "{sheets[0]}"',
        )
        self.sheets = list(sheets)


@dataclass(frozen=True)
class _Sheet:
    source: Source
    name: str
    is_hidden: bool
    cells: CalamineSheet
    first: Sequence[Row]

    @property
    def header(self) -> int | None:
        """The index of the header, if there is a row below it."""
        above = find_header(self.first)
        if above is None or not any(map(filled_cells, self.first[above + 1 :])):
            return None
        return above

    @property
    def has_dates(self) -> bool:
        return any(_DATE.match(cell) for row in self.first for cell in row)

    def chunks(self) -> Iterator[Sequence[Row]]:
        self.source.check_unchanged()
        return _chunks(self.cells)


def spreadsheet_table(source: Source, format: str, sheet: str | None = None, notes: Sequence[str] = ()) -> RowTable:
    """The table on the `sheet`, or on the one that has the tickets. Raises UserError if none or several have."""
    with in_memory_or_file(source) as file:
        data = file.read()
        _refuse_what_cannot_be_read(source, data)
    sheets = _sheets(source, data)
    chosen = _named(source.name, sheets, sheet) if sheet is not None else _tickets(source.name, sheets)
    if len(sheets) > 1:
        notes = [*notes, f"Read from the sheet “{chosen.name}”" + (", which is hidden." if chosen.is_hidden else ".")]
    return row_table(source.name, format, chosen.chunks, notes)


def format_in_zip(members: Sequence[str], head: bytes) -> str | None:
    """The format of the workbook that the archive is, by its members' names; None if it is another archive."""
    if any(name.startswith("xl/") for name in members):
        return "xlsx"
    return "ods" if "content.xml" in members and b"opendocument.spreadsheet" in head else None


def _sheets(source: Source, data: bytes) -> list[_Sheet]:
    try:
        with at_most(_MOST_MEMORY):
            return _read_sheets(source, data)
    except PasswordError as error:
        raise _protected(source.name) from error
    except CalamineError as error:
        raise _damaged(source.name) from error
    except MemoryError as error:
        raise _takes_too_much(source.name) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:  # what the library's authors have not thought of
            raise _damaged(source.name) from error
        raise


def _read_sheets(source: Source, data: bytes) -> list[_Sheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    refuse_many_sheets(source.name, len(workbook.sheets_metadata))
    found: list[_Sheet] = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet:
            cells = workbook.get_sheet_by_name(sheet.name)
            is_hidden = sheet.visible != SheetVisibleEnum.Visible
            found.append(_Sheet(source, sheet.name, is_hidden, cells, next(_chunks(cells), [])))
            refuse_too_much(source.name, sum(each.cells.total_height * each.cells.total_width for each in found))
    return found


def _chunks(cells: CalamineSheet) -> Iterator[Sequence[Row]]:
    """All rows from the sheet's first one, blank ones too."""
    rows = cells.iter_rows()
    while chunk := list(islice(rows, BATCH_ROWS)):
        yield list(zip(*map(_column, zip(*chunk, strict=True)), strict=True))


def _column(values: Sequence[Any]) -> Sequence[str]:
    # In an ODS file, durations are texts such as PT26H03M04S.
    return [_duration(text) if text.startswith(("PT", "-PT")) else text for text in texts(values)]


def _duration(text: str) -> str:
    found = _ISO_DURATION.fullmatch(text)
    if found is None:
        return text
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return found[1] + duration_text(hours * 3600 + minutes * 60 + seconds)


def _named(name: str, sheets: Sequence[_Sheet], wanted: str) -> _Sheet:
    for sheet in sheets:
        if sheet.name.strip().casefold() == wanted.strip().casefold():
            return sheet
    listed = " and ".join(f"“{sheet.name}”" for sheet in sheets)
    raise UserError(
        f"{name} has no sheet “{wanted}”, but {listed}.", f'Name one that it has: --sheet "{sheets[0].name}"'
    )


def _tickets(name: str, sheets: Sequence[_Sheet]) -> _Sheet:
    """The only sheet with a table, or the only one that looks like tickets: visible, with dates, not far narrower."""
    candidates = [sheet for sheet in sheets if sheet.header is not None]
    if not candidates:
        if len(sheets) == 1:
            return sheets[0]  # What is wrong with it is said where its header is looked for.
        raise UserError(f"No sheet of {name} has a table with rows.", "Export the tickets again and import that file.")
    candidates = [sheet for sheet in candidates if not sheet.is_hidden] or candidates
    candidates = [sheet for sheet in candidates if sheet.has_dates] or candidates
    widest = max(map(_width, candidates))
    candidates = [sheet for sheet in candidates if _width(sheet) * 2 >= widest]
    if len(candidates) > 1:
        raise SeveralSheets(name, [sheet.name for sheet in candidates])
    return candidates[0]


def _width(sheet: _Sheet) -> int:
    return 0 if sheet.header is None else filled_cells(sheet.first[sheet.header])


def _refuse_what_cannot_be_read(source: Source, data: bytes) -> None:
    name = source.name
    if not data.startswith(b"PK"):
        if _PACKED_AS_OLD_WORKBOOK in data:
            raise _protected(name)
        _try(name, data)
        return
    with zip_archive(io.BytesIO(data)) as archive:
        members = archive.infolist()
        refuse_bomb(source, sum(member.file_size for member in members), len(data))
        if any(member.flag_bits & ENCRYPTED for member in members) or _is_encrypted_open_document(archive):
            raise _protected(name)
        refuse_far_cells(name, archive)
    if any(member.filename.casefold().endswith(_SEEN_WHEN_READ) for member in members):
        _try(name, data)


def _try(name: str, data: bytes) -> None:
    if ends_its_reader(data, _MOST_MEMORY):
        raise _takes_too_much(name)


def _is_encrypted_open_document(archive: zipfile.ZipFile) -> bool:
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as manifest:
        return b"encryption-data" in manifest.read(HEAD_BYTES)


def _damaged(name: str) -> UserError:
    return UserError(
        f"{name} cannot be read as a workbook: it is damaged, protected or too old.",
        "Open it, save it as XLSX or as CSV (UTF-8), and import that.",
    )


def _takes_too_much(name: str) -> UserError:
    return UserError(f"{name} takes too much memory to be read.", SAVE_AS_CSV)


def _protected(name: str) -> UserError:
    return UserError(f"{name} is protected by a password.", "Save it without one, and import it again.")
