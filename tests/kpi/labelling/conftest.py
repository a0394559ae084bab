"""All of these tests run in a file and on a server."""

import pytest

from kpi.store import Store
from tests.kpi.summary.changes import begin_empty


@pytest.fixture
def store(any_shared_store: Store) -> Store:
    begin_empty(any_shared_store)
    return any_shared_store
