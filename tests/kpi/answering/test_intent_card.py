"""The card of an intent, computed by hand.

Last week (20–26 July 2026) 30 conversations with an intent were opened: 12 logins (9 by email, 3 by chat), 18 refunds
(by email); in each of the eleven weeks before it 3 logins and 18 refunds, by email.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from kpi.answering.intent_card import CardDesk, IntentCard, intent_card
from kpi.answering.top_intents import TopIntents, top_intents
from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, Target
from kpi.labels import StoreLabels
from kpi.model import IntentName, Label, table
from kpi.question import parse
from kpi.samples import Share
from kpi.state import State
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import costs, settings
from kpi.team.costs import NewCost
from tests.support.tickets import BERLIN, add, at, moment, ticket

NOW = "Mon 27 Jul 2026 09:30"
TUESDAY = at("Tue 21 Jul 2026 09:00")
HOUR, WEEK = 3_600, 7 * 24 * 3_600
FIELDS = (
    *("created_at", "status", "channel", "intent", "resolved_at", "rating", "rating_scale", "rated_at"),
    *("first_human_response_at", "first_automated_response_at"),
)


def some(intent: str, number: int, channel: str = "email", **more: Any) -> list[dict[str, Any]]:
    """So many, opened a minute apart on Tuesday."""
    return [
        ticket(created_at=TUESDAY + 60 * place, intent=intent, channel=channel, status="open", **more)
        for place in range(number)
    ]


def handled(rows: list[dict[str, Any]], minutes: int, rating: int) -> list[dict[str, Any]]:
    """By a person, who replied after so many minutes and resolved it two hours after the opening; and rated then."""
    for row in rows:
        opened, end = row["created_at"], row["created_at"] + 2 * HOUR
        row |= {"first_human_response_at": opened + 60 * minutes, "resolved_at": end, "status": "resolved"}
        row |= {"rating": float(rating), "rating_scale": "stars", "rated_at": end}
    return rows


def filled(store: Store) -> None:
    logins = some("login bug", 9) + some("login bug", 3, "chat")
    refunds = some("refund", 18)
    handled(logins[:4], 90, rating=2)
    handled(logins[4:6], 90, rating=5)
    handled(refunds[:14], 10, rating=5)
    earlier = [
        {**row, "created_at": row["created_at"] - weeks * WEEK}
        for weeks in range(1, 12)
        for row in some("login bug", 3) + some("refund", 18)
    ]
    said_nothing = some("other", 2)
    long_ago = ticket(created_at="Mon 5 Jan 2026 09:00", status="resolved")
    rows = [long_ago, *logins, *refunds, *said_nothing, *earlier]
    add(store, "desk", *rows, fields=FIELDS, complete_until=NOW)
    with store.writing() as connection:
        spelt = [("intent", "login bug", "Login bug"), ("channel", "email", "Email"), ("channel", "chat", "chat")]
        labels = [{"field": field, "folded": folded, "spelling": spelling} for field, folded, spelling in spelt]
        connection.execute(insert(table(Label)).values(labels))
        # 310 a month are 10 a day: 70 for a week.
        costs.add(connection, NewCost(date(2026, 7, 1), None, "agents", 31_000, monthly=True), "Ada", at(NOW), "EUR")


@contextmanager
def at_desk(store: Store, normal: dict[str, Target] | None = None) -> Iterator[CardDesk]:
    with store.reading() as connection:
        team = settings.read(connection, BERLIN)
        yield CardDesk(StoreFacts(connection, team), connection, team, moment(NOW), normal or {})


def card(store: Store, asked: str = "last week", normal: dict[str, Target] | None = None) -> IntentCard:
    with at_desk(store, normal) as desk:
        labels = StoreLabels(desk.connection)
        return intent_card(parse(f"intents {asked}", moment(NOW).date(), BERLIN, labels), "login bug", desk)


def top(store: Store) -> TopIntents:
    with at_desk(store) as desk:
        return top_intents(parse("intents last week", moment(NOW).date(), BERLIN), desk)


@pytest.fixture
def known(store: Store) -> Store:
    filled(store)
    return store


def test_its_share_is_of_all_that_have_an_intent_over_twelve_weeks(known: Store) -> None:
    found = card(known)
    assert found.spelling == "Login bug"
    assert found.count == Share(12, 30), "two with “other” have none"
    weeks = [point.sample for point in found.trend.series]
    assert weeks == [Share(3, 21)] * 11 + [Share(12, 30)]
    assert found.share.change.absolute == pytest.approx(100 * (12 / 30 - 3 / 21))
    assert found.share.usual is not None
    assert found.share.usual.value == pytest.approx(100 * 3 / 21)


def test_it_is_more_than_usual_since_the_week_in_which_it_rose(known: Store) -> None:
    found = card(known)
    assert (found.usual, found.since) == (3, date(2026, 7, 20))


def test_without_more_than_usual_it_rose_at_no_time(known: Store) -> None:
    found = card(known, "2026-W29")
    assert (found.usual, found.since) == (3, None)


def test_each_kpi_stands_beside_that_of_all_and_is_tested_against_the_others(known: Store) -> None:
    beside = {each.kpi.key: each for each in card(known).beside}
    frt, csat = beside[FIRST_RESPONSE_TIME.key], beside[CSAT.key]
    assert (frt.mine.n, frt.team.n) == (6, 20)
    assert frt.mine.value == pytest.approx(90 * 60, rel=0.01)
    assert frt.team.value == pytest.approx(10 * 60, rel=0.01), "the 10th of 14 of ten minutes and 6 of ninety"
    assert (csat.mine, csat.team) == (Share(2, 6), Share(16, 20))
    assert csat.change.absolute == pytest.approx(100 * (2 / 6 - 14 / 14)), "against the refunds alone"
    assert csat.change.significant


def test_it_is_told_apart_by_channel_with_how_much_of_each_it_is(known: Store) -> None:
    found = card(known)
    assert [(part.spelling, part.share) for part in found.channels] == [("Email", Share(9, 27)), ("chat", Share(3, 3))]
    assert found.teams == (), "nothing tells a team"


def test_a_fix_would_save_what_people_resolved_at_the_average_cost(known: Store) -> None:
    saving = card(known).saving
    assert (saving.reached, saving.resolved) == (6, 6)
    assert saving.each == pytest.approx(70 / 20)
    assert saving.worth == pytest.approx(6 * 70 / 20)


def test_who_answers_is_not_known_where_a_source_does_not_say_it(store: Store) -> None:
    logins = [{**row, "first_response_at": row["created_at"] + 60} for row in some("login bug", 3)]
    add(store, "desk", *logins, fields=("created_at", "intent", "first_response_at"), complete_until=NOW)
    assert card(store).saving.reached is None


def test_the_newest_and_the_lowest_rated_are_named(known: Store) -> None:
    found = card(known)
    assert [each.opened_at for each in found.newest] == [TUESDAY + 60 * place for place in (8, 7, 6, 5, 4)]
    assert [each.value for each in found.lowest] == [2.0, 2.0, 2.0]
    assert {each.intent for each in (*found.newest, *found.lowest)} == {"Login bug"}


def test_a_filter_keeps_everything_to_its_part(known: Store) -> None:
    found = card(known, "last week channel:chat")
    assert found.count == Share(3, 3)
    assert found.saving.reached == 0
    assert [part.spelling for part in found.channels] == ["chat"]


def test_an_intent_that_is_normal_is_held_against_its_own_limit(known: Store) -> None:
    usual, own = card(known), card(known, normal={"login bug": Target(50.0, 65.0)})
    assert (usual.share.target, own.share.target) == (Target(25.0, 40.0), Target(50.0, 65.0))
    assert usual.share.unjudged == own.share.unjudged == "there are fewer than 5 intents"


def test_the_distribution_marks_only_what_is_above_its_own_limit(store: Store) -> None:
    rows = [row for name, number in zip("abcdef", (40, 30, 10, 10, 5, 5), strict=True) for row in some(name, number)]
    add(store, "desk", *rows, fields=("created_at", "intent"), complete_until=NOW)
    with at_desk(store, {"a": Target(45.0, 60.0)}) as desk:
        found = top_intents(parse("intents last week", moment(NOW).date(), BERLIN), desk).readout
    assert found.distribution is not None
    marked = {each.intent: each.above_limit for each in found.distribution.intents}
    assert [intent for intent, is_above in marked.items() if is_above] == ["b"]
    assert (found.target, found.state) == (Target(45.0, 60.0), State.ON_TARGET)


def test_what_says_nothing_is_no_part_of_any_channel(store: Store) -> None:
    unsaid = [*some("other", 2, "chat"), *({**row, "intent": None} for row in some("none", 3, "chat"))]
    add(store, "desk", *some("login bug", 3, "chat"), *some("refund", 1, "chat"), *unsaid, fields=FIELDS)
    with store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="channel", folded="chat", spelling="chat"))
    for asked in ("last week", "last week channel:chat"):
        assert [part.share for part in card(store, asked).channels] == [Share(3, 4)]


def test_what_its_sources_call_it_is_told_where_the_team_calls_it_otherwise(known: Store) -> None:
    with known.writing() as connection:
        row = {"intent": "signin", "becomes": "login bug", "who": "Ada", "at": at(NOW)}
        connection.execute(insert(table(IntentName)).values(row))
    assert card(known).own == ("signin",)


def test_of_a_long_period_the_weeks_are_the_last_ones_and_lists_hold_its_last_month(known: Store) -> None:
    found = card(known, "2026-01-01..2026-07-26")
    assert found.count == Share(12 + 33, 30 + 11 * 21)
    assert len(found.trend.series) == 12
    assert (found.listed.first, found.listed.end) == (date(2026, 6, 26), date(2026, 7, 27))


def test_an_intent_without_any_conversation_is_nothing_of_all(known: Store) -> None:
    with at_desk(known) as desk:
        found = intent_card(parse("intents last week", moment(NOW).date(), BERLIN), "delivery", desk)
    assert (found.count, found.beside, found.newest, found.saving.resolved) == (Share(0, 30), (), (), 0)


def test_the_three_largest_say_how_much_who_answers_and_what_a_fix_saves(known: Store) -> None:
    refunds, logins = top(known).intents
    assert (refunds.share.share, refunds.share.usual) == (Share(18, 30), 18)
    assert (logins.share.share, logins.share.usual) == (Share(12, 30), 3)
    assert (logins.saving.reached, logins.saving.resolved) == (6, 6)
    assert logins.csat is not None
    assert logins.csat.mine == Share(2, 6)
    assert {name: part.value for name, part in logins.ended.items() if name == "unresolved"} == {"unresolved": 100.0}


def test_the_largest_changes_in_the_table_as_in_the_headline_and_others_by_how_many_are_looked_through(
    store: Store,
) -> None:
    rows = [row for name, number in zip("abcdef", (40, 20, 10, 10, 10, 10), strict=True) for row in some(name, number)]
    for weeks, numbers in ((1, (25, 35, 10, 10, 10, 10)), (2, (25, 35, 10, 10, 10, 10))):
        for name, number in zip("abcdef", numbers, strict=True):
            rows += [
                {**row, "external_id": f"{weeks} {row['external_id']}", "created_at": row["created_at"] - weeks * WEEK}
                for row in some(name, number)
            ]
    add(store, "desk", *rows, fields=("created_at", "intent"), complete_until=NOW)
    with at_desk(store) as desk:
        found = top_intents(parse("intents last week", moment(NOW).date(), BERLIN), desk).readout
    assert found.distribution is not None
    largest, second, *_ = found.distribution.intents
    assert largest.change == found.change
    assert found.change.significant, "40 of 100 against 25 of 100: p = 0.02"
    assert not second.change.significant, "20 against 35 has the same p, but was not asked about"
