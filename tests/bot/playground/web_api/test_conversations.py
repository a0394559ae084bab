import pytest
from slack_sdk import WebClient

from tests.bot.playground.conftest import Json
from tests.bot.playground.web_api.asking import (
    ADA,
    ADAS_DM,
    BEN,
    BOT,
    LEADERSHIP,
    MIA,
    OLD_PROJECT,
    RANDOM,
    SUPPORT,
    error,
    refusal,
)
from tests.bot.playground.web_api.conftest import Served

METADATA = {"event_type": "kpi_answer", "event_payload": {"question": "csat last week"}}


def post(client: WebClient, *texts: str, **more: str) -> list[str]:
    return [client.chat_postMessage(channel=SUPPORT, text=text, **more)["ts"] for text in texts]  # type: ignore[arg-type]


def texts(answer: Json) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def test_a_channel_says_whether_the_bot_is_a_member(client: WebClient) -> None:
    support = client.conversations_info(channel=SUPPORT, include_num_members=True)["channel"]
    assert (support["name"], support["is_member"], support["is_private"], support["num_members"]) == (
        "support",
        True,
        False,
        4,
    )
    assert client.conversations_info(channel=RANDOM)["channel"]["is_member"] is False
    assert client.conversations_info(channel=OLD_PROJECT)["channel"]["is_archived"] is True


def test_a_direct_conversation_names_the_person(client: WebClient) -> None:
    direct = client.conversations_info(channel=ADAS_DM)["channel"]
    assert (direct["is_im"], direct["user"]) == (True, ADA)
    assert "name" not in direct


def test_a_private_channel_is_not_there_until_the_bot_is_a_member(slack: Served, client: WebClient) -> None:
    for call in (client.conversations_info, client.conversations_members, client.conversations_history):
        assert error(call, channel=LEADERSHIP) == "channel_not_found"
        assert error(call, channel="C0NOWHERE") == "channel_not_found"
    slack.workspace.join(slack.channel("leadership"), BOT)
    assert client.conversations_info(channel=LEADERSHIP)["channel"]["is_private"] is True


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["support", "founders", "random", "old-project"]),
        ({"exclude_archived": True}, ["support", "founders", "random"]),
        ({"types": "private_channel"}, []),
        ({"types": ["im"]}, [None, None, None]),
        ({"types": "mpim"}, []),
    ],
)
def test_conversations_are_listed_by_their_kinds(client: WebClient, asked: Json, names: list[str | None]) -> None:
    assert [channel.get("name") for channel in client.conversations_list(**asked)["channels"]] == names


def test_an_unknown_kind_is_refused(client: WebClient) -> None:
    assert error(client.conversations_list, types="channels") == "invalid_types"


def test_a_list_comes_page_by_page(client: WebClient) -> None:
    pages = [[channel["name"] for channel in page["channels"]] for page in client.conversations_list(limit=3)]
    assert pages == [["support", "founders", "random"], ["old-project"]]
    assert error(client.conversations_list, limit=1000) == "invalid_limit"


def test_the_members_of_a_channel_come_page_by_page(client: WebClient) -> None:
    pages = [page["members"] for page in client.conversations_members(channel=SUPPORT, limit=3)]
    assert pages == [[ADA, BEN, BOT], [MIA]]
    assert client.conversations_members(channel=RANDOM)["members"] == [ADA, BEN, MIA]


def test_history_is_newest_first_and_leaves_replies_to_their_root(client: WebClient) -> None:
    first, _second = post(client, "first", "second")
    [reply] = post(client, "reply", thread_ts=first)
    answer = client.conversations_history(channel=SUPPORT)
    assert texts(answer.data) == ["second", "first"]  # type: ignore[arg-type]
    assert (answer["has_more"], answer["pin_count"]) == (False, 0)
    root = answer["messages"][1]
    assert (root["thread_ts"], root["reply_count"], root["latest_reply"], root["reply_users"]) == (
        first,
        1,
        reply,
        [BOT],
    )


def test_history_comes_page_by_page_while_new_messages_arrive(client: WebClient) -> None:
    post(client, "1", "2", "3", "4", "5")
    pages = []
    for page in client.conversations_history(channel=SUPPORT, limit=2):
        pages.append(texts(page.data))
        post(client, "late")
    assert pages == [["5", "4"], ["3", "2"], ["1"]]


def test_history_can_be_asked_for_between_two_moments(client: WebClient) -> None:
    stamps = post(client, "1", "2", "3")

    def between(**bounds: object) -> list[str]:
        return texts(client.conversations_history(channel=SUPPORT, **bounds).data)  # type: ignore[arg-type]

    assert between(oldest=stamps[0]) == ["3", "2"]
    assert between(latest=stamps[2]) == ["2", "1"]
    assert between(oldest=stamps[0], latest=stamps[2]) == ["2"]
    assert between(oldest=stamps[0], latest=stamps[2], inclusive=True) == ["3", "2", "1"]
    assert between(latest=stamps[1], inclusive=True, limit=1) == ["2"]
    assert error(client.conversations_history, channel=SUPPORT, oldest="yesterday") == "invalid_ts_oldest"
    assert error(client.conversations_history, channel=SUPPORT, latest="-1") == "invalid_ts_latest"


def test_metadata_is_read_back_only_when_it_is_asked_for(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT, text="CSAT", metadata=METADATA)["ts"]
    for read, more in ((client.conversations_history, {}), (client.conversations_replies, {"ts": ts})):
        [plain] = read(channel=SUPPORT, **more)["messages"]
        [full] = read(channel=SUPPORT, include_all_metadata=True, **more)["messages"]
        assert "metadata" not in plain
        assert full["metadata"] == METADATA


def test_a_thread_begins_with_its_root_whichever_of_its_messages_is_named(client: WebClient) -> None:
    [root] = post(client, "root")
    replies = post(client, "one", "two", thread_ts=root)
    for ts in (root, replies[1]):
        answer = client.conversations_replies(channel=SUPPORT, ts=ts)
        assert texts(answer.data) == ["root", "one", "two"]  # type: ignore[arg-type]
    assert answer["messages"][0]["reply_count"] == 2
    assert answer["messages"][1]["parent_user_id"] == BOT
    limited = client.conversations_replies(channel=SUPPORT, ts=root, limit=1)
    assert (texts(limited.data), limited["has_more"]) == (["root"], True)  # type: ignore[arg-type]


def test_a_message_without_replies_is_a_thread_of_one(client: WebClient) -> None:
    [alone] = post(client, "alone")
    answer = client.conversations_replies(channel=SUPPORT, ts=alone)
    assert texts(answer.data) == ["alone"]  # type: ignore[arg-type]
    assert error(client.conversations_replies, channel=SUPPORT, ts="1.0") == "thread_not_found"


def test_what_was_said_is_for_members_only(client: WebClient) -> None:
    assert error(client.conversations_history, channel=RANDOM) == "not_in_channel"
    assert error(client.conversations_replies, channel=RANDOM, ts="1.0") == "not_in_channel"


def test_a_direct_conversation_with_a_person_is_open_already(client: WebClient) -> None:
    answer = client.conversations_open(users=[ADA])
    assert (answer["already_open"], answer["channel"]) == (True, {"id": ADAS_DM})
    full = client.conversations_open(channel=ADAS_DM, return_im=True)
    assert (full["channel"]["id"], full["channel"]["user"]) == (ADAS_DM, ADA)


def test_a_direct_conversation_needs_one_known_person(client: WebClient) -> None:
    assert error(client.api_call, "conversations.open") == "users_list_not_supplied"
    assert error(client.conversations_open, users="U0NOBODY") == "user_not_found"
    assert error(client.conversations_open, channel=SUPPORT) == "method_not_supported_for_channel_type"
    assert refusal(client.conversations_open, users=[ADA, BEN])["needed"] == "mpim:write"


def test_the_bot_joins_a_public_channel_and_everybody_sees_it(slack: Served, client: WebClient) -> None:
    assert client.conversations_join(channel=RANDOM)["channel"]["is_member"] is True
    [told] = client.conversations_history(channel=RANDOM)["messages"]
    assert (told["subtype"], told["text"]) == ("channel_join", f"<@{BOT}> has joined the channel")
    again = client.conversations_join(channel=RANDOM)
    assert again["warning"] == "already_in_channel"
    assert len(slack.workspace.history(RANDOM)) == 1


def test_the_bot_cannot_join_what_is_archived_private_or_direct(client: WebClient) -> None:
    assert error(client.conversations_join, channel=OLD_PROJECT) == "is_archived"
    assert error(client.conversations_join, channel=LEADERSHIP) == "channel_not_found"
    assert error(client.conversations_join, channel=ADAS_DM) == "method_not_supported_for_channel_type"
