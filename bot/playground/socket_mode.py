"""Slack's end of Socket Mode: one-use addresses, the bot's connections, envelopes and acknowledgements.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import secrets
import uuid
from collections import deque
from typing import Any, Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.workspace import APP_ID, Json

MOST_CONNECTIONS = 10
CONNECTION_TIME = 3600
REFUSED_TICKET = 1008

EnvelopeKind = Literal["slash_commands", "interactive"]


class NobodyConnectedError(Exception):
    """The app has no open connection, so nothing was sent."""


class NotAcknowledgedError(Exception):
    """The envelope was sent and no acknowledgement came in time."""


class SocketMode:
    """The open connections of one app; each envelope goes to exactly one of them, in turn."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._connections: deque[WebSocket] = deque()
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    def new_ticket(self) -> str:
        """A ticket opens one connection, once."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    @property
    def is_connected(self) -> bool:
        return bool(self._connections)

    @property
    def is_full(self) -> bool:
        return len(self._connections) >= MOST_CONNECTIONS

    async def serve(self, websocket: WebSocket) -> None:
        """Greet a bot that brings a ticket, then take its acknowledgements until it leaves."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(REFUSED_TICKET)
            return
        self._tickets.remove(ticket)
        await websocket.accept()
        self._connections.append(websocket)
        try:
            await websocket.send_json(self._hello())
            while True:
                self._take(await websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(websocket)

    async def ask(
        self,
        kind: Literal["slash_commands", "interactive"],
        payload: Json,
        *,
        accepts_response: bool,
        within: float,
    ) -> Json:
        """Send one envelope and return the payload of its acknowledgement, `{}` when that has none."""
        envelope_id = str(uuid.uuid4())
        acknowledged = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acknowledged
        try:
            await self._send(
                {
                    "envelope_id": envelope_id,
                    "type": kind,
                    "accepts_response_payload": accepts_response,
                    "payload": payload,
                }
            )
            answer: Json = await asyncio.wait_for(acknowledged, within)
        except TimeoutError:
            raise NotAcknowledgedError from None
        finally:
            del self._waiting[envelope_id]
        return answer

    async def refresh(self) -> None:
        """Tell every connection to reconnect, then close it, as Slack does about once an hour."""
        farewell = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "localhost"}}
        for connection in list(self._connections):
            self._forget(connection)
            await connection.send_json(farewell)
            await connection.close()

    async def _send(self, envelope: Json) -> None:
        while self._connections:
            connection = self._connections[0]
            self._connections.rotate(-1)
            try:
                await connection.send_json(envelope)
            except (WebSocketDisconnect, RuntimeError):
                # The bot has gone and its reader has not noticed yet: try the next connection.
                self._forget(connection)
            else:
                return
        raise NobodyConnectedError

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": "localhost",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_TIME,
            },
            "connection_info": {"app_id": APP_ID},
        }

    def _take(self, text: str) -> None:
        """An acknowledgement is `{"envelope_id": …}` with an optional `payload`; anything else is ignored."""
        try:
            answer: Any = json.loads(text)
        except json.JSONDecodeError:
            return
        waiting = self._waiting.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or {})

    def _forget(self, connection: WebSocket) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
