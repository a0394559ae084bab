"""What people decide in reviews, on both databases: who, when, and what follows from it."""

from datetime import date

import pytest

from kpi.catalogue import CSAT, NPS, Target
from kpi.review.decisions import NOTHING_DECIDED
from kpi.review.record import causes, foci, normal_intents, parked
from kpi.review.record.causes import Cause
from kpi.review.record.decided import decisions
from kpi.review.record.foci import Outcome
from kpi.store import Store
from kpi.team.settings import changes
from tests.kpi.review.record.focus import FOCUS, MONDAY
from tests.support.tickets import at, day

HERE, ELSEWHERE = "C0HERE", "C0ELSEWHERE"
NOON = at("Mon 27 Jul 2026 12:00")
TODAY, UNTIL = day("Mon 27 Jul 2026"), day("Mon 24 Aug 2026")


def test_a_kpi_is_parked_in_one_channel_until_a_day(any_store: Store) -> None:
    with any_store.writing() as connection:
        parked.park(connection, HERE, CSAT, UNTIL, "new survey", "ann", NOON)
        assert decisions(connection, HERE, day("Sun 23 Aug 2026")).parked == {"csat"}
        assert decisions(connection, HERE, UNTIL) == NOTHING_DECIDED
        assert decisions(connection, ELSEWHERE, TODAY) == NOTHING_DECIDED
        (told,) = parked.parked(connection, HERE, TODAY).values()
    assert (told.kpi, told.who, told.said) == (CSAT, "ann", "until 24 August 2026: new survey (ann)")


def test_parking_again_moves_the_day_and_unparking_ends_it(any_store: Store) -> None:
    with any_store.writing() as connection:
        parked.park(connection, HERE, CSAT, day("Mon 3 Aug 2026"), "", "ann", NOON)
        parked.park(connection, HERE, CSAT, UNTIL, "", "ben", NOON + 60)
        assert parked.parked(connection, HERE, TODAY)["csat"].until == UNTIL
        over = parked.unpark(connection, HERE, CSAT, "ann", NOON + 90)
        assert over is not None
        assert over.who == "ben"
        assert parked.unpark(connection, HERE, CSAT, "ann", NOON + 99) is None
        assert parked.parked(connection, HERE, TODAY) == {}
        told = changes(connection, 10)
    assert [(each.what, each.who) for each in told] == [
        (f"parked csat in {HERE}", who) for who in ("ann", "ben", "ann")
    ]


def test_the_focus_on_a_parked_kpi_is_over_and_no_other(any_store: Store) -> None:
    with any_store.writing() as connection:
        foci.save(connection, HERE, MONDAY, FOCUS, NOON)
        parked.park(connection, HERE, NPS, UNTIL, "", "ann", NOON)
        assert foci.current(connection, HERE) is not None
        parked.park(connection, HERE, CSAT, UNTIL, "", "ann", NOON)
        (ended,) = foci.all_of(connection, HERE)
    assert (ended.outcome, ended.ended) == (Outcome.PARKED, date(2026, 7, 27))


def test_an_intent_that_is_normal_has_a_limit_of_its_own(any_store: Store) -> None:
    with any_store.writing() as connection:
        assert normal_intents.accept(connection, "order status", 45, "ann", NOON) == Target(45, 60)
        normal_intents.accept(connection, "order status", 50, "ben", NOON + 60)
        assert decisions(connection, HERE, TODAY).normal == {"order status": Target(50, 65)}
        assert normal_intents.forget(connection, "order status", "ann", NOON + 90)
        assert not normal_intents.forget(connection, "order status", "ann", NOON + 99)
        assert normal_intents.normal(connection) == {}
        told = [(each.before, each.after) for each in changes(connection, 10)]
    assert told == [("up to 50 %", "nothing"), ("up to 45 %", "up to 50 %"), ("nothing", "up to 45 %")]


def test_what_is_no_limit_is_refused_and_not_kept(any_store: Store) -> None:
    with any_store.writing() as connection:
        with pytest.raises(ValueError, match="percentages go from 0 to 100"):
            normal_intents.accept(connection, "order status", 120, "ann", NOON)
        assert normal_intents.normal(connection) == {}


def test_a_conversation_has_the_cause_that_was_said_last(any_store: Store) -> None:
    one, two, three = ("zendesk", "1"), ("zendesk", "2"), ("intercom", "1")
    with any_store.writing() as connection:
        causes.label(connection, *one, Cause.SLOW, "ann", NOON)
        causes.label(connection, *one, Cause.TONE, "ben", NOON + 60)
        causes.label(connection, *two, Cause.PRODUCT, "ann", NOON)
        causes.label(connection, *three, Cause.PRODUCT, "ann", NOON)
        assert causes.causes(connection, [one, ("zendesk", "9")]) == {one: Cause.TONE}
        found = causes.distribution(connection, [one, two, three])
        assert list(found.items()) == [(Cause.PRODUCT, 2), (Cause.TONE, 1)]
        causes.forget(connection, *three)
        assert causes.distribution(connection, [three]) == {}


def test_the_causes_of_a_thousand_conversations_are_found(any_store: Store) -> None:
    with any_store.writing() as connection:
        causes.label(connection, "zendesk", "999", Cause.SLOW, "ann", NOON)
        keys = [("zendesk", str(number)) for number in range(1_000)]
        assert causes.distribution(connection, keys) == {Cause.SLOW: 1}
