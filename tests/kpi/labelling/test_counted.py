"""What is counted follows the intents that the team gives."""

from collections.abc import Callable
from datetime import date

import pytest

from kpi.answering.behind import behind
from kpi.counting.days import Days
from kpi.dimensions import INTENT
from kpi.labelling import by_hand
from kpi.labels import StoreLabels
from kpi.measures import Measure
from kpi.question import parse
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import days_behind
from tests.kpi.labelling.desk import SOURCE, TEAM, WHO, imported, labelled, renamed, ruled
from tests.kpi.summary.changes import NOW, UTC_ZONE
from tests.kpi.summary.comparing import assert_counted

WEEK = Days(date(2026, 3, 20), date(2026, 3, 27), UTC_ZONE)


def taken_back(store: Store) -> None:
    with store.writing() as connection:
        by_hand.take_back(connection, SOURCE, "1", WHO, NOW)


def three(store: Store) -> None:
    """One that a person has labelled, one as its source tells it, and one by a rule."""
    imported(store, ("1", "Other", "hello"), ("2", "Other", "hi"), ("3", None, "money back"))
    labelled(store, "1", "praise")
    ruled(store, "money -> Refund")


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (lambda store: labelled(store, "2", "refund"), {"praise": 1, "refund": 2}),
        (lambda store: ruled(store, "hi -> greeting"), {"greeting": 1, "praise": 1, "refund": 1}),
        (lambda store: renamed(store, "other", "refund"), {"praise": 1, "refund": 2}),
        (lambda store: renamed(store, "praise", "thanks"), {"other": 1, "refund": 1, "thanks": 1}),
        (taken_back, {"other": 2, "refund": 1}),
    ],
    ids=["a label", "a rule", "a merger", "a rename", "a label that is taken back"],
)
def test_the_summary_follows(store: Store, happens: Callable[[Store], object], expected: dict[str, int]) -> None:
    three(store)
    assert_counted(store)
    happens(store)
    with store.reading() as connection:
        assert days_behind(connection)
    assert_counted(store)
    with store.reading() as connection:
        found = StoreFacts(connection, TEAM).tallies([Measure.OPENED], [WEEK], (INTENT,))
    assert {intent: tally.counts[Measure.OPENED] for (intent,), (tally,) in found.items()} == expected


def test_the_conversations_behind_a_number_are_those_of_the_intent_that_counts(store: Store) -> None:
    three(store)
    with store.reading() as connection:
        labels = StoreLabels(connection)
        found = {
            text: [
                (each.external_id, each.intent)
                for each in behind(parse(text, date(2026, 3, 30), UTC_ZONE, labels), connection, TEAM).conversations
            ]
            for text in ("volume march", "volume march intent:refund", "volume march intent:other")
        }
    assert found == {
        "volume march": [("3", "Refund"), ("2", "Other"), ("1", "praise")],
        "volume march intent:refund": [("3", "Refund")],
        "volume march intent:other": [("2", "Other")],
    }


def test_what_matched_no_rule_and_has_no_label_marks_no_day(store: Store) -> None:
    three(store)
    assert_counted(store)
    ruled(store, "never -> zebra")
    with store.reading() as connection:
        assert days_behind(connection) == 0
