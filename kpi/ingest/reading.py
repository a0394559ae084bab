"""A file on disk as rows of text cells, one after another, as often as asked for."""

import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from kpi.errors import UserError
from kpi.ingest.file_kind import SAVE_AS_CSV, refuse_what_is_no_text_table

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1 << 20
"""Characters. A cell that goes on for longer is a quotation mark that was never closed."""

_HEAD_BYTES = 1 << 16
_SAMPLE_ROWS = 20
_END = "\x03 end of file \x03"


@dataclass(frozen=True)
class Reading:
    """A file that was found to be a table.

    `header` is its first row that is not blank. `version` shows whether the file has changed since.
    """

    path: Path
    format: str
    delimiter: str
    header: tuple[str, ...]
    version: tuple[int, int]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header that are not blank, with their numbers in the file, from its beginning.

        The number is the one that a spreadsheet shows: the first row is 1, and line breaks in a cell do not
        count. Raises UserError where the file stops being readable, or if it was changed since it was first
        read.
        """
        with _opened(self.path) as file:
            if _version(file) != self.version:
                raise UserError(f"{self.path.name} was changed while it was being read.", "Import it again.")
            rows = _rows(self.path.name, file, self.delimiter)
            next(rows)
            yield from rows


def read_file(path: Path) -> Reading:
    """Find out how the file is written. Raises UserError for what is no CSV file with rows."""
    head = _head(path)
    refuse_what_is_no_text_table(path.name, head)
    delimiter = _delimiter(head.decode("utf-8-sig", errors="replace"))
    with _opened(path) as file:
        rows = _rows(path.name, file, delimiter)
        _, header = next(rows, (0, []))
        if next(rows, None) is None:
            raise UserError(f"{path.name} has a header and no rows.", "Export the tickets again and import that file.")
        return Reading(path, "csv", delimiter, tuple(header), _version(file))


def _head(path: Path) -> bytes:
    with _explained(path):
        if path.is_dir():
            raise UserError(f"{path} is a folder.", "Name the CSV file in it.")
        if path.exists() and not path.is_file():
            raise UserError(f"{path} is no ordinary file.", "Save the export as a file and import that.")
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    with _explained(path), path.open(encoding="utf-8-sig", newline="") as file:
        yield file


def _version(file: TextIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def _rows(name: str, file: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """All rows that are not blank, the header first."""
    csv.field_size_limit(LONGEST_CELL)  # The module's own 131,072 is exceeded by real message bodies.
    number = 1
    # The reader does not tell a file that ends inside quotes from one that ends well: a line of our own does.
    lines = csv.reader(chain(file, [_END]), delimiter=delimiter)
    try:
        for number, cells in enumerate(lines, 1):
            if cells == [_END]:
                return
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise _never_closed(name, number + 1) from error
    raise _never_closed(name, number)


def _never_closed(name: str, row: int) -> UserError:
    return UserError(
        f"{name} cannot be read from row {row} on: a quotation mark that opens there is never closed.",
        "Close it, or export the file again.",
    )


def _delimiter(sample: str) -> str:
    """The one by which the first rows agree best with the header on the number of cells; else a comma."""

    def agreement(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = [len(cells) for cells in islice(rows, _SAMPLE_ROWS) if any(cells)] or [1]
        return (widths[0] - 1) * widths.count(widths[0])

    return max(DELIMITERS, key=agreement)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise UserError(f"Line {_undecodable_line(path)} of {path.name} is not UTF-8 text.", SAVE_AS_CSV) from error
    except FileNotFoundError as error:
        raise UserError(f"There is no file {path}.", "Check the name and the folder.") from error
    except PermissionError as error:
        raise UserError(f"{path} may not be read by this program.", "Give it permission to read the file.") from error
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be read: {error.strerror}.", "Copy it elsewhere and import that."
        ) from error


def _undecodable_line(path: Path) -> int:
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
        return next(number for number, line in enumerate(file, 1) if not _is_text(line))


def _is_text(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
