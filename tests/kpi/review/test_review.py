"""A week's review as a whole: the same data say the same, also of weeks long past and of one that is not over."""

from datetime import timedelta

import pytest

from kpi import catalogue
from kpi.dimensions import CHANNEL
from kpi.filters import Filter
from kpi.review import wording
from kpi.review.review import Review, last_week, redone, review, this_week
from kpi.review.review_json import to_json
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from tests.kpi.review.desk import THIS, Desk, reviewed, week
from tests.support.tickets import BERLIN, moment


def facts_review(store: Store, ago: int = 0, now: str = "Mon 27 Jul 2026 09:00", channel: str = "") -> Review:
    filters = [Filter(CHANNEL, channel, channel)] if channel else []
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        return review(facts, week(ago), moment(now), filters)


def test_the_same_data_say_the_same(any_store: Store) -> None:
    Desk(any_store).weeks(16, by_bot=49).week(rated=100, satisfied=70, solved=2).done()
    catch_up(any_store, BERLIN)
    first = to_json(facts_review(any_store))
    assert to_json(facts_review(any_store)) == first
    later = to_json(facts_review(any_store, now="Wed 12 Aug 2026 09:00"))
    waiting = ("waiting",)
    assert {key: value for key, value in later.items() if key not in waiting} == {
        key: value for key, value in first.items() if key not in waiting
    }


def test_what_a_week_found_is_what_the_next_weeks_redo(store: Store) -> None:
    """Confirmations fail for weeks: that is told once in four weeks, whichever week is redone."""
    Desk(store).weeks(24, confirmed=4).week(confirmed=4).done()
    catch_up(store, BERLIN)
    told = {ago: [each.number for each in facts_review(store, ago).conflicts] for ago in range(8)}
    assert sorted(map(len, told.values())) == [0] * 6 + [1] * 2
    with_it = [ago for ago, numbers in told.items() if numbers]
    assert with_it[1] - with_it[0] == 4


def test_each_week_before_is_known_to_the_next(store: Store) -> None:
    Desk(store).weeks(16, by_bot=49).week(by_bot=49).done()
    catch_up(store, BERLIN)
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        found = redone(facts, week(), moment("Mon 27 Jul 2026 09:00"))
    assert [past.monday for past in found[:2]] == [THIS - timedelta(weeks=1), THIS - timedelta(weeks=2)]
    assert {past.weakest for past in found[:4]} == {"automation_rate"}


def test_the_summary_and_the_tickets_find_the_same(store: Store) -> None:
    Desk(store).weeks(14, by_bot=49).week(rated=100, satisfied=70, solved=2).done()
    counted = reviewed(store)
    catch_up(store, BERLIN)
    summed = reviewed(store)
    assert wording.headline(counted) == wording.headline(summed)
    assert [move.standing.kpi.key for move in counted.moves] == [move.standing.kpi.key for move in summed.moves]


def test_a_week_that_is_not_over_is_judged_but_moves_nothing(store: Store) -> None:
    now = "Thu 23 Jul 2026 09:00"
    Desk(store, until=now).weeks(10, last=1).week(rated=100, satisfied=60).done()
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        found = review(facts, this_week(moment(now), facts), moment(now))
    assert found.week.period.unfinished
    assert found.moves == ()
    assert wording.moved(found) == ["The week is not over, so nothing is said to have moved yet."]
    assert found.ranking.weakest is not None
    assert found.ranking.weakest.standing.kpi == catalogue.CSAT
    assert found.week.of(catalogue.RESOLUTION_TIME).why == (
        "the week is not over, and its own usual is that of whole weeks"
    )


def test_the_last_week_is_the_whole_one_before_this(store: Store) -> None:
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        assert last_week(moment("Sun 26 Jul 2026 23:59"), facts).text == "2026-W29"
        assert last_week(moment("Mon 27 Jul 2026 00:00"), facts).text == "2026-W30"


def test_a_store_without_data_judges_nothing(store: Store) -> None:
    found = reviewed(store)
    assert wording.headline(found) == "No KPI of this week can be judged."
    assert {each.why for each in found.week.standings} == {"not connected"}
    assert wording.waiting(found) == ""


def test_who_waits_now_is_told_of_the_last_week_and_at_its_end_of_others(store: Store) -> None:
    Desk(store).weeks(4, waiting=2).week(waiting=3).done()
    now, then = facts_review(store), facts_review(store, ago=2)
    assert (now.waiting.number, now.waiting.now) == (11, True)
    assert wording.waiting(now).startswith("Waiting now: 11, the oldest ")
    assert wording.waiting(then) == "Waiting at the end of the week: 6."


def test_a_review_of_one_channel_leaves_out_what_has_no_channel(store: Store) -> None:
    Desk(store).weeks(10).week().done()
    found = facts_review(store, channel="email")
    assert found.week.of(catalogue.COST_PER_CONTACT).why == "channels, teams and the like have none of their own"
    csat = found.week.of(catalogue.CSAT).readout.reading
    assert csat is not None
    assert 0 < csat.n < 40


@pytest.mark.parametrize("ago", [0, 1, 5])
def test_a_past_week_is_judged_by_what_was_before_it(store: Store, ago: int) -> None:
    """Replies become slow in the week of 15 June, five weeks ago."""
    desk = Desk(store).weeks(9, last=6)
    for each in range(5, -1, -1):
        desk.week(each, solved=12)
    desk.done()
    moved = [move.standing.kpi.key for move in reviewed(store, ago=ago).moves]
    assert moved == (["resolution_time"] if ago == 5 else [])
