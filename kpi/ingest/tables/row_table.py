"""A table from rows of text cells: CSV and spreadsheets alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kpi.errors import UserError
from kpi.ingest.tables.edges import LAST_ROWS, Row, end_lines, filled_cells, find_header, line_text
from kpi.ingest.tables.table import Batch

MOST_COLUMNS = 2_000

Chunks = Callable[[], Iterator[Sequence[Row]]]
"""Gives a file's rows from its first, blank ones too, some thousand at a time, as often as it is called."""

_Numbered = tuple[Sequence[int], Sequence[Row]]
_EXPORT_AGAIN = "Export the tickets again and import that file."


@dataclass
class RowTable:
    """A `Table`. What is left out at its end is in `remarks` once all batches have been read."""

    name: str
    format: str
    header: Sequence[str]
    notes: Sequence[str]
    _chunks: Chunks = field(repr=False)
    _rows_above: int
    _pads: bool
    _may_have_nul: bool
    _at_the_end: str = ""

    @property
    def remarks(self) -> Sequence[str]:
        return [*self.notes, self._at_the_end] if self._at_the_end else self.notes

    def batches(self) -> Iterator[Batch]:
        for numbers, rows in self._table_rows():
            yield self._fitted(numbers, rows)

    def _table_rows(self) -> Iterator[_Numbered]:
        """Rows that are not blank, without totals and notes below the table: so the last few are held back."""
        numbers: Sequence[int] = []
        rows: Sequence[Row] = []
        for new_numbers, new_rows in _filled(self._chunks(), self._rows_above + 1):
            numbers, rows = [*numbers, *new_numbers], [*rows, *new_rows]
            cut = max(0, len(rows) - LAST_ROWS - 1)
            if cut:
                yield numbers[:cut], rows[:cut]
            numbers, rows = numbers[cut:], rows[cut:]
        cut = len(rows) - end_lines(self.header, rows)
        self._at_the_end = _said_of(rows[cut:])
        if cut:
            yield numbers[:cut], rows[:cut]

    def _fitted(self, numbers: Sequence[int], rows: Sequence[Row]) -> Batch:
        width = len(self.header)
        misfits = []
        if set(map(len, rows)) != {width}:
            fitting = [(number, self._fit(row)) for number, row in zip(numbers, rows, strict=True)]
            misfits = [(number, len(row)) for number, row in fitting if len(row) != width]
            numbers = [number for number, row in fitting if len(row) == width]
            rows = [row for _, row in fitting if len(row) == width]
        columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) or [()] * width
        return Batch(numbers, without_nul(columns) if self._may_have_nul else columns, misfits)

    def _fit(self, row: Row) -> Row:
        """The row in the header's width, or as it is if it cannot be told what belongs where.

        Cells that are missing may be empty ones at the end, which some programs leave out. Those that do never write
        one there: if a row ends in an empty cell, a shorter one was broken, such as by a line break without quotes.
        """
        width = len(self.header)
        if len(row) > width and not any(map(str.strip, row[width:])):
            return row[:width]
        if self._pads and 2 <= len(row) < width and row[-1]:
            return [*row, *[""] * (width - len(row))]
        return row


def row_table(
    name: str, format: str, chunks: Chunks, notes: Sequence[str] = (), *, may_have_nul: bool = True
) -> RowTable:
    """Find the header. Raises UserError if there is none, or no row below it.

    `may_have_nul` tells whether the character NUL can be in the cells, to be taken out.
    """
    first = next(chunks(), [])
    above = find_header(first)
    if above is None:
        raise _no_header(name, first)
    header = [cell.replace("\0", "") for cell in first[above]]
    if not any(map(filled_cells, first[above + 1 :])):
        raise UserError(f"{name} has a header and no rows.", _EXPORT_AGAIN)
    refuse_too_many_columns(name, len(header))
    lines = sum(1 for row in first[:above] if filled_cells(row))
    if lines:
        notes = [*notes, f"{lines} {'line' if lines == 1 else 'lines'} above the header {_is_are(lines)} left out."]
    pads = not any(len(row) == len(header) and not row[-1] for row in first[above + 1 :])
    table = RowTable(name, format, header, notes, chunks, above, pads, may_have_nul)
    if next(table.batches(), None) is None:
        raise UserError(f"{name} has a header and no rows.", _EXPORT_AGAIN)
    return table


def refuse_too_many_columns(name: str, count: int) -> None:
    """Raise UserError if no table of tickets has that many."""
    if count > MOST_COLUMNS:
        raise UserError(
            f"{name} has {count:,} columns: at most {MOST_COLUMNS:,} are read.", "Export fewer fields and import that."
        )


def without_nul(columns: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The columns without the character NUL, which databases do not take."""
    if not any("\0" in "".join(column) for column in columns):
        return columns
    return [[cell.replace("\0", "") for cell in column] for column in columns]


def _filled(chunks: Iterator[Sequence[Row]], skipped: int) -> Iterator[_Numbered]:
    """The rows that are not blank, with their numbers, but for the first `skipped`."""
    start = 1
    for chunk in chunks:
        numbers: Sequence[int] = range(start + skipped, start + len(chunk))
        start += len(chunk)
        rows = chunk[skipped:]
        skipped = 0
        # A look at the first cells is enough for most files. Of an empty row there is no first cell: it counts as "".
        if not all(map(str.strip, next(zip(*rows, strict=False), ("",)))):
            filled = [(number, row) for number, row in zip(numbers, rows, strict=True) if any(map(str.strip, row))]
            numbers, rows = [number for number, _ in filled], [row for _, row in filled]
        if rows:
            yield numbers, rows


def _no_header(name: str, rows: Sequence[Row]) -> UserError:
    widest = max(map(filled_cells, rows), default=0)
    if not widest:
        return UserError(f"{name} is empty.", _EXPORT_AGAIN)
    if widest == 1:
        return UserError(f"{name} is no table: none of its first rows has two cells.", _EXPORT_AGAIN)
    return UserError(
        f"{name} has no row that names its columns.", "Write the columns' names into a first row, and import it again."
    )


def _said_of(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    lines = " and ".join(f"“{line_text(row)}”" for row in rows)
    return f"The last line, {lines}, is no row." if len(rows) == 1 else f"The last lines, {lines}, are no rows."


def _is_are(count: int) -> str:
    return "is" if count == 1 else "are"
