"""Engines and transactions on the store. What differs between databases is here and nowhere else."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ClauseElement, Connection, Dialect, Engine, Table, create_engine, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.schema import CreateTable

from kpi import complaints
from kpi.complaints import Complaint
from kpi.errors import ConfigurationError
from kpi.model import Inbox, table
from kpi.sqlite_files import keep_to_the_file, next_in_line

BUSY_SECONDS = 5.0
_BETWEEN_TRIES = 0.01
_CONNECT_SECONDS = 10
_HUNG_SECONDS = 60
_MOST_CONNECTIONS = 40
"""Of each kind: as many as there are threads that ask at once, and more."""
_STALE_SECONDS = 1_800
_BEGIN_TO_WRITE = "BEGIN IMMEDIATE"
_TURN = int.from_bytes(b"kpibot", "big")
"""The advisory lock of whoever writes."""
_POSTGRESQL = {"postgresql", "postgresql+psycopg", "postgres"}
INBOX_SUFFIX = "-inbox"
"""After the name of an SQLite store's file: what was delivered and is not in the store yet."""

_MAKE_INBOX = str(CreateTable(table(Inbox), if_not_exists=True).compile(dialect=sqlite.dialect()))
_SECRETS = ("password", "sslpassword")  # of an address; drivers are told them beside it
_EXAMPLE = "Set DATABASE_URL=sqlite:///data/kpibot.db"


class Store:
    """One database, reached by readers that never wait and by writers that take turns.

    `url` is an SQLAlchemy URL: `sqlite:///data/kpibot.db` or `postgresql://user:password@host/kpibot`. A writer waits
    `busy_seconds` for its turn. Kept in `url` is the same without a password, and in `name` what people call it.
    """

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self._database = _database(url, busy_seconds)
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


class _Database(Protocol):
    """What the store has to know of a kind of database."""

    url: URL
    name: str
    file: Path | None

    def writer(self, durable: bool = False) -> Engine:
        """Its transactions take turns; durable ones have reached the disk when they have ended."""

    @property
    def has_inbox(self) -> bool:
        """Whether there is one."""

    def inbox(self) -> Engine:
        """Its durable transactions are on the inbox alone, and wait for no other writer."""

    def reader(self) -> Engine:
        """Its transactions see one state and cannot write."""

    def complaint(self, error: DatabaseError) -> Complaint | None:
        """None for what nobody but a programmer can mend."""


class _Sqlite:
    def __init__(self, url: URL, busy_seconds: float) -> None:
        self.url = url
        self.name = url.database or ""
        self._path = Path(self.name.removeprefix("file:"))
        self.file: Path | None = self._path
        self._inbox_path = self._path.with_name(f"{self._path.name}{INBOX_SUFFIX}")
        self._busy_seconds = busy_seconds

    @property
    def has_inbox(self) -> bool:
        return self._inbox_path.exists()

    def writer(self, durable: bool = False) -> Engine:
        engine = self._engine(self.url, self._begin_in_turn, "foreign_keys=ON", *_written(durable))
        if durable:
            keep_to_the_file(engine, self._path)
        return engine

    def inbox(self) -> Engine:
        """In a file beside, as there is one lock for all that is in a file."""
        engine = self._engine(
            self.url.set(database=str(self._inbox_path)), _begin(_BEGIN_TO_WRITE), *_written(durable=True)
        )

        @event.listens_for(engine, "connect")
        def make_table(connection: Any, _record: object) -> None:
            connection.execute(_MAKE_INBOX)

        keep_to_the_file(engine, self._path, self._inbox_path)
        return engine

    def reader(self) -> Engine:
        return self._engine(self.url, _begin("BEGIN"), "foreign_keys=ON", "query_only=ON")

    def complaint(self, error: DatabaseError) -> Complaint | None:
        return complaints.of_sqlite(error)

    def _engine(self, url: URL, begin: Callable[[Connection], object], *pragmas: str) -> Engine:
        engine = create_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": self._busy_seconds},
            max_overflow=_MOST_CONNECTIONS,
        )

        @event.listens_for(engine, "do_connect")
        def make_folder(*_arguments: object) -> None:
            if not self.name.startswith("file:"):
                _make_folder(Path(self.name).parent)

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            # The driver's own transactions begin DEFERRED, which fails at once when a reader turns writer.
            connection.isolation_level = None
            for pragma in pragmas:
                self._set(connection, pragma)

        event.listen(engine, "begin", begin)
        return engine

    def _begin_in_turn(self, connection: Connection) -> None:
        with next_in_line(self._path.parent, self._busy_seconds):
            connection.exec_driver_sql(_BEGIN_TO_WRITE)

    def _set(self, connection: sqlite3.Connection, pragma: str) -> None:
        """Switching a new file to WAL does not wait for another program that does the same, so wait for it here."""
        give_up_at = time.monotonic() + self._busy_seconds
        while True:
            try:
                connection.execute(f"PRAGMA {pragma}")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up_at:
                    raise
                time.sleep(_BETWEEN_TRIES)


class _Postgresql:
    file: Path | None = None
    has_inbox = True

    def __init__(self, url: URL, busy_seconds: float) -> None:
        public = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
        self.url = public.difference_update_query(_SECRETS)
        host = url.host or url.query.get("host")
        self.name = f"{url.database} on {host}" if host else f"{url.database}"
        self._busy_seconds = busy_seconds
        usual = {"connect_timeout": _CONNECT_SECONDS, "application_name": "kpibot"}
        secret = {"password": url.password, **{name: url.query.get(name) for name in _SECRETS if name in url.query}}
        told = {name: value for name, value in usual.items() if name not in url.query} | secret
        self._options = {name: value for name, value in told.items() if value is not None}

    def writer(self, durable: bool = False) -> Engine:
        engine = self._engine("READ COMMITTED")

        @event.listens_for(engine, "begin")
        def take_turn(connection: Connection) -> None:
            """Each statement after it sees what the writers before have committed."""
            self._prepare(connection, durable)
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_TURN,))

        return engine

    def inbox(self) -> Engine:
        engine = self._engine("READ COMMITTED")

        event.listen(engine, "begin", partial(self._prepare, durable=True))
        return engine

    def reader(self) -> Engine:
        engine = self._engine("REPEATABLE READ")

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            connection.read_only = True

        return engine

    def complaint(self, error: DatabaseError) -> Complaint | None:
        return complaints.of_postgresql(error)

    def _prepare(self, connection: Connection, durable: bool) -> None:
        """Of one transaction only, so that it holds good behind a pool of connections as well."""
        settings = {"lock_timeout": f"{int(self._busy_seconds * 1_000)}ms"}
        settings["idle_in_transaction_session_timeout"] = f"{_HUNG_SECONDS}s"
        if durable:  # whatever the server's own default
            settings["synchronous_commit"] = "on"
        each = ", ".join(f"set_config('{name}', %s, true)" for name in settings)
        connection.exec_driver_sql(f"SELECT {each}", tuple(settings.values()))

    def _engine(self, isolation_level: str) -> Engine:
        engine = create_engine(
            self.url,
            hide_parameters=True,  # errors are logged, and must not hold customers' data
            isolation_level=isolation_level,
            connect_args=self._options,
            pool_pre_ping=True,  # A connection that broke since it was last used is replaced unseen.
            pool_recycle=_STALE_SECONDS,
            max_overflow=_MOST_CONNECTIONS,
        )

        @event.listens_for(engine, "connect")
        def read_numbers(connection: Any, _record: object) -> None:
            connection.adapters.register_loader("numeric", _Number)

        return engine


class _Number:
    """Reads sums and averages, which have any number of digits there, as SQLite gives them."""

    format = 0  # text

    def __init__(self, *_described: object) -> None:
        """The driver describes the column and its connection."""

    def load(self, data: bytes | bytearray | memoryview) -> int | float:
        """Of a number in text."""
        text = bytes(data)
        return int(text) if text.lstrip(b"-").isdigit() else float(text)


def _begin(how: str) -> Callable[[Connection], object]:
    return lambda connection: connection.exec_driver_sql(how)


def _written(durable: bool) -> tuple[str, str]:
    return "journal_mode=WAL", f"synchronous={'FULL' if durable else 'NORMAL'}"


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there; whether it was not."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(statement, row).first() is not None


def plain_sql(dialect: Dialect, statement: ClauseElement) -> str:
    """The statement's SQL, for `Connection.exec_driver_sql` with plain tuples, whose values stand in the text's order.

    Values reach the driver as they are: JSON has to be text, for one.
    """
    if not dialect.positional:
        dialect = type(dialect)(paramstyle="format")  # type: ignore[call-arg]
    return str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


def _database(url: str, busy_seconds: float) -> _Database:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise ConfigurationError("DATABASE_URL is not a database address.", _EXAMPLE) from error
    if "@" in (parsed.host or ""):
        raise ConfigurationError("DATABASE_URL is not a database address.", "In its password, write %40 for each @.")
    if parsed.drivername in _POSTGRESQL and parsed.database:
        return _Postgresql(parsed.set(drivername="postgresql+psycopg"), busy_seconds)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not _in_memory(parsed):
        return _Sqlite(parsed, busy_seconds)
    raise ConfigurationError("DATABASE_URL has to name an SQLite file or a PostgreSQL database.", _EXAMPLE)


def _in_memory(url: URL) -> bool:
    return ":memory:" in (url.database or "") or url.query.get("mode") == "memory"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The database's folder {folder} cannot be made: {error.strerror}.",
            "Point DATABASE_URL at a folder that may be written to.",
        ) from error
