"""Something breaks on the bot's side while a person waits."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.server import LocalSlack
from tests.stories.conftest import bot_in_slack
from tests.support.databases import a_copy, no_such_table
from tests.support.local_slack import Person
from tests.support.past_the_program import change


@pytest.fixture
def database(history: str, tmp_path: Path) -> str:
    """A copy of the history that may be spoiled."""
    return a_copy(history, tmp_path)


@pytest.fixture
def slack(database: str) -> Iterator[LocalSlack]:
    """A workspace in which the bot answers from that copy."""
    with bot_in_slack(database) as slack:
        yield slack


def lose_the_tickets(database: str) -> None:
    change(database, "DROP TABLE ticket")


def failure_id(text: str) -> str:
    found = re.search(r"`([0-9a-f]{8})`", text)
    assert found, text
    return found[1]


def test_a_failure_has_an_id_that_the_log_has(ada: Person, database: str, caplog: pytest.LogCaptureFixture) -> None:
    lose_the_tickets(database)
    answer = ada.types("/kpi csat")
    assert answer.ephemeral
    assert "Something broke on my side." in answer.plain
    assert failure_id(answer.plain) in caplog.text
    assert no_such_table("ticket") in caplog.text


def test_a_failure_while_sharing_is_told_to_the_presser_alone(ada: Person, ben: Person, database: str) -> None:
    answer = ada.types("/kpi csat")
    lose_the_tickets(database)
    ada.presses(answer, "Share to channel")
    assert ada.waits_for("Something broke on my side.").ephemeral
    assert ben.sees() == []


def test_the_bot_goes_on_answering_after_a_failure(ada: Person, database: str) -> None:
    lose_the_tickets(database)
    ada.types("/kpi csat")
    assert "What you can ask" in ada.types("/kpi help").plain
