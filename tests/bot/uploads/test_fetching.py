"""Files are fetched from Slack's hosts alone, whole, and up to a size. A real HTTP server stands in for Slack's."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.calls import Calls
from bot.uploads.fetching import Facts, SlackFiles
from bot.uploads.folder import Folder
from kpi.errors import UserError

TOKEN = "xoxb-secret"
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def served(answer: Answer) -> Iterator[tuple[str, list[str | None]]]:
    """The address of a server that answers so, and the tokens that it was sent."""
    tokens: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tokens.append(self.headers.get("authorization"))
            answer(self)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tokens
    server.shutdown()
    server.server_close()


def says(content: bytes, kind: str = "text/csv", *, with_length: bool = True) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", kind)
        if with_length:
            request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def leads_to(url: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("location", url)
        request.end_headers()

    return answer


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path)
    yield folder
    folder.close()


def files(folder: Folder, api: str, most: int = 1_000) -> SlackFiles:
    return SlackFiles(Calls(WebClient()), TOKEN, f"{api}/api/", folder, most)


def fetched(files: SlackFiles, url: str, kind: str = "text/csv") -> bytes:
    with files.fetched(Facts("F1", "export.csv", 0, kind, url)) as found:
        return found.path.read_bytes()


def test_the_bytes_come_with_the_token_and_with_their_digest(folder: Folder) -> None:
    with served(says(b"a,b\n")) as (here, tokens):
        with files(folder, here).fetched(Facts("F1", "export.csv", 0, "text/csv", f"{here}/files/1")) as found:
            assert found.path.name == "export.csv"
            assert found.path.read_bytes() == b"a,b\n"
            assert found.digest == sha256(b"a,b\n").hexdigest()
        assert tokens == [f"Bearer {TOKEN}"]
        assert not found.path.exists()


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/files/1",
        "https://files.slack.com@evil.example/1",
        "https://files.slack.com.evil.example/1",
        "http://files.slack.com/1",
        "https://files.slack.com:8443/1",
        "https://files.slack.com:99999/1",
        "https://somebody:else@files.slack.com/1",
        "https://[::1/1",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_is_fetched_from_elsewhere(folder: Folder, url: str) -> None:
    with pytest.raises(UserError, match="not kept by Slack"):
        fetched(files(folder, "https://slack.com"), url)


@pytest.mark.parametrize("url", ["https://files.slack.com/1", "https://files.slack-gov.com/1", "https://slack.com/1"])
def test_the_token_may_go_to_slack(folder: Folder, url: str) -> None:
    assert files(folder, "https://slack.com").is_of_slack(url)


def test_a_redirection_elsewhere_is_not_followed(folder: Folder) -> None:
    with served(says(b"stolen")) as (elsewhere, stolen), served(leads_to(f"{elsewhere}/x")) as (here, _):
        with pytest.raises(UserError, match="sends me elsewhere"):
            fetched(files(folder, here), f"{here}/1")
        assert stolen == []


def test_a_page_instead_of_the_file_is_a_missing_scope(folder: Folder) -> None:
    with served(says(b"<html>Sign in</html>", "text/html; charset=utf-8")) as (here, _):
        with pytest.raises(UserError, match="page to sign in") as refused:
            fetched(files(folder, here), f"{here}/1")
        assert "`files:read`" in refused.value.hint
        assert fetched(files(folder, here), f"{here}/1", "text/html").startswith(b"<html>")


@pytest.mark.parametrize("with_length", [True, False])
def test_no_more_is_read_than_allowed(folder: Folder, *, with_length: bool) -> None:
    with (
        served(says(b"x" * 5_000, with_length=with_length)) as (here, _),
        pytest.raises(UserError, match=r"larger than 1,000 bytes"),
    ):
        fetched(files(folder, here), f"{here}/1")


def test_a_file_that_breaks_off_is_no_file(folder: Folder) -> None:
    def breaks_off(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", "text/csv")
        request.send_header("content-length", "500")
        request.end_headers()
        request.wfile.write(b"Ticket ID,Created at\n")

    with served(breaks_off) as (here, _), pytest.raises(UserError, match="the connection to Slack broke"):
        fetched(files(folder, here), f"{here}/1")


def test_what_goes_wrong_names_no_address(folder: Folder) -> None:
    def gone(request: BaseHTTPRequestHandler) -> None:
        request.send_error(404)

    with served(gone) as (here, _), pytest.raises(UserError) as refused:
        fetched(files(folder, here), f"{here}/files/secret")
    assert str(refused.value) == "I cannot fetch this file: Slack answers 404. Try again in a minute."
    with pytest.raises(UserError) as refused:
        fetched(files(folder, here), f"{here}/files/secret")
    assert "secret" not in str(refused.value)
