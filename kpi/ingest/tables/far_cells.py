"""How much memory the sheets of a workbook would take, found out before they are read.

A sheet takes 32 bytes for each cell of the rectangle around its cells, empty or not, and what it says of its own size
may be wrong: two cells can be far apart in a file of a few kilobytes.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from kpi.errors import UserError
from kpi.ingest.tables.file_kind import SAVE_AS_CSV

MOST_CELLS = 64 << 20
MOST_SHEETS = 500
_PIECE = 1 << 20
_LONGEST = 64  # bytes of a place, which may stand where two pieces meet

_USUAL = re.compile(rb' r="([A-Za-z]{0,10})(\d{1,20})')
_ANY = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{0,10})\$?(\d{1,20})""")
_UNUSUAL = (b"\tr", b"\nr", b"\rr", b" r ", b" r\t", b" r\n", b" r\r")
"""What may stand around the name of a place. No program writes these, and to look for all takes three times as long."""


def refuse_far_cells(name: str, archive: zipfile.ZipFile) -> None:
    """UserError if a sheet of an XLSX workbook has cells that are too far apart. Any of its parts may be a sheet."""
    for member in archive.infolist():
        if member.filename.startswith("xl/") and not member.filename.endswith(".bin"):
            with archive.open(member) as part:
                columns, rows = _extent(part)
            if columns * rows > MOST_CELLS:
                sentence = f"A sheet of {name} reaches over {columns:,} columns and {rows:,} rows: too far to be read."
                raise UserError(sentence, SAVE_AS_CSV)


def refuse_many_sheets(name: str, sheets: int) -> None:
    """UserError for more of them than any export has."""
    if sheets > MOST_SHEETS:
        raise UserError(f"{name} has {sheets:,} sheets, as no export does.", SAVE_AS_CSV)


def refuse_too_much(name: str, cells: int) -> None:
    """UserError if all sheets together hold too many cells."""
    if cells > MOST_CELLS:
        raise UserError(f"The sheets of {name} hold too many cells to be read.", SAVE_AS_CSV)


def _extent(part: IO[bytes]) -> tuple[int, int]:
    """The last column and the last row in which anything is said to be; 0 and 0 where no cells are."""
    columns, rows = 0, 0
    for piece in _pieces(part):
        found = (_ANY if _is_unusual(piece) else _USUAL).findall(piece)
        if found:
            letters, digits = zip(*found, strict=True)
            columns = max(columns, *map(_column, set(letters)))
            rows = max(rows, *map(int, set(digits)))
    return columns, rows


def _is_unusual(piece: bytes) -> bool:
    return any(each in piece for each in _UNUSUAL) or piece.count(b" r=") != piece.count(b' r="')


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    left = b""
    while piece := part.read(_PIECE):
        yield left + piece
        left = piece[-_LONGEST:]


def _column(letters: bytes) -> int:
    """1 for A; 0 for none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
