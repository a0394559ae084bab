from typing import Any

import pytest
from sqlalchemy import insert

from kpi.ingest.merge import Counts, merge
from kpi.model import Source, table
from kpi.store import Store
from tests.kpi.ingest.conftest import tickets


@pytest.fixture(autouse=True)
def desk(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(insert(table(Source)), [{"name": name, "fields": []} for name in ("desk", "chat")])


def merged(store: Store, *rows: dict[str, Any], source: str = "desk") -> Counts:
    with store.writing() as connection:
        return merge(connection, source, rows)


def row(as_of: int, **fields: Any) -> dict[str, Any]:
    return {"external_id": "1", "as_of": as_of, **fields}


def test_what_is_new_is_added_and_what_is_known_is_unchanged(store: Store) -> None:
    assert merged(store, row(5, created_at=1)) == Counts(added=1)
    assert merged(store, row(5, created_at=1)) == Counts(unchanged=1)
    assert merged(store) == Counts()


def test_the_later_version_wins_whichever_comes_first(store: Store) -> None:
    assert merged(store, row(5, status="resolved")) == Counts(added=1)
    assert merged(store, row(4, status="open")) == Counts(unchanged=1)
    assert merged(store, row(6, status=None)) == Counts(updated=1)
    assert tickets(store)["1"]["status"] is None


def test_of_two_versions_as_of_one_moment_the_larger_wins(store: Store) -> None:
    versions = [row(5, rating=None), row(5, rating=4.0), row(5, rating=2.0)]
    assert merged(store, *versions) == Counts(added=1, updated=1, unchanged=1)
    assert merged(store, *reversed(versions)) == Counts(unchanged=3)
    assert tickets(store)["1"]["rating"] == 4.0


def test_a_later_version_that_says_the_same_counts_as_unchanged_but_outlives_what_comes_between(store: Store) -> None:
    merged(store, row(5, team="a"))
    assert merged(store, row(9, team="a")) == Counts(unchanged=1)
    assert merged(store, row(7, team="b")) == Counts(unchanged=1)
    assert tickets(store)["1"]["team"] == "a"


def test_fields_that_a_version_does_not_have_stay(store: Store) -> None:
    merged(store, row(5, created_at=1, team="a"))
    merged(store, row(6, created_at=1, rating=5.0))
    assert (tickets(store)["1"]["team"], tickets(store)["1"]["rating"]) == ("a", 5.0)


def test_one_number_in_two_sources_is_two_tickets(store: Store) -> None:
    merged(store, row(5, team="a"))
    assert merged(store, row(4, team="b"), source="chat") == Counts(added=1)
    assert merged(store, row(6, team="c"), source="chat") == Counts(updated=1)
    with store.reading() as connection:
        teams = connection.exec_driver_sql("SELECT source, team FROM ticket ORDER BY source").all()
    assert [tuple(found) for found in teams] == [("chat", "c"), ("desk", "a")]
