"""The review of four weeks of a small team, of which one tells too little."""

from datetime import date, timedelta
from typing import Any

import pytest

from kpi import catalogue
from kpi.review import wording
from kpi.review.review import period_of, redone, review
from kpi.review.review_json import to_json
from kpi.review.risen_intent import RisenIntent
from kpi.state import State
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from kpi.team.notes import Kind, note
from tests.kpi.review.desk import HOUR, NOW, THIS, Desk, Usual, costs, reviewed
from tests.support.tickets import BERLIN, moment

FEW = {"refund": 3, "delivery": 3, "invoice": 3, "password": 3, "login bug": 1}
SMALL = Usual(FEW, others=0, by_bot=7, by_person=5, rated=8, satisfied=7, confirmed=4)
"""Thirteen conversations a week, of which the bot resolves seven."""


def small(store: Store, before: int, **last_four: Any) -> Desk:
    """So many usual weeks, and four of another kind."""
    desk = Desk(store, SMALL).weeks(before, last=4)
    return desk.weeks(4, last=0, **last_four)


def headline(store: Store) -> str:
    return wording.headline(reviewed(store, weeks=4))


def moved(store: Store) -> list[tuple[str, bool]]:
    return [(move.standing.kpi.key, move.bad) for move in reviewed(store, weeks=4).moves]


def test_a_period_of_weeks_ends_with_the_week_of_its_monday() -> None:
    one, four = period_of(THIS, 1, BERLIN), period_of(THIS, 4, BERLIN)
    assert (one.text, one.first, one.end) == ("2026-W30", THIS, date(2026, 7, 27))
    assert (four.first, four.end, four.called) == (date(2026, 6, 29), date(2026, 7, 27), "29 Jun – 26 Jul 2026")


def test_usual_weeks_of_a_small_team_have_nothing_weak(store: Store) -> None:
    small(store, 24).done()
    review = reviewed(store, weeks=4)
    assert review.week.weeks == 4
    assert wording.headline(review) == "Everything is on target."
    assert wording.moved(review) == ["Nothing moved further than it usually does from 4 weeks to the next."]
    assert review.found == ()


def test_what_one_week_cannot_tell_four_do(store: Store) -> None:
    """Six replies a week; 24 in four weeks, against 24 in the four before."""
    small(store, 24, reply=120).done()
    found = reviewed(store, weeks=4).week.of(catalogue.FIRST_RESPONSE_TIME)
    assert found.sample is not None
    assert found.before is not None
    assert (found.sample.n, found.before.n, found.readout.window) == (24, 24, None)
    assert headline(store) == "First reply by a person is the weakest: median 2 h of 24 first replies, against 1 h."
    assert moved(store) == [("first_response_time", True)]


def test_four_weeks_with_too_few_ratings_are_judged_on_eight(store: Store) -> None:
    small(store, 24, rated=4, satisfied=1).done()
    found = reviewed(store, weeks=4).week.of(catalogue.CSAT)
    assert found.readout.window is not None
    assert (found.readout.window.called, found.readout.window.period.first) == ("last 8 weeks", date(2026, 6, 1))
    assert found.sample is not None
    assert found.sample.n == 48
    assert found.sample.value == pytest.approx(100 * 32 / 48)


def test_what_is_usual_is_the_median_of_earlier_spans(store: Store) -> None:
    desk = small(store, 28, solved=12)
    desk.done()
    found = reviewed(store, weeks=4).week.of(catalogue.RESOLUTION_TIME)
    assert found.state is State.SHORT
    assert found.readout.usual is not None
    assert found.readout.usual.value == pytest.approx(5 * HOUR, rel=0.05)
    assert (found.readout.usual.weeks, found.readout.usual.as_one) == (28, False)


def test_of_a_young_team_it_is_that_of_the_eight_weeks_before(store: Store) -> None:
    small(store, 9, solved=12).done()
    usual = reviewed(store, weeks=4).week.of(catalogue.RESOLUTION_TIME).readout.usual
    assert usual is not None
    assert usual.value == pytest.approx(5 * HOUR, rel=0.05)
    assert (usual.weeks, usual.as_one) == (8, True)


def test_a_team_with_fewer_weeks_is_not_judged_by_its_usual(store: Store) -> None:
    small(store, 4, solved=12).done()
    found = reviewed(store, weeks=4).week.of(catalogue.RESOLUTION_TIME)
    assert (found.state, found.why) == (None, "no target is set, and its own usual is not known yet")


@pytest.mark.parametrize(("marked", "usual"), [(1, True), (2, False)])
def test_a_span_is_no_usual_one_if_half_of_its_weeks_are_marked(store: Store, marked: int, usual: bool) -> None:
    """Of the eight weeks before, that stand for what is usual."""
    small(store, 9).done()
    with store.writing() as connection:
        for ago in range(5, 5 + marked):
            first = THIS - timedelta(weeks=ago)
            note(connection, first, first, "closed", Kind.HOLIDAY, "test", 0)
    found = reviewed(store, weeks=4).week.of(catalogue.RESOLUTION_TIME)
    assert (found.readout.usual is not None) == usual


def test_costs_are_compared_with_how_they_changed_from_four_weeks_to_four(store: Store) -> None:
    """Half as many contacts for the same money."""
    fewer = {"refund": 2, "delivery": 1, "invoice": 1, "password": 1, "login bug": 1}
    small(store, 28, intents=fewer, others=0, by_bot=3, by_person=2, rated=3, satisfied=3).done()
    costs(store, 18)
    assert ("cost_per_contact", True) in moved(store)
    assert headline(store) == "Cost per contact is the weakest: 21 EUR for each of 24 contacts, usually 9.69 EUR."


def test_a_bug_is_told_by_the_week_in_which_it_began(store: Store) -> None:
    with_bug = {**FEW, "login bug": 12}
    desk = Desk(store, SMALL).weeks(26, last=2)
    desk.weeks(2, last=0, intents=with_bug).done()
    found = reviewed(store, weeks=4)
    held = found.held_down_by
    assert isinstance(held, RisenIntent)
    assert (held.usual, held.monday) == (4, date(2026, 7, 13))
    assert wording.headline(found).startswith(
        "Login bug is what these 4 weeks are about: 26 of 74 conversations (35.1 %, limit 25 %; usually 4 in 4 weeks)"
    )
    assert "usually 4 in 4 weeks; it is above that since" in wording.held_down_by(found)


def test_the_answered_are_answered_fast_while_more_wait_than_four_weeks_before(store: Store) -> None:
    small(store, 28, waiting=4, by_bot=5, by_person=3).done()
    found = reviewed(store, weeks=4)
    assert [each.number for each in found.found] == [6]
    assert "but 16 wait for one, and 0 did 4 weeks before: who is not answered?" in found.found[0].text


def test_the_reviews_before_are_redone_at_the_same_cadence(store: Store) -> None:
    small(store, 28).done()
    catch_up(store, BERLIN)
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        found = redone(facts, period_of(THIS, 4, BERLIN), moment(NOW))
    assert [past.monday for past in found[:3]] == [date(2026, 6, 1), date(2026, 5, 4), date(2026, 4, 6)]


def test_the_same_data_say_the_same(store: Store) -> None:
    small(store, 28, reply=120).done()
    counted = to_json(reviewed(store, weeks=4))
    catch_up(store, BERLIN)
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        summed = [to_json(review(facts, period_of(THIS, 4, BERLIN), moment(NOW))) for _ in range(2)]
    assert summed[0] == summed[1]
    assert summed[0]["headline"] == counted["headline"]


def test_who_waits_at_the_end_of_four_weeks_long_over(store: Store) -> None:
    small(store, 8, waiting=1).done()
    found = reviewed(store, weeks=4, ago=4, now="Mon 31 Aug 2026 09:00")
    assert wording.waiting(found) == "Waiting at the end of these 4 weeks: 0."


def test_four_weeks_that_the_data_do_not_cover_are_not_judged(store: Store) -> None:
    desk = Desk(store, SMALL, until="Fri 24 Jul 2026 12:00").weeks(28, last=0)
    desk.done()
    assert headline(store) == "No KPI of these 4 weeks can be judged."
