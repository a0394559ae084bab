"""A file that was found to be a table: its header, and its rows in batches of columns."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

BATCH_ROWS = 2000
"""At most, in a batch: few enough to stay in the processor's cache. With 4,000, reading took twice as long."""


class Batch(NamedTuple):
    """Some rows of a table, as columns.

    `columns` holds one sequence of texts for each cell of the header, each as long as `numbers`, which are the rows'
    numbers in their file: what a spreadsheet shows, the first row is 1. `misfits` are rows that have another number of
    cells than the header, and are not in the columns: their number, and how many cells they have.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    misfits: Sequence[tuple[int, int]] = ()


class Table(Protocol):
    """`header` is as written; `format` is csv, xlsx, xls, ods, json or ndjson; `name` is the file's.

    `remarks` say in sentences what was found out on the way and what was left out: “Its text is in UTF-16.”
    They are complete once all batches have been read: what stands below the table is not known before.
    """

    @property
    def name(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def header(self) -> Sequence[str]: ...
    @property
    def remarks(self) -> Sequence[str]: ...

    def batches(self) -> Iterator[Batch]:
        """All rows that are not blank, from the first, as often as asked for.

        Raises UserError where the file stops being readable, or if it was changed since it was first read.
        """
        ...


def first_rows(table: Table, rows: int) -> Batch:
    """About as many rows from the beginning of a table, in one batch, or all that there are."""
    batches: list[Batch] = []
    for batch in table.batches():
        batches.append(batch)
        if sum(len(batch.numbers) for batch in batches) >= rows:
            break
    return Batch(
        [number for batch in batches for number in batch.numbers],
        [[text for batch in batches for text in batch.columns[place]] for place in range(len(table.header))],
    )
