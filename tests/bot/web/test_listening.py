"""Where another program has the port, the bot listens as soon as that is gone."""

import socket

from structlog.testing import capture_logs

from bot.web.app import http_app
from bot.web.listening import Listening
from tests.support.deliveries import client
from tests.support.waiting import wait_until

LOST = "help desks cannot reach the bot"


def test_what_is_lost_is_told_and_it_listens_when_the_port_is_free() -> None:
    sources: list[str] = []
    with capture_logs() as lines, socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        listening = Listening(http_app(), "127.0.0.1", port, lambda: sources, again=0.01)
        with listening.soon() as url:
            assert (url, listening.url) == ("", "")
            sources.append("zendesk")  # which somebody connects while nobody listens
            wait_until(lambda: len(lines) == 2)
            other.close()
            wait_until(lambda: listening.url)
            with client(listening.url) as asking:
                assert asking.post("/healthz", b"", {}, "GET").status == 200
        assert listening.url == ""
    first, second, third = lines
    assert (first["event"], second["event"], third["event"]) == (LOST, LOST, "help desks reach the bot")
    assert second["source"] == "zendesk"
    assert "Set HTTP_HOST and HTTP_PORT to others." in second["why"]


def test_where_the_port_is_free_it_listens_at_once_and_says_nothing() -> None:
    listening = Listening(http_app(), "127.0.0.1", 0, list)
    with capture_logs() as lines, listening.soon() as url:
        assert url == listening.url != ""
    assert (lines, listening.url) == ([], "")
