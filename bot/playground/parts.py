"""The local Slack put together: which part knows which."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Literal

from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.playground.control import api
from bot.playground.control.interactions import Interactions
from bot.playground.control.operations import Operations
from bot.playground.control.outcomes import Outcomes
from bot.playground.control.people import People
from bot.playground.control.seen import Seen
from bot.playground.control.streams import Streams
from bot.playground.delivery.actions import Actions
from bot.playground.delivery.commands import Commands
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.events import Events
from bot.playground.delivery.modals import Modals
from bot.playground.delivery.own_commands import OwnCommands
from bot.playground.delivery.payloads import Payloads
from bot.playground.delivery.selections import Selections
from bot.playground.delivery.shortcuts import Shortcuts
from bot.playground.delivery.triggers import Triggers
from bot.playground.faults import Faults
from bot.playground.http_mode import HttpMode
from bot.playground.manifest import Manifest
from bot.playground.response_urls import ResponseUrls
from bot.playground.socket_mode import SocketMode
from bot.playground.traffic import Traffic
from bot.playground.web_api import WebApi
from bot.playground.web_api.method import Backend
from bot.playground.workspace import Workspace


@dataclass(frozen=True)
class Way:
    """How deliveries go to the bot: by HTTP where there is an `events_url`. Times are in seconds."""

    acknowledge_within: float
    retry_after: tuple[float, ...]
    events_url: str | None
    signing_secret: str


class Parts:
    """Everything behind the server's routes."""

    def __init__(
        self,
        workspace: Workspace,
        tokens: Mapping[Literal["bot", "app"], str],
        way: Way,
        manifest: Manifest,
        *,
        limits_rates: bool,
    ) -> None:
        workspace.manifest = manifest
        self.workspace = workspace
        self._listening = ExitStack()
        self._faults = Faults()
        self._payloads = Payloads()
        self._triggers = Triggers(workspace.clock)
        self._selections = Selections()
        self._response_urls = ResponseUrls(workspace, self._faults)
        self._socket_mode = SocketMode(way.acknowledge_within)
        self._http_mode = self._by_http(way) if way.events_url else None
        backend = Backend(workspace, self._faults, self._triggers, self._socket_mode)
        self._web_api = WebApi(backend, tokens, limits_rates=limits_rates)
        transport = self._http_mode or self._socket_mode
        seen = Seen(workspace, self._selections, self._faults, lambda: transport.is_connected)
        self._streams = Streams(seen, self._faults)
        self._traffic = Traffic(self._streams.hear)
        self._courier = Courier(transport, self._traffic, self._faults, way.retry_after)
        self._control = self._controls(seen)

    def routes(self) -> list[BaseRoute]:
        return [
            *(self._recorded(route) for route in self._web_api.routes()),
            Route(
                "/response/{key}", self._traffic.recorded("response_url", self._response_urls.serve), methods=["POST"]
            ),
            WebSocketRoute("/link/", self._socket_mode.serve),
            *self._control,
        ]

    def stop(self) -> None:
        """End what would keep the server from stopping."""
        self._listening.close()
        self._courier.stop()
        self._streams.end()

    def _by_http(self, way: Way) -> HttpMode:
        token = self._payloads.verification_token
        return HttpMode(way.events_url or "", way.signing_secret, token, way.acknowledge_within)

    def _recorded(self, route: Route) -> Route:
        is_method = route.path.startswith("/api/")
        kind = "web_api" if is_method else "file"
        endpoint = self._traffic.recorded(kind, route.endpoint, shows_body=is_method)
        return Route(route.path, endpoint, methods=list(route.methods or ()))

    def _controls(self, seen: Seen) -> list[Route]:
        workspace, courier, payloads, triggers = self.workspace, self._courier, self._payloads, self._triggers
        outcomes, own_commands = Outcomes(), OwnCommands(workspace)
        events = Events(workspace, courier, payloads, self._faults)
        commands = Commands(workspace, courier, payloads, triggers, self._response_urls, own_commands)
        actions = Actions(workspace, courier, payloads, triggers, self._selections, self._response_urls)
        modals = Modals(workspace.views, courier, payloads, triggers, self._selections, actions, self._faults)
        shortcuts = Shortcuts(workspace, courier, payloads, triggers, self._response_urls)
        self._listening.enter_context(workspace.listening(events.hear))
        self._listening.enter_context(workspace.listening(self._streams.hear))
        return api.routes(
            seen,
            self._streams,
            People(workspace, seen, commands, own_commands, outcomes),
            Interactions(seen, actions, modals, shortcuts, events, outcomes),
            Operations(workspace, self._selections, self._faults, self._socket_mode, self._http_mode, self._traffic),
        )
