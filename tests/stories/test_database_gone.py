"""The database is gone, or another program keeps it: the bot says so, and goes on by itself when it is back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.playground.server import LocalSlack
from chaos.programs import Programs
from kpi.store import Store
from tests.stories.test_http_mode import free_port
from tests.support.deliveries import Client, client, connect, event
from tests.support.local_slack import Person
from tests.support.postgres import MIGRATED, a_server
from tests.support.waiting import wait_until

pytestmark = pytest.mark.timeout(300)  # many processes, on a machine that may be busy

TICKETS = Path(__file__).parents[1] / "data" / "tickets.csv"
PATIENCE = 60.0
ASKED, ANSWERED = "/kpi csat last month", "CSAT"


@contextmanager
def serving(url: str, folder: Path) -> Iterator[tuple[Programs, Person, Client]]:
    """A bot on this database, somebody who asks, and a help desk that sends."""
    store, port = Store(url), free_port()
    with LocalSlack() as slack:
        tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
        settings = {**tokens, "SLACK_API_URL": slack.api_url, "DATABASE_URL": url, "HTTP_PORT": f"{port}"}
        with Programs(folder, no_proxy="127.0.0.1", **settings) as programs:
            assert programs.run("import", f"{TICKETS}", "--yes")[0] == 0
            connect(store)
            store.close()
            bot = programs.start("serve")
            wait_until(lambda: "connected to Slack" in programs.log.read_text())
            with client(f"http://127.0.0.1:{port}") as zendesk:
                assert zendesk.sends(event(1)).status == 200
                yield programs, Person(slack, "Ada", PATIENCE), zendesk
            assert programs.stop(bot) == 0


def test_a_server_that_crashes_and_comes_back(tmp_path: Path) -> None:
    with a_server() as server, serving(server.new_database(MIGRATED), tmp_path) as (programs, ada, zendesk):
        assert ANSWERED in ada.types(ASKED).plain
        server.crash()
        assert zendesk.sends(event(2)).status == 503
        refusal = ada.types(ASKED).plain
        assert "cannot be reached" in refusal
        assert "our side" not in refusal
        wait_until(lambda: "days cannot be counted" in programs.log.read_text())
        server.start()
        wait_until(lambda: zendesk.sends(event(2)).status == 200)
        assert ANSWERED in ada.types(ASKED).plain
        wait_until(lambda: "days are counted again" in programs.log.read_text())
        assert "failure" not in programs.log.read_text()


def test_a_file_that_another_program_keeps_for_a_while(tmp_path: Path) -> None:
    file = tmp_path / "kpibot.db"
    with serving(f"sqlite:///{file}", tmp_path) as (programs, ada, zendesk):
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert zendesk.sends(event(2)).status == 200  # who sends does not wait either
            assert ANSWERED in ada.types(ASKED).plain  # who reads does not wait
            wait_until(lambda: "days cannot be counted" in programs.log.read_text())
        wait_until(lambda: "deliveries are taken in again" in programs.log.read_text())
        wait_until(lambda: "days are counted again" in programs.log.read_text())
        assert "failure" not in programs.log.read_text()
