import pytest
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Connect, Json, actions, button, noting, section
from tests.bot.playground.delivery.raw_bot import RawBot
from tests.support.local_slack import Person, call

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
    with pytest.raises(AssertionError, match="any more"):
        ada.presses(message, "Share")


PLAIN = {"type": "plain_text", "text": "label"}
OPTIONS = [
    {"text": {"type": "plain_text", "text": label, "emoji": True}, "value": label.lower()} for label in ("One", "Two")
]
# Element, what a person chooses in it, and what Slack then says of it.
CHOICES: list[tuple[Json, object, Json]] = [
    ({"type": "static_select", "options": OPTIONS}, "two", {"selected_option": OPTIONS[1]}),
    (
        {"type": "static_select", "option_groups": [{"label": PLAIN, "options": OPTIONS}]},
        "one",
        {"selected_option": OPTIONS[0]},
    ),
    ({"type": "multi_static_select", "options": OPTIONS}, ["one", "two"], {"selected_options": OPTIONS}),
    ({"type": "overflow", "options": OPTIONS}, "one", {"selected_option": OPTIONS[0]}),
    ({"type": "radio_buttons", "options": OPTIONS}, "one", {"selected_option": OPTIONS[0]}),
    ({"type": "checkboxes", "options": OPTIONS}, ["two"], {"selected_options": [OPTIONS[1]]}),
    ({"type": "users_select"}, "U0BEN00001", {"selected_user": "U0BEN00001"}),
    ({"type": "multi_users_select"}, ["U0BEN00001"], {"selected_users": ["U0BEN00001"]}),
    ({"type": "channels_select"}, "C0RANDOM01", {"selected_channel": "C0RANDOM01"}),
    ({"type": "conversations_select"}, "C0RANDOM01", {"selected_conversation": "C0RANDOM01"}),
    ({"type": "multi_conversations_select"}, ["C0RANDOM01"], {"selected_conversations": ["C0RANDOM01"]}),
    ({"type": "datepicker"}, "2026-11-22", {"selected_date": "2026-11-22"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
]


@pytest.mark.parametrize(("element", "value", "told"), CHOICES, ids=[each["type"] for each, _, _ in CHOICES])
def test_a_choice_comes_as_an_action_and_stands_in_the_state(
    slack: LocalSlack, client: WebClient, ada: Person, element: Json, value: object, told: Json
) -> None:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    block = section("Choose", block_id="b", accessory={**element, "action_id": "a"})
    with RawBot(slack) as bot:
        posted = client.chat_postMessage(channel="C0SUPPORT1", text="a", blocks=[block])
        where = {"person": ada.id, "channel": "support", "ts": posted["ts"], "block_id": "b", "action_id": "a"}
        assert call(slack, "act", {**where, "value": value, "wait": True})["error"] is None
        [payload] = bot.payloads("interactive")
    [action] = payload["actions"]
    assert action | {"type": element["type"], "action_id": "a", "block_id": "b", **told} == action
    kept = {} if element["type"] == "overflow" else {"b": {"a": {"type": element["type"], **told}}}
    assert payload["state"] == {"values": kept}


def test_the_state_holds_what_the_app_has_proposed_and_what_each_person_has_chosen(
    slack: LocalSlack, client: WebClient, ada: Person, ben: Person
) -> None:
    menu = {"type": "static_select", "action_id": "menu", "options": OPTIONS, "initial_option": OPTIONS[0]}
    blocks = [section("a", block_id="b", accessory=menu), actions(button("Go", "go")) | {"block_id": "g"}]
    with RawBot(slack) as bot:
        posted = client.chat_postMessage(channel="C0SUPPORT1", text="a", blocks=blocks)
        where = {"channel": "support", "ts": posted["ts"], "wait": True}
        menu_at, go_at = {"block_id": "b", "action_id": "menu"}, {"block_id": "g", "action_id": "go"}
        call(slack, "act", {"person": ada.id, **where, **menu_at, "value": "two"})
        call(slack, "act", {"person": ada.id, **where, **go_at})
        call(slack, "act", {"person": ben.id, **where, **go_at})
        chosen = [payload["state"]["values"]["b"]["menu"] for payload in bot.payloads("interactive", 3)]
    assert [each["selected_option"]["value"] for each in chosen] == ["two", "two", "one"]


def test_what_is_not_offered_cannot_be_chosen(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    menu = {"type": "static_select", "action_id": "a", "options": OPTIONS}
    blocks = [section("a", block_id="b", accessory=menu)]
    posted = client.chat_postMessage(channel="C0SUPPORT1", text="a", blocks=blocks)
    where = {"person": ada.id, "channel": "support", "ts": posted["ts"], "block_id": "b", "action_id": "a"}
    with pytest.raises(AssertionError, match="There is no option 'three'"):
        call(slack, "act", {**where, "value": "three"})


def test_an_external_select_asks_the_app_for_its_options(
    slack: LocalSlack, client: WebClient, connect: Connect, ada: Person
) -> None:
    """https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"""
    chosen: list[Json] = []

    def listen(app: App) -> None:
        app.options("kpis")(lambda ack, payload: ack(options=OPTIONS if payload["value"] == "o" else []))
        app.action("kpis")(noting(chosen))

    connect(setup=listen)
    menu = {"type": "external_select", "action_id": "kpis", "min_query_length": 1}
    posted = client.chat_postMessage(
        channel="C0SUPPORT1", text="a", blocks=[section("a", block_id="b", accessory=menu)]
    )
    where = {"person": ada.id, "channel": "support", "ts": posted["ts"], "block_id": "b", "action_id": "kpis"}
    assert call(slack, "options", {**where, "typed": "o"})["options"] == OPTIONS
    call(slack, "act", {**where, "value": "one", "wait": True})
    assert chosen[0]["actions"][0]["selected_option"] == OPTIONS[0]
