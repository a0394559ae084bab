"""What the store has to know of a kind of database, and which kind is at an address."""

from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from kpi.complaints import Complaint
from kpi.databases.postgresql import Postgresql
from kpi.databases.sqlite import Sqlite
from kpi.errors import ConfigurationError

_POSTGRESQL = {"postgresql", "postgresql+psycopg", "postgres"}
_EXAMPLE = "Set DATABASE_URL=sqlite:///data/kpibot.db"


class Database(Protocol):
    """`url` has no password, and `name` is what people call it; `file` is None where a server keeps it."""

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


def database_at(url: str, busy_seconds: float) -> Database:
    """The one at an SQLAlchemy URL; ConfigurationError if it is none that a store can be in."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise ConfigurationError("DATABASE_URL is not a database address.", _EXAMPLE) from error
    if "@" in (parsed.host or ""):
        raise ConfigurationError("DATABASE_URL is not a database address.", "In its password, write %40 for each @.")
    if parsed.drivername in _POSTGRESQL and parsed.database:
        return Postgresql(parsed.set(drivername="postgresql+psycopg"), busy_seconds)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not _in_memory(parsed):
        return Sqlite(parsed, busy_seconds)
    raise ConfigurationError("DATABASE_URL has to name an SQLite file or a PostgreSQL database.", _EXAMPLE)


def _in_memory(url: URL) -> bool:
    return ":memory:" in (url.database or "") or url.query.get("mode") == "memory"
