"""The weakest KPI over the weeks is the very number that is judged."""

from datetime import date

from kpi.catalogue import FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION
from kpi.review.curve import curve
from kpi.review.decisions import NOTHING_DECIDED, Decisions, limit
from kpi.review.review import period_of, review
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from tests.kpi.review.desk import NOW, THIS, Desk
from tests.support.tickets import BERLIN, moment


def drawn(
    store: Store, kpi: str, weeks: int = 1, decisions: Decisions = NOTHING_DECIDED
) -> tuple[list[date], list[float]]:
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        found = review(facts, period_of(THIS, weeks, BERLIN), moment(NOW), decisions=decisions, previous=[])
        standing = next(each for each in found.week.standings if each.kpi.key == kpi)
        points = curve(found, standing).series
        return [each.period.first for each in points], [round(each.sample.value or 0.0, 1) for each in points]


def test_slow_first_replies_by_the_bot_are_drawn_as_the_bots(store: Store) -> None:
    Desk(store).weeks(5).week(bot_reply=45).done()
    mondays, minutes = drawn(store, FIRST_RESPONSE_TIME.key)
    assert mondays[-1] == THIS
    assert minutes == [60.0] * 5 + [45 * 60.0]


def test_an_intent_that_is_above_its_own_limit_is_drawn_by_its_name(store: Store) -> None:
    Desk(store).weeks(5).week().done()
    decisions = Decisions(
        normal={"login bug": limit(5), "delivery": limit(60), "refund": limit(60), "invoice": limit(60)}
    )
    _, shares = drawn(store, INTENT_DISTRIBUTION.key, decisions=decisions)
    assert shares == [10.8] * 6


def test_of_four_weeks_each_is_a_point(store: Store) -> None:
    Desk(store).weeks(10).week().done()
    mondays, _ = drawn(store, "csat", weeks=4)
    assert [each.isocalendar().week for each in mondays] == list(range(20, 31))
