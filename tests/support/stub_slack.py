"""Servers on this machine that are no Slack, or one in trouble: whatever they are asked, they answer as told."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


@contextmanager
def answering(content: bytes | dict[str, Any], status: int = 200) -> Iterator[str]:
    """The base URL of a server that gives this answer; a dictionary becomes JSON, as Slack writes it."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@contextmanager
def a_port(*, listening: bool = True) -> Iterator[int]:
    """A port that is taken; or else one on which nobody listens, and that nobody can take meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if listening:
            taken.listen()
        yield taken.getsockname()[1]


@dataclass(frozen=True)
class Said:
    """One answer. Without a `body` the connection is closed after the request was read: the answer is lost."""

    body: bytes | dict[str, Any] | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


LOST = Said(None)


def limited(retry_after: int) -> Said:
    """https://docs.slack.dev/apis/web-api/rate-limits"""
    return Said({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(retry_after)})


@dataclass(frozen=True)
class Scripted:
    """A server's base URL, and what it has been asked: the method and its arguments."""

    url: str
    asked: list[tuple[str, dict[str, Any]]]

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]


@contextmanager
def scripted(*answers: Said | dict[str, Any]) -> Iterator[Scripted]:
    """A server that gives these answers one after another, and the last of them from then on."""
    script = [each if isinstance(each, Said) else Said(each) for each in answers]
    asked: list[tuple[str, dict[str, Any]]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            asked.append((self.path.rpartition("/")[2], _arguments(request)))
            said = script.pop(0) if len(script) > 1 else script[0]
            if said.body is None:
                self.close_connection = True
                return
            body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
            self.send_response(said.status)
            for name, value in {**said.headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Scripted(f"http://127.0.0.1:{server.server_address[1]}/", asked)
        server.shutdown()
        thread.join()


def _arguments(request: str) -> dict[str, Any]:
    return dict(json.loads(request)) if request.startswith("{") else dict(parse_qsl(request))
