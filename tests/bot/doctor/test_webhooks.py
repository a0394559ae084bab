"""Whether what help desks send by themselves can arrive, in words."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.doctor import http_mode, webhooks
from bot.doctor.finding import Finding
from bot.settings import Settings
from kpi.store import Store
from tests.support.databases import a_store
from tests.support.deliveries import connect, door
from tests.support.stub_slack import a_port

Checked = Callable[..., Finding]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return a_store(tmp_path)


def settings(port: str | int, **others: str) -> Settings:
    return Settings(_env_file=None, http_port=int(port), **others)  # type: ignore[arg-type]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def port_of(address: str) -> str:
    return address.rpartition(":")[2]


def test_without_a_source_that_sends_nothing_has_to_be_mended(store: Store) -> None:
    free = webhooks.check(settings(free_port()), store)
    assert (free.ok, free.sentence) == (True, "No help desk sends by itself.")
    with a_port() as port:
        taken = webhooks.check(settings(port), store)
        assert taken == webhooks.check(settings(port), None)
    assert (taken.ok, taken.hint.startswith("Set HTTP_PORT to a free one")) == (True, True)
    assert f"Another program listens at 127.0.0.1:{port}" in taken.sentence
    nowhere = webhooks.check(settings(port, http_host="192.0.2.1"), store)
    assert (nowhere.ok, nowhere.hint) == (True, "Mend HTTP_HOST and HTTP_PORT.")


def test_a_source_that_sends_to_nobody_is_named(store: Store) -> None:
    connect(store)
    port = free_port()
    alone = webhooks.check(settings(port), store)
    sentence = f"zendesk sends by itself, but nobody listens at 127.0.0.1:{port}."
    assert (alone.ok, alone.sentence, alone.hint) == (False, sentence, "Start the bot with: kpibot serve")
    connect(store, "zendesk-2")
    with a_port() as port:
        taken = webhooks.check(settings(port), store)
    assert taken.ok is False
    assert taken.sentence == (
        f"zendesk and zendesk-2 send by themselves, but another program listens at 127.0.0.1:{port}."
    )
    assert webhooks.check(settings(port, http_host="192.0.2.1"), store).ok is False


def test_where_kpibot_listens_the_address_that_others_know_is_looked_at(store: Store) -> None:
    connect(store)
    with door(store) as address:
        port = port_of(address)
        unknown = webhooks.check(settings(port), store)
        plain = webhooks.check(settings(port, public_url="http://kpibot.example.com"), store)
        fine = webhooks.check(settings(port, public_url="https://kpibot.example.com"), store)
        by_http = http_mode.check(settings(port, slack_signing_secret="8f742231b10e"))
    assert (unknown.ok, unknown.hint.startswith("Set PUBLIC_URL")) == (True, True)
    assert (plain.ok, "anybody on the way can read it" in plain.sentence) == (False, True)
    assert (fine.ok, "https://kpibot.example.com" in fine.sentence) == (True, True)
    assert (by_http.ok, by_http.sentence) == (True, f"Set. kpibot listens at 127.0.0.1:{port}.")
