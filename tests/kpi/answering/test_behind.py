"""The conversations behind a number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import insert

from kpi.answering.answer import answer
from kpi.answering.behind import Behind, behind
from kpi.catalogue import KPIS, Kpi, Unit
from kpi.dimensions import CHANNEL
from kpi.filters import Filter
from kpi.labels import StoreLabels
from kpi.model import Label, table
from kpi.question import Question, parse
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from kpi.team.settings import TeamSettings
from tests.support.any_tickets import fill
from tests.support.asking import FIELDS, MONDAY, desk
from tests.support.databases import a_store
from tests.support.segments import CHANNELS, labelled_sources
from tests.support.tickets import BERLIN, add, at, moment, ticket

TOLD_APART = [kpi for kpi in KPIS if kpi.dimensions]  # the others do not count conversations alone
WEEK = "Wed 22 Jul 2026 18:00"


def listed(store: Store, text: str, limit: int = 100) -> Behind:
    with store.reading() as connection:
        question = parse(text, moment(MONDAY).date(), BERLIN, StoreLabels(connection))
        return behind(question, connection, settings.read(connection, BERLIN), limit)


def numbers(found: Behind) -> list[str]:
    return [each.external_id for each in found.conversations]


def rating(number: str, when: str, value: float, scale: str = "stars", **cells: Any) -> dict[str, Any]:
    told = {"created_at": at(when) - 60, "rated_at": when, "rating": value, "rating_scale": scale}
    return ticket(**told, **cells) | {"external_id": number}


def test_the_lowest_rated_come_first_and_of_equals_the_newest(store: Store) -> None:
    desk(
        store,
        rating("best", WEEK, 5.0),
        rating("old and bad", "Mon 20 Jul 2026 09:00", 1.0),
        rating("new and bad", WEEK, 1.0),
        rating("thumbs down, newest", "Thu 23 Jul 2026 09:00", -1.0, "faces"),
        rating("middling", WEEK, 3.0),
        rating("thumbs up", "Mon 20 Jul 2026 10:00", 1.0, "faces"),
        rating("not last week", "Wed 15 Jul 2026 18:00", 1.0),
    )
    found = listed(store, "csat last week")
    assert numbers(found) == ["thumbs down, newest", "new and bad", "old and bad", "middling", "best", "thumbs up"]
    assert (found.total, found.order) == (6, "lowest rated first")


def test_of_those_that_are_equal_in_all_the_lesser_number_comes_first_however_they_came(any_store: Store) -> None:
    desk(any_store, *(rating(number, WEEK, 1.0) for number in ("T-10", "T-9", "T-2")))
    assert numbers(listed(any_store, "csat last week")) == ["T-2", "T-9", "T-10"]


def test_the_slowest_come_first(store: Store) -> None:
    def replied(number: str, minutes: int) -> dict[str, Any]:
        return ticket(created_at=at(WEEK) - 60 * minutes, first_human_response_at=WEEK) | {"external_id": number}

    desk(store, replied("slow", 90), replied("slowest", 300), replied("quick", 1))
    found = listed(store, "frt last week", limit=2)
    assert [(each.external_id, each.value) for each in found.conversations] == [("slowest", 18_000), ("slow", 5_400)]
    assert (found.total, found.order) == (3, "slowest first")


def test_a_conversation_is_told_with_all_that_a_reader_looks_for(store: Store) -> None:
    told = {"channel": "web form", "intent": "refund", "subject": "Where is it?", "url": "https://desk.example/7"}
    add(store, "desk", rating("7", WEEK, 2.0, **told), fields=FIELDS, complete_until=MONDAY)
    with store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="channel", folded="web form", spelling="Web Form"))
    [found] = listed(store, "csat last week").conversations
    assert (found.source, found.external_id, found.url) == ("desk", "7", "https://desk.example/7")
    assert (found.opened_at, found.happened_at) == (at(WEEK) - 60, at(WEEK))
    assert (found.channel, found.intent, found.team) == ("Web Form", "refund", None)
    assert (found.value, found.rating_scale, found.subject) == (2.0, "stars", "Where is it?")


def test_a_narrowed_question_lists_only_those(store: Store) -> None:
    desk(
        store,
        rating("email", WEEK, 2.0, channel="email"),
        rating("chat", WEEK, 1.0, channel="chat"),
        rating("-", WEEK, 1.0),
    )
    with store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="channel", folded="email", spelling="email"))
    assert numbers(listed(store, "csat last week channel:email")) == ["email"]
    assert numbers(listed(store, "csat last week channel:none")) == ["-"]


def test_what_is_not_connected_has_no_conversations(store: Store) -> None:
    desk(store)
    assert listed(store, "frt last week").total == 0
    add(store, "other", ticket(created_at=WEEK), fields=["created_at"])
    assert listed(store, "csat last week").conversations == ()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = a_store(tmp_path_factory.mktemp("behind"))
    yield store
    store.close()


@pytest.mark.parametrize("kpi", TOLD_APART, ids=lambda kpi: kpi.key)
@hypothesis_settings(max_examples=12, deadline=None)
@given(described=labelled_sources(), value=st.sampled_from(("all", *CHANNELS)))
def test_there_are_as_many_as_the_number_counts(
    shared: Store, kpi: Kpi, described: list[dict[str, Any]], value: str | None
) -> None:
    fill(shared, described)
    now = datetime(1970, 1, 2, tzinfo=UTC)
    question: Question = parse(f"{kpi.name} all", now.date(), ZoneInfo("UTC"))
    if value != "all":
        question = replace(question, filters=(Filter(CHANNEL, value or "", ""),))
    with shared.reading() as connection:
        team = TeamSettings(ZoneInfo("UTC"))
        facts = StoreFacts(connection, team, from_tickets=True)
        readout, found = answer(question, facts, now), behind(question, connection, team, limit=None)
    assert found.total == len(found.conversations) == (readout.reading.n if readout.reading else 0)
    assert len({(each.source, each.external_id) for each in found.conversations}) == found.total
    if readout.reading and kpi.unit is Unit.SECONDS:
        values = [each.value for each in found.conversations if each.value is not None]
        assert values == sorted(values, reverse=True)
        assert readout.reading.value == (values[::-1][(len(values) + 1) // 2 - 1] if values else None)
