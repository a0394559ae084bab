"""Something breaks on the bot's side while a person waits."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.server import LocalSlack
from tests.stories.conftest import bot_in_slack
from tests.support.local_slack import Person


@pytest.fixture
def database(history: Path, tmp_path: Path) -> Path:
    """A copy of the history that may be spoiled."""
    return Path(shutil.copy(history, tmp_path / "kpibot.db"))


@pytest.fixture
def slack(database: Path) -> Iterator[LocalSlack]:
    """A workspace in which the bot answers from that copy."""
    with bot_in_slack(database) as slack:
        yield slack


def lose_the_tickets(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TABLE ticket")


def failure_id(text: str) -> str:
    found = re.search(r"`([0-9a-f]{8})`", text)
    assert found, text
    return found[1]


def test_a_failure_has_an_id_that_the_log_has(ada: Person, database: Path, caplog: pytest.LogCaptureFixture) -> None:
    lose_the_tickets(database)
    answer = ada.types("/kpi csat")
    assert answer.ephemeral
    assert "Something broke on my side." in answer.plain
    assert failure_id(answer.plain) in caplog.text
    assert "no such table: ticket" in caplog.text


def test_a_failure_while_sharing_is_told_to_the_presser_alone(ada: Person, ben: Person, database: Path) -> None:
    answer = ada.types("/kpi csat")
    lose_the_tickets(database)
    ada.presses(answer, "Share to channel")
    assert ada.waits_for("Something broke on my side.").ephemeral
    assert ben.sees() == []


def test_the_bot_goes_on_answering_after_a_failure(ada: Person, database: Path) -> None:
    lose_the_tickets(database)
    ada.types("/kpi csat")
    assert "What you can ask" in ada.types("/kpi help").plain
