"""A file of text as a table: CSV, with whichever delimiter."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from kpi.errors import UserError
from kpi.ingest.tables.encoding import Encoding, encoding_of, text_of
from kpi.ingest.tables.row_table import RowTable, row_table
from kpi.ingest.tables.source import HEAD_BYTES, Source
from kpi.ingest.tables.table import BATCH_ROWS

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1 << 20
"""Characters. A cell that goes on for longer is a quotation mark that was never closed."""

_SAMPLE_ROWS = 40
_END = "\x03 end of file \x03"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)


def csv_table(source: Source, notes: Sequence[str] = ()) -> RowTable:
    """Find out how the file is written. Raises UserError if it holds no table."""
    encoding = encoding_of(source)
    with text_of(source, encoding) as text:
        sample = text.read(HEAD_BYTES)
    separator = _SEPARATOR_LINE.match(sample)
    delimiter = separator[1] if separator else _delimiter(sample)
    rows = _CsvRows(source, encoding, delimiter, has_separator_line=separator is not None)
    if encoding.remark:
        notes = [*notes, encoding.remark]
    return row_table(source.name, "csv", rows.chunks, notes, may_have_nul=encoding.may_have_nul)


@dataclass(frozen=True)
class _CsvRows:
    source: Source
    encoding: Encoding
    delimiter: str
    has_separator_line: bool

    def chunks(self) -> Iterator[Sequence[list[str]]]:
        """All rows, numbered as a spreadsheet does: it takes a line such as “sep=;” for no row."""
        csv.field_size_limit(LONGEST_CELL)  # The module's own 131,072 is exceeded by real message bodies.
        with text_of(self.source, self.encoding) as text:
            if self.has_separator_line:
                text.readline()
            # The reader does not tell a file that ends inside quotes from one that ends well: a line of our own does.
            rows = csv.reader(chain(text, [_END]), delimiter=self.delimiter)
            done = 0
            while chunk := self._next(rows, done):
                done += len(chunk)
                if chunk[-1] == [_END]:
                    yield chunk[:-1]
                    return
                yield chunk
        raise self._never_closed(done)

    def _next(self, rows: Iterator[list[str]], done: int) -> list[list[str]]:
        chunk: list[list[str]] = []
        try:
            chunk.extend(islice(rows, BATCH_ROWS))
        except csv.Error as error:
            raise self._never_closed(done + len(chunk) + 1) from error  # `extend` keeps what came before the error.
        return chunk

    def _never_closed(self, row: int) -> UserError:
        return UserError(
            f"{self.source.name} cannot be read from row {row} on: a quotation mark that opens there is never closed.",
            "Close it, or export the file again.",
        )


def _delimiter(sample: str) -> str:
    """The one that makes the widest rows of which most agree on the number of cells; else a comma."""

    def agreement(delimiter: str) -> float:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = Counter(len(cells) for cells in islice(rows, _SAMPLE_ROWS) if any(cells))
        # Squared: text with commas in it often makes rows that are wide, and never many that are equally so.
        return max(((width - 1) * (count / widths.total()) ** 2 for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=agreement)
