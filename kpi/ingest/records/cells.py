"""The cells of a table by the roles of their columns, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kpi.ingest.problem import WRONG_WIDTH, Problem
from kpi.ingest.records.record_kind import RecordBatch
from kpi.ingest.tables.table import Batch, Table

_LONGEST_VALUE = 100


class Rejected(NamedTuple):
    """The role of the cell for which a row is left out, and why."""

    role: str
    why: str


class Rows:
    """The rows of one batch, of which those that cannot be read are left out. `headers` are the columns' by role."""

    def __init__(self, batch: Batch, headers: Mapping[str, str], places: Mapping[str, int], width: int) -> None:
        self._batch = batch
        self._headers = headers
        self._places = places
        self._empty = [""] * len(batch.numbers)
        self._left_out: set[int] = set()
        self._problems = [
            Problem(number, None, "", f"{cells} cells where the header has {width}") for number, cells in batch.misfits
        ]
        self._rejected = Counter({WRONG_WIDTH: len(batch.misfits)} if batch.misfits else {})

    def texts(self, role: str) -> Sequence[str]:
        """One text a row, empty ones if no column has the role."""
        place = self._places.get(role)
        return self._empty if place is None else self._batch.columns[place]

    def text(self, role: str, place: int) -> str:
        """One row's, without spaces around it."""
        return self.texts(role)[place].strip()

    def has(self, role: str) -> bool:
        """Whether a column has the role."""
        return role in self._places

    def complain(self, role: str, place: int, why: str) -> None:
        """Note what is wrong with a cell."""
        text = self.text(role, place)[:_LONGEST_VALUE]
        self._problems.append(Problem(self._batch.numbers[place], self._headers.get(role), text, why))

    def reject(self, role: str, places: Iterable[int], why: str, *, quietly: bool = False) -> None:
        """Leave rows out because of a cell, unless they are left out already. If `quietly`, they are only counted."""
        for place in places:
            if place in self._left_out:
                continue
            self._left_out.add(place)
            self._rejected[why] += 1
            if not quietly:
                self.complain(role, place, why)

    def kept(self) -> list[int]:
        """The places of the rows that are not left out."""
        return [place for place in range(len(self._batch.numbers)) if place not in self._left_out]

    def number(self, place: int) -> int:
        """A row's number in its file."""
        return self._batch.numbers[place]

    def batch(self, records: list[dict[str, Any]], folded: int = 0) -> RecordBatch:
        """These records, and what was found wrong with the rows."""
        return RecordBatch(records, sorted(self._problems, key=lambda problem: problem.row), self._rejected, folded)


class Cells:
    """A table whose columns have roles: `headers` are theirs by role."""

    def __init__(self, table: Table, roles: Mapping[str, str]) -> None:
        self.table = table
        self.headers = {role: header for header, role in roles.items()}
        self._places = {role: table.header.index(header) for role, header in self.headers.items()}

    def batches(self) -> Iterator[Rows]:
        """All rows of the table."""
        for batch in self.table.batches():
            yield Rows(batch, self.headers, self._places, len(self.table.header))
