from collections.abc import Iterator

import pytest

from kpi.store import Store
from tests.support.databases import a_store


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples of a file: each fills it anew."""
    store = a_store(tmp_path_factory.mktemp("situations"))
    yield store
    store.close()
