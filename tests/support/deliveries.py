"""Deliveries as Zendesk makes them, signed; and a door that takes them."""

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bot.operations.metrics import Metrics
from bot.settings import Settings
from bot.web.app import http_app
from bot.web.server import serving
from bot.web.webhooks import Webhooks
from kpi.store import Store
from kpi.webhooks import connecting, inbox
from kpi.webhooks.signatures import in_base64
from kpi.webhooks.vendor import Vendor
from kpi.webhooks.vendors import zendesk

SECRET = "the-secret-of-these-deliveries"
CUSTOMER, AGENT = 1, 2


class Answer(NamedTuple):
    """What a request was answered with."""

    status: int
    text: str
    headers: Mapping[str, str]


def connect(store: Store, source: str = "zendesk", secret: str = SECRET, vendor: Vendor = zendesk.VENDOR) -> None:
    """Let a source send from an hour ago on."""
    with store.writing() as connection:
        connecting.add(connection, vendor, source, secret, int(time.time()) - 3600, "U0ADA00001")


def stamped(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def event(number: int, what: str = "created", of: Mapping[str, Any] | None = None, at: float | None = None) -> bytes:
    """That something happened to a ticket now, with an id of its own for each number and happening."""
    stamp = stamped(time.time() if at is None else at)
    detail: dict[str, Any] = {
        "id": f"{number}",
        "created_at": stamp,
        "updated_at": stamp,
        "status": "OPEN",
        "priority": "NORMAL",
    }
    detail |= {"requester_id": f"{CUSTOMER}", "subject": f"Question {number}", "via": {"channel": "email"}}
    body = {"id": f"{what}-{number}", "type": f"zen:event-type:ticket.{what}", "time": stamp, "account_id": 1}
    return json.dumps({**body, "detail": detail, "event": dict(of or {})}).encode()


def signed(body: bytes, secret: str = SECRET, age: float = 0.0) -> dict[str, str]:
    """The headers of a delivery that was signed so many seconds ago."""
    stamp = stamped(time.time() - age)
    return {
        "Content-Type": "application/json",
        "X-Zendesk-Webhook-Signature": in_base64(secret.encode(), stamp.encode() + body),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
    }


def taken_in(store: Store) -> None:
    """Wait until all that was acknowledged is in the store."""
    give_up_at = time.monotonic() + 30
    while inbox.waiting(store):
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


class Client:
    """One connection, which is kept."""

    def __init__(self, address: str, timeout: float = 30.0) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)

    def post(self, path: str, body: bytes, headers: Mapping[str, str] | None = None, method: str = "POST") -> Answer:
        self._connection.request(method, path, body, dict(signed(body) if headers is None else headers))
        response = self._connection.getresponse()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, response.read().decode(), headers)

    def sends(self, body: bytes, source: str = "zendesk") -> Answer:
        """A delivery that is signed as it has to be."""
        return self.post(f"/webhooks/{source}", body)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def client(address: str) -> Iterator[Client]:
    made = Client(address)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def door(store: Store, **settings: Any) -> Iterator[str]:
    """The address of a real server that takes deliveries into this store."""
    webhooks = Webhooks(store, Settings(_env_file=None, **settings), lambda: datetime.now(UTC), Metrics())
    with webhooks.open(), serving(http_app(webhooks.route), "127.0.0.1", 0) as address:
        yield address
