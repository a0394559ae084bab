import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
import websocket
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler as BuiltinHandler
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Connect
from tests.support.local_slack import Person, call, wait_for_bot


def new_url(client: WebClient, slack: LocalSlack) -> str:
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


@contextmanager
def connection(url: str) -> Iterator[websocket.WebSocket]:
    socket = websocket.create_connection(url, timeout=5)
    try:
        yield socket
    finally:
        socket.close()
        socket.shutdown()  # type: ignore[no-untyped-call]


def type_command(slack: LocalSlack, ada: Person) -> None:
    call(slack, "say", {"person": ada.id, "channel": "support", "text": "/kpi csat"})


def test_a_connection_begins_with_hello(slack: LocalSlack, client: WebClient) -> None:
    with connection(new_url(client, slack)) as socket:
        hello = json.loads(socket.recv())
    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1
    assert hello["connection_info"] == {"app_id": "A0KPIBOT01"}
    assert hello["debug_info"].keys() == {"host", "build_number", "approximate_connection_time"}


def test_an_address_opens_one_connection_only(slack: LocalSlack, client: WebClient) -> None:
    url = new_url(client, slack)
    with connection(url), pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(url, timeout=5)


def test_an_invented_ticket_opens_nothing(slack: LocalSlack) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(f"ws://127.0.0.1:{slack.port}/link/?ticket=guess", timeout=5)


def test_eleven_connections_are_too_many(slack: LocalSlack, client: WebClient) -> None:
    sockets = [websocket.create_connection(new_url(client, slack), timeout=5) for _ in range(10)]
    with pytest.raises(Exception, match="too_many_websockets"):
        new_url(client, slack)
    for socket in sockets:
        socket.close()


def test_an_envelope_has_slacks_shape(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    with connection(new_url(client, slack)) as socket:
        socket.recv()
        type_command(slack, ada)
        envelope = json.loads(socket.recv())
    assert envelope.keys() == {"envelope_id", "type", "accepts_response_payload", "payload"}
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)


def test_each_envelope_goes_to_exactly_one_connection(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    with connection(new_url(client, slack)) as one, connection(new_url(client, slack)) as other:
        one.recv()
        other.recv()
        type_command(slack, ada)
        type_command(slack, ada)
        first, second = json.loads(one.recv()), json.loads(other.recv())
        assert first["envelope_id"] != second["envelope_id"]
        for socket in (one, other):
            socket.settimeout(0.1)
            with pytest.raises(websocket.WebSocketTimeoutException):
                socket.recv()


def test_what_is_no_acknowledgement_is_ignored(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    with connection(new_url(client, slack)) as socket:
        socket.recv()
        type_command(slack, ada)
        envelope = json.loads(socket.recv())
        for noise in ("hello", "[]", "{}", '{"envelope_id": "unknown"}', '{"envelope_id": 5}'):
            socket.send(noise)
        payload = {"text": "the answer"}
        socket.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": payload}))
        assert ada.waits_for("the answer").ephemeral


def test_half_a_surrogate_pair_in_an_acknowledgement_harms_nobody(
    slack: LocalSlack, client: WebClient, ada: Person
) -> None:
    with connection(new_url(client, slack)) as socket:
        socket.recv()
        type_command(slack, ada)
        envelope = json.loads(socket.recv())
        socket.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"text": "the answer\ud800"}}))
        assert ada.waits_for("the answer").text == "the answer\ufffd"
    assert call(slack, "traffic")["ok"]


def test_pings_are_answered(slack: LocalSlack, client: WebClient) -> None:
    with connection(new_url(client, slack)) as socket:
        socket.recv()
        socket.ping("still there?")
        opcode, frame = socket.recv_data(control_frame=True)
        assert (opcode, frame) == (websocket.ABNF.OPCODE_PONG, b"still there?")


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_a_bot_that_is_told_to_reconnect_comes_back(
    handler: type[BaseSocketModeHandler], slack: LocalSlack, connect: Connect, ada: Person
) -> None:
    connect(handler, kpi=lambda ack: ack("still here"))
    call(slack, "refresh_connections", {})
    wait_for_bot(slack, deadline=20)
    assert ada.types("/kpi csat").text == "still here"
    # websocket-client leaves the socket of its old connection to the garbage collector.
    gc.collect()


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_a_bot_whose_connection_breaks_comes_back(slack: LocalSlack, connect: Connect, ada: Person) -> None:
    connect(partial(BuiltinHandler, ping_interval=0.2), kpi=lambda ack: ack("still here"))
    call(slack, "drop_connections", {})
    wait_for_bot(slack, deadline=20)
    assert ada.types("/kpi csat").text == "still here"
    # The client leaves the socket of its old connection to the garbage collector.
    gc.collect()


def test_a_farewell_says_why(slack: LocalSlack, client: WebClient) -> None:
    with connection(new_url(client, slack)) as socket:
        socket.recv()
        call(slack, "refresh_connections", {})
        farewell = json.loads(socket.recv())
        assert (farewell["type"], farewell["reason"]) == ("disconnect", "refresh_requested")
        assert socket.recv() == ""


def test_a_broken_connection_ends_without_a_word(slack: LocalSlack, client: WebClient) -> None:
    with connection(new_url(client, slack)) as socket:
        socket.recv()
        call(slack, "drop_connections", {})
        opcode, _ = socket.recv_data()
        assert opcode == websocket.ABNF.OPCODE_CLOSE


def test_a_bot_that_leaves_is_no_longer_connected(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    with connection(new_url(client, slack)) as socket:
        socket.recv()
    answer = ada.types("/kpi csat").text
    assert answer == '/kpi failed with the error "dispatch_failed"'
