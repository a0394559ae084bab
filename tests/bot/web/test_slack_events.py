import hashlib
import hmac
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from bot.web.app import http_app
from bot.web.server import serving
from bot.web.slack_events import MOST_BYTES, slack_events

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FROM = {"user_id": "U0ADA00001", "team_id": "T0LOCAL001", "channel_id": "C0SUPPORT1"}
WHERE = {"trigger_id": "1.1.1", "response_url": "https://hooks.slack.com/commands/1"}
COMMAND = urlencode({"command": "/kpi", "text": "csat", **FROM, **WHERE}).encode()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a real server offers an app that answers `/kpi`."""
    with LocalSlack() as slack:
        app = App(client=WebClient(slack.bot_token, base_url=slack.api_url), signing_secret=SECRET)
        app.command("/kpi")(lambda ack, command: ack(f"You asked for {command['text']}"))
        with serving(http_app(slack_events(app, SECRET)), "127.0.0.1", 0) as address:
            yield address


def asked(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """The status and the words of the answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, body, headers or {}), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def signed(body: bytes, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    timestamp = str(int(time.time()) - age)
    signature = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": f"v0={signature}",
    }


def test_what_slack_has_signed_is_answered_by_the_app(address: str) -> None:
    status, words = asked(f"{address}/slack/events", COMMAND, signed(COMMAND))
    assert (status, "You asked for csat" in words) == (200, True)


@pytest.mark.parametrize(
    ("body", "secret", "age"),
    [(COMMAND, "another", 0), (b"text=help", SECRET, 0), (COMMAND, SECRET, 301), (COMMAND, SECRET, -360)],
    ids=["another secret", "another body", "stale", "from the future"],
)
def test_what_slack_has_not_just_signed_is_refused(address: str, body: bytes, secret: str, age: int) -> None:
    refused = asked(f"{address}/slack/events", COMMAND, signed(body, secret, age))
    assert refused == (401, "Slack has not signed this.")


def test_without_a_signature_nothing_is_answered(address: str) -> None:
    assert asked(f"{address}/slack/events", COMMAND)[0] == 401


def test_a_body_that_is_too_long_is_refused_before_its_signature_is_looked_at(address: str) -> None:
    longest, longer = b"x" * MOST_BYTES, b"x" * (MOST_BYTES + 1)
    assert asked(f"{address}/slack/events", longest)[0] == 401
    assert asked(f"{address}/slack/events", longer, signed(longer))[0] == 413


def test_a_balancer_hears_that_it_runs(address: str) -> None:
    assert asked(f"{address}/healthz") == (200, "ok")


def test_events_are_posted_and_nothing_else_is_offered(address: str) -> None:
    assert asked(f"{address}/slack/events")[0] == 405
    assert asked(f"{address}/")[0] == 404
