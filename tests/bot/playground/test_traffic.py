import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.playground.server import LocalSlack
from bot.playground.traffic import MOST_KEPT, Traffic
from tests.bot.playground.conftest import section, upload
from tests.bot.playground.delivery.raw_bot import RawBot
from tests.support.local_slack import Person, call


def traffic(slack: LocalSlack, since: int = 0) -> list[dict[str, Any]]:
    exchanges: list[dict[str, Any]] = call(slack, f"traffic?since={since}")["traffic"]
    return exchanges


def test_both_directions_are_kept_in_their_order(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    with RawBot(slack) as bot:
        ada_says = {"person": ada.id, "channel": "support", "text": "/kpi csat", "wait": True}
        call(slack, "say", ada_says)
        url = bot.payloads("slash_commands")[0]["response_url"]
    client.chat_postMessage(channel="C0SUPPORT1", text="hello", blocks=[section("hello")])
    WebhookClient(url).send(text="87 %")
    kept = traffic(slack)
    assert [(each["direction"], each["kind"]) for each in kept] == [
        ("from_bot", "web_api"),
        ("to_bot", "slash_commands"),
        ("from_bot", "web_api"),
        ("from_bot", "response_url"),
    ]
    assert [each["name"] for each in kept[:3]] == ["apps.connections.open", "/kpi", "chat.postMessage"]
    assert kept[2]["request"]["blocks"][0]["text"]["text"] == "hello"
    assert (kept[2]["answer"]["ok"], kept[3]["answer"]) == (True, "ok")
    assert traffic(slack, since=kept[2]["n"]) == kept[3:]


def test_no_token_is_kept(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    with RawBot(slack):
        call(slack, "say", {"person": ada.id, "channel": "support", "text": "/kpi csat", "wait": True})
    client.api_call("auth.test", params={"token": slack.bot_token})
    client.chat_postMessage(channel="C0SUPPORT1", text=f"my token is {slack.bot_token}")
    kept = json.dumps(traffic(slack))
    assert slack.bot_token not in kept
    assert slack.app_token not in kept
    assert '"token": "\\u2026"' in kept
    assert "ticket=\\u2026" in kept


def test_what_nobody_acknowledged_and_what_slack_refused_is_shown(slack: LocalSlack, client: WebClient) -> None:
    call(slack, "say", {"person": "U0ADA00001", "channel": "support", "text": "/kpi csat", "wait": True})
    call(slack, "faults", {"rate_limit": {"method": "chat.postMessage", "retry_after": 7, "times": 1}})
    with pytest.raises(SlackApiError, match="ratelimited"):
        client.chat_postMessage(channel="C0SUPPORT1", text="a")
    command, posted = traffic(slack)
    assert command["answer"] == {"undelivered": "dispatch_failed", "reason": "connection_failed"}
    assert (posted["answer"]["status"], posted["answer"]["retry_after"]) == (429, "7")


def test_of_a_file_only_the_length_is_kept(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    address = client.files_info(file=upload(ada, "a.bin", b"\xff" * 10)["id"])["file"]["url_private"]
    request = urllib.request.Request(address, headers={"authorization": f"Bearer {slack.bot_token}"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        assert answer.read() == b"\xff" * 10
    assert traffic(slack)[-1]["answer"] == {"bytes": 10}


def test_only_the_last_exchanges_are_kept() -> None:
    kept = Traffic(lambda _: None)
    for number in range(MOST_KEPT + 2):
        kept.record("to_bot", "events_api", "message", number, {}, 0.001)
    assert [each["n"] for each in kept.since(0)] == list(range(3, MOST_KEPT + 3))
