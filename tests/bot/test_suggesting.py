"""What is learnt in the background of a bot that serves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.suggesting import GOOD_FOR, Suggestions
from kpi.store import Store
from tests.kpi.labelling.test_suggesting import conversations
from tests.support.databases import a_store
from tests.support.tickets import BERLIN, add, ticket

MONDAY = "Mon 20 Jul 2026 09:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = a_store(tmp_path)
    yield store
    store.close()


def labelled(store: Store, source: str, number: int) -> None:
    told = conversations(number)
    add(store, source, *(ticket(created_at=MONDAY, subject=subject, intent=intent) for subject, intent in told))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nobody_waits_for_it_and_it_learns_once_somebody_has_asked(store: Store) -> None:
    labelled(store, "desk", 30)
    suggestions = Suggestions(store, BERLIN)
    assert suggestions() is None
    suggestions.wait(30)
    assert suggestions() is None, "a bot that does not serve learns nothing"
    suggestions.start()
    assert suggestions() is None
    suggestions.wait(30)
    suggester = suggestions()
    assert suggester is not None
    assert suggester.suggest("refund please").intent == "refund"


def test_what_is_labelled_later_is_learnt_after_a_while(store: Store) -> None:
    clock = Clock()
    labelled(store, "desk", 10)
    suggestions = Suggestions(store, BERLIN, clock)
    suggestions.start()
    suggestions()
    suggestions.wait(30)
    assert suggestions() is None, "thirty are too few"
    labelled(store, "other desk", 30)
    suggestions()
    suggestions.wait(30)
    assert suggestions() is None, "it does not learn anew for each who asks"
    clock.now = GOOD_FOR + 1
    suggestions()
    suggestions.wait(30)
    assert suggestions() is not None
