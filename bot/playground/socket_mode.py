"""Slack's end of Socket Mode: one-use addresses, the bot's connections, envelopes and acknowledgements.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import secrets
import uuid
from collections import deque
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.json_text import read_json
from bot.playground.transport import ACKNOWLEDGE_WITHIN, EnvelopeKind, Retry, UndeliveredError
from bot.playground.workspace import APP_ID, Json

MOST_CONNECTIONS = 10
CONNECTION_TIME = 3600
REFUSED_TICKET = 1008
GOING_AWAY = 1001


class SocketMode:
    """The open connections of one app; each envelope goes to exactly one of them, in turn."""

    def __init__(self, acknowledge_within: float = ACKNOWLEDGE_WITHIN) -> None:
        self._within = acknowledge_within
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

    async def deliver(
        self, kind: EnvelopeKind, payload: Json, *, accepts_response: bool = False, retry: Retry | None = None
    ) -> Json:
        """Send one envelope, and wait for its acknowledgement; see `Transport`."""
        name = str(uuid.uuid4())
        envelope: Json = {"envelope_id": name, "type": kind, "accepts_response_payload": accepts_response}
        if kind == "events_api":
            envelope |= {"retry_attempt": retry.attempt, "retry_reason": retry.reason} if retry else _FIRST_ATTEMPT
        acknowledged = asyncio.get_running_loop().create_future()
        self._waiting[name] = acknowledged
        try:
            await self._send(envelope | {"payload": payload})
            answer: Json = await asyncio.wait_for(acknowledged, self._within)
        except TimeoutError:
            raise UndeliveredError("operation_timeout", "timeout") from None
        finally:
            del self._waiting[name]
        return answer

    async def refresh(self) -> None:
        """Tell every connection to reconnect, then close it, as Slack does once every few hours.

        Slack may send a `disconnect` with the reason "warning" some ten seconds before, which is left out here.
        """
        farewell = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "localhost"}}
        for connection in list(self._connections):
            self._forget(connection)
            await connection.send_json(farewell)
            await connection.close()

    async def drop(self) -> None:
        """Close every connection without a word, as a failing network does."""
        for connection in list(self._connections):
            self._forget(connection)
            await connection.close(GOING_AWAY)

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
        raise UndeliveredError("dispatch_failed", "connection_failed")

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
            answer: Any = read_json(text)
        except ValueError:
            return
        if not isinstance(answer, dict) or not isinstance(answer.get("envelope_id"), str):
            return
        waiting = self._waiting.get(answer["envelope_id"])
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or {})

    def _forget(self, connection: WebSocket) -> None:
        if connection in self._connections:
            self._connections.remove(connection)


_FIRST_ATTEMPT = {"retry_attempt": 0, "retry_reason": ""}
