"""What every kind of record beside tickets has in common: how it is recognised and read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

from kpi.ingest.problem import Problem
from kpi.ingest.tables.table import BATCH_ROWS, Table


class RecordBatch(NamedTuple):
    """Some records: by the columns of their model, but for source, as_of and origin.

    `rejected` counts the rows that are in no record, by reason; `folded` those that another row's record holds as well.
    """

    rows: list[dict[str, Any]]
    problems: list[Problem]
    rejected: Counter[str]
    folded: int = 0


def in_batches(records: Sequence[dict[str, Any]], folded: int) -> Iterator[RecordBatch]:
    """Records that are known only now that all rows are read."""
    yield RecordBatch([], [], Counter(), folded)
    for start in range(0, len(records), BATCH_ROWS):
        yield RecordBatch(list(records[start : start + BATCH_ROWS]), [], Counter())


class Read(Protocol):
    """Reads a table whose headers have the given roles. Wall times are in `zone`; what is after `now` is in the future.

    What can be refused is refused at once: UserError, or UnsureError where only `day_first` tells which number of a
    date is the day.
    """

    def __call__(
        self, table: Table, roles: Mapping[str, str], *, zone: ZoneInfo, now: int, day_first: bool | None = None
    ) -> Iterator[RecordBatch]: ...


@dataclass(frozen=True)
class RecordKind:
    """A kind of record.

    `title` names several of them to people, and `example` is a CSV file that can be imported as it is. `recognise`
    gives the roles by header, or None if the headers are not of this kind; it never claims a file of tickets.
    """

    key: str
    title: str
    model: type[SQLModel]
    example: str
    recognise: Callable[[Sequence[str]], Mapping[str, str] | None]
    read: Read
