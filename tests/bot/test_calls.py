"""Calls to a Slack that answers late, not at all, or with something else."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.calls import Calls
from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from tests.support.stub_slack import LOST, Said, a_port, limited, scripted

OK = {"ok": True, "ts": "1.000001"}
HTML = Said(b"<html>Welcome to the router</html>")
DOWN = Said(b"", 503)
BROKEN = {"ok": False, "error": "fatal_error"}

Call = Callable[[str, bool, list[float]], Any]


def by_api(url: str, repeatable: bool, slept: list[float]) -> Any:
    client = WebClient(token="xoxb-any", base_url=url, retry_handlers=[])
    return Calls(client, slept.append).api(client.chat_postMessage, repeatable=repeatable, channel="C1", text="Hello")


def by_response_url(url: str, repeatable: bool, slept: list[float]) -> Any:
    return Calls(WebClient(), slept.append).respond(f"{url}response", repeatable=repeatable, text="Hello")


both = pytest.mark.parametrize("call", [by_api, by_response_url])


@both
def test_what_slack_takes_is_sent_once(call: Call) -> None:
    slept: list[float] = []
    with scripted(OK) as slack:
        call(slack.url, False, slept)
    assert (len(slack.asked), slept) == (1, [])
    assert slack.asked[0][1]["text"] == "Hello"


def test_a_response_url_says_ok_in_plain_text() -> None:
    with scripted(Said(b"ok")) as slack:
        assert by_response_url(slack.url, False, [])["ok"]


@both
def test_when_slack_asks_to_slow_down_it_waits_as_long_as_told(call: Call) -> None:
    slept: list[float] = []
    with scripted(limited(7), limited(2), OK) as slack:
        call(slack.url, False, slept)
    assert (len(slack.asked), slept) == (3, [7.0, 2.0])


@both
def test_when_the_wait_is_too_long_it_says_so_instead(call: Call) -> None:
    slept: list[float] = []
    with scripted(limited(40)) as slack, pytest.raises(RefusedError, match="Slack asks me to slow down"):
        call(slack.url, False, slept)
    assert slept == [40.0]


@both
def test_a_wait_of_nothing_is_a_second_and_comes_to_an_end(call: Call) -> None:
    slept: list[float] = []
    with scripted(limited(0)) as slack, pytest.raises(RefusedError, match="Slack asks me to slow down"):
        call(slack.url, False, slept)
    assert slept == [1.0] * 60


@both
@pytest.mark.parametrize("after", ["7", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_trouble_that_names_a_time_does_not_repeat_a_post_either(call: Call, after: str) -> None:
    trouble = Said({"ok": False, "error": "internal_error"}, 500, {"Retry-After": after})
    slept: list[float] = []
    with scripted(trouble, OK) as slack, pytest.raises(LostError, match="I do not know whether my answer arrived"):
        call(slack.url, False, slept)
    assert (len(slack.asked), slept) == (1, [])


@both
@pytest.mark.parametrize("trouble", [LOST, HTML, DOWN, BROKEN])
def test_a_post_whose_answer_was_lost_is_never_repeated(call: Call, trouble: Said | dict[str, Any]) -> None:
    slept: list[float] = []
    with scripted(trouble, OK) as slack, pytest.raises(LostError, match="I do not know whether my answer arrived"):
        call(slack.url, False, slept)
    assert (len(slack.asked), slept) == (1, [])


@both
@pytest.mark.parametrize("trouble", [LOST, HTML, DOWN, BROKEN])
def test_what_may_be_done_twice_is_tried_again(call: Call, trouble: Said | dict[str, Any]) -> None:
    slept: list[float] = []
    with scripted(trouble, trouble, OK) as slack:
        call(slack.url, True, slept)
    assert (len(slack.asked), slept) == (3, [0.2, 1.0])


@both
@pytest.mark.parametrize("repeatable", [False, True])
def test_where_nobody_listens_nothing_was_sent_so_it_is_tried_again(call: Call, repeatable: bool) -> None:
    slept: list[float] = []
    with a_port(listening=False) as port, pytest.raises(RefusedError, match="I cannot reach Slack"):
        call(f"http://127.0.0.1:{port}/", repeatable, slept)
    assert slept == [0.2, 1.0, 3.0]


def test_once_somebody_listens_again_it_arrives() -> None:
    with scripted(OK) as slack, a_port(listening=False) as port:
        client = WebClient(token="xoxb-any", base_url=f"http://127.0.0.1:{port}/", retry_handlers=[])

        def slack_awakes(_seconds: float) -> None:
            client.base_url = slack.url

        Calls(client, slack_awakes).api(client.chat_postMessage, repeatable=False, channel="C1", text="Hello")
    assert slack.methods == ["chat.postMessage"]


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"ok": False, "error": "used_url"}, 404, "This message has changed as often as Slack allows."),
        ({"ok": False, "error": "expired_url"}, 404, "This took longer than the half hour that Slack gives me."),
        (b"used_url", 404, "This message has changed as often as Slack allows."),
        (b"channel_not_found", 404, "I cannot see this conversation."),
    ],
)
def test_a_response_url_that_is_used_up_is_explained(body: bytes | dict[str, Any], status: int, sentence: str) -> None:
    with scripted(Said(body, status)) as slack, pytest.raises(RefusedError) as error:
        by_response_url(slack.url, True, [])
    assert error.value.sentence == sentence
    assert error.value.hint


@both
def test_a_word_that_is_not_foreseen_is_a_bug(call: Call) -> None:
    with (
        scripted({"ok": False, "error": "as_user_not_supported"}) as slack,
        pytest.raises(UnexpectedRefusalError, match="as_user_not_supported"),
    ):
        call(slack.url, True, [])
    assert len(slack.asked) == 1


@both
def test_what_is_wrong_in_the_blocks_is_told(call: Call) -> None:
    problems = ["must be more than 0 characters [json-pointer:/blocks/0/text/text]"]
    refused = {"ok": False, "error": "invalid_blocks", "errors": problems}
    with scripted(refused) as slack, pytest.raises(UnexpectedRefusalError) as error:
        call(slack.url, False, [])
    assert (error.value.code, error.value.problems) == ("invalid_blocks", problems)


def test_a_missing_scope_is_named() -> None:
    lost = {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands"}
    with scripted(lost) as slack, pytest.raises(RefusedError, match="the scope `chat:write`") as error:
        by_api(slack.url, False, [])
    assert error.value.code == "missing_scope"
