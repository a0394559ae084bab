"""What deliveries mean is the same in every database: one file does for the help desks' tests."""

from collections.abc import Iterator

import pytest

from kpi.store import Store
from tests.support.databases import a_store


@pytest.fixture(scope="module")
def desk_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """For all tests of a module: each has a source of its own."""
    store = a_store(tmp_path_factory.mktemp("desks"))
    yield store
    store.close()
