"""Transactions on the store."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Select, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError

from kpi.databases.database import database_at
from kpi.errors import ConfigurationError

BUSY_SECONDS = 5.0


class Store:
    """One database, reached by readers that never wait and by writers that take turns.

    `url` is an SQLAlchemy URL: `sqlite:///data/kpibot.db` or `postgresql://user:password@host/kpibot`. A writer waits
    `busy_seconds` for its turn. Kept in `url` is the same without a password, and in `name` what people call it.
    """

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self._database = database_at(url, busy_seconds)
        self.url = self._database.url
        self.name = self._database.name
        self._writer = self._database.writer()
        self._durable_writer = self._database.writer(durable=True)
        self._inbox = self._database.inbox()
        self._reader = self._database.reader()

    @property
    def file(self) -> Path | None:
        """The file that the store is in; None where a server keeps it."""
        return self._database.file

    @property
    def has_inbox(self) -> bool:
        """Whether anything can have been put into the inbox yet."""
        return self._database.has_inbox

    @property
    def is_new(self) -> bool:
        """Whether there is nothing yet: migrating would make the file, or a server's first tables."""
        if self.file is not None:
            return not self.file.exists()
        with self.reading() as connection:
            return not inspect(connection).get_table_names()

    @contextmanager
    def writing(self, durable: bool = False) -> Iterator[Connection]:
        """A transaction that may write; committed at the end, rolled back when anything is raised.

        No other one runs at the same time, in any process: what is read in it stays true until its end. When a durable
        one has ended it is on the disk; the last others may be lost when the machine loses its power.
        """
        engine = self._durable_writer if durable else self._writer
        with self._explained(), engine.begin() as connection:
            yield connection

    @contextmanager
    def inbox(self) -> Iterator[Connection]:
        """A durable transaction on the table `inbox` alone, which waits for nobody who writes to the other tables."""
        with self._explained(), self._inbox.begin() as connection:
            yield connection

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """A transaction on rows that stand by themselves: on a server it waits for nobody who writes others."""
        engine = self._writer if self.file is not None else self._inbox
        with self._explained(), engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the store as it is at its first query, and cannot write."""
        with self._explained(), self._reader.begin() as connection:
            yield connection

    def take_stock(self, *tables: Table) -> None:
        """After many rows have come in: a server plans with what it knows of its tables, and looks only every minute.

        Of one that was empty it knows nothing: what takes seconds would take minutes. SQLite plans without.
        """
        if self.file is None:
            with self.writing() as connection:
                for table in tables:
                    connection.exec_driver_sql(f"ANALYZE {table.name}")

    def close(self) -> None:
        """Give back all connections."""
        self._writer.dispose()
        self._durable_writer.dispose()
        self._inbox.dispose()
        self._reader.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            complaint = self._database.complaint(error)
            if complaint is None:
                raise
            what, remedy = complaint
            raise ConfigurationError(f"The database {self.name} {what}.", remedy) from error


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there; whether it was not."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(statement, row).first() is not None


def streamed(
    connection: Connection, query: Select[Any], parameters: Mapping[str, Any], at_once: int
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The rows of a query, so many at a time, as the driver's own tuples: to wrap a million of them takes as long as to
    read them. A server keeps them until they are wanted."""
    if connection.dialect.name == "postgresql":  # it plans for all the rows then, not for the first of them
        connection.exec_driver_sql("SET LOCAL cursor_tuple_fraction = 1")
    with connection.execute(query, parameters, execution_options={"stream_results": True}) as result:
        cursor = result.cursor
        first = result.fetchone()  # which SQLAlchemy has taken from a server's cursor already
        if first is not None:
            yield [tuple(first), *cursor.fetchmany(at_once - 1)]
            while rows := cursor.fetchmany(at_once):
                yield rows


def plain_sql(dialect: Dialect, statement: ClauseElement) -> str:
    """The statement's SQL, for `Connection.exec_driver_sql` with plain tuples, whose values stand in the text's order.

    Values reach the driver as they are: JSON has to be text, for one.
    """
    if not dialect.positional:
        dialect = type(dialect)(paramstyle="format")  # type: ignore[call-arg]
    return str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))
