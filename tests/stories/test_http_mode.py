"""The bot reached by HTTP instead of by Socket Mode: the same conversations, and nothing for strangers."""

import hashlib
import hmac
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from bot.bootstrap import build
from bot.connection import connected
from bot.pace import Pace
from bot.playground.server import LocalSlack
from bot.settings import Settings
from tests.stories.conftest import MONDAY_MORNING, ZONE
from tests.support.databases import a_copy
from tests.support.local_slack import Person, call

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
CSAT = "CSAT: 69.8 %"


@dataclass(frozen=True)
class ByHttp:
    """A workspace, and where the bot listens."""

    slack: LocalSlack
    address: str


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def bot_by_http(database: str, secret_of_slack: str = SECRET) -> Iterator[ByHttp]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    events_url = f"{address}/slack/events"
    with LocalSlack(events_url=events_url, signing_secret=secret_of_slack, retry_after=(0.0, 0.1, 0.1)) as slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(slack.bot_token),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=slack.api_url,
            http_port=port,
            database_url=database,
            timezone=ZONE.key,
        )
        kpibot = replace(build(settings, clock=lambda: MONDAY_MORNING), pace=Pace(0))
        with closing(kpibot.bench.store), connected(kpibot) as url:
            assert url == address
            yield ByHttp(slack, address)


@pytest.fixture(scope="module")
def http(history: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ByHttp]:
    with bot_by_http(a_copy(history, tmp_path_factory.mktemp("http"))) as http:
        yield http


@pytest.fixture
def slack(http: ByHttp) -> LocalSlack:
    call(http.slack, "reset", {})
    call(http.slack, "faults", {"clear": True})
    return http.slack


def test_slack_accepts_the_address(slack: LocalSlack) -> None:
    assert call(slack, "verify_url", {})["verified"]


def test_commands_mentions_and_buttons_work_as_they_do_by_socket_mode(ada: Person, ben: Person) -> None:
    ada.types("/kpi csat last week")
    answer = ada.waits_for(CSAT)
    assert answer.ephemeral
    ada.presses(answer, "Share to channel")
    ben.waits_for("Shared by")
    assert ben.asks("@kpibot csat last week").plain.startswith(CSAT)
    assert ada.asks("csat last week", ada.direct).plain.startswith(CSAT)


def test_an_event_that_slack_repeats_is_answered_once(slack: LocalSlack, ada: Person) -> None:
    call(slack, "faults", {"repeat_events": True})
    asked = [ada.types(text) for text in ("@kpibot csat last week", "@kpibot help")]
    ada.waits_for(CSAT)
    ada.waits_for("What you can ask")
    answers = [message.thread_ts for message in ada.sees() if message.author == "kpibot"]
    assert [answers.count(question.ts) for question in asked] == [1, 1]


def test_what_slack_has_signed_with_another_secret_is_refused(own_history: str) -> None:
    with bot_by_http(own_history, secret_of_slack="another") as http:
        assert not call(http.slack, "verify_url", {})["verified"]
        assert "failed" in Person(http.slack, "Ada").types("/kpi csat").plain


@pytest.mark.parametrize(
    ("age", "secret", "status"),
    [(0, SECRET, 200), (0, "another", 401), (0, "", 401), (6 * 60, SECRET, 401), (-6 * 60, SECRET, 401)],
    ids=["right", "another secret", "an empty secret", "stale", "from the future"],
)
def test_a_request_counts_only_with_a_right_and_fresh_signature(
    http: ByHttp, age: int, secret: str, status: int
) -> None:
    assert posted(http.address, age=age, secret=secret) == status


def test_without_any_signature_nothing_is_answered(http: ByHttp) -> None:
    assert posted(http.address, signed=False) == 401


def test_a_request_that_is_longer_than_any_of_slacks_is_refused(http: ByHttp) -> None:
    assert posted(http.address, text="x" * 1_100_000) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"payload=%7B", b"payload=[]", b'"text"', b"null"])
def test_what_a_stranger_sends_is_not_even_read(http: ByHttp, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert sent(http.address, body, signed_headers(body, "another", 0)) == 401
    assert sent(http.address, body, {"x-slack-request-timestamp": "soon", "x-slack-signature": "v0="}) == 401
    accented = signed_headers(body, SECRET, 0) | {"x-slack-signature": "v0=\u00e9"}
    assert sent(http.address, body, accented) == 401
    assert posted(http.address) == 200
    assert "Traceback" not in caplog.text


def test_a_balancer_hears_that_the_bot_runs_while_it_is_busy(slack: LocalSlack, http: ByHttp, ada: Person) -> None:
    call(slack, "faults", {"slow": {"method": "users.info", "seconds": 1.5}})
    call(slack, "say", {"person": ada.id, "channel": "support", "text": "/kpi csat"})
    with opener().open(f"{http.address}/healthz", timeout=1) as answer:
        assert (answer.status, answer.read()) == (200, b"ok")


def posted(address: str, text: str = "help", age: int = 0, secret: str = SECRET, *, signed: bool = True) -> int:
    """The status of an answer to a command."""
    who = {"user_id": "U0ADA00001", "team_id": "T0LOCAL001", "channel_id": "C0SUPPORT1", "response_url": ""}
    command = {"command": "/kpi", "text": text, "trigger_id": "1.1.1", **who}
    body = urlencode(command).encode()
    return sent(address, body, signed_headers(body, secret, age) if signed else {})


def sent(address: str, body: bytes, headers: dict[str, str]) -> int:
    json_or_form = "application/json" if body[:1] in (b"{", b"[", b'"', b"n") else "application/x-www-form-urlencoded"
    request = urllib.request.Request(
        f"{address}/slack/events", data=body, headers={"content-type": json_or_form, **headers}
    )
    try:
        with opener().open(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def signed_headers(body: bytes, secret: str, age: int) -> dict[str, str]:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    timestamp = str(int(time.time()) - age)
    signature = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={signature}"}


def opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
