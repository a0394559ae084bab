"""All rows of an SQLite file."""

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from kpi.moving.contents import BATCH, VERSION_TABLE, Row, Value
from kpi.moving.errors import explained_sqlite

_JSON = "JSON"
_NUMBER = "-0123456789"
_WHOLE = 2**53
"""Below it, SQLite makes whole numbers of what has no decimals."""


class SqliteContents:
    """What is in an SQLite file, by a connection whose transactions others begin and end."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.name = name
        self._connection = connection
        self._indexes: list[str] = []

    def revision(self) -> str | None:
        tables = self._ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", VERSION_TABLE)
        if not tables:
            return None
        noted = self._ask(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - a constant  # nosec
        return str(noted[0][0]) if noted else None

    def tables(self) -> dict[str, tuple[str, ...]]:
        found = self._ask(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " AND name <> ? ORDER BY name",
            VERSION_TABLE,
        )
        return {table: tuple(self._types(table)) for (table,) in found}

    def count(self, table: str) -> int:
        return int(self._ask(f"SELECT count(*) FROM {_quoted(table)}")[0][0])  # noqa: S608 - quoted  # nosec

    def read(self, table: str, columns: Sequence[str]) -> Generator[list[Row]]:
        types = self._types(table)
        holds_json = [at for at, column in enumerate(columns) if types[column] == _JSON]
        with self._explained():
            cursor = self._connection.cursor()
            cursor.execute(f"SELECT {_listed(columns)} FROM {_quoted(table)}")  # noqa: S608 - quoted  # nosec
            while rows := cursor.fetchmany(BATCH):
                yield [with_json_text(row, holds_json) for row in rows] if holds_json else rows

    def highest_ids(self) -> dict[str, int]:
        return dict(self._ask("SELECT name, seq FROM sqlite_sequence")) if self._numbered() else {}

    def empty(self) -> None:
        for table in self.tables():
            self._ask(f"DELETE FROM {_quoted(table)}")  # noqa: S608 - quoted  # nosec

    def unbind(self) -> None:
        """References are not checked here, unless the connection is told to."""
        found = self._ask("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        self._indexes = [sql for _, sql in found]
        for name, _ in found:
            self._ask(f"DROP INDEX {_quoted(name)}")

    def write(self, table: str, columns: Sequence[str], rows: Iterable[list[Row]]) -> None:
        places = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {_quoted(table)} ({_listed(columns)}) VALUES ({places})"  # noqa: S608 - quoted  # nosec
        for batch in rows:
            with self._explained():
                self._connection.executemany(insert, batch)

    def bind(self, highest_ids: Mapping[str, int]) -> None:
        for sql in self._indexes:
            self._ask(sql)
        for table in self._numbered():
            self._continue_after(table, highest_ids.get(table, 0))

    def _continue_after(self, table: str, given: int) -> None:
        """Adding rows has noted the highest of theirs; later ones may have been deleted."""
        noted = self._ask("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
        if not noted:
            self._ask("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, given)
        elif noted[0][0] < given:
            self._ask("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", given, table)

    def _numbered(self) -> list[str]:
        """The tables that give no id twice. Of the others, SQLite goes on after the highest that is there."""
        found = self._ask("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
        return [name for (name,) in found]

    def _types(self, table: str) -> dict[str, str]:
        return dict(self._ask("SELECT name, type FROM pragma_table_info(?)", table))

    def _ask(self, sql: str, *values: Value) -> list[Any]:
        with self._explained():
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with explained_sqlite(self.name):
            yield


def with_json_text(row: Row, places: Sequence[int]) -> Row:
    """A row whose JSON is text. SQLite makes numbers of texts that are no more than a number, and 1 of 1.0."""
    changed = [(at, text) for at in places if (text := _number(row[at])) is not None]
    if not changed:
        return row
    cells = list(row)
    for at, text in changed:
        cells[at] = text
    return tuple(cells)


def _number(value: Value) -> str | None:
    """The text of a number; None for any other JSON."""
    number = json.loads(value) if isinstance(value, str) and value[:1] in _NUMBER else value
    if not isinstance(number, int | float):
        return None
    whole = isinstance(number, float) and number.is_integer() and abs(number) < _WHOLE
    return repr(int(number) if whole else number)


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(_quoted, columns))
