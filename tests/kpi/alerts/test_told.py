"""A channel is told of a thing once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from kpi.alerts import channels, told
from kpi.alerts.outliers import Outlier
from kpi.catalogue import CSAT, INTENT_DISTRIBUTION
from kpi.samples import Number, Share
from kpi.store import Store
from kpi.team.history import kept

TUESDAY = date(2026, 7, 21)
HERE, THERE = "C1", "C2"


def low(on: date = TUESDAY) -> Outlier:
    return Outlier(CSAT, on, Share(8, 20), 85.0, 5.6, 12)


def many(on: date = TUESDAY) -> Outlier:
    return Outlier(INTENT_DISTRIBUTION, on, Number(20), 3, 5.4, 12, "login bug")


def claimed(store: Store, *found: Outlier, channel: str = HERE) -> Sequence[Outlier]:
    with store.writing() as connection:
        return told.claim(connection, channel, found, 0)


def test_who_comes_second_has_nothing_to_tell(any_store: Store) -> None:
    assert claimed(any_store, low(), many()) == (low(), many())
    assert claimed(any_store, low(), many()) == ()


def test_each_channel_is_told(any_store: Store) -> None:
    assert claimed(any_store, low()) == (low(),)
    assert claimed(any_store, low(), channel=THERE) == (low(),)


def test_what_goes_on_is_told_again_only_after_a_week(any_store: Store) -> None:
    claimed(any_store, low())
    assert claimed(any_store, low(TUESDAY + timedelta(days=1))) == ()
    assert claimed(any_store, low(TUESDAY + timedelta(days=6))) == ()
    assert claimed(any_store, low(TUESDAY + timedelta(days=7))) != ()


def test_another_thing_is_told_meanwhile(any_store: Store) -> None:
    claimed(any_store, low())
    assert claimed(any_store, low(TUESDAY + timedelta(days=1)), many(TUESDAY + timedelta(days=1))) == (
        many(TUESDAY + timedelta(days=1)),
    )


def test_what_was_surely_not_posted_can_be_told_later(any_store: Store) -> None:
    with any_store.writing() as connection:
        told.release(connection, HERE, told.claim(connection, HERE, [low(), many()], 0)[:1])
    assert claimed(any_store, low(), many()) == (low(),)


def test_alerts_are_off_until_somebody_turns_them_on(any_store: Store) -> None:
    with any_store.writing() as connection:
        assert channels.of(connection, HERE) is None
        assert not channels.snooze(connection, HERE, datetime.fromtimestamp(100, UTC), "Ada", 0)
        made = channels.turn_on(connection, HERE, "U1", "Ada", 10)
        assert channels.all_of_them(connection) == [made]
        assert channels.snooze(connection, HERE, datetime.fromtimestamp(100, UTC), "Ada", 0)
        snoozed = channels.of(connection, HERE)
        assert snoozed is not None
        assert snoozed.is_snoozed(99)
        assert not snoozed.is_snoozed(100)
        assert channels.turn_off(connection, HERE, "Ben", 20)
        assert not channels.turn_off(connection, HERE, "Ben", 30)
        assert [(each.who, each.old, each.new) for _, each in kept(connection, 5)] == [
            ("Ben", "on", None),
            ("Ada", "on", "rest until 1 January 1970"),
            ("Ada", None, "on"),
        ]


def test_a_day_that_only_a_clock_which_was_ahead_has_seen_keeps_nothing_from_being_told(any_store: Store) -> None:
    assert claimed(any_store, low(TUESDAY + timedelta(days=400))) != ()
    assert claimed(any_store, low()) == (low(),)
