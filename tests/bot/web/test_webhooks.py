"""Help desks send over HTTP: what is signed comes in, is acknowledged when it is on the disk, and is stored once."""

import base64
import gzip
import http.client
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import structlog
from sqlalchemy import select, text
from structlog.testing import capture_logs

from bot.web.log_lines import EVERY, Seldom
from kpi.model import Delivery, DeliveryHour, EventKind, Ticket, TicketEvent, table
from kpi.store import Store
from kpi.webhooks import connecting, inbox
from kpi.webhooks.ledger import Outcome
from kpi.webhooks.signatures import in_base64
from kpi.webhooks.vendors import front, generic, hubspot
from tests.support.databases import a_store
from tests.support.deliveries import AGENT, SECRET, Answer, Client, client, connect, door, event, signed, taken_in
from tests.support.serving_door import door_process
from tests.support.waiting import wait_until

DELIVERY, HOUR, TICKET, EVENT = table(Delivery).c, table(DeliveryHour).c, table(Ticket).c, table(TicketEvent).c
MOST = 20_000
SHOPS_SECRET = connecting.new_secret()
REFUSED = (401, "This is not signed as it has to be.")
REPLY = {"comment": {"id": "9", "is_public": True, "author": {"id": f"{AGENT}", "is_staff": True, "name": "Ada"}}}


@pytest.fixture
def address(any_store: Store) -> Iterator[str]:
    """A door to a store in which Zendesk is connected."""
    connect(any_store)
    with door(any_store, webhook_max_bytes=MOST) as address:
        yield address


@pytest.fixture
def zendesk(address: str) -> Iterator[Client]:
    with client(address) as made:
        yield made


def kept(store: Store) -> dict[str, str]:
    """By the id of a delivery, what became of it."""
    taken_in(store)
    with store.reading() as connection:
        rows = connection.execute(select(DELIVERY.delivery_id, DELIVERY.outcome))
        return {row.delivery_id: row.outcome for row in rows}


def counted(store: Store) -> tuple[int, int, int]:
    """How many came, had come before, and were not understood."""
    taken_in(store)
    with store.reading() as connection:
        rows = connection.execute(select(HOUR.received, HOUR.repeated, HOUR.not_understood)).all()
    received, repeated, not_understood = (sum(column) for column in zip(*rows, strict=True))
    return received, repeated, not_understood


def said(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.text


# What is signed


def test_what_is_acknowledged_is_in_the_store_a_moment_later(any_store: Store, zendesk: Client) -> None:
    assert said(zendesk.sends(event(7))) == (200, "Taken.")
    assert said(zendesk.sends(event(7, "comment_added", REPLY))) == (200, "Taken.")
    assert kept(any_store) == {"created-7": Outcome.TAKEN, "comment_added-7": Outcome.TAKEN}
    with any_store.reading() as connection:
        ticket = connection.execute(select(TICKET.created_at, TICKET.status, TICKET.channel)).one()
        kinds = set(connection.scalars(select(EVENT.kind)))
    assert ticket.created_at is not None
    assert (ticket.status, ticket.channel) == ("open", "email")
    assert kinds == {EventKind.OPENED, EventKind.CUSTOMER_MESSAGE, EventKind.HUMAN_REPLY}


def test_what_comes_again_changes_nothing_and_is_thanked_for(any_store: Store, zendesk: Client) -> None:
    answers = [said(zendesk.sends(event(7))) for _ in range(3)]
    assert answers == [(200, "Taken.")] * 3
    assert counted(any_store) == (3, 2, 0)


def test_the_same_delivery_several_times_at_once_is_taken_once(any_store: Store, address: str) -> None:
    """At two doors, as of two replicas behind a balancer."""
    body, together = event(7), threading.Barrier(6)

    def send(where: str) -> tuple[int, str]:
        with client(where) as mine:
            together.wait()
            return said(mine.sends(body))

    with door_process(any_store) as (other, _), ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, [address, other] * 3))
    assert answers == [(200, "Taken.")] * 6
    assert counted(any_store) == (6, 5, 0)


def test_what_tells_nothing_is_thanked_for_as_well(any_store: Store, zendesk: Client) -> None:
    assert said(zendesk.sends(event(7, "tags_changed").replace(b"ticket.tags", b"user.tags"))) == (200, "Taken.")
    assert set(kept(any_store).values()) == {Outcome.NOTHING}


def test_what_is_not_understood_is_kept_and_a_help_desk_need_not_send_it_again(
    any_store: Store, zendesk: Client
) -> None:
    unknown = event(7, "was_sung_about")
    assert said(zendesk.sends(unknown)) == (200, "Taken.")
    assert said(zendesk.sends(b"{")) == (200, "Taken.")
    assert set(kept(any_store).values()) == {Outcome.NOT_UNDERSTOOD}
    with any_store.reading() as connection:
        bodies = set(connection.scalars(select(DELIVERY.body)))
    assert bodies == {unknown.decode(), "{"}
    assert counted(any_store) == (2, 0, 2)


def test_who_reads_the_answers_hears_what_is_not_understood(any_store: Store, zendesk: Client) -> None:
    connect(any_store, "shop", SHOPS_SECRET, generic.VENDOR)
    sample = generic.VENDOR.sample(SHOPS_SECRET, int(time.time()))
    wait_for(200, lambda: zendesk.post("/webhooks/shop", sample.body, sample.headers))
    riddle = b'{"type": "riddle"}'
    headers = signed_as_standard(riddle)
    answer = zendesk.post("/webhooks/shop", riddle, headers)
    assert answer.status == 422
    assert answer.text.startswith("Kept, but not understood: ")
    assert "“type” is none of ticket" in answer.text
    assert sorted(kept(any_store).values()) == [Outcome.NOT_UNDERSTOOD, Outcome.NOTHING]


def signed_as_standard(body: bytes) -> dict[str, str]:
    stamp = f"{int(time.time())}"
    key = base64.b64decode(SHOPS_SECRET.removeprefix("whsec_"))
    signature = in_base64(key, b".".join((b"msg-1", stamp.encode(), body)))
    return {"webhook-id": "msg-1", "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}


# What is not


def test_whoever_has_not_signed_hears_the_same_whatever_is_wrong(zendesk: Client, any_store: Store) -> None:
    body = event(7)
    right = signed(body)
    wrong = [
        zendesk.post("/webhooks/zendesk", body, {}),
        zendesk.post("/webhooks/zendesk", body, signed(body, "another-secret")),
        zendesk.post("/webhooks/zendesk", body, right | {"X-Zendesk-Webhook-Signature": "é"}),
        zendesk.post("/webhooks/zendesk", body, signed(body, age=301)),
        zendesk.post("/webhooks/zendesk", body, signed(body, age=-301)),
        zendesk.post("/webhooks/zendesk", event(8), right),
        zendesk.post("/webhooks/nobody", body, right),
        zendesk.post("/webhooks/Zendesk%00%F0", body, right),
    ]
    assert {said(answer) for answer in wrong} == {REFUSED}
    beside = [{name: value for name, value in answer.headers.items() if name != "date"} for answer in wrong]
    assert all(each == beside[0] for each in beside)
    assert kept(any_store) == {}


def test_a_refusal_takes_the_same_time_whatever_is_wrong(zendesk: Client) -> None:
    """None is quicker than the time after which all are refused."""
    body = event(7)
    for path, headers in (("zendesk", {}), ("zendesk", signed(body, "another")), ("nobody", signed(body))):
        began = time.monotonic()
        assert said(zendesk.post(f"/webhooks/{path}", body, headers)) == REFUSED
        assert time.monotonic() - began >= 0.05


def test_a_new_secret_counts_soon_and_the_one_before_a_while_longer(any_store: Store, zendesk: Client) -> None:
    assert zendesk.sends(event(1)).status == 200
    with any_store.writing() as connection:
        connecting.change_secret(connection, "zendesk", "a-new-secret", int(time.time()), "U0ADA00001")
    wait_for(200, lambda: zendesk.post("/webhooks/zendesk", event(2), signed(event(2), "a-new-secret")))
    assert zendesk.sends(event(3)).status == 200
    with any_store.writing() as connection:
        connecting.remove(connection, "zendesk", int(time.time()), "U0ADA00001")
    wait_for(401, lambda: zendesk.sends(event(4)))


def wait_for(status: int, ask: Callable[[], Answer]) -> None:
    wait_until(lambda: ask().status == status, f"it was never answered with {status}")


def test_the_address_that_is_signed_is_the_public_one_whatever_a_proxy_says(any_store: Store) -> None:
    connect(any_store, "hubspot", vendor=hubspot.VENDOR)
    address, body, now = "https://kpibot.example.com/webhooks/hubspot?a=1", b"[]", f"{int(time.time() * 1000)}"
    signature = in_base64(SECRET.encode(), f"POST{address}".encode() + body + now.encode())
    headers = {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": now}
    said_by_a_proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "kpibot.example.com", "Host": "x"}
    with door(any_store, public_url="https://kpibot.example.com") as here, client(here) as hub:
        assert hub.post("/webhooks/hubspot?a=1", body, headers | {"Host": "y"}).status != 401
        assert hub.post("/webhooks/hubspot?a=2", body, headers).status == 401
    with door(any_store) as here, client(here) as hub:
        assert hub.post("/webhooks/hubspot?a=1", body, headers | said_by_a_proxy).status == 401


# What is not even looked at


def test_a_body_may_be_so_long_and_no_longer(zendesk: Client) -> None:
    longest, longer = b" " * MOST, b" " * (MOST + 1)
    assert zendesk.sends(longest).status == 200
    assert said(zendesk.sends(longer)) == (413, "This is longer than 20,000 bytes.")


def test_a_body_that_is_far_too_long_is_refused_while_it_still_comes(address: str) -> None:
    with connected(address) as stream:
        stream.sendall(b"POST /webhooks/zendesk HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n")
        with suppress(OSError):  # it hangs up
            for _ in range(100):
                stream.sendall(b" " * 100_000)
        assert stream.recv(12) == b"HTTP/1.1 413"


def test_a_packed_body_is_refused(zendesk: Client) -> None:
    body = gzip.compress(event(7))
    answer = zendesk.post("/webhooks/zendesk", body, signed(body) | {"Content-Encoding": "gzip"})
    assert said(answer) == (415, "Send this without a Content-Encoding: the signature is of the plain bytes.")
    assert zendesk.post("/webhooks/zendesk", b"{", signed(b"{") | {"Content-Encoding": "identity"}).status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/webhooks/zendesk", 405),
        ("PUT", "/webhooks/zendesk", 405),
        ("POST", "/webhooks", 404),
        ("POST", "/webhooks/", 404),
        ("POST", "/webhooks/zendesk/", 404),
        ("POST", "/webhooks/zendesk/more", 404),
        ("POST", "/slack/events", 404),
    ],
)
def test_nothing_else_is_offered(zendesk: Client, method: str, path: str, status: int) -> None:
    assert zendesk.post(path, b"", {}, method).status == status


def test_whoever_looks_whether_anybody_is_there_hears_that_somebody_is(zendesk: Client) -> None:
    assert zendesk.post("/webhooks/zendesk", b"", {}, "HEAD").status == 200
    assert zendesk.post("/webhooks/nobody", b"", {}, "HEAD").status == 200


def test_front_gets_its_challenge_back_if_it_has_signed_it(any_store: Store, zendesk: Client) -> None:
    with any_store.writing() as connection:
        connecting.add(connection, front.VENDOR, "front", SECRET, int(time.time()), "U0ADA00001")
    stamp, body = str(int(time.time() * 1_000)), b'{"type": "sync"}'
    signature = in_base64(SECRET.encode(), f"{stamp}:".encode() + body)
    asked = {"X-Front-Request-Timestamp": stamp, "X-Front-Signature": signature, "X-Front-Challenge": "chal-7"}
    answer = zendesk.post("/webhooks/front", body, asked)
    assert (answer.status, answer.text) == (200, "chal-7")
    assert zendesk.post("/webhooks/front", body, asked | {"X-Front-Signature": "no"}).status == 401


def test_whoever_sends_slowly_keeps_nobody_waiting(zendesk: Client, address: str) -> None:
    with ExitStack() as slow:
        for _ in range(50):
            stream = slow.enter_context(connected(address))
            stream.sendall(b"POST /webhooks/zendesk HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1")
        assert zendesk.sends(event(7)).status == 200


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as stream:
        yield stream


# Much at once, and trouble


def test_two_hundred_connections_are_served_at_once(any_store: Store, address: str) -> None:
    numbers = range(200)

    def send(number: int) -> int:
        with client(address) as mine:
            together.wait()
            return mine.sends(event(number)).status

    together = threading.Barrier(len(numbers))
    with ThreadPoolExecutor(len(numbers)) as pool:
        assert set(pool.map(send, numbers)) == {200}
    assert kept(any_store).keys() == {f"created-{number}" for number in numbers}


def test_while_others_write_for_long_nobody_who_sends_waits(any_store: Store) -> None:
    connect(any_store)
    impatient = Store(any_store.url.render_as_string(hide_password=False), busy_seconds=0.2)
    with door(impatient) as address, client(address) as zendesk, capture_logs() as lines:
        with any_store.writing():
            assert said(zendesk.sends(event(7))) == (200, "Taken.")
            wait_until(lambda: any(line["event"] == "deliveries wait" for line in lines))
            assert said(zendesk.sends(event(8))) == (200, "Taken.")
        assert kept(any_store) == {"created-7": Outcome.TAKEN, "created-8": Outcome.TAKEN}
        assert [line["event"] for line in lines if line["event"] != "delivery"][:2] == [
            "deliveries wait",
            "deliveries are taken in again",
        ]
    impatient.close()


def test_while_nothing_can_be_put_down_whoever_sends_is_asked_to_come_again(any_store: Store) -> None:
    connect(any_store)
    impatient = Store(any_store.url.render_as_string(hide_password=False), busy_seconds=0.2)
    with door(impatient) as address, client(address) as zendesk:
        with any_store.inbox() as connection:
            if any_store.file is None:
                connection.execute(text("LOCK TABLE inbox"))
            answer = zendesk.sends(event(7))
        assert said(answer) == (503, "This cannot be stored now. Send it again later.")
        assert answer.headers["retry-after"] == "5"
        assert said(zendesk.sends(event(7))) == (200, "Taken.")
    impatient.close()
    assert kept(any_store) == {"created-7": Outcome.TAKEN}


@pytest.mark.sqlite
def test_without_its_file_nothing_is_acknowledged(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    connect(store)
    with door(store) as address, client(address) as zendesk:
        assert zendesk.sends(event(1)).status == 200
        (tmp_path / "kpibot.db").rename(tmp_path / "away.db")
        assert zendesk.sends(event(2)).status == 503
        (tmp_path / "away.db").rename(tmp_path / "kpibot.db")
        assert zendesk.sends(event(2)).status == 200
    assert kept(store).keys() == {"created-1", "created-2"}
    store.close()


@pytest.mark.sqlite
def test_what_finds_no_room_on_the_disk_is_not_acknowledged(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    connect(store)
    answers: dict[int, int] = {}
    with door_process(store, 600_000) as (address, _), client(address) as zendesk:
        for number in range(2_000):
            answers[number] = zendesk.sends(event(number)).status
            if answers[number] != 200:
                break
    assert [status for status in answers.values() if status != 200] == [503]
    inbox.take_in_all(store)
    assert kept(store).keys() == {f"created-{number}" for number, status in answers.items() if status == 200}
    store.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_acknowledged_is_there_after_any_end(any_store: Store, how: signal.Signals) -> None:
    """Asked to stop, it also answers whatever it has taken."""
    connect(any_store)
    with door_process(any_store) as (address, process), ThreadPoolExecutor(8) as pool:
        sending = [pool.submit(send_until_it_ends, address, range(first, 100_000, 8)) for first in range(8)]
        wait_until(lambda: any_store_has(any_store, 30))
        process.send_signal(how)
        acknowledged = set().union(*(each.result(timeout=60) for each in sending))
        process.wait(30)
    inbox.take_in_all(any_store)
    there = kept(any_store).keys()
    assert acknowledged
    assert acknowledged <= there
    if how is signal.SIGTERM:
        assert there <= acknowledged
    with any_store.reading() as connection:
        tickets = set(connection.scalars(select(TICKET.external_id)))
    assert {f"created-{number}" for number in tickets} == there


def any_store_has(store: Store, deliveries: int) -> bool:
    with store.reading() as connection:
        return len(connection.execute(select(DELIVERY.delivery_id)).all()) >= deliveries


def send_until_it_ends(address: str, numbers: Sequence[int]) -> set[str]:
    """The deliveries that were acknowledged before nobody answered any more."""
    acknowledged = set()
    with client(address) as mine, suppress(OSError, http.client.HTTPException):
        for number in numbers:
            assert mine.sends(event(number)).status == 200
            acknowledged.add(f"created-{number}")
    return acknowledged


# What is logged


def test_a_log_tells_what_became_of_a_delivery_and_nothing_that_is_in_it(any_store: Store, zendesk: Client) -> None:
    with capture_logs() as lines:
        zendesk.sends(event(7))
        zendesk.sends(event(7, "was_sung_about"))
        taken_in(any_store)
        for _ in range(3):
            zendesk.post("/webhooks/zendesk", event(7), {})
            zendesk.post("/webhooks/Ada%20Lovelace", event(7), {})
    assert [(line["event"], line["source"], line.get("outcome"), line.get("times")) for line in lines] == [
        ("delivery", "zendesk", "kept", None),
        ("delivery", "zendesk", "kept", None),
        ("delivery", "zendesk", "not understood", None),
        ("delivery refused", "zendesk", None, 1),
        ("delivery refused", "unknown", None, 1),
    ]
    assert all(word not in f"{lines}" for word in (SECRET, "Question 7", "sung", "Ada"))


def test_what_happens_often_is_logged_once_a_minute_with_how_often() -> None:
    now = [0.0]
    seldom = Seldom(structlog.get_logger(), lambda: now[0])
    with capture_logs() as lines:
        for now[0] in (0.0, 1.0, EVERY - 1, EVERY + 1, EVERY + 2):
            seldom.warn("delivery refused", "zendesk")
    assert [line["times"] for line in lines] == [1, 3]
