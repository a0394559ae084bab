from datetime import date
from itertools import permutations
from typing import Any

import pytest
from sqlmodel import SQLModel

from kpi.ingest.merging.merge import Counts
from kpi.ingest.merging.record_merge import merge_records
from kpi.model import BeforeImage, Cost, Inquiry, InquiryDay, Search
from kpi.store import Store
from tests.kpi.ingest.imports import a_source, an_import, contents, emptied

COST = {
    "entry": "2026-07 tools",
    "as_of": 5,
    "first_day": date(2026, 7, 1),
    "last_day": None,
    "category": "tools",
    "cents": 12_000,
    "monthly": True,
    "note": None,
}
SEARCH = {"day": date(2026, 7, 1), "query": "refund", "as_of": 5, "searches": 3}


@pytest.fixture(autouse=True)
def desk(store: Store) -> None:
    a_source(store)


def told(store: Store, model: type[SQLModel], *rows: dict[str, Any]) -> Counts:
    number = an_import(store)
    with store.writing() as connection:
        return merge_records(connection, "desk", number, model, rows)


@pytest.mark.parametrize(
    ("model", "row"),
    [
        (Cost, COST),
        (Search, SEARCH),
        (Inquiry, {"external_id": "1", "as_of": 5, "at": 4, "outcome": "resolved", "conversation": None}),
        (InquiryDay, {"day": date(2026, 7, 1), "as_of": 5, "resolved": 3, "contacted": 2, "abandoned": 1}),
    ],
)
def test_records_are_added_once(store: Store, model: type[SQLModel], row: dict[str, Any]) -> None:
    assert told(store, model, row, row) == Counts(added=1, unchanged=1)
    (before,) = contents(store, model).values()
    assert before == [{**row, "source": "desk", "origin": 1}]
    assert told(store, model, row) == Counts(unchanged=1)
    assert told(store, model) == Counts()
    assert contents(store, model, BeforeImage) == {**contents(store, model), "before_image": []}
    assert list(contents(store, model).values()) == [before]


def test_the_later_record_wins_and_then_the_larger(store: Store) -> None:
    versions = [SEARCH, {**SEARCH, "searches": 4}, {**SEARCH, "as_of": 6, "searches": 1}]
    for order in permutations(versions):
        emptied(store)
        a_source(store)
        for row in order:
            told(store, Search, row)
        ((found,),) = contents(store, Search).values()
        assert (found["as_of"], found["searches"]) == (6, 1)


def test_a_change_keeps_the_record_as_it_was(store: Store) -> None:
    told(store, Cost, COST)
    assert told(store, Cost, {**COST, "as_of": 6}) == Counts(unchanged=1)
    assert told(store, Cost, {**COST, "as_of": 7, "last_day": date(2026, 7, 31)}) == Counts(updated=1)
    images = contents(store, BeforeImage)["before_image"]
    assert [(image["import_id"], image["record"], image["key"]) for image in images] == [
        (2, "cost", "2026-07 tools"),
        (3, "cost", "2026-07 tools"),
    ]
    assert images[0]["image"] == {
        "as_of": 5,
        "origin": 1,
        "first_day": "2026-07-01",
        "category": "tools",
        "cents": 12_000,
        "monthly": True,
    }


def test_a_key_of_several_columns_is_kept_whole(store: Store) -> None:
    told(store, Search, SEARCH)
    told(store, Search, {**SEARCH, "as_of": 6})
    assert contents(store, BeforeImage)["before_image"][0]["key"] == '["2026-07-01", "refund"]'
