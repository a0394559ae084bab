"""All of these tests run in a file and on a server."""

import pytest

from kpi.store import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


@pytest.fixture(scope="module")
def shared(any_shared_store: Store) -> Store:
    return any_shared_store
