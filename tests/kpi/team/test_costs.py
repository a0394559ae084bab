"""The ledger: entries by hand beside imported ones, with who and when."""

from datetime import date

import pytest
from sqlalchemy import insert

from kpi.grammar.errors import QuestionError
from kpi.model import Cost, table
from kpi.store import Store
from kpi.team.costs import BY_HAND, Ledger, NewCost, add, remove, uncovered
from kpi.team.settings import changes
from tests.kpi.ingest.imports import a_source, an_import

AGENTS = NewCost(date(2026, 1, 1), None, "agents", 1_240_000, monthly=True)
TRAINING = NewCost(date(2026, 3, 1), date(2026, 3, 31), "training", 35_000, monthly=False, note="Two days")


def entered(store: Store, cost: NewCost, at: int = 1_000, who: str = "terminal (anna)") -> str:
    with store.writing() as connection:
        return add(connection, cost, who, at, "EUR").key


def removed(store: Store, number: int, at: int = 2_000) -> None:
    with store.writing() as connection:
        remove(connection, number, "terminal (ben)", at, "EUR")


def ledger(store: Store) -> Ledger:
    with store.reading() as connection:
        return Ledger.read(connection)


def test_an_entry_by_hand_has_a_number_an_author_and_a_moment(any_store: Store) -> None:
    entered(any_store, AGENTS)
    (entry,) = ledger(any_store).entries
    assert (entry.source, entry.key, entry.who, entry.at, entry.origin) == (
        BY_HAND,
        "1",
        "terminal (anna)",
        1_000,
        None,
    )
    assert (entry.first_day, entry.last_day, entry.cents, entry.monthly) == (date(2026, 1, 1), None, 1_240_000, True)


def test_no_number_is_given_twice(any_store: Store) -> None:
    numbers = [entered(any_store, AGENTS), entered(any_store, TRAINING)]
    removed(any_store, 2)
    assert [*numbers, entered(any_store, TRAINING)] == ["1", "2", "3"]
    assert [each.key for each in ledger(any_store).by_hand] == ["1", "3"]


def test_the_same_cost_is_not_entered_twice_by_accident(any_store: Store) -> None:
    entered(any_store, AGENTS)
    with pytest.raises(QuestionError) as caught:
        entered(any_store, AGENTS)
    assert caught.value.lines == ("costs remove 1",)
    assert len(ledger(any_store).entries) == 1


def test_what_is_not_there_cannot_be_removed(any_store: Store) -> None:
    with pytest.raises(QuestionError, match="No cost was entered by hand"):
        removed(any_store, 1)
    entered(any_store, AGENTS)
    with pytest.raises(QuestionError, match="There is no cost number 7"):
        removed(any_store, 7)


def test_the_history_says_who_entered_and_who_removed_what(any_store: Store) -> None:
    entered(any_store, TRAINING)
    removed(any_store, 1)
    words = "350 EUR in all for training in March 2026 (Two days)"
    with any_store.reading() as connection:
        found = changes(connection, 10)
    assert [(each.said, each.who, each.at) for each in found] == [
        (f"cost 1: removed, it was {words}", "terminal (ben)", 2_000),
        (f"cost 1: {words}", "terminal (anna)", 1_000),
    ]


def test_imported_entries_count_beside_those_by_hand_and_end_each_other(any_store: Store) -> None:
    a_source(any_store)
    origin = an_import(any_store, kind="costs")
    row = {"source": "desk", "entry": "a", "as_of": 5, "origin": origin, "first_day": date(2026, 7, 1)}
    rest = {"last_day": None, "category": "agents", "cents": 310_000, "monthly": True, "note": None}
    with any_store.writing() as connection:
        connection.execute(insert(table(Cost)).values(row | rest))
    entered(any_store, AGENTS)
    found = ledger(any_store)
    assert [(each.source, each.origin, each.who) for each in found.entries] == [
        (BY_HAND, None, "terminal (anna)"),
        ("desk", origin, None),
    ]
    assert found.spent(date(2026, 7, 1), date(2026, 8, 1)).cents == 310_000
    assert found.ends == {(BY_HAND, "1"): date(2026, 6, 30), ("desk", "a"): None}
    with pytest.raises(QuestionError):
        removed(any_store, 2)  # what was imported has no number


def test_uncovered_days_are_said_as_people_say_them() -> None:
    july, some = (date(2026, 7, 1), date(2026, 7, 31)), (date(2026, 8, 3), date(2026, 8, 5))
    one = (date(2026, 9, 1), date(2026, 9, 1))
    assert uncovered([july, some, one]) == "July 2026, 3–5 August 2026 and 1 September 2026"
