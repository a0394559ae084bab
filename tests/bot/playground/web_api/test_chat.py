import json
import re

import pytest
from slack_sdk import WebClient

from tests.bot.playground.conftest import Json, actions, button, section
from tests.bot.playground.web_api.asking import (
    ADA,
    ADAS_DM,
    BEN,
    BOT,
    FOUNDERS,
    LEADERSHIP,
    OLD_PROJECT,
    RANDOM,
    SUPPORT,
    error,
    refusal,
)
from tests.bot.playground.web_api.conftest import Served

METADATA = {"event_type": "kpi_answer", "event_payload": {"question": "csat last week"}}
TABLE: Json = {
    "type": "data_table",
    "caption": "CSAT",
    "rows": [[{"type": "raw_text", "text": "week"}], [{"type": "raw_text", "text": "W46"}]],
}


def texts(slack: Served, channel: str = SUPPORT) -> list[str]:
    return [message.text for message in slack.workspace.history(channel)]


def test_a_posted_message_comes_back_as_slack_keeps_it(client: WebClient) -> None:
    answer = client.chat_postMessage(channel=SUPPORT, text="CSAT", blocks=[section("*87 %*"), actions(_nameless())])
    message = answer["message"]
    assert (answer["channel"], answer["ts"]) == (SUPPORT, message["ts"])
    assert {name: message[name] for name in ("type", "text", "bot_id", "app_id", "user", "team")} == {
        "type": "message",
        "text": "CSAT",
        "bot_id": "B0KPIBOT01",
        "app_id": "A0KPIBOT01",
        "user": BOT,
        "team": "T0LOCAL001",
    }
    assert message["bot_profile"]["name"] == "kpibot"
    spoken, buttons = message["blocks"]
    assert len(spoken["block_id"]) == len(buttons["elements"][0]["action_id"]) == 5
    assert spoken["text"] == {"type": "mrkdwn", "text": "*87 %*", "verbatim": False}
    assert buttons["elements"][0]["text"]["emoji"] is True


def _nameless() -> Json:
    return {name: value for name, value in button("Share", "share").items() if name != "action_id"}


def test_a_channel_may_be_named_where_one_posts_and_nowhere_else(slack: Served, client: WebClient) -> None:
    client.chat_postMessage(channel="#support", text="hello")
    client.chat_postEphemeral(channel="support", user=ADA, text="psst")
    assert texts(slack) == ["hello"]
    assert error(client.conversations_info, channel="#support") == "channel_not_found"
    assert error(client.chat_update, channel="#support", ts="1.0", text="x") == "channel_not_found"


def test_what_is_posted_to_a_person_goes_into_the_direct_messages(slack: Served, client: WebClient) -> None:
    assert client.chat_postMessage(channel=ADA, text="hello")["channel"] == ADAS_DM
    assert texts(slack, ADAS_DM) == ["hello"]


def test_timestamps_grow_even_when_the_clock_stands_still(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=SUPPORT, text="tick")["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert all(re.fullmatch(r"\d{10}\.\d{6}", ts) for ts in stamps)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"channel": "C0NOWHERE", "text": "a"}, "channel_not_found"),
        ({"channel": LEADERSHIP, "text": "a"}, "channel_not_found"),
        ({"channel": "U0NOBODY", "text": "a"}, "channel_not_found"),
        ({"channel": RANDOM, "text": "a"}, "not_in_channel"),
        ({"channel": "#random", "text": "a"}, "not_in_channel"),
        ({"channel": OLD_PROJECT, "text": "a"}, "is_archived"),
        ({"text": "a"}, "invalid_arguments"),
        ({"channel": SUPPORT, "text": ""}, "no_text"),
        ({"channel": SUPPORT, "text": "a", "blocks": "{not json"}, "invalid_blocks_format"),
        ({"channel": SUPPORT, "text": "a", "blocks": '{"type": "divider"}'}, "invalid_blocks_format"),
        ({"channel": SUPPORT, "text": "a", "blocks": [section("x" * 2500)] * 5}, "msg_blocks_too_long"),
        ({"channel": SUPPORT, "text": "a", "metadata": {"event_type": "kpi"}}, "invalid_metadata_format"),
        ({"channel": SUPPORT, "text": "a", "metadata": "{"}, "invalid_metadata_format"),
        ({"channel": SUPPORT, "text": "a", "metadata": '"text"'}, "invalid_metadata_format"),
        (
            {"channel": SUPPORT, "text": "a", "metadata": {"event_type": "kpi", "event_payload": "text"}},
            "invalid_metadata_format",
        ),
        (
            {"channel": SUPPORT, "text": "a", "metadata": {"event_type": "kpi", "event_payload": {"v": "x" * 16_000}}},
            "metadata_too_large",
        ),
    ],
)
def test_a_message_is_refused_with_slacks_word(slack: Served, client: WebClient, arguments: Json, said: str) -> None:
    assert error(client.api_call, "chat.postMessage", json=arguments) == said
    assert not any(texts(slack, channel.id) for channel in slack.workspace.channels)


def test_invalid_blocks_are_reported_with_their_place(client: WebClient) -> None:
    answer = refusal(client.chat_postMessage, channel=SUPPORT, text="a", blocks=[section("x" * 3001)])
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"][-1] == "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {problem}" for problem in answer["errors"]]


def test_a_workspace_without_the_new_blocks_refuses_them_as_unknown(slack: Served, client: WebClient) -> None:
    slack.faults.set({"refuse_new_blocks": True})
    answer = refusal(client.chat_postMessage, channel=SUPPORT, text="a", blocks=[section("CSAT"), TABLE])
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"][0] == "unsupported type: data_table [json-pointer:/blocks/1/type]"
    slack.faults.set({"refuse_new_blocks": False})
    assert client.chat_postMessage(channel=SUPPORT, text="a", blocks=[TABLE])["ok"]


def test_very_long_text_is_cut_when_posted_and_refused_when_updated(client: WebClient) -> None:
    posted = client.chat_postMessage(channel=SUPPORT, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    assert error(client.chat_update, channel=SUPPORT, ts=posted["ts"], text="x" * 4_001) == "msg_too_long"


def test_blocks_and_metadata_may_come_as_text(client: WebClient) -> None:
    answer = client.api_call(
        "chat.postMessage",
        data={
            "channel": SUPPORT,
            "text": "a",
            "blocks": json.dumps([section("CSAT")]),
            "metadata": json.dumps(METADATA),
        },
    )
    assert answer["message"]["metadata"] == METADATA
    assert answer["message"]["blocks"][0]["text"]["text"] == "CSAT"


def test_half_a_surrogate_pair_harms_nobody(client: WebClient) -> None:
    posted = client.api_call("chat.postMessage", json={"channel": SUPPORT, "text": "a\ud800"})
    assert posted["message"]["text"] == "a\ufffd"
    in_text = json.dumps([section("b\ud800")])
    posted = client.api_call("chat.postMessage", data={"channel": SUPPORT, "text": "b", "blocks": in_text})
    assert posted["message"]["blocks"][0]["text"]["text"] == "b\ufffd"
    assert len(client.conversations_history(channel=SUPPORT)["messages"]) == 2


NAMES = "@ada, #support, @here, #leadership, a@ben and <https://example.com/#support|#support>"
LINKED = "<@U0ADA00001>, <#C0SUPPORT1|support>, <!here>, #leadership, a@ben and <https://example.com/#support|#support>"


@pytest.mark.parametrize(
    ("more", "posted", "updated"),
    [
        ({}, NAMES, LINKED),
        ({"parse": "none"}, NAMES, NAMES),
        ({"link_names": False}, NAMES, NAMES),
        ({"link_names": True}, LINKED, LINKED),
        ({"parse": "full"}, LINKED, LINKED),
        ({"parse": "full", "link_names": False}, NAMES, NAMES),
        ({"parse": "none", "link_names": False}, NAMES, NAMES),
    ],
)
def test_names_become_links_as_parse_and_link_names_say(
    slack: Served, client: WebClient, more: Json, posted: str, updated: str
) -> None:
    """https://docs.slack.dev/reference/methods/chat.update: its `parse` is "client" unless it is told."""
    ts = client.chat_postMessage(channel=SUPPORT, text=NAMES, **more)["ts"]
    client.chat_postEphemeral(channel=SUPPORT, user=ADA, text=NAMES, **more)
    assert [message.text for message in slack.workspace.messages_seen_by(ADA)] == [posted, posted]
    assert client.chat_update(channel=SUPPORT, ts=ts, text=NAMES, **more)["text"] == updated


def test_a_reply_stands_in_its_thread_even_below_another_reply(client: WebClient) -> None:
    root = client.chat_postMessage(channel=SUPPORT, text="root")
    reply = client.chat_postMessage(channel=SUPPORT, text="reply", thread_ts=root["ts"])
    below = client.chat_postMessage(channel=SUPPORT, text="below", thread_ts=reply["ts"])
    assert reply["message"]["thread_ts"] == below["message"]["thread_ts"] == root["ts"]


def test_a_reply_to_a_message_that_is_gone_is_posted_at_the_top_without_a_word(client: WebClient) -> None:
    root = client.chat_postMessage(channel=SUPPORT, text="root")
    client.chat_delete(channel=SUPPORT, ts=root["ts"])
    assert "thread_ts" not in client.chat_postMessage(channel=SUPPORT, text="reply", thread_ts=root["ts"])["message"]


def test_an_ephemeral_message_is_seen_by_one_person_and_kept_nowhere(slack: Served, client: WebClient) -> None:
    ts = client.chat_postEphemeral(channel=SUPPORT, user=ADA, text="psst")["message_ts"]
    assert [message.text for message in slack.workspace.messages_seen_by(ADA)] == ["psst"]
    assert slack.workspace.messages_seen_by(BEN) == []
    assert error(client.chat_update, channel=SUPPORT, ts=ts, text="loud") == "message_not_found"
    assert error(client.chat_delete, channel=SUPPORT, ts=ts) == "message_not_found"
    assert error(client.chat_getPermalink, channel=SUPPORT, message_ts=ts) == "message_not_found"
    assert error(client.conversations_replies, channel=SUPPORT, ts=ts) == "thread_not_found"
    assert client.conversations_history(channel=SUPPORT)["messages"] == []


def test_an_ephemeral_message_is_for_somebody_of_the_channel(slack: Served, client: WebClient) -> None:
    slack.workspace.join(slack.channel("leadership"), BOT)
    assert error(client.chat_postEphemeral, channel=LEADERSHIP, user=BEN, text="psst") == "user_not_in_channel"
    assert error(client.chat_postEphemeral, channel=SUPPORT, user="U0NOBODY", text="psst") == "user_not_in_channel"
    assert error(client.chat_postEphemeral, channel=RANDOM, user=BEN, text="psst") == "not_in_channel"
    assert error(client.chat_postEphemeral, channel=OLD_PROJECT, user=BEN, text="psst") == "is_archived"


def test_an_ephemeral_reply_shows_only_in_a_thread_that_has_replies(slack: Served, client: WebClient) -> None:
    root = client.chat_postMessage(channel=SUPPORT, text="root")["ts"]
    assert client.chat_postEphemeral(channel=SUPPORT, user=ADA, text="lost", thread_ts=root)["message_ts"]
    client.chat_postMessage(channel=SUPPORT, text="reply", thread_ts=root)
    client.chat_postEphemeral(channel=SUPPORT, user=ADA, text="seen", thread_ts=root)
    assert [message.text for message in slack.workspace.messages_seen_by(ADA)] == ["root", "reply", "seen"]


def test_a_message_of_the_bot_can_be_updated(client: WebClient) -> None:
    posted = client.chat_postMessage(channel=SUPPORT, text="old", blocks=[section("old")])
    answer = client.chat_update(channel=SUPPORT, ts=posted["ts"], text="new", blocks=[section("new")])
    assert (answer["ts"], answer["text"], answer["channel"]) == (posted["ts"], "new", SUPPORT)
    assert answer["message"]["edited"]["user"] == BOT
    assert answer["message"]["blocks"][0]["text"]["text"] == "new"


def test_an_update_keeps_metadata_unless_it_is_emptied_and_drops_blocks_for_text(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT, text="old", blocks=[section("old")], metadata=METADATA)["ts"]
    changed = {"event_type": "kpi_answer", "event_payload": {"question": "frt"}}
    message = client.api_call("chat.update", json={"channel": SUPPORT, "ts": ts, "metadata": changed})["message"]
    assert (message["text"], len(message["blocks"]), message["metadata"]) == ("old", 1, changed)
    message = client.chat_update(channel=SUPPORT, ts=ts, text="new")["message"]
    assert (message["text"], "blocks" in message, message["metadata"]) == ("new", False, changed)
    message = client.api_call("chat.update", json={"channel": SUPPORT, "ts": ts, "text": "new", "metadata": {}})[
        "message"
    ]
    assert "metadata" not in message


def test_only_a_message_of_its_own_can_be_updated_or_deleted(slack: Served, client: WebClient) -> None:
    said = slack.workspace.post(slack.channel("support"), ADA, "mine").ts
    assert error(client.chat_update, channel=SUPPORT, ts=said, text="x") == "cant_update_message"
    assert error(client.chat_delete, channel=SUPPORT, ts=said) == "cant_delete_message"
    assert error(client.chat_update, channel=SUPPORT, ts="1.0", text="x") == "message_not_found"
    assert error(client.chat_delete, channel=SUPPORT, ts="1.0") == "message_not_found"


def test_an_update_is_checked_like_a_new_message(slack: Served, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT, text="old")["ts"]
    assert error(client.api_call, "chat.update", json={"channel": SUPPORT, "ts": ts}) == "no_text"
    assert error(client.chat_update, channel=SUPPORT, ts=ts, text="a", blocks=[{"type": "x"}]) == "invalid_blocks"
    slack.workspace.set_archived(slack.channel("support"), True)
    assert error(client.chat_update, channel=SUPPORT, ts=ts, text="a") == "is_inactive"


def test_a_deleted_message_is_gone(slack: Served, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT, text="oops")["ts"]
    assert client.chat_delete(channel=SUPPORT, ts=ts).data == {"ok": True, "channel": SUPPORT, "ts": ts}
    assert texts(slack) == []


def test_of_a_deleted_root_a_tombstone_stays_above_its_replies(client: WebClient) -> None:
    root = client.chat_postMessage(channel=SUPPORT, text="root")["ts"]
    client.chat_postMessage(channel=SUPPORT, text="reply", thread_ts=root)
    client.chat_delete(channel=SUPPORT, ts=root)
    above, below = client.conversations_replies(channel=SUPPORT, ts=root)["messages"]
    assert (above["subtype"], above["user"], above["text"]) == ("tombstone", "USLACKBOT", "This message was deleted.")
    assert below["text"] == "reply"


def test_a_permalink_names_the_message_and_its_thread(slack: Served, client: WebClient) -> None:
    root = client.chat_postMessage(channel=FOUNDERS, text="root")["ts"]
    reply = client.chat_postMessage(channel=FOUNDERS, text="reply", thread_ts=root)["ts"]
    link = f"{slack.address}/archives/{FOUNDERS}/p"
    answer = client.chat_getPermalink(channel=FOUNDERS, message_ts=root)
    assert answer["permalink"] == link + root.replace(".", "")
    below = client.chat_getPermalink(channel=FOUNDERS, message_ts=reply)["permalink"]
    assert below == f"{link}{reply.replace('.', '')}?thread_ts={root}&cid={FOUNDERS}"
