import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Connect, Json
from tests.support.local_slack import Person, call


@contextmanager
def events(slack: LocalSlack, person: Person, *wanted: str) -> Iterator[Callable[[], tuple[str, Json]]]:
    """The server-sent events of a person, as (name, data): those that are wanted, or all."""
    with urllib.request.urlopen(f"{slack.url}/_local/events?person={person.id}", timeout=5) as stream:

        def read() -> tuple[str, Json]:
            name = stream.readline().decode().removeprefix("event: ").strip()
            data = json.loads(stream.readline().decode().removeprefix("data: "))
            stream.readline()
            return (name, data) if not wanted or name in wanted else read()

        yield read


def test_the_state_tells_a_page_all_that_it_shows(slack: LocalSlack, ada: Person) -> None:
    ada.types("morning")
    state = call(slack, f"state?person={ada.id}")
    assert [channel["name"] for channel in state["channels"]] == [
        "support",
        "founders",
        "random",
        "leadership",
        "old-project",
        "directmessage",
    ]
    assert [person["real_name"] for person in state["people"]] == [
        "Ada Okafor",
        "Ben Castillo",
        "Mia Lindqvist",
    ]
    assert state["commands"][0]["name"] == "/kpi"
    assert [message["text"] for message in state["messages"]] == ["morning"]


def test_a_command_is_answered_before_the_bot_has_answered(slack: LocalSlack, connect: Connect, ada: Person) -> None:
    connect(kpi=lambda ack: ack("87 %"))
    said = {"person": ada.id, "channel": "support", "text": "/kpi csat"}
    assert call(slack, "say", said) == {"ok": True}
    ada.waits_for("87 %")


def test_the_stream_pushes_what_a_person_may_see(
    slack: LocalSlack, client: WebClient, ada: Person, ben: Person
) -> None:
    with events(slack, ben, "state", "posted", "changed", "reset") as read:
        assert read()[0] == "state"
        client.chat_postEphemeral(channel="#support", user=ada.id, text="for Ada")
        posted = client.chat_postMessage(channel="#support", text="for all")
        client.chat_update(channel=posted["channel"], ts=posted["ts"], text="changed")
        call(slack, "reset", {})
        heard = [read() for _ in range(3)]
    assert [name for name, _ in heard] == ["posted", "changed", "reset"]
    assert [data["text"] for _, data in heard[:2]] == ["for all", "changed"]
    assert heard[2][1]["messages"] == []


def test_a_page_that_is_loaded_anew_does_not_have_the_ephemeral_messages_of_before(
    slack: LocalSlack, client: WebClient, ada: Person
) -> None:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    client.chat_postEphemeral(channel="C0SUPPORT1", user=ada.id, text="before")
    client.chat_postMessage(channel="C0SUPPORT1", text="for all")
    with events(slack, ada, "state", "posted", "channels") as read:
        assert [message["text"] for message in read()[1]["messages"]] == ["for all"]
        client.chat_postEphemeral(channel="C0SUPPORT1", user=ada.id, text="after")
        assert read()[1]["text"] == "after"
        call(slack, "invite", {"person": ada.id, "channel": "random"})
        name, state = read()
        assert (name, [each["text"] for each in state["messages"]][:2]) == ("channels", ["for all", "after"])


def test_an_ephemeral_message_has_no_thread_and_can_only_be_dismissed(
    slack: LocalSlack, client: WebClient, ada: Person, ben: Person
) -> None:
    ts = client.chat_postEphemeral(channel="C0SUPPORT1", user=ada.id, text="psst")["message_ts"]
    at = {"person": ada.id, "channel": "support", "ts": ts}
    with pytest.raises(AssertionError, match="no such thread"):
        call(slack, "say", {"person": ada.id, "channel": "support", "text": "hm", "thread_ts": ts})
    with pytest.raises(AssertionError, match="somebody else"):
        call(slack, "edit", at | {"text": "mine"})
    with pytest.raises(AssertionError, match="no such message"):
        call(slack, "delete", at | {"person": ben.id})
    call(slack, "delete", at)
    assert ada.sees() == []


def test_only_their_author_edits_and_deletes_messages(slack: LocalSlack, ada: Person, ben: Person) -> None:
    said = ada.types("morning @ben")
    at = {"channel": "support", "ts": said.ts}
    for what in ("edit", "delete"):
        with pytest.raises(AssertionError, match="somebody else"):
            call(slack, what, at | {"person": ben.id, "text": "x"})
    call(slack, "edit", at | {"person": ada.id, "text": "good morning @ben"})
    assert [message.text for message in ben.sees()] == ["good morning <@U0BEN00001>"]
    call(slack, "delete", at | {"person": ada.id})
    assert ben.sees() == []


def test_a_private_channel_is_for_its_members(slack: LocalSlack, ada: Person, ben: Person) -> None:
    with events(slack, ben, "state", "posted") as read:
        assert "leadership" not in [channel["name"] for channel in read()[1]["channels"]]
        ada.types("only for Mia", channel="leadership")
        ada.types("for all")
        assert read()[1]["text"] == "for all"
    with pytest.raises(AssertionError, match="no such channel"):
        call(slack, "say", {"person": ben.id, "channel": "leadership", "text": "hello"})


def test_traffic_and_faults_are_told_of(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    with events(slack, ada, "traffic", "faults") as read:
        client.auth_test()
        assert read()[1]["name"] == "auth.test"
        call(slack, "faults", {"refuse_new_blocks": True})
        assert read()[1]["refuse_new_blocks"] is True
