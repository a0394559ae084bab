"""The weakest KPI of weeks in which it is known."""

import math
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from kpi.catalogue import (
    AUTOMATION_RATE,
    COST_PER_CONTACT,
    CSAT,
    INTENT_DISTRIBUTION,
    RESOLUTION_RATE,
    SELF_SERVICE_RATE,
)
from kpi.model import Import, InquiryDay, table
from kpi.review import wording
from kpi.review.decisions import Decisions, limit
from kpi.review.past import Past
from kpi.review.review import Review
from kpi.review.weakest import How
from kpi.state import State
from kpi.store import Store
from tests.kpi.review.desk import THIS, Desk, costs, decide, reviewed


def weakest(review: Review) -> str | None:
    found = review.ranking.weakest
    return found.standing.kpi.key if found else None


def test_a_usual_week_has_nothing_weak(store: Store) -> None:
    Desk(store).weeks(10).week().done()
    review = reviewed(store)
    assert weakest(review) is None
    assert wording.headline(review) == "Everything is on target."
    assert review.held_down_by is None


def test_the_largest_way_to_bad_is_the_weakest(store: Store) -> None:
    """Automation misses by 15 points of 25, CSAT by 10 of 10."""
    Desk(store).weeks(10, by_bot=49).week(rated=100, satisfied=70).done()
    review = reviewed(store)
    assert weakest(review) == "csat"
    assert review.week.of(CSAT).gap == pytest.approx(1.0)
    assert review.week.of(AUTOMATION_RATE).gap == pytest.approx((50 - 35) / 25)
    assert wording.headline(review) == "CSAT is the weakest: 70 % of 100 ratings, against 80 %."
    assert wording.short_as_well(review) == [
        "Automation rate is short as well: 35 % of 140 conversations that had their 7 days, against 50 %."
    ]


def test_what_is_perhaps_short_comes_after_what_surely_is(store: Store) -> None:
    """CSAT at 75 % of 40 has the larger gap, but chance may explain it."""
    Desk(store).weeks(10, by_bot=57).week(satisfied=30).done()
    review = reviewed(store)
    assert review.week.of(CSAT).state is State.PERHAPS_SHORT
    assert review.week.of(CSAT).gap > review.week.of(AUTOMATION_RATE).gap
    assert weakest(review) == "automation_rate"


@pytest.mark.parametrize(
    ("usually", "now", "found"),
    [
        ({"solved": 5}, {"solved": 8}, "resolution_time"),
        ({"solved": 5}, {"solved": 5.4}, None),
        (
            {"scored": 60, "promoters": 40, "detractors": 5},
            {"scored": 60, "promoters": 15, "detractors": 30},
            "nps",
        ),
        ({"scored": 60, "promoters": 40, "detractors": 5}, {"scored": 60, "promoters": 38, "detractors": 7}, None),
    ],
    ids=["resolution time 60 % longer", "8 % longer", "NPS 83 points lower", "NPS 7 points lower"],
)
def test_what_has_no_target_is_measured_by_its_own_usual(
    store: Store, usually: dict[str, Any], now: dict[str, Any], found: str | None
) -> None:
    Desk(store).weeks(10, **usually).week(**now).done()
    assert weakest(reviewed(store)) == found


def test_a_cost_is_short_of_its_usual_without_a_test(store: Store) -> None:
    """12.60 for each of 100, usually 9: 40 % more is 83 % of the way to half as much again."""
    fewer = {"refund": 20, "delivery": 20, "invoice": 20, "password": 20, "login bug": 10}
    Desk(store).weeks(10).week(intents=fewer, by_bot=50, by_person=50).done()
    costs(store, 180)
    review = reviewed(store)
    found = review.week.of(COST_PER_CONTACT)
    assert found.state is State.SHORT
    assert found.sample is not None
    assert found.sample.value == pytest.approx(12.6)
    assert found.gap == pytest.approx(math.log(1.4) / math.log(1.5))
    assert weakest(review) == "cost_per_contact"


def test_self_service_is_the_weakest_where_customers_find_nothing(store: Store) -> None:
    """20 of 200 inquiries, and 75 of 140 conversations."""
    Desk(store).weeks(10).week().done()
    with store.writing() as connection:
        row = {"id": 1, "source": "desk", "file": "help.csv", "format": "csv", "kind": "inquiries", "started_at": 0}
        connection.execute(insert(table(Import)).values(**row, fields=[], rejected={}))
        counts = {"resolved": 20, "contacted": 100, "abandoned": 80}
        day = {"source": "desk", "day": THIS, "as_of": 2_000_000_000, "origin": 1}
        connection.execute(insert(table(InquiryDay)).values(**day, **counts))
    review = reviewed(store)
    assert weakest(review) == "self_service_rate"
    assert review.week.of(SELF_SERVICE_RATE).gap == pytest.approx((60 - 100 * 95 / 340) / 30)
    assert wording.held_down_by(review) == "Nothing tells it apart by channel, intent or team."


def test_where_nothing_is_surely_short_the_closest_to_it_is_told(store: Store) -> None:
    Desk(store).weeks(10).week(satisfied=30).done()
    review = reviewed(store)
    assert review.ranking.weakest is not None
    assert review.ranking.weakest.how is How.PERHAPS
    assert wording.headline(review) == (
        "Nothing is surely below target; closest to it is CSAT: 75 % of 40 ratings, against 80 %."
    )


def test_what_is_hardly_short_and_perhaps_by_chance_is_not_the_weakest(store: Store) -> None:
    """A gap of 0.25."""
    Desk(store).weeks(10).week(satisfied=31).done()
    review = reviewed(store)
    assert (review.week.of(CSAT).state, weakest(review)) == (State.PERHAPS_SHORT, None)
    assert wording.headline(review) == "Nothing is short of its target by more than chance explains."


def test_where_all_is_well_what_got_worse_is_told(store: Store) -> None:
    """Replies are still within the hour, but twice as slow."""
    Desk(store).weeks(10, reply=20).week(reply=40).done()
    review = reviewed(store)
    assert weakest(review) is None
    assert wording.headline(review) == (
        "Everything is on target. What got worse most is first reply by a person: "
        "from median 20 min of 65 first replies to median 40 min of 65 first replies."
    )


def test_a_tiny_sample_is_not_judged(store: Store) -> None:
    Desk(store).weeks(12, rated=0).week(rated=9, satisfied=0).done()
    found = reviewed(store).week.of(CSAT)
    assert (found.state, found.why) == (None, "too few: 9 ratings, where 30 are needed")


def test_ten_ratings_that_leave_no_doubt_count(store: Store) -> None:
    Desk(store).weeks(12, rated=0).week(rated=10, satisfied=2).done()
    assert weakest(reviewed(store)) == "csat"


def test_a_drift_that_no_week_shows_is_judged_over_four(store: Store) -> None:
    desk = Desk(store).weeks(9, last=4, rated=20, satisfied=17)
    for ago in (3, 2, 1, 0):
        desk.week(ago, rated=20, satisfied=13)
    desk.done()
    found = reviewed(store).week.of(CSAT)
    assert (found.state, found.readout.window and found.readout.window.called) == (State.SHORT, "last 4 weeks")
    assert found.sample is not None
    assert (found.sample.value, found.sample.n) == (65.0, 80)


def test_without_a_bot_automation_is_no_candidate(store: Store) -> None:
    Desk(store).weeks(10, by_bot=0, by_person=125, confirmed=0).week(by_bot=0, by_person=125, confirmed=0).done()
    review = reviewed(store)
    assert review.week.of(AUTOMATION_RATE).why == "no automation seen in the 8 weeks up to then"
    assert weakest(review) is None


def test_without_a_bot_but_with_an_own_target_automation_is_judged(store: Store) -> None:
    Desk(store).weeks(10, by_bot=0, by_person=125, confirmed=0).week(by_bot=0, by_person=125, confirmed=0).done()
    decide(store, "target.automation_rate", {"value": 40.0, "bad": 20.0})
    assert weakest(reviewed(store)) == "automation_rate"


def test_without_self_service_data_its_rate_is_no_candidate(store: Store) -> None:
    Desk(store).weeks(10).week().done()
    review = reviewed(store)
    assert review.week.of(SELF_SERVICE_RATE).why == "not connected"
    assert wording.not_judged(review) == (
        "Not judged: self-service rate, cost per contact and cost per resolution (not connected); NPS (no data)."
    )


def test_with_four_intents_one_is_always_large(store: Store) -> None:
    few = {"refund": 60, "delivery": 30, "invoice": 20, "password": 20}
    Desk(store).weeks(10).week(intents=few).done()
    found = reviewed(store).week.of(INTENT_DISTRIBUTION)
    assert (found.state, found.why) == (None, "there are fewer than 5 intents")


def test_where_most_is_unclassified_intents_are_not_judged(store: Store) -> None:
    Desk(store).weeks(10).week(others=70).done()
    assert "unclassified" in reviewed(store).week.of(INTENT_DISTRIBUTION).why


DOMINANT = {"refund": 60, "delivery": 20, "invoice": 20, "password": 16, "login bug": 14}


def test_a_dominant_intent_is_the_weakest(store: Store) -> None:
    Desk(store).weeks(10, intents=DOMINANT).week(intents=DOMINANT).done()
    review = reviewed(store)
    assert weakest(review) == "intent_distribution"
    assert wording.headline(review).startswith("Refund is the week: 60 of 130 conversations")
    assert "that is not new" in wording.held_down_by(review)


def test_a_dominant_intent_that_is_normal_has_its_own_limit(store: Store) -> None:
    Desk(store).weeks(10, intents=DOMINANT).week(intents=DOMINANT).done()
    review = reviewed(store, decisions=Decisions(normal={"refund": limit(50)}))
    found = review.week.of(INTENT_DISTRIBUTION)
    assert (found.state, weakest(review)) == (State.ON_TARGET, None)


def test_an_intent_beside_the_normal_one_is_still_seen(store: Store) -> None:
    """The bug is not the largest, but beyond its limit."""
    with_bug = {**DOMINANT, "login bug": 55}
    Desk(store).weeks(10, intents=DOMINANT).week(intents=with_bug).done()
    review = reviewed(store, decisions=Decisions(normal={"refund": limit(50)}))
    assert wording.headline(review).startswith("Login bug is the week: 55 of 171 conversations (32.2 %, limit 25 %")


def test_what_is_parked_is_no_candidate(store: Store) -> None:
    Desk(store).weeks(10, by_bot=49).week(rated=100, satisfied=70).done()
    review = reviewed(store, decisions=Decisions(parked=frozenset({"csat"})))
    assert weakest(review) == "automation_rate"
    assert "CSAT (parked)" in wording.not_judged(review)


def test_of_the_two_costs_only_the_worse_is_a_candidate(store: Store) -> None:
    Desk(store).weeks(10).week().done()
    costs(store, 180)
    decide(store, "target.cost_per_contact", {"value": 8.0, "bad": 16.0})
    decide(store, "target.cost_per_resolution", {"value": 4.0, "bad": 8.0})
    candidates = [each.kpi.key for each in reviewed(store).ranking.candidates]
    assert candidates[0] == "cost_per_resolution"
    assert "cost_per_contact" not in candidates


def test_ties_go_by_the_order(store: Store) -> None:
    """Both miss their targets by all the way to what is bad."""
    Desk(store).weeks(10, by_bot=35).week(rated=100, satisfied=70).done()
    review = reviewed(store)
    assert review.week.of(AUTOMATION_RATE).gap == review.week.of(CSAT).gap == 1.0
    assert weakest(review) == "automation_rate"


def test_a_week_that_the_data_do_not_cover_is_not_judged(store: Store) -> None:
    Desk(store, until="Fri 24 Jul 2026 12:00").weeks(10).week(rated=100, satisfied=20).done()
    review = reviewed(store)
    assert weakest(review) is None
    assert wording.headline(review) == "No KPI of this week can be judged."
    assert review.week.of(CSAT).why == "the data do not reach the end of the period"


def pasts(weakest: str, bad_mover: str | None = None, weeks: int = 3) -> list[Past]:
    return [Past(THIS - timedelta(weeks=ago), weakest, bad_mover) for ago in range(1, weeks + 1)]


@pytest.mark.parametrize(
    ("previous", "found"),
    [
        (pasts("automation_rate"), "first_response_time"),
        (pasts("automation_rate", weeks=2), "automation_rate"),
        ([*pasts("automation_rate", weeks=2), *pasts("csat", weeks=1)], "automation_rate"),
        (pasts("automation_rate", "first_response_time"), "automation_rate"),
    ],
    ids=["after three weeks", "after two", "not the same three", "known last week"],
)
def test_what_is_new_displaces_what_has_been_the_weakest_for_three_weeks(
    store: Store, previous: list[Past], found: str
) -> None:
    Desk(store).weeks(14, by_bot=30).week(by_bot=30, reply=100).done()
    review = reviewed(store, previous=previous)
    assert weakest(review) == found


def test_what_is_displaced_is_said(store: Store) -> None:
    Desk(store).weeks(14, by_bot=30).week(by_bot=30, reply=100).done()
    assert wording.headline(reviewed(store, previous=pasts("automation_rate"))).endswith(
        "It has just got much worse, and so comes before automation rate, the weakest for weeks."
    )


def test_resolution_rate_is_of_those_opened_the_week_before(store: Store) -> None:
    Desk(store).weeks(10, last=2).week(1, by_person=20).week().done()
    review = reviewed(store)
    assert weakest(review) == "resolution_rate"
    found = review.week.of(RESOLUTION_RATE)
    assert found.sample is not None
    assert found.sample.value == pytest.approx(100 * 95 / 140)
