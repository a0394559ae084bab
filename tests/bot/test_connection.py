"""`kpibot serve` and `kpibot demo`: they connect and stop as asked, or say what keeps them from it."""

import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot import bootstrap
from bot.connection import connected
from bot.playground.server import LocalSlack
from bot.settings import Settings
from kpi.errors import ConfigurationError
from kpi.model import Delivery, table
from kpi.store import Store
from tests.bot.conftest import SECRET, TOKENS, Kpibot, Ran
from tests.support.databases import a_database, opened
from tests.support.deliveries import client, connect, event
from tests.support.local_slack import Person, wait_for_bot
from tests.support.stub_slack import a_port, answering

NOBODY = "http://127.0.0.1:9"  # a proxy on which nobody listens


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        yield slack


def its_settings(slack: LocalSlack) -> dict[str, str]:
    return {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
    }


Refusal = Callable[..., tuple[str, str]]


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A store."""
    return a_database(tmp_path)


@pytest.fixture
def refusal(address: str) -> Iterator[Refusal]:
    """Says why a bot with these settings does not connect, and what to do about it."""
    stores: list[Store] = []

    def refusal(**settings: str) -> tuple[str, str]:
        named: dict[str, Any] = {name.lower(): value for name, value in settings.items()}
        kpibot = bootstrap.build(Settings(_env_file=None, database_url=address, **named))
        stores.append(kpibot.bench.store)
        with pytest.raises(ConfigurationError) as error, connected(kpibot):
            pass
        return error.value.sentence, error.value.hint

    yield refusal
    for store in stores:
        store.close()


@contextmanager
def serving(kpibot: Kpibot, slack: LocalSlack, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A bot that is connected."""
    process = kpibot.start("serve", **its_settings(slack), **settings)
    wait_for_bot(slack, deadline=20)
    yield process


def stopped(process: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> Ran:
    """Ask it to end, and measure that it does so soon."""
    process.send_signal(how)
    out, err = process.communicate(timeout=30)
    return Ran(process.returncode, out, err)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("database")
def test_it_answers_in_slack_until_it_is_stopped(kpibot: Kpibot, slack: LocalSlack, how: signal.Signals) -> None:
    with serving(kpibot, slack, LOG_LEVEL="DEBUG") as process:
        answer = Person(slack, "ada").types("/kpi csat 2026-W30")
        assert answer.plain.startswith("CSAT: 80 %")
        assert answer.ephemeral
        ran = stopped(process, how)
    assert (ran.status, ran.out) == (0, "")
    assert 'event="connected to Slack"' in ran.err
    assert "Traceback" not in ran.err
    assert slack.bot_token not in ran.err
    assert slack.app_token not in ran.err


def test_what_others_have_put_into_the_environment_does_not_matter(kpibot: Kpibot, slack: LocalSlack) -> None:
    oauth = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "3", "SLACK_SIGNING_SECRET": "4"}
    proxy = {"HTTPS_PROXY": NOBODY, "HTTP_PROXY": NOBODY, "NO_PROXY": "127.0.0.1"}
    with serving(kpibot, slack, **oauth, **proxy) as process:
        answer = Person(slack, "ada").types("/kpi help")
        assert answer.plain.startswith("What you can ask")
        assert stopped(process).status == 0


def test_in_socket_mode_help_desks_are_served_until_it_is_stopped(
    kpibot: Kpibot, slack: LocalSlack, database: str
) -> None:
    store = Store(database)
    connect(store)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving(kpibot, slack, HTTP_PORT=f"{port}") as process, client(f"http://127.0.0.1:{port}") as zendesk:
        assert zendesk.post("/healthz", b"", {}, "GET").text == "ok"
        assert zendesk.post("/slack/events", b"", {}).status == 404
        assert zendesk.sends(event(7)).status == 200
        ran = stopped(process)
    assert ran.status == 0
    assert 'event="no more deliveries" taken=1 transactions=1' in ran.err.replace("logger=kpibot ", "")
    with store.reading() as connection:
        assert connection.scalar(select(table(Delivery).c.delivery_id)) == "created-7"
    store.close()


@pytest.mark.usefixtures("database")
def test_an_answer_can_be_shared(kpibot: Kpibot, slack: LocalSlack) -> None:
    ada, ben = Person(slack, "ada"), Person(slack, "ben")
    with serving(kpibot, slack):
        ada.presses(ada.types("/kpi csat 2026-W30"), "Share to channel")
        shared = ben.waits_for("Shared by")
    assert shared.plain.startswith("CSAT: 80 %")
    assert shared.metadata == {"event_type": "kpibot_readout", "event_payload": {"v": 1, "question": "csat 2026-W30"}}


def test_without_tokens_it_says_which_is_missing_and_what_it_looks_like(kpibot: Kpibot, refusal: Refusal) -> None:
    assert kpibot.refuses("serve").splitlines()[-2:] == [
        "SLACK_BOT_TOKEN is not set.",
        "Put the token that begins with xoxb- into .env.",
    ]
    assert refusal(SLACK_BOT_TOKEN="xoxb-1") == (
        "SLACK_APP_TOKEN is not set.",
        "Put the token that begins with xapp- into .env.",
    )


def test_swapped_tokens_are_recognized_and_not_shown(kpibot: Kpibot) -> None:
    swapped = {"SLACK_BOT_TOKEN": TOKENS["SLACK_APP_TOKEN"], "SLACK_APP_TOKEN": TOKENS["SLACK_BOT_TOKEN"]}
    error = kpibot.refuses("serve", **swapped)
    assert error.splitlines()[-2:] == [
        "SLACK_BOT_TOKEN does not begin with xoxb-.",
        "The two tokens may be swapped.",
    ]
    assert SECRET not in error


@pytest.mark.parametrize("slip", [f"{SECRET}…", f"{SECRET}\n{SECRET}", f"{SECRET} "])
def test_a_token_with_a_character_that_none_has_goes_nowhere(kpibot: Kpibot, slack: LocalSlack, slip: str) -> None:
    for setting, beginning in (("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-")):
        error = kpibot.refuses("serve", **its_settings(slack) | {setting: f"{beginning}{slip}"})
        assert error.splitlines()[-2:] == [
            f"{setting} is cut short, or holds a character that no token has.",
            "Copy it again from the app's settings.",
        ]
        assert SECRET not in error


def test_tokens_that_slack_refuses_are_named_and_not_shown(kpibot: Kpibot, slack: LocalSlack, refusal: Refusal) -> None:
    error = kpibot.refuses("serve", **its_settings(slack) | {"SLACK_APP_TOKEN": TOKENS["SLACK_APP_TOKEN"]})
    assert error.splitlines()[-2:] == [
        "Slack does not accept SLACK_APP_TOKEN (invalid_auth).",
        "Copy it again from the app's settings.",
    ]
    assert SECRET not in error
    assert slack.bot_token not in error
    sentence, _ = refusal(**its_settings(slack) | {"SLACK_BOT_TOKEN": TOKENS["SLACK_BOT_TOKEN"]})
    assert sentence == "Slack does not accept SLACK_BOT_TOKEN (invalid_auth)."


def test_an_address_where_nobody_listens_is_named(kpibot: Kpibot) -> None:
    with a_port(listening=False) as port:
        error = kpibot.refuses("serve", SLACK_API_URL=f"http://127.0.0.1:{port}/", **TOKENS)
    sentence, hint = error.splitlines()[-2:]
    assert sentence.startswith(f"Slack cannot be reached at http://127.0.0.1:{port}/: ")
    assert hint == "Check the network, and SLACK_API_URL."
    assert SECRET not in error


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (b"<html>Welcome to the router</html>", 200, "<html>Welcome to the router</html>"),
        (b"", 503, "non-JSON"),
        ({"ok": False, "error": "internal_error"}, 200, "internal_error"),
        ({"ok": False, "error": "ratelimited"}, 429, "ratelimited"),
    ],
)
def test_a_slack_in_trouble_is_not_blamed_on_the_token(
    refusal: Refusal, answer: bytes | dict[str, object], status: int, said: str
) -> None:
    with answering(answer, status) as url:
        sentence, hint = refusal(SLACK_API_URL=url, **TOKENS)
    assert sentence.startswith(f"{url} answers: ")
    assert said in sentence
    assert hint == "Check SLACK_API_URL, or try again in a minute."


def test_slack_without_websockets_is_not_taken_for_connected(refusal: Refusal) -> None:
    with a_port(listening=False) as port:
        anything = {"ok": True, "team_id": "T1", "user_id": "U1", "bot_id": "B1", "url": f"ws://127.0.0.1:{port}/"}
        with answering(anything) as url:
            sentence, hint = refusal(SLACK_API_URL=url, **TOKENS)
    assert (sentence, hint) == ("Slack's Socket Mode cannot be reached.", "Let WebSockets through to Slack.")


def test_by_http_a_port_that_is_taken_is_named(refusal: Refusal, slack: LocalSlack) -> None:
    settings = {**its_settings(slack), "SLACK_SIGNING_SECRET": SECRET}
    del settings["SLACK_APP_TOKEN"]
    with a_port() as port:
        sentence, hint = refusal(**settings, HTTP_PORT=str(port))
    assert sentence == f"kpibot cannot listen at 127.0.0.1:{port}: Address already in use."
    assert hint == "Set HTTP_HOST and HTTP_PORT to others."
    assert refusal(**settings, HTTP_HOST="no.such.host.invalid")[0].startswith("kpibot cannot listen at no.such")


def test_in_socket_mode_a_port_that_is_taken_matters_only_where_a_help_desk_sends(
    slack: LocalSlack, refusal: Refusal, address: str
) -> None:
    with a_port() as port:
        settings: dict[str, Any] = {name.lower(): value for name, value in its_settings(slack).items()}
        kpibot = bootstrap.build(Settings(_env_file=None, database_url=address, http_port=port, **settings))
        with capture_logs() as lines, connected(kpibot) as where:
            assert where == slack.api_url
            assert not kpibot.recounting.listens()
        kpibot.bench.store.close()
        why = f"kpibot cannot listen at 127.0.0.1:{port}: Address already in use."
        assert [line["why"] for line in lines if line["event"] == "help desks cannot reach the bot"] == [why]
        connect(opened(address))
        assert refusal(**its_settings(slack), HTTP_PORT=str(port))[0] == why


@pytest.mark.parametrize("url", ["https://", "https://exa mple.com/", "http://localhost:port/"])
def test_an_address_that_is_none_is_not_reached(refusal: Refusal, url: str) -> None:
    sentence, _ = refusal(SLACK_API_URL=url, **TOKENS)
    assert sentence.startswith("Slack cannot be reached at ")


def test_the_demo_shows_a_page_where_the_bot_answers(kpibot: Kpibot) -> None:
    process = kpibot.start("demo", "--port", "0", "--no-browser", HTTPS_PROXY=NOBODY, HTTP_PROXY=NOBODY)
    url = address_on_the_screen(process)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as page:
        assert "Local Slack" in page.read().decode()
    slack = LocalSlack(int(url.rpartition(":")[2]))  # not started: it tells where the demo's is, and who is in it
    wait_for_bot(slack, deadline=20)
    assert "%" in Person(slack, "ada").types("/kpi csat").text
    ran = stopped(process, signal.SIGINT)
    assert (ran.status, ran.err) == (0, "")
    assert opened(kpibot.address).is_new  # it has a store of its own


def test_the_demo_names_another_port_when_its_own_is_taken(kpibot: Kpibot) -> None:
    with a_port() as port:
        error = kpibot.refuses("demo", "--port", str(port), "--no-browser")
    assert error == f"Port {port} is taken.\nTry another: make demo PORT={port + 1}\n"
    assert list(kpibot.folder.iterdir()) == []


def address_on_the_screen(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = next(line for line in process.stdout if "http://" in line)
    return line.split()[-1]
