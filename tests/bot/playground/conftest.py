"""A local Slack, and a real Bolt app that is connected to it by Socket Mode."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler as BuiltinHandler
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.support.local_slack import Person, call, close_soon, wait_for_bot

Json = dict[str, Any]
Connect = Callable[..., App]


class Clock:
    """Seconds since 1970 that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    with LocalSlack(acknowledge_within=2.0, clock=clock, retry_after=(0, 0.05, 0.05)) as slack:
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def ada(slack: LocalSlack) -> Person:
    return Person(slack, "Ada")


@pytest.fixture
def ben(slack: LocalSlack) -> Person:
    return Person(slack, "Ben")


@pytest.fixture(params=[SocketModeHandler, BuiltinHandler], ids=["websocket_client", "builtin"])
def handler(request: pytest.FixtureRequest) -> type[BaseSocketModeHandler]:
    """The two clients of Socket Mode that a bot may choose from."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def connect(slack: LocalSlack, client: WebClient) -> Iterator[Connect]:
    """Start a Bolt app with these listeners: `connect(kpi=…, share=…)`, `/kpi` and the button `share`.

    `setup` is given the app, for listeners of other kinds.
    """
    handlers: list[BaseSocketModeHandler] = []

    def start(
        handler: Callable[..., BaseSocketModeHandler] = SocketModeHandler,
        kpi: Callable[..., Any] | None = None,
        setup: Callable[[App], None] | None = None,
        **actions: Callable[..., Any],
    ) -> App:
        app = App(client=client)
        if kpi:
            app.command("/kpi")(kpi)
        if setup:
            setup(app)
        for action_id, listener in actions.items():
            app.action(action_id)(listener)
        handlers.append(handler(app, slack.app_token))
        handlers[-1].connect()  # type: ignore[no-untyped-call]
        wait_for_bot(slack)
        return app

    yield start
    for each in handlers:
        close_soon(each)


def noting(heard: list[Json], *answer: Any) -> Callable[..., None]:
    """A listener that keeps what it hears and acknowledges."""

    def listen(ack: Ack, body: Json) -> None:
        heard.append(body)
        ack(*answer)

    return listen


def upload(person: Person, name: str, content: bytes) -> Json:
    """Bring a file, which `say` or a modal may then name by its id."""
    named = urlencode({"person": person.id, "name": name})
    file: Json = call(person.slack, f"upload?{named}", content)["file"]
    return file


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label},
        "action_id": action_id,
        **more,
    }


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}
