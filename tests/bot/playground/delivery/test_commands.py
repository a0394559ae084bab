import threading
from dataclasses import replace

import pytest
from slack_bolt import Ack
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler

from bot.playground.manifest import MANIFEST
from bot.playground.server import LocalSlack
from bot.playground.transport import ACKNOWLEDGE_WITHIN
from tests.bot.playground.conftest import Clock, Connect, Json, noting, section
from tests.bot.playground.delivery.raw_bot import RawBot
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
    assert call(ada.slack, "say", say) == {"ok": True, "error": None, "errors": None, "message": None}
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


def test_names_channels_and_links_in_a_command_come_as_references(connect: Connect, ada: Person) -> None:
    """https://docs.slack.dev/interactivity/implementing-slash-commands#creating_commands (escaping)"""
    heard: list[Json] = []
    connect(kpi=noting(heard, "ok"))
    ada.types("/kpi csat for @Ben in #founders, R&D <b> https://example.com/?a=1&b=2. and a@b.c #nowhere @nobody")
    assert [command["text"] for command in heard] == [
        "csat for <@U0BEN00001> in <#C0FOUNDERS|founders>, R&amp;D &lt;b&gt; "
        "<https://example.com/?a=1&amp;b=2>. and a@b.c #nowhere @nobody"
    ]


def test_a_private_channel_comes_without_its_name_and_only_from_whoever_sees_it(
    connect: Connect, ada: Person, ben: Person
) -> None:
    """https://docs.slack.dev/interactivity/implementing-slash-commands#creating_commands (escaping)"""
    heard: list[Json] = []
    connect(kpi=noting(heard, "ok"))
    ada.types("/kpi csat in #leadership")
    ben.types("/kpi csat in #leadership")
    assert [command["text"] for command in heard] == ["csat in <#C0LEADERS1|>", "csat in #leadership"]
    assert ada.types("see #leadership").text == "see <#C0LEADERS1|leadership>"
    assert ben.types("see #leadership").text == "see #leadership"


def test_a_command_of_an_app_that_wants_no_escaping_comes_as_it_was_typed(clock: Clock) -> None:
    command = replace(MANIFEST.commands[0], should_escape=False)
    with LocalSlack(manifest=replace(MANIFEST, commands=(command,)), clock=clock) as slack, RawBot(slack) as bot:
        call(slack, "say", {"person": "U0ADA00001", "channel": "support", "text": "/kpi @ben <b>"})
        assert bot.payloads("slash_commands")[0]["text"] == "@ben <b>"


def test_commands_in_a_private_channel_and_in_direct_messages_name_the_place_as_slack_does(
    connect: Connect, ada: Person
) -> None:
    heard: list[Json] = []
    connect(kpi=noting(heard, "ok"))
    ada.types("/kpi csat", channel="leadership")
    ada.types("/kpi csat", channel=ada.direct)
    assert [command["channel_name"] for command in heard] == ["privategroup", "directmessage"]


def test_a_text_after_a_space_is_no_command(ada: Person, ben: Person) -> None:
    call(ada.slack, "say", {"person": ada.id, "channel": "support", "text": " /kpi csat"})
    assert [message.text for message in ben.sees()] == ["/kpi csat"]


def test_the_bot_is_invited_and_removed_by_slacks_own_commands(slack: LocalSlack, ada: Person) -> None:
    def has_bot() -> bool:
        channels = call(slack, f"state?person={ada.id}")["channels"]
        return any(channel["name"] == "random" and channel["has_bot"] for channel in channels)

    assert ada.types("/invite @kpibot", channel="random").text == "<@U0KPIBOT01> has joined the channel"
    assert has_bot()
    again = ada.types("/invite @kpibot", channel="random")
    assert (again.text, again.ephemeral) == ("kpibot is already in this channel.", True)
    assert ada.types("/remove @kpibot", channel="random").text == "<@U0KPIBOT01> has left the channel"
    assert not has_bot()
    assert ada.types("/kick @kpibot", channel="random").text == "kpibot is not in this channel."


def test_an_archived_channel_takes_nothing(slack: LocalSlack, ada: Person) -> None:
    assert ada.types("/archive", channel="random").text == "archived the channel"
    with pytest.raises(AssertionError, match="#random is archived"):
        ada.types("hello", channel="random")
    for command in ("/kpi csat", "/archive", "/invite @kpibot"):
        with pytest.raises(AssertionError, match="#random is archived"):
            ada.types(command, channel="random")
    assert call(slack, "invite", {"person": ada.id, "channel": "random"})["error"] == "is_archived"
    call(slack, "archive", {"channel": "random", "archived": False})
    assert ada.types("hello again", channel="random").text == "hello again"


def test_only_archive_by_itself_archives(ada: Person) -> None:
    answer = ada.types("/archive @kpibot", channel="random")
    assert answer.text.startswith("/archive is not a valid command.")
    assert ada.types("still open", channel="random").text == "still open"


def test_what_a_person_types_is_text_and_no_markup(ada: Person, ben: Person) -> None:
    ada.types("<!channel> & <b>")
    assert ben.sees()[0].text == "&lt;!channel&gt; &amp; &lt;b&gt;"


def test_people_are_known_by_their_first_names() -> None:
    with LocalSlack() as slack:
        assert [Person(slack, name).id for name in ("Ada", "Ben", "Mia")] == [
            "U0ADA00001",
            "U0BEN00001",
            "U0MIA00001",
        ]
