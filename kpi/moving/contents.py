"""All rows of a database, in a form that is the same on every database, and how many of which."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from marshal import dumps
from typing import Protocol

from kpi.migrating import Standing, standing

Value = str | int | float | bytes | None
Row = tuple[Value, ...]
Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is to do."""

BATCH = 2_000
VERSION_TABLE = "alembic_version"
_BITS = 64
_EXACT = 2
"""The form of `marshal` in which equal values have equal bytes, and 1, 1.0 and True others each."""


class Contents(Protocol):
    """What is in a database, seen in one transaction of it.

    A value is as SQLite keeps it: a truth is 0 or 1, a date is ISO text, and JSON is the text that was written. Errors
    are ConfigurationErrors that name the database.
    """

    name: str

    def revision(self) -> str | None:
        """The version of its tables, if it is noted."""

    def tables(self) -> dict[str, tuple[str, ...]]:
        """The columns of each table by its name, without the one that notes the version."""

    def count(self, table: str) -> int:
        """Its rows."""

    def read(self, table: str, columns: Sequence[str]) -> Generator[list[Row]]:
        """All of its rows, in no certain order, some at a time."""

    def highest_ids(self) -> dict[str, int]:
        """The highest id that was ever given, by table, where the database remembers it."""

    def empty(self) -> None:
        """Delete all rows of all tables."""

    def unbind(self) -> None:
        """Take away for a while what slows writing down: indexes, and references between tables."""

    def write(self, table: str, columns: Sequence[str], rows: Iterable[list[Row]]) -> None:
        """Add rows to a table."""

    def bind(self, highest_ids: Mapping[str, int]) -> None:
        """Put back what `unbind` has taken away, and let ids go on after the highest that was given."""


@dataclass
class Tally:
    """How many rows, and the sum of their hashes, which is the same in whatever order they come.

    The hashes are keyed for this process alone: sums can be compared within it only.
    """

    rows: int = 0
    checksum: int = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Count these as well."""
        self.rows += len(rows)
        self.checksum = (self.checksum + sum(hash(dumps(row, _EXACT)) for row in rows)) % (1 << _BITS)


def standing_of(contents: Contents) -> Standing:
    """How it stands to this program."""
    return standing(contents.revision(), has_tables=bool(contents.tables()))


def counts(contents: Contents) -> dict[str, int]:
    """The number of rows of each table."""
    return {table: contents.count(table) for table in contents.tables()}
