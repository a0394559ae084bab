"""Pairs of numbers that must not be read alone, in weeks in which they are known."""

from datetime import timedelta

import pytest

from kpi.review.past import Past
from kpi.review.review import Review
from kpi.samples import Share
from kpi.store import Store
from tests.kpi.review.desk import FIELDS, NOW, THIS, Desk, costs, decide, reviewed
from tests.support.tickets import add


def found(review: Review) -> list[int]:
    return [each.number for each in review.found]


def said(review: Review, number: int) -> str:
    return next(each.text for each in review.found if each.number == number)


def test_a_usual_week_has_none(store: Store) -> None:
    Desk(store).weeks(10).week().done()
    costs(store, 180)
    assert found(reviewed(store)) == []


def test_automation_rises_while_csat_falls(store: Store) -> None:
    """(1), by the conversations opened the week before, which had their 7 days in this one."""
    desk = Desk(store).weeks(10, last=2, rated=80, satisfied=68, by_bot=70)
    desk.week(1, rated=80, satisfied=68, by_bot=100).week(rated=80, satisfied=44).done()
    review = reviewed(store)
    assert found(review) == [1]
    assert said(review, 1) == (
        "Automation rate rose from 50 % of 140 conversations that had their 7 days to 71.4 % of 140 conversations that "
        "had their 7 days, while CSAT fell from 85 % of 80 ratings to 55 % of 80 ratings: do people get stuck?"
    )


def test_work_is_faster_but_the_wait_is_the_same(store: Store) -> None:
    """(2)"""
    Desk(store).weeks(10, reply=90, solved=9).week(reply=90, solved=4).done()
    review = reviewed(store)
    assert found(review) == [2]
    assert said(review, 2) == (
        "Resolution time fell from median 9 h of 130 resolved conversations to median 4 h of 130 resolved "
        "conversations, but first replies by a person take median 1 h 30 min of 65 first replies, against 1 h: "
        "faster work, the same wait."
    )


def test_support_is_cheaper_and_customers_are_less_content(store: Store) -> None:
    """(3): twice as many conversations for the same money, and CSAT short of its target."""
    many = {"refund": 50, "delivery": 50, "invoice": 50, "password": 50, "login bug": 40}
    Desk(store).weeks(10).week(intents=many, rated=100, satisfied=60).done()
    costs(store, 180)
    review = reviewed(store)
    assert 3 in found(review)
    assert said(review, 3) == (
        "Cost per contact fell from 9 EUR for each of 140 contacts to 5.04 EUR for each of 250 contacts, "
        "while CSAT fell from 85 % of 40 ratings to 60 % of 100 ratings: cheap, and bad."
    )


def test_cheaper_than_usual_is_enough_where_csat_is_weak(store: Store) -> None:
    """(3): 11 % cheaper than usual, which is no move."""
    more = {"refund": 36, "delivery": 36, "invoice": 30, "password": 31, "login bug": 14}
    Desk(store).weeks(10, rated=100, satisfied=65).week(intents=more, rated=100, satisfied=65).done()
    costs(store, 180)
    review = reviewed(store)
    assert said(review, 3) == (
        "Cost per contact is 8.03 EUR for each of 157 contacts, usually 9 EUR, "
        "while CSAT is 65 % of 100 ratings, against 80 %: cheap, and bad."
    )


def test_customers_are_content_at_twice_the_cost_that_the_team_wants(store: Store) -> None:
    """(4), only by a target of the team's own."""
    Desk(store).weeks(10, rated=100, satisfied=95).week(rated=100, satisfied=95).done()
    costs(store, 180)
    assert found(reviewed(store)) == []
    decide(store, "target.cost_per_resolution", {"value": 4.5, "bad": 9.0})
    review = reviewed(store)
    assert found(review) == [4]
    assert said(review, 4) == (
        "CSAT is 95 % of 100 ratings, against 80 %, but cost per resolution is "
        "9.69 EUR for each of 130 resolved conversations, against 4.50 EUR: good, and dear."
    )


def test_much_is_automated_and_less_is_resolved(store: Store) -> None:
    """(5): automation above 80 %, and conversations left open."""
    desk = Desk(store).weeks(10, last=2, by_bot=118, by_person=20)
    desk.week(1, by_bot=115, by_person=0).week().done()
    review = reviewed(store)
    assert found(review) == [5]
    assert said(review, 5).startswith("Automation rate is 82.1 % of 140 conversations that had their 7 days, while")
    assert "Resolution rate fell from 98.6 % of 140" in said(review, 5)


def test_much_is_automated_and_more_is_handed_over(store: Store) -> None:
    desk = Desk(store).weeks(10, by_bot=115, by_person=20, handed_over=2)
    desk.week(by_bot=115, by_person=20, handed_over=20).done()
    review = reviewed(store)
    assert found(review) == [5]
    assert "Hand-over rate rose from" in said(review, 5)


def test_the_answered_are_answered_fast_while_more_wait(store: Store) -> None:
    """(6): from 2 that wait to 32."""
    desk = Desk(store)
    for ago in range(10, 0, -1):
        desk.week(ago)
    desk.week(1, waiting=2).week(waiting=30).done()
    review = reviewed(store)
    assert found(review) == [6]
    assert said(review, 6) == (
        "First replies take median 40 min of 35 first replies, against 1 h, but 32 wait for one, 2 the week before: "
        "who is not answered?"
    )


def test_automation_is_on_target_but_hardly_any_answer_is_confirmed(store: Store) -> None:
    """(7): 4 of 75."""
    desk = Desk(store).weeks(10, last=2).week(1, confirmed=4).week().done()
    review = reviewed(desk.store)
    assert found(review) == [7]
    assert said(review, 7).endswith("but customers have confirmed only 4 of 75 such answers: did they help?")


def test_where_nobody_can_rate_nothing_is_unconfirmed(store: Store) -> None:
    desk = Desk(store).weeks(10, rated=0).week(rated=0)
    without = [name for name in FIELDS if not name.startswith("rat")]
    add(store, "desk", *desk.tickets, fields=without, complete_until=NOW)
    assert 7 not in found(reviewed(store))


def test_of_a_few_ratings_nothing_is_said(store: Store) -> None:
    """From 5 of 5 to 0 of 5 satisfied, in half as many weeks as it would take to judge it."""
    few = {"refund": 14, "delivery": 14, "invoice": 14, "password": 13, "login bug": 10}
    Desk(store).weeks(3, rated=5, satisfied=5, by_bot=30).week(rated=5, satisfied=0, by_bot=30, intents=few).done()
    costs(store, 180)
    assert found(reviewed(store)) == []


def unconfirmed(store: Store) -> None:
    Desk(store).weeks(10, last=2).week(1, confirmed=4).week().done()


@pytest.mark.parametrize(
    ("weeks_ago", "confirmed", "told"),
    [
        (1, Share(4, 75), False),
        (3, Share(4, 75), False),
        (3, Share(5, 75), False),
        (3, Share(7, 75), True),
        (3, Share(2, 75), False),
        (4, Share(4, 75), True),
    ],
    ids=["last week", "three weeks ago", "hardly worse", "worse", "better", "four weeks ago"],
)
def test_the_same_one_is_told_again_after_four_weeks_or_when_it_is_worse(
    store: Store, weeks_ago: int, confirmed: Share, told: bool
) -> None:
    unconfirmed(store)
    past = Past(THIS - timedelta(weeks=weeks_ago), conflicts={7: confirmed})
    assert [each.number for each in reviewed(store, previous=[past]).conflicts] == ([7] if told else [])


def test_at_most_two_are_told(store: Store) -> None:
    desk = Desk(store).weeks(10, last=2, rated=80, satisfied=68, by_bot=70, reply=90, solved=9)
    desk.week(1, rated=80, satisfied=68, by_bot=100, reply=90, solved=9)
    desk.week(rated=80, satisfied=44, reply=90, solved=4, reopened=30).done()
    review = reviewed(store)
    assert found(review) == [1, 2, 5]
    assert [each.number for each in review.conflicts] == [1, 2]
