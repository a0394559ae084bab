"""All rows of a PostgreSQL database."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from kpi import complaints
from kpi.moving.contents import BATCH, VERSION_TABLE, Row
from kpi.moving.errors import explained
from kpi.moving.sqlite import with_json_text

_JSON = "json"
_READ_AS = {
    "bigint": "int8",
    "boolean": "int4",
    "bytea": "bytea",
    "character varying": "text",
    "date": "text",
    "double precision": "float8",
    "integer": "int4",
    _JSON: "text",
    "text": "text",
}
"""By the type of a column, what its values are read as: such as SQLite keeps."""

_TABLES = """
    SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
    USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
    AND table_name <> %s ORDER BY table_name, ordinal_position
"""
_TYPES = """
    SELECT column_name, data_type FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s
"""
_HERE = "relnamespace = current_schema()::regnamespace"
_INDEXES = f"""
    SELECT index.relname, pg_get_indexdef(index.oid) FROM pg_index JOIN pg_class index ON index.oid = indexrelid
    WHERE {_HERE} AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = index.oid)
"""  # noqa: S608 - constants  # nosec
_REFERENCES = f"""
    SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
    JOIN pg_class ON pg_class.oid = conrelid WHERE {_HERE} AND contype = 'f'
"""  # noqa: S608 - constants  # nosec
_SEQUENCES = """
    SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
    FROM information_schema.columns WHERE table_schema = current_schema()
    AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL
"""


class PostgresqlContents:
    """What is in a server's database, by a connection whose transactions others begin and end."""

    def __init__(self, connection: psycopg.Connection[Any], name: str) -> None:
        self.name = name
        self._connection = connection
        self._bindings: list[SQL | Composed] = []

    def revision(self) -> str | None:
        if self._ask(SQL("SELECT to_regclass(%s)"), VERSION_TABLE)[0][0] is None:
            return None
        noted = self._ask(SQL("SELECT version_num FROM {}").format(Identifier(VERSION_TABLE)))
        return str(noted[0][0]) if noted else None

    def tables(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for table, column in self._ask(SQL(_TABLES), VERSION_TABLE):
            found[table] = (*found.get(table, ()), column)
        return found

    def count(self, table: str) -> int:
        return int(self._ask(SQL("SELECT count(*) FROM {}").format(Identifier(table)))[0][0])

    def read(self, table: str, columns: Sequence[str]) -> Generator[list[Row]]:
        found = dict(self._ask(SQL(_TYPES), table))
        types = [_READ_AS[found[column]] for column in columns]
        cells = [SQL("{}::{}").format(Identifier(column), SQL(as_)) for column, as_ in zip(columns, types, strict=True)]
        every = SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT BINARY)")
        holds_json = [at for at, column in enumerate(columns) if found[column] == _JSON]
        query = every.format(SQL(", ").join(cells), Identifier(table))
        with _explained(self.name), self._connection.cursor() as cursor, cursor.copy(query) as copy:
            copy.set_types(types)
            rows = copy.rows()
            while batch := list(islice(rows, BATCH)):
                yield [with_json_text(row, holds_json) for row in batch] if holds_json else batch

    def highest_ids(self) -> dict[str, int]:
        last = {table: self._last(sequence) for table, _, sequence in self._ask(SQL(_SEQUENCES))}
        return {table: given for table, given in last.items() if given is not None}

    def empty(self) -> None:
        self._ask(SQL("TRUNCATE {}").format(SQL(", ").join(map(Identifier, self.tables()))))

    def unbind(self) -> None:
        """Nobody sees that before the transaction's end, but everybody else has to wait for it."""
        for table, name, definition in self._ask(SQL(_REFERENCES)):
            self._ask(SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(Identifier(table), Identifier(name)))
            again = SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
            self._bindings.append(again.format(Identifier(table), Identifier(name), SQL(definition)))
        for name, definition in self._ask(SQL(_INDEXES)):
            self._ask(SQL("DROP INDEX {}").format(Identifier(name)))
            self._bindings.append(SQL(definition))

    def write(self, table: str, columns: Sequence[str], rows: Iterable[list[Row]]) -> None:
        query = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), SQL(", ").join(map(Identifier, columns)))
        with _explained(self.name), self._connection.cursor() as cursor, cursor.copy(query) as copy:
            for batch in rows:
                for row in batch:
                    copy.write_row(row)

    def bind(self, highest_ids: Mapping[str, int]) -> None:
        for each in reversed(self._bindings):
            self._ask(each)
        for table, column, sequence in self._ask(SQL(_SEQUENCES)):
            there = SQL("SELECT max({}) FROM {}").format(Identifier(column), Identifier(table))
            last = max(self._ask(there)[0][0] or 0, highest_ids.get(table, 0))
            if last:
                self._ask(SQL("SELECT setval(%s, %s)"), sequence, last)
        self._ask(SQL("ANALYZE"))

    def others_connected(self) -> int:
        """How many other connections of kpibot there are to this database, as far as this user may see."""
        query = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = {} AND pid <> pg_backend_pid()
        """
        self._ask(SQL("SELECT pg_stat_clear_snapshot()"))  # within a transaction the server tells the same again
        return int(self._ask(SQL(query).format(Literal("kpibot")))[0][0])

    def _last(self, sequence: str) -> int | None:
        """The highest number that it has given; None if it has given none."""
        query = SQL("SELECT CASE WHEN is_called THEN last_value END FROM {}")
        found = self._ask(query.format(SQL(sequence)))[0][0]  # its name is quoted where it has to be
        return None if found is None else int(found)

    def _ask(self, query: SQL | Composed, *values: object) -> list[tuple[Any, ...]]:
        with _explained(self.name):
            cursor = self._connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """ConfigurationError for what whoever runs the bot can mend; `name` is what people call the database."""
    try:
        yield
    except psycopg.Error as error:
        found = explained(error, psycopg, complaints.of_postgresql, name)
        if found is None:
            raise
        raise found from error
