"""What the bot remembers of its workspace."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.memory import Answer, Memory, SlackFact, digest
from kpi.errors import ConfigurationError
from kpi.model import table
from kpi.store import Store
from tests.support.postgres import Server

NOW = datetime(2026, 7, 27, 9, 30, tzinfo=UTC)
TABLE, CHART = "data_table", "data_visualization"


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def at(store: Store, moment: datetime) -> Memory:
    """As a bot that runs at this moment remembers it."""
    return Memory(store, lambda: moment)


def test_at_first_nothing_is_known(store: Store) -> None:
    assert at(store, NOW).refused() == frozenset()


def test_a_refusal_is_forgotten_after_thirty_days(store: Store) -> None:
    at(store, NOW).note_refused({TABLE, CHART})
    assert at(store, NOW + timedelta(days=29, hours=23)).refused() == {TABLE, CHART}
    assert at(store, NOW + timedelta(days=30, seconds=1)).refused() == frozenset()


def test_another_refusal_is_remembered_from_then_on(store: Store) -> None:
    at(store, NOW).note_refused({TABLE, CHART})
    at(store, NOW + timedelta(days=20)).note_refused({TABLE})
    assert at(store, NOW + timedelta(days=40)).refused() == {TABLE}


def test_a_channel_is_welcomed_once(store: Store) -> None:
    assert at(store, NOW).claim_welcome("C1")
    assert not at(store, NOW + timedelta(days=100)).claim_welcome("C1")
    assert at(store, NOW).claim_welcome("C2")


def test_of_several_that_welcome_at_once_one_does(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: at(store, NOW).claim_welcome("C1"), range(8)))
    assert sorted(claims) == [False] * 7 + [True]


def test_a_welcome_that_could_not_be_said_may_be_said_later(store: Store) -> None:
    memory = at(store, NOW)
    memory.claim_welcome("C1")
    memory.release_welcome("C1")
    assert memory.claim_welcome("C1")


def test_of_bots_on_one_store_one_claims_an_event_and_those_of_long_ago_are_forgotten(store: Store) -> None:
    one, other = at(store, NOW), at(store, NOW)
    assert [one.claim_event("Ev1"), other.claim_event("Ev1"), other.claim_event("Ev2")] == [True, False, True]
    later = at(store, NOW + timedelta(hours=2))
    assert all(later.claim_event(f"Ev{number}") for number in range(3, 103))
    assert later.claim_event("Ev1")


def test_of_bots_on_one_store_one_does_what_a_press_asks_for_until_it_may_be_asked_again(store: Store) -> None:
    one, other = at(store, NOW), at(store, NOW)
    assert [one.claim_press("share"), other.claim_press("share"), other.claim_press("csv")] == [True, False, True]
    one.release_press("share")
    assert other.claim_press("share")
    assert not at(store, NOW + timedelta(minutes=59)).claim_press("share")
    assert at(store, NOW + timedelta(hours=2)).claim_press("share"), "whoever claimed it has died"


@pytest.mark.parametrize("claim", [Memory.claim_event, Memory.claim_press])
def test_of_several_that_claim_the_same_at_once_one_does(store: Store, claim: Callable[[Memory, str], bool]) -> None:
    claim(at(store, NOW - timedelta(days=1)), "the same")  # that is long over, and is replaced
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: claim(at(store, NOW), "the same"), range(8)))
    assert sorted(claims) == [False] * 7 + [True]


def test_on_a_server_whoever_asks_does_not_wait_for_an_import(postgresql: Server) -> None:
    with postgresql.store() as store, store.writing():
        memory = at(store, NOW)
        assert memory.claim_event("Ev1")
        assert memory.claim_press("csv")
        memory.release_press("csv")
        with closing(Store(str(store.url), busy_seconds=0.1)) as other, pytest.raises(ConfigurationError):
            at(other, NOW).note_refused({TABLE})


def test_which_message_answers_another_is_known_to_every_bot_and_its_text_to_none(store: Store) -> None:
    at(store, NOW).note_answer("C1", "1.1", Answer("1.2", digest("csat of Ada")))
    at(store, NOW).note_answer("C1", "1.1", Answer("1.3", digest("csat")))
    later = at(store, NOW + timedelta(days=6))
    assert later.answer_to("C1", "1.1") == Answer("1.3", digest("csat"))
    assert later.answer_to("C1", "1.2") is None
    with store.reading() as connection:
        assert "csat" not in str(connection.execute(select(table(SlackFact))).all())
    after = at(store, NOW + timedelta(days=8))
    assert all(after.claim_event(f"Ev{number}") for number in range(100))
    assert after.answer_to("C1", "1.1") is None


def test_what_a_clock_that_was_ahead_has_noted_does_not_hold_until_that_day_comes(store: Store) -> None:
    ahead = at(store, NOW + timedelta(days=400))
    ahead.note_refused({TABLE})
    ahead.note_answer("C1", "1.1", Answer("1.2", digest("csat")))
    assert ahead.claim_event("Ev1")
    assert ahead.claim_press("share")
    now = at(store, NOW)
    assert now.refused() == frozenset()
    assert now.claim_press("share")
    assert all(now.claim_event(f"Ev{number}") for number in range(1, 101))
    assert now.answer_to("C1", "1.1") is None
