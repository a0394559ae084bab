"""Posting, answering and changing: in a local Slack as it goes well, in a scripted one as it does not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.calls import Calls
from bot.delivery import Delivery
from bot.memory import Memory
from bot.messages.message import Message
from bot.pace import Pace
from bot.playground.server import LocalSlack
from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from tests.support.databases import a_store
from tests.support.local_slack import Person
from tests.support.stub_slack import LOST, Said, limited, scripted

SUPPORT, RANDOM = "C0SUPPORT1", "C0RANDOM01"  # the bot is in the first
METADATA = {"event_type": "kpibot_readout", "event_payload": {"v": 1, "question": "csat 2026-W30"}}
TEXT = "CSAT: 80 % &lt;!channel&gt; @here #support https://example.com"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "verbatim": True, "text": TEXT}}
TABLE = {
    "type": "data_table",
    "caption": "CSAT by channel",
    "rows": [
        [{"type": "raw_text", "text": "Channel"}, {"type": "raw_text", "text": "CSAT"}],
        [{"type": "raw_text", "text": "email"}, {"type": "raw_number", "value": 80, "text": "80 %"}],
    ],
}
CHART = {
    "type": "data_visualization",
    "title": "CSAT",
    "chart": {
        "type": "line",
        "series": [{"name": "CSAT", "data": [{"label": "W29", "value": 82}, {"label": "W30", "value": 80}]}],
        "axis_config": {"categories": ["W29", "W30"]},
    },
}
MESSAGE = Message(TEXT, [SECTION])
WITH_TABLE = Message(TEXT, [SECTION, TABLE])
WITH_BOTH = Message(TEXT, [SECTION, TABLE, CHART])
NEITHER = frozenset[str]()


def refused(*problems: str) -> dict[str, Any]:
    """https://docs.slack.dev/reference/methods/chat.postMessage#errors"""
    answer: dict[str, Any] = {"ok": False, "error": "invalid_blocks"}
    return answer | ({"errors": list(problems)} if problems else {})


UNKNOWN_TABLE = refused("unsupported type: data_table [json-pointer:/blocks/1/type]")
WRONG_TABLE = refused("must be less than 10001 characters [json-pointer:/blocks/1/rows]")
OK = {"ok": True, "ts": "1.000001"}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    store = a_store(tmp_path)
    yield Memory(store, lambda: datetime(2026, 7, 27, tzinfo=UTC))
    store.close()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        yield slack


def delivery(memory: Memory, url: str, token: str = "xoxb-any", slept: list[float] | None = None) -> Delivery:
    """One that never really sleeps."""
    sleep = (slept if slept is not None else []).append
    client = WebClient(token=token, base_url=url, retry_handlers=[])
    return Delivery(Calls(client, sleep), memory, Pace(1.0, lambda: 0.0, sleep, at_once=1))


def test_a_message_is_posted_as_it_is_with_its_metadata(memory: Memory, slack: LocalSlack) -> None:
    ts = delivery(memory, slack.api_url, slack.bot_token).post(SUPPORT, MESSAGE, metadata=METADATA)
    seen = Person(slack, "ada").waits_for("CSAT: 80 %")
    assert (seen.ts, seen.text, seen.plain) == (ts, TEXT, TEXT)
    assert seen.metadata == METADATA
    assert (seen.author, seen.ephemeral, seen.thread_ts) == ("kpibot", False, None)


def test_a_message_can_be_put_in_the_place_of_another(memory: Memory, slack: LocalSlack) -> None:
    here = delivery(memory, slack.api_url, slack.bot_token)
    ts = here.post(SUPPORT, Message("Before", []), metadata=METADATA)
    here.update(SUPPORT, ts, MESSAGE, METADATA)
    seen = [message for message in Person(slack, "ada").sees() if message.author == "kpibot"]
    assert [(message.ts, message.plain) for message in seen] == [(ts, TEXT)]


def test_what_is_whispered_one_person_sees(memory: Memory, slack: LocalSlack) -> None:
    ada, ben = Person(slack, "ada"), Person(slack, "ben")
    delivery(memory, slack.api_url, slack.bot_token).whisper(SUPPORT, ada.id, MESSAGE)
    assert ada.waits_for("CSAT: 80 %").ephemeral
    assert "CSAT: 80 %" not in " ".join(message.plain for message in ben.sees())


def test_the_home_tab_shows_tables_as_text(memory: Memory) -> None:
    with scripted({"ok": True}) as slack:
        delivery(memory, slack.url).publish("U1", WITH_BOTH)
    (method, given) = slack.asked[0]
    assert (method, given["user_id"], given["view"]["type"]) == ("views.publish", "U1", "home")
    assert "data_" not in str(given["view"])
    assert "80 %" in str(given["view"])


def test_where_the_bot_is_not_a_member_it_asks_to_be_invited(memory: Memory, slack: LocalSlack) -> None:
    with pytest.raises(RefusedError, match="not in this channel") as error:
        delivery(memory, slack.api_url, slack.bot_token).post(RANDOM, MESSAGE, metadata=METADATA)
    assert error.value.code == "not_in_channel"
    assert "/invite @kpibot" in error.value.hint
    assert Person(slack, "ada").sees("random") == []


def test_a_workspace_without_tables_gets_text_and_is_remembered(memory: Memory) -> None:
    with scripted(UNKNOWN_TABLE, OK) as slack:
        here = delivery(memory, slack.url)
        here.post("C1", WITH_TABLE)
        here.post("C2", WITH_TABLE)
    blocks = [str(given["blocks"]) for _, given in slack.asked]
    assert ["data_table" in each for each in blocks] == [True, False, False]
    assert all("80 %" in each for each in blocks)
    assert memory.refused() == {"data_table"}


def test_a_block_that_is_wrong_inside_says_nothing_about_the_workspace(memory: Memory) -> None:
    with scripted(WRONG_TABLE, OK) as slack:
        delivery(memory, slack.url).post("C1", WITH_TABLE)
    assert slack.methods == ["chat.postMessage"] * 2
    assert memory.refused() == NEITHER


def test_a_refusal_without_a_reason_is_taken_for_all_new_blocks(memory: Memory) -> None:
    with scripted(refused(), OK) as slack:
        delivery(memory, slack.url).post("C1", WITH_BOTH)
    assert memory.refused() == {"data_table", "data_visualization"}


def test_a_message_that_is_refused_as_text_too_is_a_bug_and_nothing_is_remembered(memory: Memory) -> None:
    with scripted(refused()) as slack, pytest.raises(UnexpectedRefusalError, match="invalid_blocks"):
        delivery(memory, slack.url).post("C1", WITH_TABLE)
    assert len(slack.asked) == 2
    assert memory.refused() == NEITHER


def test_what_might_be_refused_does_not_go_inside_an_acknowledgement(memory: Memory) -> None:
    with scripted(OK) as slack:
        here = delivery(memory, slack.url)
        assert here.ready(MESSAGE) == MESSAGE
        here.post("C1", WITH_TABLE)
        assert here.ready(WITH_TABLE) is None


def test_what_was_refused_goes_inside_an_acknowledgement_as_text(memory: Memory) -> None:
    memory.note_refused({"data_table"})
    with scripted(OK) as slack:
        ready = delivery(memory, slack.url).ready(WITH_TABLE)
    assert ready is not None
    assert (ready.native, "80 %" in str(ready.blocks)) == (NEITHER, True)


def test_a_response_url_refuses_blocks_too(memory: Memory) -> None:
    with scripted(UNKNOWN_TABLE, Said(b"ok")) as slack:
        delivery(memory, slack.url).respond(f"{slack.url}response", WITH_TABLE, replace=True)
    assert [given["replace_original"] for _, given in slack.asked] == [True, True]
    assert memory.refused() == {"data_table"}


def test_messages_to_one_channel_take_turns_and_answers_to_one_person_do_not(memory: Memory) -> None:
    slept: list[float] = []
    with scripted(OK) as slack:
        here = delivery(memory, slack.url, slept=slept)
        for _ in range(2):
            here.post("C1", MESSAGE)
            here.respond(f"{slack.url}response", MESSAGE)
            here.whisper("C1", "U1", MESSAGE)
    assert slept == [1.0]


def test_a_post_waits_as_long_as_slack_says_and_comes_once(memory: Memory) -> None:
    slept: list[float] = []
    with scripted(limited(5), OK) as slack:
        delivery(memory, slack.url, slept=slept).post("C1", MESSAGE)
    assert (slack.methods, slept) == (["chat.postMessage"] * 2, [5.0])


def test_a_post_whose_answer_was_lost_is_not_repeated(memory: Memory) -> None:
    with scripted(LOST) as slack, pytest.raises(LostError):
        delivery(memory, slack.url).post("C1", MESSAGE)
    assert slack.methods == ["chat.postMessage"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("not_in_channel", "I am not in this channel yet."),
        ("channel_not_found", "I cannot see this conversation."),
        ("is_archived", "This channel is archived."),
        ("restricted_action", "This workspace does not let me post here."),
        ("restricted_action_read_only_channel", "Only some people may post in this channel."),
        ("restricted_action_thread_only_channel", "In this channel I may only answer in threads."),
        ("ekm_access_denied", "Your workspace's admins have suspended messages here."),
        ("user_not_found", "I cannot see who you are in this workspace."),
        ("token_revoked", "My token has been revoked."),
        ("account_inactive", "My account in this workspace has been switched off."),
        ("message_not_found", "The message is no longer there."),
        ("cant_update_message", "I cannot change this message."),
        ("edit_window_closed", "This message can no longer be changed."),
        ("expired_trigger_id", "This took longer than the three seconds that Slack gives me."),
        ("missing_scope", "I lack a permission for this."),
    ],
)
def test_a_refusal_that_somebody_can_mend_is_put_in_words(memory: Memory, code: str, sentence: str) -> None:
    with scripted({"ok": False, "error": code}) as slack, pytest.raises(RefusedError) as error:
        delivery(memory, slack.url).update("C1", "1.000001", MESSAGE)
    assert (error.value.code, error.value.sentence) == (code, sentence)
    assert error.value.hint
