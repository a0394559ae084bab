"""Admins connect a help desk in Slack, try it, and take it out again; its secret is shown once, to them alone."""

import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.bootstrap import build
from bot.connection import connected
from bot.pace import Pace
from bot.playground.server import LocalSlack
from bot.settings import Settings
from kpi.model import SettingChange, Webhook, table
from kpi.store import Store
from kpi.webhooks import connecting, ledger
from kpi.webhooks.ledger import Entry, Outcome
from kpi.webhooks.vendors import vendor
from tests.stories.conftest import ZONE
from tests.support.databases import a_store
from tests.support.deliveries import taken_in
from tests.support.local_slack import Json, Person, SeenMessage, call, wait_for_bot

REFUSED = "Only admins of this workspace may change that."
THEIRS = "secret-of-zendesk-itself"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = a_store(tmp_path)
    yield store
    store.close()


@contextmanager
def at_work(store: Store) -> Iterator[LocalSlack]:
    """The bot at work with a door of its own, where help desks and it itself reach it; the time is that of the machine,
    for signatures are good for five minutes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with LocalSlack() as slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(slack.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_api_url=slack.api_url,
            database_url=str(store.url),
            timezone=ZONE.key,
            http_port=port,
        )
        kpibot = replace(build(settings), pace=Pace(0))
        with closing(kpibot.bench.store), connected(kpibot):
            wait_for_bot(slack)
            yield slack


@pytest.fixture
def slack(store: Store) -> Iterator[LocalSlack]:
    with at_work(store) as slack:
        yield slack


@pytest.fixture
def ada(slack: LocalSlack) -> Person:
    return Person(slack, "Ada")


@pytest.fixture
def ben(slack: LocalSlack) -> Person:
    return Person(slack, "Ben")


def copied(view: Json) -> list[str]:
    """What can be copied from a modal."""
    blocks = [block for block in view["blocks"] if block["type"] == "rich_text"]
    return [block["elements"][0]["elements"][0]["text"] for block in blocks]


def everything_said(slack: LocalSlack) -> str:
    """By the bot in Slack, but for modals."""
    said = [each for each in call(slack, "traffic")["traffic"] if not each["name"].startswith("views.")]
    return json.dumps([each for each in said if each["name"].startswith(("chat.", "files."))], default=str)


def kept(store: Store, column: Any) -> list[Any]:
    with store.reading() as connection:
        return list(connection.scalars(select(column)))


@pytest.mark.usefixtures("kind_of_database")
def test_a_secret_is_made_and_shown_once_and_the_source_is_tried_replaced_and_removed(
    store: Store, slack: LocalSlack, ada: Person, ben: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ada.enters("/kpi sources add generic")
    form = ada.waits_for_modal("Add a source")
    wrong = ada.submits(form, source="Not A Name")
    assert wrong.keys() == {"source"}
    assert "cannot be a source's name" in wrong["source"]
    wrong = ada.submits(form, source="shop", intents=["tags"])
    assert "has no option “intents”" in wrong["intents"]
    assert ada.submits(form, source="shop", intents=[]) == {}
    shown = ada.waits_for_modal("Connected")
    secret, address = copied(shown)[:2]
    assert secret.startswith("whsec_")
    assert address == "https://YOUR-ADDRESS/webhooks/shop"
    told = ada.waits_for("shop is connected", ada.direct)
    assert "Import one export now: it completes what was open before." in told.plain

    ada.presses(told, "Test")
    assert "It works" in ada.waits_for("signed sample", ada.direct).plain
    taken_in(store)
    ada.presses(told, "New secret")
    assert ada.submits(ada.waits_for_modal("New secret")) == {}
    new = copied(ada.waits_for_modal("New secret"))[0]
    assert new != secret
    ada.waits_for("The former secret is good until", ada.direct)

    listed = ada.types("/kpi sources")
    assert "Comes in by itself; the last delivery just now; 1 in the last 24 hours." in listed.plain
    assert {"Test", "New secret", "Remove", "Add a source", "Deliveries"} <= set(listed.buttons)
    assert ada.opens_home("shop").button("Add a source")
    assert not {"Test", "New secret", "Remove", "Add a source"} & set(ben.types("/kpi sources").buttons)
    assert "Add a source" not in ben.opens_home("shop").buttons

    with store.writing() as connection:
        odd = Entry("odd", "x", Outcome.NOT_UNDERSTOOD, why="“type” is missing.", body='{"odd": 1}')
        ledger.enter(connection, "shop", [odd], int(time.time()))
    ada.presses(ada.types("/kpi deliveries"), "Replay")
    ada.waits_for("1 delivery tried once more: 0 understood now, 1 not.")

    for each in (secret, new):
        assert each not in everything_said(slack)
        assert each not in caplog.text
    assert [secret, new] != kept(store, table(SettingChange).c.new)
    assert not any(each in str(kept(store, table(SettingChange).c.new)) for each in (secret, new))

    ada.presses(listed, "Remove")
    assert ada.submits(ada.waits_for_modal("Remove the source")) == {}
    ada.waits_for("shop takes nothing more from")
    assert kept(store, table(Webhook).c.secret) == [""]
    assert "a new secret" in ada.types("/kpi history sources").plain


def test_a_help_desk_with_a_secret_of_its_own_is_connected_when_that_is_given(
    store: Store, slack: LocalSlack, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ada.presses(ada.types("/kpi sources"), "Add a source")
    form = ada.waits_for_modal("Add a source")
    assert ada.submits(form, help_desk="zendesk", intents=["tags"]) == {}
    asking = ada.waits_for_modal("Connect it")
    assert copied(asking)[0] == "https://YOUR-ADDRESS/webhooks/zendesk"
    assert kept(store, table(Webhook).c.source) == []
    assert ada.submits(asking, secret="short")["secret"].startswith("That cannot be the secret")
    assert ada.submits(asking, secret=THEIRS) == {}
    ada.waits_for("zendesk is connected", ada.direct)
    assert [each["name"] for each in ada.waits_for_file(ada.direct).raw["files"]] == ["zendesk-body.json"]
    assert kept(store, table(Webhook).c.options) == [{"intents": "tags"}]
    assert kept(store, table(Webhook).c.owner) == [ada.id]
    assert THEIRS not in everything_said(slack)
    assert THEIRS not in json.dumps(asking)
    assert THEIRS not in caplog.text

    ada.enters("/kpi sources secret zendesk")
    form = ada.waits_for_modal("New secret")
    assert ada.submits(form, secret="another-secret-of-zendesk") == {}
    ada.waits_for("zendesk has a new secret.")
    assert "It works" in ada.types("/kpi sources test zendesk").plain
    assert "No source “banana” is connected." in ada.types("/kpi sources test banana").plain


def test_whoever_is_no_admin_is_refused_in_words(store: Store, ben: Person) -> None:
    with store.writing() as connection:
        zendesk = vendor("zendesk")
        assert zendesk is not None
        connecting.add(connection, zendesk, "zendesk", THEIRS, 1, "Ada")
    for line in ("sources add zendesk", "sources secret zendesk", "sources remove zendesk"):
        ben.enters(f"/kpi {line}")
        whispers = ben.waits_for_whisper(REFUSED)
        assert isinstance(whispers, SeenMessage)
    assert ben.modals == []
    assert REFUSED in ben.types("/kpi sources test zendesk").plain
    assert REFUSED in ben.types("/kpi deliveries").plain
    assert "others would see it" in ben.asks("@kpibot deliveries").plain
    assert "there is a form, for admins" in ben.asks("@kpibot sources add zendesk").plain
