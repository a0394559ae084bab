import json
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Json, section
from tests.support.local_slack import Person

SUPPORT = "C0SUPPORT1"


def refusal(call: Callable[..., Any], *arguments: Any, **named: Any) -> SlackResponse:
    with pytest.raises(SlackApiError) as caught:
        call(*arguments, **named)
    response: SlackResponse = caught.value.response
    return response


def post(url: str, body: bytes, **headers: str) -> Json:
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=headers)) as answer:
        content: Json = json.load(answer)
    return content


def test_auth_test_names_the_team_and_the_bot(client: WebClient) -> None:
    answer = client.auth_test()
    assert answer["ok"]
    assert (answer["user"], answer["team"]) == ("kpibot", "Local Slack")
    assert {"url", "team_id", "user_id", "bot_id", "is_enterprise_install"} <= set(answer.data)
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_a_token_is_needed_and_must_be_the_right_one(slack: LocalSlack) -> None:
    def ask(token: str | None) -> Any:
        return refusal(WebClient(token, base_url=slack.api_url).auth_test)["error"]

    assert ask(None) == "not_authed"
    assert ask("xoxb-somebody-else") == "invalid_auth"
    assert ask(slack.app_token) == "not_allowed_token_type"


def test_a_connection_is_opened_with_the_app_token_only(slack: LocalSlack, client: WebClient) -> None:
    assert refusal(client.apps_connections_open, app_token=slack.bot_token)["error"] == "not_allowed_token_type"
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    assert re.fullmatch(rf"ws://127\.0\.0\.1:{slack.port}/link/\?ticket=[\w-]+&app_id=A0KPIBOT01", url)


def test_a_token_may_come_in_a_form_but_not_in_json(slack: LocalSlack) -> None:
    url = f"{slack.api_url}auth.test"
    form = urllib.parse.urlencode({"token": slack.bot_token}).encode()
    assert post(url, form)["ok"]
    body = json.dumps({"token": slack.bot_token}).encode()
    assert post(url, body, **{"content-type": "application/json"})["error"] == "not_authed"


@pytest.mark.parametrize(("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
def test_json_must_be_an_object(slack: LocalSlack, body: bytes, error: str) -> None:
    headers = {"content-type": "application/json", "authorization": f"Bearer {slack.bot_token}"}
    assert post(f"{slack.api_url}chat.postMessage", body, **headers)["error"] == error


def test_a_method_that_is_not_there_is_named(client: WebClient) -> None:
    answer = refusal(client.api_call, "chat.meMessage")
    assert answer.data == {"ok": False, "error": "unknown_method", "req_method": "chat.meMessage"}


def test_a_posted_message_comes_back_with_ids_for_its_blocks(client: WebClient) -> None:
    answer = client.chat_postMessage(channel=SUPPORT, text="CSAT", blocks=[section("*87 %*")])
    message = answer["message"]
    assert (answer["channel"], answer["ts"]) == (SUPPORT, message["ts"])
    assert (message["type"], message["text"], message["bot_id"], message["app_id"], message["user"]) == (
        "message",
        "CSAT",
        "B0KPIBOT01",
        "A0KPIBOT01",
        "U0KPIBOT01",
    )
    assert len(message["blocks"][0]["block_id"]) == 5


def test_a_channel_may_be_named(client: WebClient, ada: Person) -> None:
    client.chat_postMessage(channel="#support", text="hello")
    assert [message.text for message in ada.sees("support")] == ["hello"]


def test_timestamps_grow_even_when_the_clock_stands_still(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=SUPPORT, text="tick")["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert all(re.fullmatch(r"\d{10}\.\d{6}", ts) for ts in stamps)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "a"}, "channel_not_found"),
        ({"channel": "#random", "text": "a"}, "not_in_channel"),
        ({"channel": SUPPORT, "text": ""}, "no_text"),
        ({"channel": SUPPORT, "text": "a", "blocks": "{not json"}, "invalid_blocks_format"),
        ({"channel": SUPPORT, "text": "a", "blocks": '{"type": "divider"}'}, "invalid_blocks_format"),
        ({"channel": SUPPORT, "text": "a", "blocks": [section("x" * 2500)] * 5}, "msg_blocks_too_long"),
        ({"channel": SUPPORT, "text": "a", "metadata": {"event_type": "kpi"}}, "invalid_metadata_format"),
        ({"channel": SUPPORT, "text": "a", "metadata": "{"}, "invalid_metadata_format"),
        (
            {"channel": SUPPORT, "text": "a", "metadata": {"event_type": "kpi", "event_payload": "text"}},
            "invalid_metadata_format",
        ),
    ],
)
def test_a_message_is_refused_with_slacks_word(client: WebClient, ada: Person, arguments: Json, error: str) -> None:
    assert refusal(client.api_call, "chat.postMessage", json=arguments)["error"] == error
    assert ada.sees("support") == []


def test_invalid_blocks_are_reported_with_their_place(client: WebClient) -> None:
    answer = refusal(client.chat_postMessage, channel=SUPPORT, text="a", blocks=[section("x" * 3001)])
    problem = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer.data == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [problem],
        "response_metadata": {"messages": [f"[ERROR] {problem}"]},
    }


def test_very_long_text_is_cut_when_posted_and_refused_when_updated(client: WebClient) -> None:
    posted = client.chat_postMessage(channel=SUPPORT, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    assert refusal(client.chat_update, channel=SUPPORT, ts=posted["ts"], text="x" * 4_001)["error"] == "msg_too_long"


def test_metadata_is_kept(client: WebClient, ada: Person) -> None:
    metadata = {"event_type": "kpi_answer", "event_payload": {"question": "csat last week"}}
    answer = client.chat_postMessage(channel=SUPPORT, text="a", metadata=metadata)
    assert answer["message"]["metadata"] == metadata
    assert ada.sees()[0].metadata == metadata


def test_a_reply_stands_in_its_thread(client: WebClient, ada: Person) -> None:
    root = client.chat_postMessage(channel=SUPPORT, text="root")
    client.chat_postMessage(channel=SUPPORT, text="reply", thread_ts=root["ts"])
    assert [(message.text, message.thread_ts) for message in ada.sees()] == [
        ("root", None),
        ("reply", root["ts"]),
    ]


def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_updated(
    client: WebClient, ada: Person, ben: Person
) -> None:
    ts = client.chat_postEphemeral(channel=SUPPORT, user=ada.id, text="psst")["message_ts"]
    assert [(message.text, message.ephemeral) for message in ada.sees()] == [("psst", True)]
    assert ben.sees() == []
    assert refusal(client.chat_update, channel=SUPPORT, ts=ts, text="loud")["error"] == "message_not_found"


def test_an_ephemeral_message_needs_somebody_of_the_channel(client: WebClient) -> None:
    answer = refusal(client.chat_postEphemeral, channel=SUPPORT, user="U0NOBODY", text="psst")
    assert answer["error"] == "user_not_in_channel"


def test_a_message_of_the_bot_can_be_updated(client: WebClient, ada: Person) -> None:
    posted = client.chat_postMessage(channel=SUPPORT, text="old", blocks=[section("old")])
    answer = client.chat_update(channel=SUPPORT, ts=posted["ts"], text="new", blocks=[section("new")])
    assert (answer["ts"], answer["text"], answer["channel"]) == (posted["ts"], "new", SUPPORT)
    assert answer["message"]["edited"]["user"] == "U0KPIBOT01"
    assert [message.plain for message in ada.sees()] == ["new"]


def test_the_bot_cannot_update_what_a_person_said(client: WebClient, ada: Person) -> None:
    said = ada.types("mine")
    assert refusal(client.chat_update, channel=SUPPORT, ts=said.ts, text="x")["error"] == "cant_update_message"
    assert refusal(client.chat_update, channel=SUPPORT, ts="1.0", text="x")["error"] == "message_not_found"


def test_a_channel_says_whether_the_bot_is_a_member(client: WebClient) -> None:
    support = client.conversations_info(channel=SUPPORT)["channel"]
    assert (support["name"], support["is_member"], support["is_private"]) == ("support", True, False)
    assert client.conversations_info(channel="C0RANDOM01")["channel"]["is_member"] is False
    assert refusal(client.conversations_info, channel="C0NOWHERE")["error"] == "channel_not_found"
