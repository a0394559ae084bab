"""The server's own counting, on a real store, and what it says in the log."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Event, Thread

import pytest
from rich.console import Console
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.recounting import SECONDS, Recounting, counted_or_told, what_moved
from kpi.catalogue import Unit
from kpi.restated import Figure
from kpi.store import Store
from kpi.summary.basis import is_made_for
from kpi.summary.catching_up import catch_up, days_behind
from kpi.team import settings
from kpi.webhooks import connecting
from tests.bot.conftest import TICKETS, Kpibot
from tests.kpi.summary.changes import UTC_ZONE
from tests.kpi.summary.comparing import assert_as_the_tickets_tell
from tests.kpi.summary.histories import import_into, tickets
from tests.support.databases import opened
from tests.support.deliveries import connect
from tests.support.past_the_program import change
from tests.support.waiting import wait_until

LONG = 60.0


def behind(store: Store) -> int:
    with store.reading() as connection:
        return days_behind(connection)


def is_counted(store: Store) -> bool:
    with store.reading() as connection:
        return is_made_for(connection, settings.read(connection, UTC_ZONE)) and not days_behind(connection)


@pytest.fixture
def recounting(any_store: Store) -> Iterator[Recounting]:
    recounting = Recounting(any_store, UTC_ZONE)
    recounting.start()
    yield recounting
    recounting.stop()


def test_it_looks_so_often_that_what_comes_in_is_counted_within_five_seconds() -> None:
    assert SECONDS < 5


@pytest.mark.usefixtures("recounting")
def test_what_comes_in_is_counted_without_anybody_asking_and_without_a_word(any_store: Store) -> None:
    with capture_logs() as said:
        import_into(any_store, tickets(0, 2))
        wait_until(lambda: is_counted(any_store))
        assert_as_the_tickets_tell(any_store)
        import_into(any_store, tickets(1, 2, a_day=3))
        wait_until(lambda: is_counted(any_store))
        assert_as_the_tickets_tell(any_store)
    assert said == []


def test_where_nothing_can_come_in_nobody_says_that_nothing_came(any_store: Store) -> None:
    connect(any_store)
    recounting = Recounting(any_store, UTC_ZONE)
    recounting.listens = bool  # another program has the port
    recounting.start()
    long_ago = datetime.now(UTC) - timedelta(seconds=1)
    wait_until(lambda: recounting.is_counted(long_ago))
    assert reached(any_store) is None
    recounting.listens = lambda: True
    recounting.soon()
    wait_until(lambda: reached(any_store) is not None)
    recounting.stop()


def reached(store: Store) -> int | None:
    """Up to when a source is known to be complete."""
    with store.reading() as connection:
        return connecting.all_(connection)[0].reached_at


def test_what_a_crash_has_left_is_counted_when_the_server_begins(any_store: Store) -> None:
    import_into(any_store, tickets(0, 2))
    recounting = Recounting(any_store, UTC_ZONE)
    recounting.start()
    wait_until(lambda: is_counted(any_store))
    recounting.stop()
    assert_as_the_tickets_tell(any_store)


def test_a_store_that_cannot_be_used_is_told_once_and_counted_when_it_can(store: Store) -> None:
    catch_up(store, UTC_ZONE)
    import_into(store, tickets(0, 2))
    impatient = Store(store.url.render_as_string(), busy_seconds=0.05)
    recounting = Recounting(impatient, UTC_ZONE)
    with capture_logs() as said:
        with opened(str(store.url)).writing():  # another program
            recounting.start()
            wait_until(lambda: len(said) > 0)
            for _ in range(3):
                recounting.soon()
                time.sleep(0.3)
        recounting.soon()
        wait_until(lambda: is_counted(store))
        recounting.stop()
    assert [(each["log_level"], each["event"]) for each in said] == [
        ("warning", "days cannot be counted"),
        ("info", "days are counted again"),
    ]
    impatient.close()


def test_a_bug_is_told_as_a_failure_with_a_number_and_ends_nothing(any_store: Store) -> None:
    catch_up(any_store, UTC_ZONE)
    import_into(any_store, tickets(0, 2))
    with any_store.writing() as connection:  # what no person can mend
        connection.execute(text("ALTER TABLE kpi_day RENAME TO somewhere_else"))
    recounting = Recounting(any_store, UTC_ZONE)
    with capture_logs() as said:
        recounting.start()
        wait_until(lambda: len(said) > 0)
        with any_store.writing() as connection:
            connection.execute(text("ALTER TABLE somewhere_else RENAME TO kpi_day"))
        recounting.soon()
        wait_until(lambda: is_counted(any_store))
        recounting.stop()
    assert [each["event"] for each in said] == ["failure", "days are counted again"]
    assert len(said[0]["id"]) == 8
    assert said[0]["exc_info"] is not None


def test_it_stops_while_it_waits_for_somebody_else_who_counts(any_store: Store) -> None:
    import_into(any_store, tickets(0, 2))
    holds, go_on = Event(), Event()

    def pause(_done: int, _total: int) -> None:
        holds.set()
        go_on.wait(LONG)

    other = Thread(target=catch_up, args=(any_store, UTC_ZONE, pause))
    other.start()
    assert holds.wait(LONG)
    recounting = Recounting(any_store, UTC_ZONE)
    recounting.start()
    recounting.stop()
    assert other.is_alive()
    go_on.set()
    other.join()
    assert behind(any_store) == 0


def test_it_stops_between_two_days_and_the_rest_is_left_for_the_next(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    stopping = Event()
    catch_up(any_store, UTC_ZONE, lambda _done, _total: stopping.set(), stopping.is_set)
    assert behind(any_store) > 0
    catch_up(any_store, UTC_ZONE)
    assert_as_the_tickets_tell(any_store)


def test_what_has_not_begun_is_stopped_and_hurried_all_the_same(any_store: Store) -> None:
    recounting = Recounting(any_store, UTC_ZONE)
    recounting.soon()
    recounting.stop()


def test_what_moved_is_said_in_a_line_each_or_that_nothing_has() -> None:
    hour, other = (Figure(value, Unit.SECONDS, "EUR") for value in (4_800.0, 3_300.0))
    assert what_moved({"First response time (median)": hour}, {"First response time (median)": other}) == [
        "First response time (median): 1 h 20 min → 55 min"
    ]
    assert what_moved({"NPS": hour}, {"NPS": hour}) == ["No figure of the last seven days has moved."]


def test_what_a_command_has_changed_is_kept_though_its_days_cannot_be_counted_now(store: Store) -> None:
    catch_up(store, UTC_ZONE)
    import_into(store, tickets(0, 2))
    impatient = Store(store.url.render_as_string(), busy_seconds=0.05)
    said = StringIO()
    with opened(str(store.url)).writing():  # another program
        counted_or_told(impatient, UTC_ZONE, Console(file=said))
    assert "That is kept. Its days are counted later, by the bot if it runs" in said.getvalue()
    assert "is in use by another program." in said.getvalue()
    impatient.close()
    counted_or_told(store, UTC_ZONE, Console(file=said))
    assert is_counted(store)


def test_rebuild_in_the_terminal_says_that_all_days_were_right_or_which_were_not(kpibot: Kpibot) -> None:
    kpibot.does("import", TICKETS, "--timezone", "Europe/Berlin", "--yes")
    assert kpibot.does("rebuild").out.endswith("days were counted anew. All are as they had been.\n")
    spoilt = "UPDATE kpi_day SET opened = 99 WHERE day = (SELECT min(day) FROM kpi_day WHERE opened > 0)"
    change(kpibot.address, spoilt)
    assert "days were counted anew. Other than before: 2026-" in kpibot.does("rebuild").out


def test_opening_hours_that_are_set_in_the_terminal_say_what_they_have_moved(kpibot: Kpibot) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    rows = [f"{number},{yesterday}T02:00:00Z,{yesterday}T12:00:00Z" for number in range(3)]
    file = kpibot.folder / "replies.csv"
    file.write_text("\n".join(["id,created_at,first_human_response_at", *rows]))
    kpibot.does("import", file, "--yes")
    lines = kpibot.does("config", "set", "hours", "mon-sun", "9-17").out.splitlines()
    assert "Past periods are counted anew: their numbers may change." in lines
    assert "First response time (median): 10 h → 3 h" in lines
    said = kpibot.does("ask", "hours", "24/7").said
    assert "days are being counted anew: past numbers may change." in said
    assert "• First response time (median): 3 h → 10 h" in said
