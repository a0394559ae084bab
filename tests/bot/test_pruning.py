"""What too old conversations become of at night, beside other bots on the same store."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.pruning import Pruning
from kpi.model import Retention, Ticket, TicketCause, table
from kpi.retention.freezing import freeze
from kpi.retention.nightly import put_off
from kpi.retention.turn import taken
from kpi.store import Store
from kpi.team import settings
from tests.kpi.retention.histories import NOW, say
from tests.kpi.retention.test_pruning import full, number
from tests.kpi.summary.changes import UTC_ZONE

NIGHT = NOW.replace(hour=3, minute=2)
TOLD = {"event": "old conversations deleted", "number": 5, "inquiries": 1, "log_level": "info"}


@pytest.fixture
def store(any_store: Store, tmp_path: Path) -> Store:
    """Nine conversations, of which five are too old."""
    full(any_store, tmp_path)
    say(any_store, "retention 6 months delete")
    return any_store


def looks(store: Store, at: datetime, stopping: Callable[[], bool] = bool) -> list[Any]:
    """What a bot that looks then says in the log."""
    with capture_logs() as lines:
        Pruning(store, UTC_ZONE, lambda: at, stopping).run()
    return lines


def test_they_are_deleted_in_the_night_and_that_is_told_once(store: Store) -> None:
    assert looks(store, NOW) == [], "not by day"
    assert number(store, Ticket) == 9
    assert looks(store, NIGHT) == [TOLD]
    assert number(store, Ticket) == 4
    assert looks(store, NIGHT + timedelta(minutes=5)) == []
    assert looks(store, NIGHT + timedelta(days=1)) == [], "there is nothing more"


def test_of_several_bots_one_does_so(store: Store) -> None:
    with capture_logs() as lines, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: Pruning(store, UTC_ZONE, lambda: NIGHT, bool).run(), range(4)))
    assert lines == [TOLD]
    assert number(store, Ticket) == 4


def test_a_night_that_was_missed_is_made_up_for_by_day(store: Store) -> None:
    looks(store, NIGHT)
    with store.writing() as connection:
        connection.execute(update(table(Ticket)).values(created_at=0, resolved_at=1, updated_at=1))
    assert looks(store, NOW + timedelta(days=1)) == [], "the next night is soon"
    (told,) = looks(store, NOW + timedelta(days=2))
    assert told["event"] == TOLD["event"]


def test_what_a_bot_leaves_undone_when_it_goes_another_does_in_the_same_night(store: Store) -> None:
    (told,) = looks(store, NIGHT, lambda: number(store, Ticket) == 4)
    assert (told["number"], told["inquiries"]) == (5, 0)
    assert number(store, TicketCause) > 0
    (told,) = looks(store, NIGHT + timedelta(minutes=5))
    assert (told["number"], told["inquiries"]) == (0, 1)
    assert number(store, TicketCause) == 0


def test_while_another_is_at_it_nothing_is_done_or_said_and_a_dead_one_is_not_waited_for(store: Store) -> None:
    freeze(store, UTC_ZONE, NIGHT)
    with taken(store):
        assert looks(store, NIGHT) == []
        assert number(store, Ticket) == 9
        with store.writing() as connection:  # noted by a clock that was put back since
            held_at = connection.scalar(select(table(Retention).c.held_at)) or 0
            connection.execute(update(table(Retention)).values(held_at=held_at + 10**7))
        assert looks(store, NIGHT) == [TOLD]


def test_a_clock_that_was_ahead_ends_no_nights(store: Store) -> None:
    freeze(store, UTC_ZONE, NIGHT)
    with store.writing() as connection:
        connection.execute(update(table(Retention)).values(done_on=NIGHT.date() + timedelta(days=400)))
    assert looks(store, NIGHT) == [TOLD]


def test_a_clock_that_leaps_ahead_deletes_nothing_for_a_day(store: Store) -> None:
    assert looks(store, NIGHT) == [TOLD]
    leapt = NIGHT + timedelta(days=300)
    (told,) = looks(store, leapt)
    assert told["log_level"] == "warning"
    assert (told["today"], told["last_looked"]) == (f"{leapt.date()}", f"{NIGHT.date()}")
    for hours in (1, 12, 24):
        assert looks(store, leapt + timedelta(hours=hours)) == []
    assert number(store, Ticket) == 4
    assert looks(store, NIGHT + timedelta(days=1)) == [], "it was set in the meantime"
    assert number(store, Ticket) == 4


def test_a_bot_that_was_away_for_long_deletes_two_nights_later(store: Store) -> None:
    back = NIGHT + timedelta(days=300)
    with store.writing() as connection:
        put_off(connection, settings.read(connection, UTC_ZONE), NIGHT)
    assert [line["log_level"] for line in looks(store, back)] == ["warning"]
    assert looks(store, back + timedelta(days=1)) == []
    assert number(store, Ticket) == 9
    (told,) = looks(store, back + timedelta(days=2))
    assert told["event"] == TOLD["event"]
    assert number(store, Ticket) < 9


def test_trouble_is_told_and_tried_again(store: Store) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE ticket_cause RENAME TO hidden")
    (told,) = looks(store, NIGHT)
    assert told["event"] in {"old conversations cannot be deleted", "failure"}
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE hidden RENAME TO ticket_cause")
    assert looks(store, NIGHT + timedelta(minutes=5)) in ([TOLD], [])
    assert number(store, Ticket) == 4
