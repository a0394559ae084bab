"""Stores of both kinds, of which any may be copied into any."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpi.migrating import migrate
from kpi.store import Store
from tests.kpi.moving.stores import fill
from tests.support.postgres import Server

NewStore = Callable[[str], Store]


@pytest.fixture
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewStore]:
    """Makes a store of a kind ("sqlite", "postgresql"), which is not there yet: no file, or an empty database."""
    made: list[Store] = []

    def make(kind: str) -> Store:
        if kind == "sqlite":
            folder = tmp_path / f"store {len(made)}"
            folder.mkdir()
            made.append(Store(f"sqlite:///{folder / 'kpibot.db'}"))
        else:
            server: Server = request.getfixturevalue("postgresql")
            made.append(Store(server.new_database()))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def full(kind_of_database: str, new_store: NewStore) -> Store:
    """A store with rows in every table."""
    store = new_store(kind_of_database)
    migrate(store)
    fill(store)
    return store


@pytest.fixture
def full_file(new_store: NewStore) -> Store:
    """The same in a file."""
    store = new_store("sqlite")
    migrate(store)
    fill(store)
    return store
