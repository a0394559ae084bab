"""A signed sample, sent over real HTTP: what came back, and what to mend."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.sources.door import Door
from bot.sources.trying import Tried, send_sample
from kpi.store import Store
from kpi.webhooks.vendor import Sample
from kpi.webhooks.vendors import zendesk
from tests.support import deliveries
from tests.support.databases import a_store

SAMPLE = Sample({"X-Signature": "right"}, b"{}")


@contextmanager
def answering(status: int, body: bytes = b"", location: str = "") -> Iterator[str]:
    """A server that answers any POST so."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/webhooks/x"
        server.shutdown()


def tried(address: str, *, is_public: bool = True) -> Tried:
    return send_sample(SAMPLE, address, is_public=is_public)


def test_what_comes_back_is_told_with_what_to_mend() -> None:
    told = {
        401: "Another kpibot may listen there",
        404: "no kpibot is there",
        405: "it takes no POST",
        413: "WEBHOOK_MAX_BYTES",
        418: "it is not taken",
        500: "something broke there",
        502: "Is kpibot serve running",
        503: "cannot write its store",
    }
    for status, words in told.items():
        with answering(status) as address:
            found = tried(address)
        assert not found.well
        assert f"{address} answers {status}: " in found.sentence
        assert words in f"{found.sentence} {found.hint}"
    with answering(200) as address:
        assert tried(address).well


def test_a_reason_is_passed_on_and_a_page_is_not() -> None:
    with answering(422, b'{"why": "\xe2\x80\x9cid\xe2\x80\x9d is missing\\u001b[31m"}') as address:
        assert tried(address).sentence.endswith("It says: “id” is missing�[31m")
    with answering(404, b"<html><h1>nginx</h1></html>") as address:
        assert "nginx" not in tried(address).sentence


def test_a_signed_body_follows_no_redirection() -> None:
    with answering(200) as elsewhere, answering(308, location=elsewhere) as address:
        assert "it leads elsewhere" in tried(address).sentence


def test_where_nobody_answers_the_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with answering(200) as address:
        pass
    assert tried(address) == Tried(
        False, f"Nothing listens at {address}.", "Is kpibot serve running? Check PUBLIC_URL."
    )
    assert "HTTP_HOST and HTTP_PORT" in tried(address, is_public=False).hint
    assert "Nobody knows the name" in tried("https://kpibot.invalid/webhooks/x").sentence


@pytest.mark.parametrize(
    ("door", "address"),
    [
        (Door("https://kpis.example.com", "0.0.0.0", 1), "https://kpis.example.com/webhooks/x"),
        (Door("", "0.0.0.0", 3001), "http://127.0.0.1:3001/webhooks/x"),
        (Door("", "::", 3001), "http://[::1]:3001/webhooks/x"),
        (Door("", "10.0.0.1", 80), "http://10.0.0.1:80/webhooks/x"),
    ],
)
def test_it_is_sent_to_the_public_address_or_to_where_the_bot_listens(door: Door, address: str) -> None:
    assert door.nearest("x") == address


def test_a_real_door_takes_a_help_desks_sample_and_refuses_one_with_another_secret(tmp_path: Path) -> None:
    store: Store = a_store(tmp_path)
    deliveries.connect(store)
    with deliveries.door(store) as address:
        for secret, well in ((deliveries.SECRET, True), ("another-secret", False)):
            sample = zendesk.VENDOR.sample(secret, int(time.time()))
            assert send_sample(sample, f"{address}/webhooks/zendesk", is_public=False).well == well
    store.close()
