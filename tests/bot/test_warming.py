"""What a bot that serves makes ready before anybody waits for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import insert, text

from bot.commands.registry import Workbench
from bot.messages.environment import Messages
from bot.warming import warm_up
from kpi.model import Setting, table
from kpi.store import Store
from tests.support.databases import a_store
from tests.support.tickets import BERLIN, add, moment, ticket

MONDAY = "Mon 27 Jul 2026 09:30"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    store = a_store(tmp_path)
    add(store, "desk", ticket(created_at="Mon 20 Jul 2026 09:00"), complete_until=MONDAY)
    yield Workbench(store, Messages(), BERLIN, lambda: moment(MONDAY))
    store.close()


def warmed(bench: Workbench) -> list[str]:
    """What the log has of it."""
    with structlog.testing.capture_logs() as log:
        warm_up(bench).join(30)
    return [entry["event"] for entry in log]


def test_the_templates_of_app_home_are_at_hand_and_nothing_is_said(bench: Workbench) -> None:
    assert warmed(bench) == []
    at_hand = {str(key[1]) for key in bench.messages._environment.cache or {}}
    assert {"home.j2", "home_numbers.j2", "home_channels.j2"} <= at_hand


def test_where_home_cannot_be_made_the_log_says_so_and_the_bot_goes_on(bench: Workbench) -> None:
    store: Store = bench.store
    with store.writing() as connection:
        connection.execute(text("DROP TABLE review_schedule"))
    assert warmed(bench) == ["failure"]


def test_what_somebody_can_mend_is_no_failure_of_the_bot(bench: Workbench) -> None:
    with bench.store.writing() as connection:
        connection.execute(insert(table(Setting)).values(key="zone", value="Mars/Base", who="Ann", at=1))
    assert warmed(bench) == ["App Home is not ready"]
