"""Connections on which no request comes, or not all of its headers, are closed; those with one are not."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.app import http_app
from bot.web.server import serving

WITHIN = 0.3
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where what one sends comes back."""

    async def answer(request: Request) -> Response:
        return PlainTextResponse(await request.body())

    with serving(http_app(Route("/", answer, methods=["POST"])), "127.0.0.1", 0, WITHIN) as address:
        yield address


@contextmanager
def connection(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as stream:
        yield stream


def reads(stream: socket.socket) -> bytes:
    """An answer."""
    answer = b""
    while not answer.endswith(b"hi"):
        answer += stream.recv(65_536)
    return answer


def is_cut_off(stream: socket.socket, sending: bytes = b"") -> bool:
    """Whether it is closed, though one goes on sending this."""
    stream.settimeout(0.05)
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        try:
            stream.sendall(sending)
            if not stream.recv(65_536):
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


@pytest.mark.parametrize("before", [b"", HEAD + b"\r\nhi"], ids=["the first request", "a later one"])
def test_whoever_sends_headers_for_ever_is_cut_off(address: str, before: bytes) -> None:
    with connection(address) as stream:
        if before:
            stream.sendall(before)
            reads(stream)
        assert is_cut_off(stream, b"X")


def test_whoever_sends_nothing_is_cut_off(address: str) -> None:
    with connection(address) as stream:
        assert is_cut_off(stream)


def test_a_body_may_take_longer_and_the_connection_goes_on(address: str) -> None:
    with connection(address) as stream:
        for _ in range(2):
            stream.sendall(HEAD + b"\r\nh")
            time.sleep(2 * WITHIN)  # longer than its headers may
            stream.sendall(b"i")
            assert b" 200 " in reads(stream)
