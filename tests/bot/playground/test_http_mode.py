import http.server
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Clock, actions, button
from tests.support.local_slack import Person, call

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A request that reached the bot's server."""

    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Json:
        asked: Json = json.loads(self.body)
        return asked


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


Answering = Callable[[Asked], Answer]


class Server:
    """The bot's own web server; `answer` may be replaced at any time."""

    def __init__(self) -> None:
        self.answer: Answering = repeat_challenge
        self.asked: list[Asked] = []
        self._arrived = threading.Condition()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                asked = Asked({name.lower(): value for name, value in self.headers.items()}, body)
                outer._keep(asked)
                answer = outer.answer(asked)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"

    def _keep(self, asked: Asked) -> None:
        with self._arrived:
            self.asked.append(asked)
            self._arrived.notify_all()

    def events(self, count: int) -> list[Asked]:
        """The events, as soon as there are so many."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self._events()) >= count, 5), self.asked
            return self._events()

    def _events(self) -> list[Asked]:
        return [asked for asked in self.asked if '"event_callback"' in asked.body]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def repeat_challenge(asked: Asked) -> Answer:
    """https://docs.slack.dev/reference/events/url_verification"""
    return Answer(body=asked.json["challenge"] if '"url_verification"' in asked.body else "")


def by(app: App) -> Answering:
    """What a real Bolt app answers, which checks each signature."""

    def answer(asked: Asked) -> Answer:
        headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in asked.headers.items()}
        response = app.dispatch(BoltRequest(body=asked.body, headers=headers))
        return Answer(response.status, response.body, {name: values[0] for name, values in response.headers.items()})

    return answer


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@contextmanager
def workspace(server: Server, clock: Clock, within: float = 1.0) -> Iterator[LocalSlack]:
    slack = LocalSlack(
        acknowledge_within=within, clock=clock, events_url=server.url, signing_secret=SECRET, retry_after=(0, 0, 0)
    )
    with slack:
        yield slack


@pytest.fixture
def slack(server: Server, clock: Clock) -> Iterator[LocalSlack]:
    with workspace(server, clock) as slack:
        yield slack


def new_app(slack: LocalSlack, secret: str = SECRET) -> App:
    return App(client=WebClient(slack.bot_token, base_url=slack.api_url), signing_secret=secret)


def mention(slack: LocalSlack) -> None:
    call(slack, "say", {"person": "U0ADA00001", "channel": "support", "text": "@kpibot csat"})


def test_a_real_app_is_asked_and_answers(slack: LocalSlack, server: Server, ada: Person, ben: Person) -> None:
    app = new_app(slack)
    app.command("/kpi")(lambda ack: ack(text="87 %", blocks=[actions(button("Share", "share"))]))
    app.action("share")(lambda ack, respond: (ack(), respond("shared", response_type="in_channel")))
    app.event("app_mention")(lambda say: say("mentioned"))
    server.answer = by(app)
    ada.presses(ada.types("/kpi csat"), "Share")
    assert ben.waits_for("shared").author == "kpibot"
    ada.types("@kpibot csat")
    assert ben.waits_for("mentioned")


def test_an_app_with_another_secret_refuses_what_comes(slack: LocalSlack, server: Server, ada: Person) -> None:
    server.answer = by(new_app(slack, secret="another"))
    assert ada.types("/kpi csat").text == '/kpi failed with the error "dispatch_failed"'


def test_requests_are_signed_and_encoded_as_slack_does(slack: LocalSlack, server: Server, ada: Person) -> None:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    call(slack, "say", {"person": ada.id, "channel": "support", "text": "/kpi csat é&", "wait": True})
    mention(slack)
    server.events(1)
    verification, command, event = server.asked
    assert verification.json.keys() == {"token", "challenge", "type"}
    for asked in server.asked:
        assert SignatureVerifier(SECRET).is_valid_request(asked.body, asked.headers)
    assert command.headers["content-type"] == "application/x-www-form-urlencoded"
    assert dict(parse_qsl(command.body))["text"] == "csat é&amp;"
    assert (event.headers["content-type"], event.json["event"]["type"]) == ("application/json", "app_mention")
    assert "x-slack-retry-num" not in event.headers


def test_an_interaction_is_a_form_with_its_payload(slack: LocalSlack, server: Server, ada: Person) -> None:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="C0SUPPORT1", text="a", blocks=[actions(button("Share", "share"))])
    ada.presses(ada.waits_for("Share"), "Share")
    [(name, payload)] = parse_qsl(server.asked[-1].body)
    assert (name, json.loads(payload)["type"]) == ("payload", "block_actions")


def test_an_address_that_does_not_repeat_the_challenge_gets_nothing(
    slack: LocalSlack, server: Server, ada: Person
) -> None:
    """https://docs.slack.dev/reference/events/url_verification"""
    server.answer = lambda _: Answer(body="hello")
    assert call(slack, "verify_url", {})["verified"] is False
    assert ada.types("/kpi csat").text == '/kpi failed with the error "dispatch_failed"'
    assert ["url_verification" in asked.body for asked in server.asked] == [True, True]
    server.answer = repeat_challenge
    assert call(slack, "verify_url", {})["verified"] is True
    assert call(slack, f"state?person={ada.id}")["bot_is_connected"] is True


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Answer(body="87 %"), "87 %"),
        (Answer(body='{"text": "87 %"}', headers={"content-type": "application/json"}), "87 %"),
        (Answer(body=r'{"text": "87 \ud800"}', headers={"content-type": "application/json"}), "87 \ufffd"),
        (Answer(404), '/kpi failed with the error "http_client_error"'),
        (Answer(500), '/kpi failed with the error "http_service_error"'),
        (
            Answer(body="[", headers={"content-type": "application/json"}),
            '/kpi failed with the error "invalid_command_response"',
        ),
    ],
)
def test_a_command_is_answered_by_the_body(
    slack: LocalSlack, server: Server, ada: Person, answer: Answer, shown: str
) -> None:
    call(slack, "verify_url", {})
    server.answer = lambda _: answer
    assert ada.types("/kpi csat").text == shown


def test_an_event_that_fails_comes_again_and_says_why(slack: LocalSlack, server: Server) -> None:
    """https://docs.slack.dev/apis/events-api/#retries"""
    call(slack, "verify_url", {})
    server.answer = lambda _: Answer(500)
    mention(slack)
    retries = [
        (asked.headers.get("x-slack-retry-num"), asked.headers.get("x-slack-retry-reason"))
        for asked in server.events(4)
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


def test_an_app_may_ask_not_to_be_tried_again(slack: LocalSlack, server: Server) -> None:
    """https://docs.slack.dev/apis/events-api/#retries (x-slack-no-retry)"""
    call(slack, "verify_url", {})
    server.answer = lambda _: Answer(500, headers={"x-slack-no-retry": "1"})
    mention(slack)
    first = server.events(1)[0].json["event_id"]
    server.answer = repeat_challenge
    mention(slack)
    assert [asked.json["event_id"] == first for asked in server.events(2)] == [True, False]


def test_an_answer_that_takes_too_long_is_a_timeout(server: Server, clock: Clock) -> None:
    enough = threading.Event()
    with workspace(server, clock, within=0.2) as slack:
        call(slack, "verify_url", {})
        server.answer = lambda _: (enough.wait(5), Answer())[1]
        answer = Person(slack, "Ada").types("/kpi csat")
        mention(slack)
        reason = server.events(2)[1].headers["x-slack-retry-reason"]
        enough.set()
    assert (answer.text, reason) == ('/kpi failed with the error "operation_timeout"', "http_timeout")


def test_without_a_server_nothing_arrives(slack: LocalSlack, server: Server, ada: Person) -> None:
    call(slack, "verify_url", {})
    server.stop()
    assert ada.types("/kpi csat").text == '/kpi failed with the error "dispatch_failed"'
