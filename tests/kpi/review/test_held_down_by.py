"""What holds the weakest KPI down, where that is known."""

from typing import Any

from kpi.catalogue import CSAT
from kpi.review import wording
from kpi.review.costly_intent import CostlyIntent
from kpi.review.held_down_by import Segment
from kpi.review.review import Review
from kpi.review.risen_intent import RisenIntent
from kpi.store import Store
from tests.kpi.review.desk import Desk, costs, decide, reviewed
from tests.support.tickets import ticket

WEDNESDAY = "Wed 22 Jul 2026"


def ratings(number: int, satisfied: int, **labels: Any) -> list[dict[str, Any]]:
    """Of conversations that are alike."""
    return [
        ticket(
            created_at=f"{WEDNESDAY} 10:00",
            first_human_response_at=f"{WEDNESDAY} 10:20",
            resolved_at=f"{WEDNESDAY} 12:00",
            rated_at=f"{WEDNESDAY} 12:30",
            status="resolved",
            rating=5.0 if place < satisfied else 1.0,
            rating_scale="stars",
            **labels,
        )
        for place in range(number)
    ]


def csat(store: Store, *parts: list[dict[str, Any]]) -> Review:
    """A week in which only these customers rated."""
    desk = Desk(store).weeks(10).week(rated=0, satisfied=0)
    for part in parts:
        desk.add(*part)
    desk.done()
    return reviewed(store)


def segment(review: Review) -> dict[str, str]:
    held = review.held_down_by
    assert isinstance(held, Segment)
    return {label.dimension.key: label.value for label in held.labels}


def test_the_channel_without_which_it_would_be_better(store: Store) -> None:
    review = csat(store, ratings(40, 12, channel="phone"), ratings(60, 54, channel="email"))
    held = review.held_down_by
    assert isinstance(held, Segment)
    assert segment(review) == {"channel": "phone"}
    assert (held.sample.value, held.without.value, held.whole.value, held.gain) == (30.0, 90.0, 66.0, 24.0)
    assert wording.headline(review) == (
        "CSAT is the weakest: 66 % of 100 ratings, against 80 %, and “phone” holds it down most."
    )
    assert wording.held_down_by(review) == (
        "Without “phone”, CSAT would be 90 % instead of 66 %; it has 30 % of 40 ratings, 40 % of all."
    )


def test_where_all_are_alike_nothing_stands_out(store: Store) -> None:
    review = csat(store, ratings(50, 33, channel="phone"), ratings(50, 33, channel="email"))
    assert review.held_down_by is None
    assert wording.held_down_by(review) == "No single channel, intent or team stands out."


def test_nobody_is_ever_said_to_hold_it_down(store: Store) -> None:
    decide(store, "assignees", True)
    review = csat(store, ratings(40, 12, assignee="ada"), ratings(60, 54, assignee="bo"))
    assert review.ranking.weakest is not None
    assert review.ranking.weakest.standing.kpi == CSAT
    assert review.held_down_by is None


def test_what_is_most_of_all_is_no_part_that_holds_it_down(store: Store) -> None:
    review = csat(store, ratings(60, 24, channel="phone"), ratings(40, 36, channel="email"))
    assert review.held_down_by is None


def test_what_is_too_little_does_not_hold_it_down(store: Store) -> None:
    """Nine ratings, and 4 % of all."""
    nine = csat(store, ratings(9, 0, channel="phone"), ratings(91, 60, channel="email"))
    assert nine.held_down_by is None


def test_a_small_part_of_many_does_not_hold_it_down(store: Store) -> None:
    review = csat(store, ratings(12, 0, channel="phone"), ratings(300, 200, channel="email"))
    assert review.held_down_by is None


def test_what_says_nothing_is_not_named(store: Store) -> None:
    review = csat(store, ratings(40, 12, intent="other"), ratings(60, 54))
    assert review.held_down_by is None


def test_of_a_mix_that_shifts_the_part_is_named_that_came_in(store: Store) -> None:
    """Customers on the phone were never content, and by e-mail always: only that more call now, CSAT is short.

    Refunds look bad as well, as they mostly come by phone; by either channel they are as others are.
    """
    review = csat(
        store,
        ratings(30, 12, channel="phone", intent="refund"),
        ratings(15, 6, channel="phone", intent="invoice"),
        ratings(10, 9, channel="email", intent="refund"),
        ratings(45, 41, channel="email", intent="invoice"),
    )
    assert segment(review) == {"channel": "phone"}


def test_a_pair_is_named_if_it_gains_far_more_than_either(store: Store) -> None:
    """What billing does by phone is bad; by e-mail it is excellent, and so is all else by phone.

    Without billing, or without the phone, 78.6 % of 140 would be satisfied instead of 73.1 %.
    """
    review = csat(
        store,
        ratings(40, 0, channel="phone", team="billing"),
        ratings(80, 80, channel="phone", team="tier 2"),
        ratings(80, 80, channel="email", team="billing"),
        ratings(60, 30, channel="email", team="tier 2"),
    )
    assert segment(review) == {"channel": "phone", "team": "billing"}
    assert wording.held_down_by(review).startswith(
        "Without “phone” with “billing”, CSAT would be 86.4 % instead of 73.1 %"
    )


def test_a_pair_that_gains_little_more_is_not_named(store: Store) -> None:
    """All of the phone is bad, refunds by phone no more than the rest."""
    review = csat(
        store,
        ratings(20, 2, channel="phone", intent="refund"),
        ratings(20, 3, channel="phone", intent="invoice"),
        ratings(40, 38, channel="email", intent="refund"),
        ratings(40, 38, channel="email", intent="invoice"),
    )
    assert segment(review) == {"channel": "phone"}


def replies(number: int, minutes: int, **labels: Any) -> list[dict[str, Any]]:
    hour, minute = divmod(minutes, 60)
    return [
        ticket(
            created_at=f"{WEDNESDAY} 08:{place % 60:02}",
            first_human_response_at=f"{WEDNESDAY} {8 + hour:02}:{minute:02}:{place % 60:02}",
            status="open",
            **labels,
        )
        for place in range(number)
    ]


def test_slow_replies_are_held_down_by_the_team_that_is_slow(store: Store) -> None:
    desk = Desk(store).weeks(10).week(reply=90)
    desk.add(*replies(40, 600, team="tier 2")).done()
    review = reviewed(store)
    held = review.held_down_by
    assert isinstance(held, Segment)
    assert segment(review) == {"team": "tier 2"}
    assert held.gain >= 0.05
    assert "first reply by a person would be" in wording.held_down_by(review)


def test_costs_are_held_down_by_the_work_that_an_intent_makes(store: Store) -> None:
    busy = {"refund": 34, "delivery": 24, "invoice": 24, "password": 24, "login bug": 24}
    Desk(store).weeks(10, intents=busy).week(intents=busy, handed_over=20).done()
    costs(store, 180)
    decide(store, "target.cost_per_resolution", {"value": 4.0, "bad": 8.0})
    review = reviewed(store)
    held = review.held_down_by
    assert isinstance(held, CostlyIntent)
    assert held.intent == "refund"
    assert (held.all_by_people, held.all_handed_over) == (55, 20)
    assert "of 55 that they resolved; the bot handed over" in wording.held_down_by(review)


def test_a_new_intent_is_known_by_its_first_week(store: Store) -> None:
    bug = {"refund": 25, "delivery": 25, "invoice": 20, "password": 20, "login bug": 60}
    Desk(store).weeks(12, last=3).week(2, intents=bug).week(1, intents=bug).week(intents=bug).done()
    held = reviewed(store).held_down_by
    assert isinstance(held, RisenIntent)
    assert (held.intent, held.usual, str(held.monday)) == ("login bug", 14, "2026-07-06")
    assert held.channel == "email"
