"""The databases of the tests' stores: a file each or, with `--database postgresql`, a database each of a real server.

Every test runs on either. One that depends on `kind_of_database` runs on both; one that is marked with `sqlite` is
about files as such, and has a file whatever is chosen. A database is told by its address. It goes with the fixture or
the test that has made it.
"""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from kpi.migrating import migrate
from kpi.store import Store
from tests.support import postgres
from tests.support.postgres import MIGRATED

SQLITE, POSTGRESQL = KINDS = ("sqlite", "postgresql")


class _Now:
    """The kind of the databases that are made now, and what is to be done when their owner has ended."""

    kind = SQLITE
    ends = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, default=SQLITE, help="where the tests' stores are (default: sqlite)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: about files of SQLite as such, whatever --database says")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    _Now.kind, _Now.ends = _kind_for(item), ExitStack()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    with _Now.ends:
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(request: pytest.FixtureRequest) -> Generator[None, object, object]:
    ends = ExitStack()
    request.addfinalizer(ends.close)
    with _owned_by(ends):
        return (yield)


@pytest.fixture(scope="module", params=KINDS)
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """Whatever depends on it is tried in a file and on a server."""
    return str(request.param)


def chosen() -> str:
    """The kind of database that this test's stores are in."""
    return _Now.kind


def no_such_table(name: str) -> str:
    """What the database says where a table is missed."""
    return f"no such table: {name}" if chosen() == SQLITE else f'relation "{name}" does not exist'


def no_database(folder: Path, name: str = "kpibot.db") -> str:
    """The address of a file that does not exist yet, or of a server's empty database."""
    return f"sqlite:///{folder / name}" if chosen() == SQLITE else _on_server()


def a_database(folder: Path, name: str = "kpibot.db") -> str:
    """The address of an empty store of this version's tables, which nobody has opened yet."""
    if chosen() == POSTGRESQL:
        return _on_server(MIGRATED)
    (folder / name).write_bytes(_migrated())
    return no_database(folder, name)


def a_copy(address: str, folder: Path, name: str = "kpibot.db") -> str:
    """The address of a copy of a store that nobody has open: copying a file would take away its locks."""
    url = make_url(address)
    if url.get_backend_name() == POSTGRESQL:
        return _on_server(str(url.database))
    shutil.copy(str(url.database), folder / name)
    return f"sqlite:///{folder / name}"


def owner() -> Callable[[], AbstractContextManager[None]]:
    """For a fixture that makes databases later: in these contexts, for itself instead of for the test that runs."""
    return partial(_owned_by, _Now.ends)


def one_of_each_kind(make: Callable[[], str]) -> Callable[[], str]:
    """Makes a database when a test first wants one of its kind. It goes with the fixture that asks for this."""
    lasting, made = owner(), dict[str, str]()

    def of_this_kind() -> str:
        if chosen() not in made:
            with lasting():
                made[chosen()] = make()
        return made[chosen()]

    return of_this_kind


def opened(address: str, **more: Any) -> Store:
    """The store there, closed when its owner ends, if not before."""
    store = Store(address, **more)
    _Now.ends.callback(store.close)
    return store


def a_store(folder: Path) -> Store:
    """A new store of this version's tables, closed when its owner ends, if not before."""
    return opened(a_database(folder))


@pytest.fixture
def any_new_url(kind_of_database: str, tmp_path: Path) -> str:
    """The address of a file that does not exist yet, or of a server's empty database."""
    assert kind_of_database == chosen()
    return no_database(tmp_path)


@pytest.fixture
def any_store(kind_of_database: str, tmp_path: Path) -> Store:
    """An empty store of this version's tables."""
    assert kind_of_database == chosen()
    return a_store(tmp_path)


@pytest.fixture(scope="module")
def any_shared_store(kind_of_database: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same for all examples of a module's tests: each fills it anew."""
    assert kind_of_database == chosen()
    return a_store(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store of this version's tables."""
    return a_store(tmp_path)


def _kind_for(item: pytest.Item) -> str:
    if item.get_closest_marker(SQLITE):
        return SQLITE
    callspec = getattr(item, "callspec", None)
    chosen = item.config.getoption("--database")
    return str(callspec.params.get("kind_of_database", chosen) if callspec else chosen)


@contextmanager
def _owned_by(ends: ExitStack) -> Iterator[None]:
    """What is made goes when these come."""
    former, _Now.ends = _Now.ends, ends
    try:
        yield
    finally:
        _Now.ends = former


def _on_server(template: str = "template0") -> str:
    server = postgres.the_server()
    address = server.new_database(template)
    _Now.ends.callback(server.drop, address)
    return address


@cache
def _migrated() -> bytes:
    """An empty store's file: to make the tables takes a tenth of a second, and thousands of tests want them."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'kpibot.db'}")
        migrate(store)
        store.close()
        return (Path(folder) / "kpibot.db").read_bytes()
