"""What stands in a database, read and changed past the program: by the drivers alone."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.types.string import TextLoader
from sqlalchemy.engine import make_url

Values = Mapping[str, Any]


def rows(address: str, query: str, values: Values | None = None) -> list[tuple[Any, ...]]:
    """What a query finds. A value stands in it as `:name`; dates and JSON are text."""
    with _connected(address) as connection:
        return [tuple(row) for row in connection.execute(*_told(connection, query, values))]


def records(address: str, query: str, values: Values | None = None) -> list[dict[str, Any]]:
    """The same by the columns' names."""
    with _connected(address) as connection:
        found = connection.execute(*_told(connection, query, values))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


def change(address: str, statement: str, values: Values | Sequence[Values] | None = None) -> None:
    """Run a statement, for many values once each."""
    with _connected(address) as connection:
        for each in values if isinstance(values, Sequence) else [values]:
            connection.execute(*_told(connection, statement, each))


@contextmanager
def as_sqlite(address: str, *tables: str) -> Iterator[sqlite3.Connection]:
    """The database for statements in SQLite's own language: a server's tables are copied."""
    if make_url(address).get_backend_name() == "sqlite":
        with _connected(address) as connection:
            yield connection
        return
    with closing(sqlite3.connect(":memory:")) as copy:
        for table in tables:
            names = [name for (name,) in rows(address, _COLUMNS, {"table": table})]
            copy.execute(f"CREATE TABLE {table} ({', '.join(names)})")
            places = ", ".join("?" * len(names))
            copy.executemany(f"INSERT INTO {table} VALUES ({places})", rows(address, f"SELECT * FROM {table}"))
        yield copy


_COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = :table ORDER BY ordinal_position"


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A connection of the driver's, in a transaction."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        file = f"file:{quote(str(url.database))}?mode=rw"  # which makes none
        with closing(sqlite3.connect(file, timeout=30, uri=True)) as connection, connection:
            yield connection
        return
    server = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server) as on_server:
        for kind in ("date", "json"):
            on_server.adapters.register_loader(kind, TextLoader)
        yield on_server


def _told(connection: object, statement: str, values: Values | None) -> tuple[Any, ...]:
    """What to execute."""
    if not values:
        return (statement,)
    if isinstance(connection, psycopg.Connection):
        statement = re.sub(r":([a-z]\w*)", r"%(\1)s", statement.replace("%", "%%"))
    return statement, values
