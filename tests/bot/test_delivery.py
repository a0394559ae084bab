"""Posting to a Slack that takes the message, and to one that does not."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery import Delivery
from bot.messages.message import Message
from bot.playground.server import LocalSlack
from kpi.errors import UserError
from tests.support.local_slack import Person
from tests.support.stub_slack import answering

SUPPORT, RANDOM = "C0SUPPORT1", "C0RANDOM01"  # the bot is in the first
METADATA = {"event_type": "kpibot_readout", "event_payload": {"question": "csat 2026-W30"}}
TEXT = "CSAT: 80 % &lt;!channel&gt; @here #support https://example.com"
MESSAGE = Message(TEXT, [{"type": "section", "text": {"type": "mrkdwn", "verbatim": True, "text": TEXT}}])


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        yield slack


def delivery(url: str, token: str = "xoxb-any") -> Delivery:
    return Delivery(WebClient(token=token, base_url=url))


def test_a_message_is_posted_as_it_is_with_its_metadata(slack: LocalSlack) -> None:
    delivery(slack.api_url, slack.bot_token).post(SUPPORT, MESSAGE, METADATA)
    seen = Person(slack, "ada").waits_for("CSAT: 80 %")
    assert (seen.text, seen.plain) == (TEXT, TEXT)
    assert seen.metadata == METADATA
    assert (seen.author, seen.ephemeral, seen.thread_ts) == ("kpibot", False, None)


def test_where_the_bot_is_not_a_member_it_asks_to_be_invited(slack: LocalSlack) -> None:
    with pytest.raises(UserError, match="not in this channel") as error:
        delivery(slack.api_url, slack.bot_token).post(RANDOM, MESSAGE, METADATA)
    assert "/invite @kpibot" in error.value.hint
    assert Person(slack, "ada").sees("random") == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("not_in_channel", "I am not in this channel yet."),
        ("channel_not_found", "I cannot see this conversation."),
        ("is_archived", "This channel is archived."),
        ("restricted_action", "This workspace does not let me post here."),
        ("missing_scope", "I may not post here: the scope `chat:write` is missing."),
        ("ratelimited", "Slack asks me to slow down."),
    ],
)
def test_a_refusal_that_a_person_can_mend_is_put_in_words(code: str, sentence: str) -> None:
    with answering({"ok": False, "error": code}) as url, pytest.raises(UserError) as error:
        delivery(url).post("C1", MESSAGE, METADATA)
    assert error.value.sentence == sentence
    assert error.value.hint


@pytest.mark.parametrize(
    ("answer", "status"), [({"ok": False, "error": "invalid_blocks"}, 200), (b"<html>oops</html>", 200), (b"", 503)]
)
def test_any_other_refusal_is_a_failure(answer: bytes | dict[str, object], status: int) -> None:
    with answering(answer, status) as url, pytest.raises(SlackApiError):
        delivery(url).post("C1", MESSAGE, METADATA)
