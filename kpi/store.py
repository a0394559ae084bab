"""Engines and transactions on the store. What differs between databases is here and nowhere else."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from kpi.errors import ConfigurationError

BUSY_SECONDS = 5.0
_BETWEEN_TRIES = 0.01

# What SQLite says, and what a person can do about it.
_COMPLAINTS = {
    "database is locked": ("is in use by another program", "Close the other program, or try again in a minute."),
    "readonly database": ("is read-only", "Make the file and its folder writable, or point DATABASE_URL elsewhere."),
    "unable to open database file": (
        "cannot be opened",
        "Check that its folder exists and may be written to, or point DATABASE_URL elsewhere.",
    ),
    "disk is full": ("has no room left on its disk", "Free some space and try again; nothing was changed."),
    "file is not a database": ("is not a kpibot database", "Point DATABASE_URL at another file."),
    "disk image is malformed": ("is damaged", "Restore it from a backup, or point DATABASE_URL elsewhere."),
}


class Store:
    """One database, reached by readers that never wait and by writers that take turns.

    `url` is an SQLAlchemy URL, `sqlite:///data/kpibot.db` for one. A writer waits `busy_seconds` for its turn.
    """

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = _checked(url)
        self._busy_seconds = busy_seconds
        self._writer = self._engine("BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=NORMAL")
        self._reader = self._engine("BEGIN", "query_only=ON")

    @property
    def is_new(self) -> bool:
        """Whether there is no such database yet: the first transaction would make it."""
        return not Path(self.url.database or "").exists()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write; committed at the end, rolled back when anything is raised."""
        with self._explained(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the store as it is at its first query, and cannot write."""
        with self._explained(), self._reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back all connections."""
        self._writer.dispose()
        self._reader.dispose()

    def _engine(self, begin: str, *pragmas: str) -> Engine:
        engine = create_engine(self.url, connect_args={"timeout": self._busy_seconds})
        database = self.url.database or ""

        @event.listens_for(engine, "do_connect")
        def make_folder(*_arguments: object) -> None:
            if not database.startswith("file:"):
                _make_folder(Path(database).parent)

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            # The driver's own transactions begin DEFERRED, which fails at once when a reader turns writer.
            connection.isolation_level = None
            for pragma in ("foreign_keys=ON", *pragmas):
                self._set(connection, pragma)

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

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

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            for words, (what, remedy) in _COMPLAINTS.items():
                if words in str(error.orig):
                    raise ConfigurationError(f"The database {self.url.database} {what}.", remedy) from error
            raise


def plain_sql(dialect: Dialect, statement: ClauseElement) -> str:
    """The statement's SQL, for `Connection.exec_driver_sql` with plain tuples, whose values stand in the text's order.

    Values reach the driver as they are: JSON has to be text, for one.
    """
    if not dialect.positional:
        dialect = type(dialect)(paramstyle="format")  # type: ignore[call-arg]
    return str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


def _checked(url: str) -> URL:
    example = "Set DATABASE_URL=sqlite:///data/kpibot.db"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise ConfigurationError("DATABASE_URL is not a database address.", example) from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database or _in_memory(parsed):
        raise ConfigurationError("DATABASE_URL has to name an SQLite file: this version has no other store.", example)
    return parsed


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
