"""What moved most in weeks in which it is known, and what must not be called a move."""

import math

import pytest

from kpi.catalogue import COST_PER_CONTACT, CSAT, RESOLUTION_TIME
from kpi.review import wording
from kpi.review.moved_most import sampling_error
from kpi.review.review import Review
from kpi.samples import Balance, Durations, Number, Ratio, Share
from kpi.store import Store
from kpi.team.notes import Kind, note
from tests.kpi.review.desk import Desk, costs, decide, reviewed
from tests.support.asking import desk as other_source
from tests.support.asking import rated
from tests.support.tickets import day, ticket


def moved(review: Review) -> list[tuple[str, bool]]:
    return [(move.standing.kpi.key, move.bad) for move in review.moves]


def test_a_usual_week_moves_nothing(store: Store) -> None:
    Desk(store).weeks(14).week().done()
    review = reviewed(store)
    assert review.moves == ()
    assert wording.moved(review) == ["Nothing moved beyond its usual week."]


def test_a_fall_in_a_quiet_history_is_the_move(store: Store) -> None:
    """From 85 % of 80 to 55 % of 80: 30 points, of which chance alone makes 7.2."""
    Desk(store).weeks(14, rated=80, satisfied=68).week(rated=80, satisfied=44).done()
    review = reviewed(store)
    assert moved(review) == [("csat", True)]
    error = 100 * math.sqrt(0.7 * 0.3 * 2 / 80)
    assert review.moves[0].times == pytest.approx(30 / error)
    assert wording.moved(review) == [
        "CSAT: from 85 % of 80 ratings to 55 % of 80 ratings, 4.1 times its usual change (worse)."
    ]


def test_the_same_fall_is_none_where_weeks_differ_as_much_anyway(store: Store) -> None:
    desk = Desk(store)
    for ago in range(14, 0, -1):
        desk.week(ago, rated=80, satisfied=68 if ago % 2 else 48)
    desk.week(rated=80, satisfied=44).done()
    review = reviewed(store)
    assert review.week.of(CSAT).change.significant
    assert review.moves == ()


def test_what_got_better_is_a_move_too(store: Store) -> None:
    Desk(store).weeks(14).week(solved=2).done()
    review = reviewed(store)
    assert moved(review) == [("resolution_time", False)]
    assert wording.moved(review)[0].endswith("times its usual change (better).")


def test_the_one_that_moved_furthest_comes_first(store: Store) -> None:
    Desk(store).weeks(14).week(solved=2, reply=400).done()
    assert moved(reviewed(store)) == [("first_response_time", True), ("resolution_time", False)]


def test_a_tiny_sample_does_not_move(store: Store) -> None:
    """From 5 of 5 to 0 of 5, in eight weeks each."""
    desk = Desk(store).weeks(16, last=1, rated=1, satisfied=1)
    desk.week(rated=1, satisfied=0).done()
    assert reviewed(store).moves == ()


def test_one_outlier_moves_no_median(store: Store) -> None:
    year = ticket(created_at="Wed 23 Jul 2025 10:00", resolved_at="Wed 22 Jul 2026 10:00", status="resolved")
    Desk(store).weeks(14).week().add(year).done()
    assert reviewed(store).moves == ()


def test_cleaning_up_a_backlog_is_seen_as_what_it_is(store: Store) -> None:
    """Sixty conversations of half a year are closed in the week: the median hardly moves, the mean says why."""
    old = [
        ticket(created_at=f"Wed 14 Jan 2026 10:{minute:02}", resolved_at="Wed 22 Jul 2026 10:00", status="resolved")
        for minute in range(30)
    ]
    Desk(store).weeks(14).week().add(*old).done()
    review = reviewed(store)
    found = review.week.of(RESOLUTION_TIME)
    assert found.readout.reading is not None
    assert any("30 conversations older than 60 days were closed" in each for each in found.readout.reading.notes)
    assert "resolution_time" not in [move.standing.kpi.key for move in review.moves]


def test_a_median_of_0_does_not_move(store: Store) -> None:
    Desk(store).weeks(14, reply=0).week(reply=40).done()
    assert "first_response_time" not in [move.standing.kpi.key for move in reviewed(store).moves]


def test_a_newly_connected_source_is_no_move(store: Store) -> None:
    """Its customers are far less content, and were there before."""
    Desk(store).weeks(14, rated=80, satisfied=68).week(rated=80, satisfied=68).done()
    other_source(store, *rated("Wed 22 Jul 2026 12:00", *[1] * 60), source="shop")
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM ticket WHERE source = 'shop' AND created_at < 1780000000")
    review = reviewed(store)
    assert review.week.of(CSAT).change.why.startswith("not comparable: the data of shop begin on")
    assert "csat" not in [move.standing.kpi.key for move in review.moves]


def test_an_incomplete_week_moves_nothing(store: Store) -> None:
    Desk(store, until="Fri 24 Jul 2026 12:00").weeks(14).week(solved=2, reply=400).done()
    assert reviewed(store).moves == ()


def test_costs_move_by_their_own_history_alone(store: Store) -> None:
    """Half as many conversations for the same money."""
    halved = {"refund": 14, "delivery": 14, "invoice": 14, "password": 13, "login bug": 10}
    Desk(store).weeks(14).week(intents=halved, others=5, by_bot=40, by_person=20).done()
    costs(store, 180)
    review = reviewed(store)
    assert ("cost_per_contact", True) in moved(review)
    assert review.week.of(COST_PER_CONTACT).past == pytest.approx([0.0] * 12)


def test_a_cost_that_is_too_new_to_say_does_not_move(store: Store) -> None:
    halved = {"refund": 14, "delivery": 14, "invoice": 14, "password": 13, "login bug": 10}
    Desk(store).weeks(3).week(intents=halved, others=5, by_bot=40, by_person=20).done()
    costs(store, 180)
    review = reviewed(store)
    assert "cost_per_contact" not in [move.standing.kpi.key for move in review.moves]


def test_marked_weeks_are_no_usual_ones(store: Store) -> None:
    """Weeks with outages make no change usual."""
    desk = Desk(store)
    for ago in range(14, 0, -1):
        desk.week(ago, rated=80, satisfied=30 if ago in (4, 7, 10) else 68)
    desk.week(rated=80, satisfied=44).done()
    with store.writing() as connection:
        for first in ("Mon 22 Jun 2026", "Mon 1 Jun 2026", "Mon 11 May 2026"):
            note(connection, day(first), day(first), "no mail", Kind.OUTAGE, "test", 0)
    assert moved(reviewed(store)) == [("csat", True)]


def test_a_team_that_sets_a_target_changes_no_move(store: Store) -> None:
    Desk(store).weeks(14, rated=80, satisfied=68).week(rated=80, satisfied=44).done()
    before = moved(reviewed(store))
    decide(store, "target.csat", {"value": 50.0, "bad": 40.0})
    assert moved(reviewed(store)) == before


@pytest.mark.parametrize(
    ("now", "before", "error"),
    [
        (Share(10, 100), Share(20, 100), 100 * math.sqrt(0.15 * 0.85 * 0.02)),
        (Balance(50, 0, 100), Balance(50, 0, 100), 100 * math.sqrt(2 * 0.25 / 100)),
        (Durations([0, 0, math.e**2 - 1, math.e**2 - 1]), Durations([5, 5]), math.sqrt(4 / 3 / 4)),
        (Ratio(10, 50), Ratio(20, 200), math.sqrt(0.02 + 0.005)),
        (Number(10), Number(20), 0),
    ],
)
def test_the_sampling_error_of_a_change(now: Share, before: Share, error: float) -> None:
    assert sampling_error(now, before) == pytest.approx(error)
