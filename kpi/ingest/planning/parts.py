"""What a plan hands over to be written, a transaction at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from kpi.ingest.columns.meaning import ColumnReading
from kpi.ingest.merging.merge import Counts
from kpi.ingest.planning.options import Options
from kpi.ingest.problem import Problem
from kpi.ingest.tables.table import Table

Write = Callable[[Connection, str, int], Counts]
"""Writes into a source, for an import, and says what became of it."""


@dataclass(frozen=True)
class Part:
    """As much of a file as fits into one transaction.

    `rows` counts those of the file that it covers, rejected ones (by reason) and those with problems among them.
    """

    rows: int
    write: Write
    rejected: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


class Plan(Protocol):
    """A file that can be imported, and how it will be read.

    `kind` says what it holds (`kpi.model.Import`), and `fields` what it tells of tickets. `vendor` is the help desk's
    key. `remarks` and `cannot_feed` (why a KPI cannot be told from it, by the KPI's key) are for people.
    """

    source: str
    table: Table
    options: Options
    rows: int
    complete_until: int | None

    @property
    def kind(self) -> str: ...
    @property
    def fields(self) -> Sequence[str]: ...
    @property
    def columns(self) -> Sequence[ColumnReading]: ...
    @property
    def headers(self) -> Sequence[str]: ...
    @property
    def vendor(self) -> str | None: ...
    @property
    def remarks(self) -> Sequence[str]: ...
    @property
    def cannot_feed(self) -> Mapping[str, str]: ...

    def parts(self, requesters: bytes, /) -> Iterator[Part]:
        """All of it, from the beginning, in the order of the file. Requesters are hashed with that key."""
        ...
