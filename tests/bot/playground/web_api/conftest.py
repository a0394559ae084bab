"""The Web API on a server of its own, for Slack's real client; the tests look into the workspace behind it."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import uvicorn
from slack_sdk import WebClient
from starlette.applications import Starlette

from bot.playground.delivery.triggers import Triggers
from bot.playground.faults import Faults
from bot.playground.manifest import MANIFEST
from bot.playground.sample_workspace import CHANNELS, MEMBERS
from bot.playground.socket_mode import SocketMode
from bot.playground.web_api import WebApi
from bot.playground.web_api.method import Backend
from bot.playground.workspace import Channel, Member, Workspace
from tests.bot.playground.conftest import Clock

BOT_TOKEN = "xoxb-bot"
APP_TOKEN = "xapp-app"


@dataclass
class Served:
    """A running Web API and what stands behind it."""

    address: str
    clock: Clock
    workspace: Workspace
    faults: Faults
    triggers: Triggers
    socket_mode: SocketMode

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    def client(self, token: str | None = BOT_TOKEN) -> WebClient:
        return WebClient(token, base_url=self.api_url)

    def channel(self, name: str) -> Channel:
        channel = self.workspace.channel(name)
        assert channel is not None
        return channel

    def member(self, name: str) -> Member:
        return next(member for member in self.workspace.members if member.name == name)


def serving(*, limits_rates: bool = False) -> Iterator[Served]:
    """Run a server in a thread for as long as the generator lives."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    clock = Clock()
    workspace = Workspace(MEMBERS, CHANNELS, clock, lambda: address)
    workspace.manifest = replace(MANIFEST, scopes=(*MANIFEST.scopes, "im:read", "im:write", "team:read"))
    faults, socket_mode = Faults(), SocketMode()
    triggers = Triggers(clock)
    tokens = {"bot": BOT_TOKEN, "app": APP_TOKEN}
    api = WebApi(Backend(workspace, faults, triggers, socket_mode), tokens, limits_rates=limits_rates)  # type: ignore[arg-type]
    app = Starlette(routes=api.routes())
    config = uvicorn.Config(app, ws="none", lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    give_up_at = time.monotonic() + 5
    while not server.started:
        assert time.monotonic() < give_up_at, "The server has not started."
        time.sleep(0.005)
    yield Served(address, clock, workspace, faults, triggers, socket_mode)
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def running() -> Iterator[Served]:
    yield from serving()


@pytest.fixture
def slack(running: Served) -> Served:
    """The workspace as it was in the beginning."""
    running.workspace.reset()
    running.faults.clear()
    return running


@pytest.fixture
def client(slack: Served) -> WebClient:
    return slack.client()
