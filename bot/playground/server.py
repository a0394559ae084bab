"""The local Slack as one server in a thread of its own, reachable from this machine only."""

import asyncio
import secrets
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from types import TracebackType
from typing import Self

import uvicorn
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.delivery.courier import RETRY_AFTER
from bot.playground.manifest import MANIFEST, Manifest
from bot.playground.parts import Parts, Way
from bot.playground.sample_workspace import CHANNELS, MEMBERS
from bot.playground.transport import ACKNOWLEDGE_WITHIN
from bot.playground.workspace import TEAM_NAME, Channel, Member, Workspace

LOOPBACK = "127.0.0.1"
READY_CHECK = 0.5
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: https:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class LocalSlack:
    """A workspace, its Web API, Socket Mode and the page; `port` 0 takes any free one.

    `clock` gives seconds since 1970. With `events_url` deliveries go there by HTTP, signed with `signing_secret`, else
    by Socket Mode; `retry_after` are the seconds before each further attempt at an event. With `limits_rates` the Web
    API refuses calls beyond Slack's rates, such as more than a short burst of messages. `start()` raises `OSError` when
    the port is taken.
    """

    def __init__(
        self,
        port: int = 0,
        sample_people: Sequence[Member] = MEMBERS,
        acknowledge_within: float = ACKNOWLEDGE_WITHIN,
        clock: Callable[[], float] = time.time,
        *,
        events_url: str | None = None,
        signing_secret: str = "",
        retry_after: Sequence[float] = RETRY_AFTER,
        manifest: Manifest = MANIFEST,
        limits_rates: bool = False,
        sample_channels: Sequence[Channel] = CHANNELS,
    ) -> None:
        self.port = port
        self.people = tuple(sample_people)
        self.bot_token = f"xoxb-local-{secrets.token_hex(16)}"
        self.app_token = f"xapp-local-{secrets.token_hex(16)}"
        self._parts = Parts(
            Workspace(self.people, sample_channels, clock, self._address),
            {"bot": self.bot_token, "app": self.app_token},
            Way(acknowledge_within, tuple(retry_after), events_url, signing_secret),
            manifest,
            limits_rates=limits_rates,
        )
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return self._address()

    @property
    def api_url(self) -> str:
        """What a Slack client takes as its base URL."""
        return f"{self.url}/api/"

    def start(self) -> None:
        listener = socket.create_server((LOOPBACK, self.port))
        # asyncio does it only for sockets that name their protocol; without, each answer waits 40 ms for an ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app(),
            ws="websockets-sansio",
            lifespan="on",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="local-slack", daemon=True
        )
        self._thread.start()
        while not self._ready.wait(READY_CHECK):
            if not self._thread.is_alive():
                raise RuntimeError("The local Slack's server has ended before it was ready.")

    def stop(self) -> None:
        if self._server and self._thread and self._loop:
            self._loop.call_soon_threadsafe(self._parts.stop)
            self._server.should_exit = True
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._page),
                Mount("/static", StaticFiles(packages=[("bot.playground", "static")])),
                *self._parts.routes(),
            ],
            # A name that a stranger points at this machine (DNS rebinding) is not ours.
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        yield

    async def _page(self, _request: Request) -> Response:
        source = files("templates").joinpath("playground", "page.html.j2").read_text("utf-8")
        page = Environment(autoescape=True).from_string(source).render(title=TEAM_NAME, person=self.people[0])
        return HTMLResponse(page, headers={"content-security-policy": CONTENT_SECURITY_POLICY})
