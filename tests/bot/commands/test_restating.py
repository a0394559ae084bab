"""What is told while the days are counted anew, and when they are."""

import pytest

from bot.commands.restating import LOOKS_EVERY, PATIENCE, SAYS_EVERY
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read
from tests.support.tickets import BERLIN, add, ticket

NIGHT = {"created_at": "Mon 20 Jul 2026 22:00", "first_human_response_at": "Tue 21 Jul 2026 09:30"}
MOVED = "First response time (median): 11 h 30 min → 30 min"


@pytest.fixture(autouse=True)
def a_night(store: Store) -> None:
    """A conversation that was opened after hours, and answered half an hour after they began."""
    rows = ({**NIGHT, "status": "resolved", "resolved_at": "Tue 21 Jul 2026 10:00"} for _ in range(3))
    add(store, "desk", *(ticket(**row) for row in rows), ticket(created_at="Mon 6 Jul 2026 09:00"))
    catch_up(store, BERLIN)


class Counts:
    """Counts some days each time that the bot waits, but for the first `idle` times."""

    def __init__(self, store: Store, idle: int = 0, days: int = 100) -> None:
        self._store = store
        self._idle = idle
        self._days = days

    def __call__(self) -> bool:
        if self._idle:
            self._idle -= 1
            return True
        done = 0

        def stop() -> bool:
            return done >= self._days

        def note(now: int, _total: int) -> None:
            nonlocal done
            done = now

        catch_up(self._store, BERLIN, note, stop)
        return True


def test_when_all_days_are_counted_it_is_told_what_has_moved(store: Store, bot: Bot) -> None:
    bot.paused = Counts(store)
    told = bot.answers("hours mon-fri 9-17")
    assert told.sequel is not None
    [end] = told.sequel
    assert "23 days are being counted anew" in told.text
    assert "23 days are counted anew." in end.by_then.text
    assert end.news is not None
    assert f"The last seven days, before and now:\n• {MOVED}" in as_read(end.news)


def test_every_few_seconds_it_is_told_how_far_the_counting_is(store: Store, bot: Bot) -> None:
    looks = int(SAYS_EVERY / LOOKS_EVERY)
    bot.paused = Counts(store, idle=looks + 1, days=1)
    told = bot.answers("hours mon-fri 9-17")
    assert told.sequel is not None
    *steps, end = told.sequel
    said = [step.by_then.text for step in steps]
    assert "23 days are being counted anew" in said[0]
    assert "of 23 days are counted anew. What has moved is said when that is done." in said[1]
    assert {step.news for step in steps} == {None}
    assert end.news is not None
    assert MOVED in end.news.text


def test_what_has_moved_nothing_says_so(store: Store, bot: Bot) -> None:
    bot.paused = Counts(store)
    told = bot.answers("target frt 10 min in post")
    assert told.sequel is not None
    [end] = told.sequel
    assert end.news is not None
    assert "No figure of the last seven days has moved." in end.news.text


def test_what_restates_without_any_day_being_counted_says_at_once_what_has_moved(bot: Bot) -> None:
    told = bot.answers("config unclassified something")
    assert (told.sequel, bot.recounted) == (None, 0)
    assert "No figure of the last seven days has moved." in told.text


def test_a_bot_that_stops_says_no_more(bot: Bot) -> None:
    told = bot.answers("hours mon-fri 9-17")
    assert told.sequel is not None
    assert list(told.sequel) == []


def test_counting_that_takes_very_long_is_told_before_slack_takes_no_more_answers(bot: Bot) -> None:
    bot.paused = lambda: True
    told = bot.answers("hours mon-fri 9-17")
    assert told.sequel is not None
    *_, end = told.sequel
    assert PATIENCE < 30 * 60
    assert end.news is not None
    assert "23 of 23 days are still to be counted anew." in end.news.text
    assert "answers take longer, and are right all the same" in as_read(end.news)
