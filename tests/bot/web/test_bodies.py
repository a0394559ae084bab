"""Bodies come within their limits, or are refused; whatever was held is let go."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.app import http_app
from bot.web.bodies import Bodies
from bot.web.server import SERVER, serving
from tests.support.deliveries import client
from tests.support.waiting import wait_until

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the length of what one sends is told: up to 1,000 bytes, within 0.3 seconds, 1,500 bytes at once."""
    bodies = Bodies(1_000, within=0.3, together=1_500)

    async def answer(request: Request) -> Response:
        async with bodies.of(request) as body:
            return PlainTextResponse(f"{len(body)}")

    with serving(http_app(Route("/", answer, methods=["POST"])), "127.0.0.1", 0) as address:
        yield address


@contextmanager
def sending(address: str, some: bytes) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as stream:
        stream.sendall(HEAD + some)
        yield stream


def answered(stream: socket.socket) -> bytes:
    return b"".join(iter(lambda: stream.recv(65_536), b""))


def test_what_does_not_come_in_time_is_refused(address: str) -> None:
    with sending(address, b"x" * 999) as stream:
        answer = answered(stream)
    assert answer.startswith(b"HTTP/1.1 408")
    assert answer.endswith(b"This did not arrive within 0.3 seconds.")


def test_so_much_is_held_at_once_and_no_more(address: str) -> None:
    with sending(address, b"x" * 900), client(address) as other:
        assert other.post("/", b"x" * 500, {}).text == "500"
        crowded = other.post("/", b"x" * 700, {})
        assert (crowded.status, crowded.headers["retry-after"]) == (503, "5")
    for _ in range(5):  # what broke off, was refused or was answered is let go
        with sending(address, b"x" * 900) as stream:
            stream.close()
    with client(address) as other:
        wait_until(lambda: other.post("/", b"x" * 1_000, {}).text == "1000")


def test_only_we_say_who_we_are(address: str) -> None:
    with client(address) as other:
        assert other.post("/healthz", b"", {}, "GET").headers["server"] == SERVER == "kpibot"
