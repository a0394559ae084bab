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


def ask(slack: LocalSlack, path: str, body: bytes | None = b"{}", **headers: str) -> int:
    """The status of a request with just these headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"{slack.url}/_local/{path}", data=body, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


@contextmanager
def events(slack: LocalSlack, person: Person) -> Iterator[Callable[[], tuple[str, Json]]]:
    """The server-sent events of a person, as (name, data)."""
    with urllib.request.urlopen(f"{slack.url}/_local/events?person={person.id}", timeout=5) as stream:

        def read() -> tuple[str, Json]:
            name = stream.readline().decode().removeprefix("event: ").strip()
            data = json.loads(stream.readline().decode().removeprefix("data: "))
            stream.readline()
            return name, data

        yield read


def test_only_our_own_page_and_programs_may_act(slack: LocalSlack) -> None:
    assert ask(slack, "reset", content_type="application/json") == 200
    assert ask(slack, "reset", content_type="application/json", origin=slack.url) == 200
    assert ask(slack, "reset", content_type="application/json", origin="https://example.com") == 403
    assert ask(slack, "reset", content_type="application/json", origin="null") == 403
    assert ask(slack, "reset", content_type="text/plain") == 415


def test_what_is_no_json_is_refused(slack: LocalSlack) -> None:
    assert ask(slack, "say", b"{", content_type="application/json") == 400


def test_a_name_that_was_pointed_at_this_machine_is_refused(slack: LocalSlack) -> None:
    for path in ("state?person=U0ADA00001", "events?person=U0ADA00001"):
        assert ask(slack, path, None, host="attacker.example") == 400
        assert ask(slack, path.replace("events", "state"), None, host=f"localhost:{slack.port}") == 200


@pytest.mark.parametrize(
    "said",
    [
        {"person": "U0NOBODY", "channel": "support", "text": "a"},
        {"person": "U0ADA00001", "channel": "nowhere", "text": "a"},
        {"person": "U0ADA00001", "channel": "support", "text": " "},
    ],
)
def test_a_mistaken_request_is_explained(slack: LocalSlack, said: Json) -> None:
    with pytest.raises(AssertionError, match="400"):
        call(slack, "say", said)


def test_unknown_people_see_nothing(slack: LocalSlack) -> None:
    assert ask(slack, "state?person=U0NOBODY", None) == 400
    assert ask(slack, "events?person=U0NOBODY", None) == 400


def test_the_state_tells_a_page_all_that_it_shows(slack: LocalSlack, ada: Person) -> None:
    ada.types("morning")
    state = call(slack, f"state?person={ada.id}")
    assert [channel["name"] for channel in state["channels"]] == ["support", "founders", "random"]
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
    with events(slack, ben) as read:
        assert read()[0] == "state"
        client.chat_postEphemeral(channel="#support", user=ada.id, text="for Ada")
        posted = client.chat_postMessage(channel="#support", text="for all")
        client.chat_update(channel=posted["channel"], ts=posted["ts"], text="changed")
        call(slack, "reset", {})
        heard = [read() for _ in range(3)]
    assert [name for name, _ in heard] == ["posted", "changed", "reset"]
    assert [data["text"] for _, data in heard[:2]] == ["for all", "changed"]
    assert heard[2][1]["messages"] == []
