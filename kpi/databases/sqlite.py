"""A store in a file."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateTable

from kpi import complaints
from kpi.complaints import Complaint
from kpi.databases.connections import MOST_CONNECTIONS
from kpi.databases.sqlite_files import keep_to_the_file, next_in_line
from kpi.errors import ConfigurationError
from kpi.model import Inbox, table

INBOX_SUFFIX = "-inbox"
"""After the name of the store's file: what was delivered and is not in the store yet."""

_BETWEEN_TRIES = 0.01
_BEGIN_TO_WRITE = "BEGIN IMMEDIATE"
_MAKE_INBOX = str(CreateTable(table(Inbox), if_not_exists=True).compile(dialect=sqlite.dialect()))


class Sqlite:
    """As `Database`: readers see one state, as a file in WAL mode gives it, and one writes at a time."""

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
            max_overflow=MOST_CONNECTIONS,
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


def _begin(how: str) -> Callable[[Connection], object]:
    return lambda connection: connection.exec_driver_sql(how)


def _written(durable: bool) -> tuple[str, str]:
    return "journal_mode=WAL", f"synchronous={'FULL' if durable else 'NORMAL'}"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The database's folder {folder} cannot be made: {error.strerror}.",
            "Point DATABASE_URL at a folder that may be written to.",
        ) from error
