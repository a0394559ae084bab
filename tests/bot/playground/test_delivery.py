import threading

import pytest
from slack_bolt import Ack, Respond
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_sdk import WebClient

from bot.playground.delivery import ACKNOWLEDGE_WITHIN
from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Connect, Json, actions, button, section
from tests.support.local_slack import Person, call

# https://docs.slack.dev/interactivity/implementing-slash-commands
COMMAND_KEYS = {
    "token",
    "team_id",
    "team_domain",
    "channel_id",
    "channel_name",
    "user_id",
    "user_name",
    "command",
    "text",
    "api_app_id",
    "is_enterprise_install",
    "response_url",
    "trigger_id",
}
# https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
PRESS_KEYS = {
    "type",
    "user",
    "api_app_id",
    "token",
    "container",
    "trigger_id",
    "team",
    "enterprise",
    "is_enterprise_install",
    "channel",
    "state",
    "response_url",
    "actions",
}


def test_a_command_reaches_the_bot_and_the_acknowledgement_is_the_answer(
    handler: type[BaseSocketModeHandler], connect: Connect, ada: Person, ben: Person
) -> None:
    connect(handler, kpi=lambda ack, command: ack(f"You asked for {command['text']}"))
    answer = ada.types("/kpi csat last week")
    assert (answer.text, answer.author, answer.ephemeral) == ("You asked for csat last week", "kpibot", True)
    assert ben.sees() == []


def test_a_command_carries_what_slack_documents(connect: Connect, ada: Person) -> None:
    heard: list[Json] = []

    def kpi(ack: Ack, body: Json) -> None:
        heard.append(body)
        ack("ok")

    connect(kpi=kpi)
    ada.types("/kpi  csat by channel ", channel="founders")
    assert heard[0].keys() == COMMAND_KEYS
    assert (
        heard[0]
        | {
            "command": "/kpi",
            "text": "csat by channel",
            "user_id": ada.id,
            "user_name": "ada",
            "channel_id": "C0FOUNDERS",
            "channel_name": "founders",
            "is_enterprise_install": "false",
        }
        == heard[0]
    )


def test_an_answer_for_the_channel_shows_the_command_and_is_seen_by_all(
    connect: Connect, ada: Person, ben: Person
) -> None:
    connect(kpi=lambda ack: ack(text="87 %", response_type="in_channel"))
    assert ada.types("/kpi csat").ephemeral is False
    assert [(message.author, message.text) for message in ben.sees()] == [
        ("ada", "/kpi csat"),
        ("kpibot", "87 %"),
    ]


def test_an_empty_acknowledgement_shows_nothing(connect: Connect, ada: Person) -> None:
    acknowledged = threading.Event()

    def kpi(ack: Ack) -> None:
        ack()
        acknowledged.set()

    connect(kpi=kpi)
    say = {"person": ada.id, "channel": "support", "text": "/kpi csat", "wait": True}
    assert call(ada.slack, "say", say) == {"ok": True, "error": None, "message": None}
    assert acknowledged.wait(5)
    assert ada.sees() == []


def test_the_bot_has_three_seconds() -> None:
    assert ACKNOWLEDGE_WITHIN == 3.0


def test_without_an_acknowledgement_in_time_only_the_person_reads_of_a_timeout(
    connect: Connect, ada: Person, ben: Person
) -> None:
    late = threading.Event()

    def kpi(ack: Ack) -> None:
        late.wait(5)
        ack("too late")

    connect(kpi=kpi)
    answer = ada.types("/kpi csat")
    late.set()
    assert (answer.text, answer.ephemeral) == ('/kpi failed with the error "operation_timeout"', True)
    assert ben.sees() == []
    assert [message.text for message in ada.sees()] == [answer.text]


def test_without_a_bot_the_command_cannot_be_dispatched(ada: Person) -> None:
    assert ada.types("/kpi csat").text == '/kpi failed with the error "dispatch_failed"'


def test_an_acknowledgement_with_invalid_blocks_is_told_to_the_person_and_not_to_the_bot(
    connect: Connect, ada: Person, ben: Person
) -> None:
    acknowledged = threading.Event()

    def kpi(ack: Ack) -> None:
        ack(text="a", blocks=[section("")])
        acknowledged.set()

    connect(kpi=kpi)
    answer = ada.types("/kpi csat")
    assert (answer.text, answer.ephemeral) == ('/kpi failed with the error "invalid_command_response"', True)
    assert acknowledged.is_set()
    assert ben.sees() == []


def test_a_command_that_nobody_registered_is_explained(ada: Person) -> None:
    answer = ada.types("/kpis <csat>")
    assert answer.text.startswith('/kpis is not a valid command. In Slack, all messages that start with the "/"')
    assert answer.ephemeral


def test_a_command_does_not_work_in_a_thread(connect: Connect, ada: Person) -> None:
    connect(kpi=lambda ack: ack("never"))
    root = ada.types("morning")
    answer = ada.types("/kpi csat", thread=root)
    assert (answer.text, answer.thread_ts) == ("/kpi is not supported in threads. Sorry!", root.ts)


def test_what_a_person_types_is_text_and_no_markup(ada: Person, ben: Person) -> None:
    ada.types("<!channel> & <b>")
    assert ben.sees()[0].text == "&lt;!channel&gt; &amp; &lt;b&gt;"


def test_a_press_on_a_posted_message_carries_what_slack_documents(
    handler: type[BaseSocketModeHandler], connect: Connect, client: WebClient, ada: Person
) -> None:
    heard: list[Json] = []

    def share(ack: Ack, body: Json) -> None:
        heard.append(body)
        ack()

    connect(handler, share=share)
    client.chat_postMessage(
        channel="#support",
        text="CSAT",
        blocks=[actions(button("Share", "share", value="csat", style="primary"))],
    )
    message = ada.waits_for("Share")
    ada.presses(message, "Share")
    [body] = heard
    assert body.keys() == PRESS_KEYS | {"message"}
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": "C0SUPPORT1",
        "is_ephemeral": False,
    }
    assert (body["type"], body["user"]["id"], body["user"]["name"]) == ("block_actions", ada.id, "ada")
    assert body["message"]["blocks"] == message.blocks
    [action] = body["actions"]
    assert action.keys() == {"type", "text", "action_id", "block_id", "value", "style", "action_ts"}
    assert (action["action_id"], action["value"]) == ("share", "csat")


def test_a_press_on_an_ephemeral_message_comes_without_the_message(connect: Connect, ada: Person) -> None:
    heard: list[Json] = []

    def share(ack: Ack, body: Json) -> None:
        heard.append(body)
        ack()

    connect(
        kpi=lambda ack: ack(text="CSAT", blocks=[section("87 %", accessory=button("Share", "share"))]),
        share=share,
    )
    ada.presses(ada.types("/kpi csat"), "Share")
    assert heard[0].keys() == PRESS_KEYS
    assert heard[0]["container"]["is_ephemeral"] is True


def test_a_press_in_a_thread_names_the_thread(connect: Connect, client: WebClient, ada: Person) -> None:
    heard: list[Json] = []

    def share(ack: Ack, body: Json, respond: Respond) -> None:
        heard.append(body)
        ack()
        respond("shared")

    connect(share=share)
    root = ada.types("morning")
    blocks = [actions(button("Share", "share"))]
    client.chat_postMessage(channel="#support", text="CSAT", blocks=blocks, thread_ts=root.ts)
    ada.presses(ada.waits_for("Share"), "Share")
    assert heard[0]["container"]["thread_ts"] == root.ts
    assert ada.waits_for("shared").thread_ts == root.ts


def test_a_bot_may_share_what_it_told_one_person(connect: Connect, ada: Person, ben: Person) -> None:
    def share(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["channel"]["id"], text=body["actions"][0]["value"])

    blocks = [section("87 %"), actions(button("Share to channel", "share", value="CSAT: 87 %"))]
    connect(kpi=lambda ack: ack(text="CSAT", blocks=blocks), share=share)
    ada.presses(ada.types("/kpi csat"), "Share to channel")
    assert ben.waits_for("CSAT: 87 %").ephemeral is False


def test_a_press_without_an_acknowledgement_or_a_bot_fails(connect: Connect, client: WebClient, ada: Person) -> None:
    client.chat_postMessage(channel="#support", text="a", blocks=[actions(button("Share", "share"))])
    message = ada.waits_for("Share")
    with pytest.raises(AssertionError, match="dispatch_failed"):
        ada.presses(message, "Share")
    connect(share=lambda: None)
    with pytest.raises(AssertionError, match="operation_timeout"):
        ada.presses(message, "Share")


def test_nobody_presses_a_button_that_only_another_person_sees(client: WebClient, ada: Person, ben: Person) -> None:
    client.chat_postEphemeral(channel="#support", user=ada.id, text="a", blocks=[actions(button("Share", "share"))])
    message = ada.waits_for("Share")
    with pytest.raises(AssertionError, match="no such message"):
        ben.presses(message, "Share")


def test_a_button_that_is_gone_cannot_be_pressed(client: WebClient, ada: Person) -> None:
    posted = client.chat_postMessage(channel="#support", text="a", blocks=[actions(button("Share", "share"))])
    message = ada.waits_for("Share")
    client.chat_update(channel="C0SUPPORT1", ts=posted["ts"], text="done", blocks=[section("done")])
    with pytest.raises(AssertionError, match="no_such_button"):
        ada.presses(message, "Share")


def test_people_are_known_by_their_first_names() -> None:
    with LocalSlack() as slack:
        assert [Person(slack, name).id for name in ("Ada", "Ben", "Mia")] == [
            "U0ADA00001",
            "U0BEN00001",
            "U0MIA00001",
        ]
