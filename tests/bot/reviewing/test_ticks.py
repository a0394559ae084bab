"""What is looked at every few seconds goes on, whatever happens in a look."""

from threading import Event

import pytest
from structlog.testing import capture_logs

from bot.reviewing.posting import StoppedError
from bot.reviewing.ticks import SECONDS, Ticks
from kpi.errors import ConfigurationError
from tests.support.waiting import wait_until

LONG = 30.0


def test_it_is_looked_at_once_and_often_enough_for_a_review_to_come_in_its_minute() -> None:
    looked = Event()
    ticks = Ticks(looked.set)
    ticks.start()
    assert looked.wait(LONG)
    ticks.stop()
    assert SECONDS < 60


def test_trouble_in_one_look_is_in_the_log_and_keeps_no_other_from_being_done() -> None:
    looked = Event()

    def fails() -> None:
        raise ConfigurationError("The database is locked.")

    def breaks() -> None:
        raise ZeroDivisionError

    ticks = Ticks(fails, breaks)
    ticks.add(looked.set)
    with capture_logs() as said:
        ticks.start()
        assert looked.wait(LONG)
        wait_until(lambda: len(said) == 2)
        ticks.stop()
    assert {(each["log_level"], each["event"]) for each in said} == {
        ("warning", "nothing can be posted"),
        ("error", "failure"),
    }


def test_whoever_waits_for_slack_is_woken_when_the_bot_is_stopped() -> None:
    begun, woken = Event(), Event()
    ticks = Ticks()

    def waits() -> None:
        begun.set()
        with pytest.raises(StoppedError):
            ticks.sleep(LONG)
        woken.set()

    ticks.add(waits)
    ticks.start()
    assert begun.wait(LONG)
    ticks.stop()
    assert ticks.stopping()
    assert woken.is_set()


def test_what_has_not_begun_is_stopped_all_the_same() -> None:
    Ticks().stop()
