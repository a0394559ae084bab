"""A store on a server."""

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from kpi import complaints
from kpi.complaints import Complaint
from kpi.databases.connections import MOST_CONNECTIONS

_CONNECT_SECONDS = 10
_HUNG_SECONDS = 60
_STALE_SECONDS = 1_800
_TURN = int.from_bytes(b"kpibot", "big")
"""The advisory lock of whoever writes."""
_SECRETS = ("password", "sslpassword")  # of an address; drivers are told them beside it


class Postgresql:
    """As `Database`: writers take turns by a lock of the server's that goes with their transaction."""

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
            max_overflow=MOST_CONNECTIONS,
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
