import json
import urllib.parse
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.bot.playground.web_api.asking import ADA, BOT, LEADERSHIP, SUPPORT, ask, error, refusal
from tests.bot.playground.web_api.conftest import APP_TOKEN, BOT_TOKEN, Served, serving

AS_BOT = f"Bearer {BOT_TOKEN}"
JSON_TYPE = "application/json; charset=utf-8"


def test_a_token_is_needed_and_must_be_the_right_one(slack: Served) -> None:
    assert error(slack.client(None).auth_test) == "not_authed"
    assert error(slack.client("xoxb-somebody-else").auth_test) == "invalid_auth"
    assert error(slack.client(APP_TOKEN).auth_test) == "not_allowed_token_type"
    assert error(slack.client().apps_connections_open, app_token=BOT_TOKEN) == "not_allowed_token_type"


def test_a_token_may_come_in_a_form_but_not_in_json(slack: Served) -> None:
    url = f"{slack.api_url}auth.test"
    assert ask(url, urllib.parse.urlencode({"token": BOT_TOKEN}).encode()).json["ok"]
    body = json.dumps({"token": BOT_TOKEN}).encode()
    assert ask(url, body, content_type=JSON_TYPE).json["error"] == "not_authed"


def test_arguments_mean_the_same_in_a_query_a_form_and_json(slack: Served) -> None:
    url = f"{slack.api_url}conversations.info"
    given = {"channel": SUPPORT, "include_num_members": "true"}
    form = urllib.parse.urlencode(given)
    answers = [
        ask(f"{url}?{form}", authorization=AS_BOT).json,
        ask(url, form.encode(), authorization=AS_BOT).json,
        ask(url, json.dumps(given).encode(), content_type=JSON_TYPE, authorization=AS_BOT).json,
    ]
    assert answers[0]["channel"]["num_members"] == 4
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"{", JSON_TYPE, "invalid_json"),
        (b"[]", JSON_TYPE, "json_not_object"),
        (b"\xff", "application/x-www-form-urlencoded", "invalid_form_data"),
        (b"<a/>", "text/xml", "invalid_post_type"),
        (b"a=b", "", "missing_post_type"),
    ],
)
def test_a_body_must_be_what_its_label_says(slack: Served, body: bytes, kind: str, said: str) -> None:
    answer = ask(f"{slack.api_url}chat.postMessage", body, content_type=kind, authorization=AS_BOT)
    assert (answer.status, answer.json["error"]) == (200, said)


def test_json_without_a_charset_is_taken_with_a_warning(slack: Served) -> None:
    body = json.dumps({"channel": SUPPORT, "text": "hello"}).encode()
    url = f"{slack.api_url}chat.postMessage"
    warned = ask(url, body, content_type="application/json", authorization=AS_BOT).json
    assert warned["ok"]
    assert warned["warning"] == "missing_charset"
    assert warned["response_metadata"] == {"warnings": ["missing_charset"]}
    assert "warning" not in ask(url, body, content_type=JSON_TYPE, authorization=AS_BOT).json


def test_a_form_with_a_charset_is_taken_with_a_warning(slack: Served) -> None:
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    assert (
        ask(f"{slack.api_url}auth.test", b"a=b", content_type=kind, authorization=AS_BOT).json["warning"]
        == "superfluous_charset"
    )


def test_a_warning_stands_beside_the_problems_of_a_refusal(slack: Served) -> None:
    body = json.dumps({"channel": SUPPORT, "blocks": [{"type": "divide"}]}).encode()
    refused = ask(f"{slack.api_url}chat.postMessage", body, content_type="application/json", authorization=AS_BOT).json
    assert refused["error"] == "invalid_blocks"
    assert refused["response_metadata"]["warnings"] == ["missing_charset"]
    assert refused["response_metadata"]["messages"]


def test_a_method_that_is_not_there_is_named(client: WebClient) -> None:
    answer = refusal(client.api_call, "chat.meMessage")
    assert answer.data == {"ok": False, "error": "unknown_method", "req_method": "chat.meMessage"}


def test_an_argument_that_is_missing_is_named(client: WebClient) -> None:
    answer = refusal(client.api_call, "conversations.info")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_the_headers_say_which_scopes_there_are_and_which_would_do(client: WebClient) -> None:
    headers = client.chat_postMessage(channel=SUPPORT, text="hello").headers
    assert headers["x-accepted-oauth-scopes"] == "chat:write"
    assert {"chat:write", "files:write"} <= set(headers["x-oauth-scopes"].split(","))
    assert client.auth_test().headers["x-accepted-oauth-scopes"] == ""


def test_a_lost_scope_is_named_with_those_that_are_left(slack: Served, client: WebClient) -> None:
    slack.faults.set({"missing_scopes": ["chat:write"]})
    answer = refusal(client.chat_postMessage, channel=SUPPORT, text="hello")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "chat:write" not in answer["provided"].split(",")
    assert "channels:read" in answer["provided"].split(",")
    assert "chat:write" not in answer.headers["x-oauth-scopes"].split(",")


def test_which_scope_is_needed_depends_on_the_conversation(slack: Served, client: WebClient) -> None:
    slack.workspace.join(slack.channel("leadership"), BOT)
    slack.faults.set({"missing_scopes": ["groups:read", "groups:history"]})
    assert client.conversations_info(channel=SUPPORT)["ok"]
    assert refusal(client.conversations_info, channel=LEADERSHIP)["needed"] == "groups:read"
    assert refusal(client.conversations_history, channel=LEADERSHIP)["needed"] == "groups:history"
    assert refusal(client.conversations_list, types="public_channel,private_channel")["needed"] == "groups:read"


def test_a_rate_limit_comes_on_demand_with_the_seconds_to_wait(slack: Served, client: WebClient) -> None:
    slack.faults.set({"rate_limit": {"method": "chat.postMessage", "retry_after": 7, "times": 2}})
    for _ in range(2):
        answer = refusal(client.chat_postMessage, channel=SUPPORT, text="hello")
        assert (answer.status_code, answer["error"]) == (429, "ratelimited")
        assert answer.headers["retry-after"] == "7"
    assert client.chat_postMessage(channel=SUPPORT, text="hello")["ok"]


def test_a_failure_comes_on_demand_in_slacks_word(slack: Served, client: WebClient) -> None:
    slack.faults.set({"fail": {"method": "*", "error": "internal_error"}})
    assert error(client.auth_test) == "internal_error"
    assert client.auth_test()["ok"]


@pytest.fixture
def limited() -> Iterator[Served]:
    yield from serving(limits_rates=True)


def test_a_channel_takes_a_burst_of_messages_and_then_one_a_second(limited: Served) -> None:
    client = limited.client()
    for _ in range(10):
        client.chat_postMessage(channel=SUPPORT, text="hello")
    answer = refusal(client.chat_postMessage, channel=SUPPORT, text="one too many")
    assert (answer.status_code, answer["error"], answer.headers["retry-after"]) == (429, "ratelimited", "1")
    assert client.chat_postMessage(channel="C0FOUNDERS", text="another channel")["ok"]
    limited.clock.passes(1)
    assert client.chat_postMessage(channel=SUPPORT, text="a second later")["ok"]
    assert error(client.chat_postMessage, channel=SUPPORT, text="too soon") == "ratelimited"


def test_the_local_slack_limits_rates_when_it_is_told_to() -> None:
    with LocalSlack(limits_rates=True) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        said = [client.auth_test()["ok"], *(client.users_list()["ok"] for _ in range(10))]
        assert all(said)
        assert error(client.users_list) == "ratelimited"


def test_other_methods_are_limited_by_their_tier(limited: Served) -> None:
    client = limited.client()
    for _ in range(10):
        client.users_list()
    assert refusal(client.users_list).headers["retry-after"] == "3"
    assert client.users_info(user=ADA)["ok"]
