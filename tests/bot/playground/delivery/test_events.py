import base64
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_sdk import WebClient

from bot.playground.manifest import MANIFEST
from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Clock, Connect, Json
from tests.bot.playground.delivery.raw_bot import RawBot
from tests.support.local_slack import Person, call

EVERYTHING = (
    *MANIFEST.events,
    "channel_archive",
    "channel_unarchive",
    "member_left_channel",
    "message.channels",
    "message.groups",
)


@pytest.fixture
def subscribed(clock: Clock) -> Iterator[LocalSlack]:
    """A workspace whose app has subscribed to everything that it can tell of."""
    with LocalSlack(manifest=replace(MANIFEST, events=EVERYTHING), clock=clock, retry_after=()) as slack:
        yield slack


@pytest.fixture
def bot(subscribed: LocalSlack) -> Iterator[RawBot]:
    with RawBot(subscribed) as bot:
        yield bot


def say(slack: LocalSlack, text: str, channel: str = "support", **more: object) -> Json:
    message: Json = call(slack, "say", {"person": "U0ADA00001", "channel": channel, "text": text, **more})["message"]
    return message


def test_a_mention_reaches_the_bots_listener(
    handler: type[BaseSocketModeHandler], connect: Connect, ada: Person
) -> None:
    def listen(app: App) -> None:
        app.event("app_mention")(lambda event, say: say(f"You said {event['text']}", thread_ts=event["ts"]))

    connect(handler, setup=listen)
    asked = ada.types("@kpibot csat in #founders?")
    answer = ada.waits_for("You said <@U0KPIBOT01> csat in <#C0FOUNDERS|founders>?")
    assert answer.thread_ts == asked.ts


def test_an_event_comes_in_slacks_envelope(subscribed: LocalSlack, bot: RawBot) -> None:
    """https://docs.slack.dev/apis/events-api/#callback-field and …/apis/events-api/using-socket-mode"""
    message = say(subscribed, "@kpibot csat")
    envelope = bot.heard("events_api", 2)[1]
    assert envelope.keys() == {
        "envelope_id",
        "type",
        "accepts_response_payload",
        "payload",
        "retry_attempt",
        "retry_reason",
    }
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    payload = envelope["payload"]
    assert payload["type"] == "event_callback"
    assert payload["is_ext_shared_channel"] is False
    assert payload["event_id"].startswith("Ev0")
    assert [each["user_id"] for each in payload["authorizations"]] == ["U0KPIBOT01"]
    context = json.loads(base64.b64decode(payload["event_context"].removeprefix("4-") + "=="))
    assert context == {"et": "app_mention", "tid": "T0LOCAL001", "aid": "A0KPIBOT01", "cid": "C0SUPPORT1"}
    event = payload["event"]
    assert (event["type"], event["user"], event["ts"]) == ("app_mention", "U0ADA00001", message["ts"])
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U0KPIBOT01"},
        {"type": "text", "text": " csat"},
    ]


@pytest.mark.parametrize(("channel", "kind"), [("support", "channel"), ("D0ADA00001", "im")])
def test_a_message_names_the_kind_of_its_conversation(
    subscribed: LocalSlack, bot: RawBot, channel: str, kind: str
) -> None:
    say(subscribed, "hello", channel)
    [event] = bot.events()
    assert (event["type"], event["channel_type"], event["text"]) == ("message", kind, "hello")


def test_the_bot_hears_nothing_that_its_app_has_not_subscribed_to_and_nothing_from_where_it_is_not(
    slack: LocalSlack, ada: Person
) -> None:
    with RawBot(slack) as bot:
        say(slack, "hello")
        say(slack, "@kpibot hello", "random")
        say(slack, "@kpibot hello", "leadership")
        say(slack, "hello @kpibot")
        say(slack, "hello", ada.direct)
        heard = [(event["type"], event["channel"]) for event in bot.events(2)]
    assert heard == [("app_mention", "C0SUPPORT1"), ("message", "D0ADA00001")]


def test_whoever_mentions_the_bot_where_it_is_not_is_told_so(ada: Person, ben: Person) -> None:
    ada.types("@kpibot csat", channel="random")
    told = ada.waits_for("/invite @kpibot", channel="random")
    assert (told.author, told.ephemeral) == ("Slackbot", True)
    assert len(ben.sees("random")) == 1


def test_a_mention_in_direct_messages_is_only_a_message(subscribed: LocalSlack, bot: RawBot) -> None:
    """https://docs.slack.dev/reference/events/app_mention"""
    say(subscribed, "@kpibot csat", "D0ADA00001")
    say(subscribed, "frt", "D0ADA00001")
    assert [event["type"] for event in bot.events(2)] == ["message", "message"]


def test_edited_and_deleted_messages_are_told_of(subscribed: LocalSlack, bot: RawBot) -> None:
    """https://docs.slack.dev/reference/events/message/message_changed and …/message_deleted"""
    at = {"person": "U0ADA00001", "channel": "support", "ts": say(subscribed, "csta")["ts"]}
    call(subscribed, "edit", {**at, "text": "@kpibot csat"})
    call(subscribed, "delete", at)
    _, changed, mention, deleted = bot.events(4)
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert changed["message"]["text"] == "<@U0KPIBOT01> csat"
    assert changed["message"]["edited"]["user"] == "U0ADA00001"
    assert changed["previous_message"]["text"] == "csta"
    assert (mention["type"], mention["edited"]["user"]) == ("app_mention", "U0ADA00001")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", at["ts"])
    assert deleted["previous_message"]["text"] == "<@U0KPIBOT01> csat"


def test_the_bots_own_messages_come_with_its_bot_id(subscribed: LocalSlack, bot: RawBot) -> None:
    client = WebClient(subscribed.bot_token, base_url=subscribed.api_url)
    client.chat_postMessage(channel="C0SUPPORT1", text="CSAT <@U0KPIBOT01>")
    client.chat_postEphemeral(channel="C0SUPPORT1", user="U0ADA00001", text="psst")
    say(subscribed, "thanks")
    own, thanks = bot.events(2)
    assert (own["type"], own["bot_id"]) == ("message", "B0KPIBOT01")
    assert thanks["text"] == "thanks"


def test_a_reply_names_the_thread_and_its_author(subscribed: LocalSlack, bot: RawBot) -> None:
    root = say(subscribed, "morning")
    say(subscribed, "@kpibot csat", thread_ts=root["ts"])
    reply = bot.events(3)[2]
    assert (reply["type"], reply["thread_ts"], reply["parent_user_id"]) == ("app_mention", root["ts"], "U0ADA00001")


def test_coming_going_and_archiving_are_told_of(subscribed: LocalSlack, bot: RawBot) -> None:
    for what in ("invite", "kick", "archive"):
        call(subscribed, what, {"person": "U0ADA00001", "channel": "random"})
    told = [event for event in bot.events(4) if event["type"] != "message"]
    assert [(event["type"], event["user"]) for event in told] == [
        ("member_joined_channel", "U0KPIBOT01"),
        ("member_left_channel", "U0KPIBOT01"),
        ("channel_archive", "U0ADA00001"),
    ]
    assert (told[0]["inviter"], told[0]["channel_type"]) == ("U0ADA00001", "C")


def test_opening_the_home_tab_tells_of_the_tab_that_was_published(slack: LocalSlack, client: WebClient) -> None:
    """https://docs.slack.dev/reference/events/app_home_opened"""
    with RawBot(slack) as bot:
        call(slack, "open_home", {"person": "U0ADA00001"})
        bot.events(1)
        client.views_publish(user_id="U0ADA00001", view={"type": "home", "blocks": [{"type": "divider"}]})
        call(slack, "open_home", {"person": "U0ADA00001"})
        call(slack, "open_home", {"person": "U0ADA00001", "tab": "messages"})
        first, second, messages = bot.events(3)
    assert (first["channel"], first["tab"], "view" in first) == ("D0ADA00001", "home", False)
    assert second["view"]["blocks"][0]["type"] == "divider"
    assert (messages["tab"], "view" in messages) == ("messages", False)


def test_without_its_scope_an_event_is_not_delivered(subscribed: LocalSlack, bot: RawBot) -> None:
    lost = ["app_mentions:read", "channels:read", "groups:history", "im:history"]
    call(subscribed, "faults", {"missing_scopes": lost})
    call(subscribed, "invite", {"person": "U0ADA00001", "channel": "random"})
    call(subscribed, "invite", {"person": "U0ADA00001", "channel": "leadership"})
    say(subscribed, "hello", "leadership")
    say(subscribed, "hello", "D0ADA00001")
    say(subscribed, "@kpibot hello")
    call(subscribed, "faults", {"missing_scopes": []})
    say(subscribed, "@kpibot csat")
    heard = [(event["type"], event["channel"]) for event in bot.events(5)]
    assert heard == [
        ("message", "C0RANDOM01"),
        ("member_joined_channel", "C0LEADERS1"),
        ("message", "C0SUPPORT1"),
        ("message", "C0SUPPORT1"),
        ("app_mention", "C0SUPPORT1"),
    ]


def test_events_may_come_twice(slack: LocalSlack) -> None:
    """https://docs.slack.dev/apis/events-api/#retries: a bot tells them apart by their event_id."""
    call(slack, "faults", {"repeat_events": True})
    with RawBot(slack) as bot:
        say(slack, "@kpibot csat")
        ids = [payload["event_id"] for payload in bot.payloads("events_api", 2)]
    assert ids[0] == ids[1]
