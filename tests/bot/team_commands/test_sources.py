"""`kpibot sources` and `kpibot deliveries`, as people type them."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from kpi.errors import KpibotError
from kpi.store import Store
from kpi.webhooks import connecting, ledger
from kpi.webhooks.ledger import Counts, Entry, Outcome
from tests.bot.at_terminal import at_a_terminal
from tests.bot.conftest import TICKETS, Kpibot
from tests.support import deliveries

THEIRS = "the-secret-of-zendesk-itself"
WHY = "“zen:event-type:ticket.foo” is no event that kpibot knows."


def words(screen: str) -> str:
    """With the lines joined, for a terminal wraps them."""
    return " ".join(screen.split())


class Here:
    """Runs commands in this process, which takes a hundredth of the time of one of its own."""

    def __init__(self, kpibot: Kpibot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(kpibot.folder)
        for name in ("PUBLIC_URL", "HTTP_PORT"):
            monkeypatch.delenv(name, raising=False)
        self.address = kpibot.address
        monkeypatch.setenv("DATABASE_URL", self.address)

    def run(self, *arguments: str | Path, piped: str = "", **settings: str) -> Result:
        return CliRunner().invoke(app, [str(each) for each in arguments], input=piped, env={"HOME": "/", **settings})

    def does(self, *arguments: str | Path, **settings: str) -> str:
        ran = self.run(*arguments, **settings)
        assert ran.exit_code == 0, (ran.output, ran.exception)
        return ran.output

    def refuses(self, *arguments: str, **settings: str) -> str:
        ran = self.run(*arguments, **settings)
        assert isinstance(ran.exception, KpibotError), (ran.output, ran.exception)
        return str(ran.exception)


@pytest.fixture
def here(kpibot: Kpibot, monkeypatch: pytest.MonkeyPatch) -> Here:
    """On the same store."""
    return Here(kpibot, monkeypatch)


@pytest.fixture
def store(here: Here) -> Iterator[Store]:
    here.does("migrate")
    store = Store(here.address)
    yield store
    store.close()


def test_a_help_desk_without_a_secret_of_its_own_gets_one_that_is_shown_once(here: Here) -> None:
    added = here.does("sources", "add", "generic", "--name", "shop", PUBLIC_URL="https://kpis.example.com")
    secret = next(line for line in added.splitlines() if line.startswith("whsec_"))
    assert added.count(secret) == 1
    assert "sends to: https://kpis.example.com/webhooks/shop" in added
    assert "PUBLIC_URL is not set" not in added
    assert "It tells CSAT" in added
    assert "shop is connected. Import one export now: it completes what was open before." in added
    assert secret not in here.does("config", "history", "sources")
    assert secret not in here.does("sources")

    error = here.refuses("sources", "add", "generic", "--name", "shop")
    assert "“shop” is connected already." in error
    assert "cannot be connected. Did you mean zendesk?" in here.refuses("sources", "add", "zendsk")
    assert "is no member's ID" in here.refuses("sources", "add", "zendesk", "--owner", "Ada")
    assert "has no option “intents”" in here.refuses("sources", "add", "generic", "--intents", "tags")


def test_a_secret_of_theirs_is_asked_for_without_being_shown_or_read_from_a_pipe(kpibot: Kpibot, here: Here) -> None:
    asked = at_a_terminal(kpibot, ["sources", "add", "zendesk"], ("which is not shown: ", f"{THEIRS}\n"))
    assert asked.status == 0
    assert "PUBLIC_URL is not set" in asked.screen
    assert THEIRS not in asked.screen
    assert "1. In Zendesk" in asked.screen
    assert "Paste the body below" in asked.said
    given = here.run("sources", "add", "zendesk", "--name", "zendesk-eu", "--intents", "tags", piped=f"{THEIRS}\n")
    assert given.exit_code == 0
    assert THEIRS not in given.output
    assert "Which secret? None was given." in here.refuses("sources", "add", "zendesk", "--name", "zendesk-us")
    assert "That cannot be the secret" in here.refuses("sources", "secret", "zendesk", "--secret", "short")


def test_a_source_is_tried_changed_and_removed(here: Here, store: Store) -> None:
    deliveries.connect(store)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    nobody = here.run("sources", "test", "zendesk", HTTP_PORT=f"{port}")
    assert nobody.exit_code == 2
    assert "(HTTP_HOST and HTTP_PORT, as PUBLIC_URL is not set)" in nobody.output
    assert "Is kpibot serve running?" in nobody.output
    with deliveries.door(store) as address:
        assert "It works: " in words(here.does("sources", "test", "zendesk", PUBLIC_URL=address))

    new = here.does("sources", "secret", "zendesk", "--new")
    assert "The former secret is good until" in new
    assert "--new makes one" in here.refuses("sources", "secret", "zendesk", "--new", "--secret", THEIRS)
    assert "intents of zendesk: tags." in here.does("sources", "set", "zendesk", "intents", "tags")
    here.does("sources", "set", "zendesk", "bots", "Answer Bot, Fin")
    here.does("sources", "set", "zendesk", "intents", "off")
    with store.reading() as connection:
        assert connecting.connected(connection, "zendesk").options == {"bots": "Answer Bot, Fin"}
    assert "not from “subject”" in here.refuses("sources", "set", "zendesk", "intents", "subject")
    assert "Who connected it" in here.does("sources", "owner", "zendesk", "off")

    assert here.run("sources", "remove", "zendesk").exit_code != 0
    assert "zendesk is removed." in here.does("sources", "remove", "zendesk", "--yes")
    assert "No source “zendesk” is connected." in here.refuses("sources", "test", "zendesk")


def test_what_came_in_and_what_was_not_understood_is_listed_shown_and_tried_again(here: Here, store: Store) -> None:
    assert "Nothing has come in yet." in here.does("sources")
    here.does("import", TICKETS, "--yes")
    deliveries.connect(store)
    now = int(time.time())
    assert "No deliveries are kept." in here.does("deliveries")
    body = '{"type": "zen:event-type:ticket.foo\x1b[31m"}'
    with store.writing() as connection:
        ledger.count(connection, "zendesk", Counts(1_204, 0, 1), now)
        entries = [
            Entry("good", "created", Outcome.TAKEN),
            Entry("b-1", "foo\x1b[31m", Outcome.NOT_UNDERSTOOD, why=WHY, body=body),
        ]
        ledger.enter(connection, "zendesk", entries, now)
    listed = words(here.does("sources"))
    assert "by files, the last" in listed
    assert "1 of them: “zen:event-type:ticket.foo” is no event" in listed
    assert "kpibot deliveries --source zendesk" in listed

    every = words(here.does("deliveries"))
    assert "created taken" in every
    assert f"zendesk b-1: {WHY}" in every
    assert "\x1b" not in every
    (bad,) = json.loads(here.does("deliveries", "--json", "--not-understood"))
    assert (bad["id"], bad["why"], bad.keys() & {"body", "headers"}) == ("b-1", WHY, set())
    shown = here.does("deliveries", "show", "zendesk", "b-1")
    assert '"zen:event-type:ticket.foo\\x1b[31m"' in shown
    assert "Its body is not kept" in here.does("deliveries", "show", "zendesk", "good")
    assert "No delivery “x” of zendesk is kept." in here.refuses("deliveries", "show", "zendesk", "x")

    assert "1 delivery tried once more: 0 understood now, 1 not." in words(here.does("deliveries", "replay"))
    assert "No source “x” is connected." in here.refuses("deliveries", "replay", "--source", "x")
