"""What the page and the tests use to see the workspace as a person does, and to act as that person.

JSON over HTTP under /_local/. Only this machine's own pages may call it: another site's page can send a form
or plain text without asking the browser's permission, but no JSON and no request that names our origin.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground.content import as_slack_shows_it, escaped
from bot.playground.delivery import Delivery, Outcome
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import (
    BOT_NAME,
    BOT_USER_ID,
    SLACKBOT_ID,
    TEAM_NAME,
    Change,
    Channel,
    Json,
    Member,
    Message,
    Workspace,
)


class BadRequestError(Exception):
    """The caller's mistake, in a sentence."""


Handler = Callable[[Json], Awaitable[Json]]


class Control:
    """The control API of one workspace."""

    def __init__(self, workspace: Workspace, delivery: Delivery, socket_mode: SocketMode) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._socket_mode = socket_mode
        self._tasks: set[asyncio.Task[Outcome]] = set()
        self._streams: set[asyncio.Queue[Change | None]] = set()

    def routes(self) -> list[Route]:
        return [
            Route("/_local/state", self._serve_state, methods=["GET"]),
            Route("/_local/events", self._serve_events, methods=["GET"]),
            Route("/_local/say", _guarded(self._say), methods=["POST"]),
            Route("/_local/press", _guarded(self._press), methods=["POST"]),
            Route("/_local/reset", _guarded(self._reset), methods=["POST"]),
            Route("/_local/refresh_connections", _guarded(self._refresh), methods=["POST"]),
        ]

    def end_streams(self) -> None:
        """Let the open event streams end, so that the server can stop."""
        for stream in self._streams:
            stream.put_nowait(None)

    def state(self, member: Member) -> Json:
        """Everything that this person sees now."""
        workspace = self._workspace
        return {
            "team": TEAM_NAME,
            "person": member.id,
            "now": workspace.next_ts(),
            "bot_is_connected": self._socket_mode.is_connected,
            "people": [vars(each) for each in workspace.members],
            "apps": [{"id": BOT_USER_ID, "name": BOT_NAME}, {"id": SLACKBOT_ID, "name": "Slackbot"}],
            "channels": [vars(channel) for channel in workspace.channels],
            "commands": [vars(command) for command in workspace.commands],
            "messages": [_seen(message) for message in workspace.messages_seen_by(member.id)],
        }

    async def _serve_state(self, request: Request) -> Response:
        try:
            return JSONResponse(self.state(self._member(request.query_params.get("person"))))
        except BadRequestError as mistake:
            return _refusal(mistake)

    async def _serve_events(self, request: Request) -> Response:
        """Server-sent events: `state` first, then `posted`, `changed`, `deleted`, `invited`, `reset` as they happen."""
        try:
            member = self._member(request.query_params.get("person"))
        except BadRequestError as mistake:
            return _refusal(mistake)
        headers = {"cache-control": "no-store"}
        return StreamingResponse(self._events(member), media_type="text/event-stream", headers=headers)

    async def _events(self, member: Member) -> AsyncIterator[str]:
        stream: asyncio.Queue[Change | None] = asyncio.Queue()
        self._streams.add(stream)
        try:
            with self._workspace.listening(stream.put_nowait):
                yield _event("state", self.state(member))
                while change := await stream.get():
                    if change.message is None:
                        yield _event(change.kind, self.state(member))
                    elif change.message.visible_to(member.id):
                        yield _event(change.kind, _seen(change.message))
        finally:
            self._streams.discard(stream)

    async def _say(self, asked: Json) -> Json:
        """`{person, channel, text, thread_ts?, wait?}`: post a message, or run a slash command."""
        member, channel = self._member(asked.get("person")), self._channel(asked.get("channel"))
        text, thread_ts = str(asked.get("text") or "").strip(), asked.get("thread_ts")
        if not text:
            raise BadRequestError("Say something: `text` is empty.")
        if not text.startswith("/"):
            message = self._workspace.post(channel, member.id, escaped(text), thread_ts=thread_ts)
            return {"message": _seen(message)}
        return await self._deliver(self._delivery.run_command(member, channel, text, thread_ts), asked)

    async def _press(self, asked: Json) -> Json:
        """`{person, channel, ts, block_id, action_id, wait?}`: press a button of a message."""
        member, channel = self._member(asked.get("person")), self._channel(asked.get("channel"))
        message = self._workspace.find(channel.id, str(asked.get("ts")))
        if message is None or not message.visible_to(member.id):
            raise BadRequestError("There is no such message.")
        press = self._delivery.press(member, message, str(asked.get("block_id")), str(asked.get("action_id")))
        return await self._deliver(press, asked)

    async def _reset(self, _asked: Json) -> Json:
        self._workspace.reset()
        return {}

    async def _refresh(self, _asked: Json) -> Json:
        await self._socket_mode.refresh()
        return {}

    async def _deliver(self, delivery: Coroutine[Any, Any, Outcome], asked: Json) -> Json:
        """Answer at once, or with the outcome when the caller asks to `wait`."""
        task = asyncio.create_task(delivery)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if not asked.get("wait"):
            return {}
        outcome = await task
        return {"error": outcome.error, "message": outcome.message and _seen(outcome.message)}

    def _member(self, member_id: Any) -> Member:
        member = self._workspace.member(str(member_id))
        if member is None:
            raise BadRequestError("There is no such person.")
        return member

    def _channel(self, id_or_name: Any) -> Channel:
        channel = self._workspace.channel(str(id_or_name))
        if channel is None:
            raise BadRequestError("There is no such channel.")
        return channel


def _seen(message: Message) -> Json:
    seen = as_slack_shows_it(message)
    return seen | {"channel": message.channel, "ephemeral": message.seen_by is not None}


def _event(kind: str, data: Json) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"


def _refusal(mistake: BadRequestError) -> Response:
    return JSONResponse({"ok": False, "error": str(mistake)}, status_code=400)


def _guarded(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Let through what our own page and programs on this machine send."""

    async def serve(request: Request) -> Response:
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers["host"]:
            return JSONResponse({"ok": False, "error": "Only this page may ask."}, status_code=403)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"ok": False, "error": "Send JSON."}, status_code=415)
        try:
            asked = json.loads(await request.body())
            return JSONResponse({"ok": True} | await handler(asked if isinstance(asked, dict) else {}))
        except ValueError:
            return _refusal(BadRequestError("This is not JSON."))
        except BadRequestError as mistake:
            return _refusal(mistake)

    return serve
