"""Which teams are small enough for a review every four weeks."""

import pytest

from kpi.review.small_team import small
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from tests.kpi.review.desk import NOW, Desk, Usual
from tests.support.tickets import BERLIN, moment


def is_small(store: Store, now: str = NOW) -> bool:
    with store.reading() as connection:
        return small(StoreFacts(connection, settings.read(connection, BERLIN)), moment(now))


def desk(store: Store, a_week: int, until: str = NOW) -> Desk:
    return Desk(store, Usual({"refund": a_week}, others=0, by_bot=0, by_person=0, rated=0), until=until)


@pytest.mark.parametrize(("a_week", "found"), [(19, True), (20, False)])
def test_below_twenty_a_week_a_team_is_small(store: Store, a_week: int, found: bool) -> None:
    desk(store, a_week).weeks(10, last=0).done()
    assert is_small(store) == found


def test_it_is_the_mean_of_the_last_eight_weeks(store: Store) -> None:
    """7 weeks of 10 and one of 90: 160 in all. What was before does not count."""
    desk(store, 10).weeks(12, last=8, intents={"refund": 80}).weeks(7, last=1).week(intents={"refund": 90}).done()
    assert not is_small(store)


def test_the_running_week_does_not_count(store: Store) -> None:
    desk(store, 30).weeks(10, last=0).done()
    assert not is_small(store, "Mon 20 Jul 2026 00:00")
    assert not is_small(store, "Sun 26 Jul 2026 23:59")


def test_a_team_that_has_just_begun_is_judged_by_the_weeks_there_are(store: Store) -> None:
    """Two weeks of 40 are not 80 in eight."""
    desk(store, 40).weeks(2, last=0).done()
    assert not is_small(store)


def test_an_old_export_counts_up_to_its_end(store: Store) -> None:
    desk(store, 40).weeks(10, last=0).done()
    assert not is_small(store, "Mon 7 Dec 2026 09:00")


def test_a_team_without_data_is_not_small(store: Store) -> None:
    assert not is_small(store)
