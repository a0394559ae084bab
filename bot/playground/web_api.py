"""The methods of Slack's Web API that the bot calls, with the answers and refusals that Slack gives.

https://docs.slack.dev/apis/web-api
"""

import json
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground.content import RefusalError, as_slack_shows_it, read_content
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import (
    APP_ID,
    BOT_ID,
    BOT_NAME,
    BOT_USER_ID,
    TEAM_ID,
    TEAM_NAME,
    Channel,
    Json,
    Workspace,
)

Method = Callable[[Json], Json]

# https://docs.slack.dev/reference/methods/chat.update#errors: msg_too_long
MOST_TEXT_UPDATED = 4_000
SCOPES = "commands,chat:write,channels:read"


class WebApi:
    """`address` is where this server is reached, without a slash at its end."""

    def __init__(
        self,
        workspace: Workspace,
        socket_mode: SocketMode,
        address: Callable[[], str],
        tokens: dict[Literal["bot", "app"], str],
    ) -> None:
        self._workspace = workspace
        self._socket_mode = socket_mode
        self._address = address
        self._tokens = tokens
        self._methods: dict[str, tuple[Literal["bot", "app"], Method]] = {
            "apps.connections.open": ("app", self._open_connection),
            "auth.test": ("bot", self._auth_test),
            "chat.postEphemeral": ("bot", self._post_ephemeral),
            "chat.postMessage": ("bot", self._post_message),
            "chat.update": ("bot", self._update),
            "conversations.info": ("bot", self._conversation_info),
        }

    async def serve(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            if name not in self._methods:
                return JSONResponse({"ok": False, "error": "unknown_method", "req_method": name})
            takes, method = self._methods[name]
            arguments = await _arguments(request)
            self._authorize(request, arguments, takes)
            answer = method(arguments)
        except RefusalError as refused:
            return JSONResponse(refused.answer())
        return JSONResponse({"ok": True} | answer, headers={"x-oauth-scopes": SCOPES})

    def _authorize(self, request: Request, arguments: Json, takes: Literal["bot", "app"]) -> None:
        """https://docs.slack.dev/authentication/tokens, and the common errors of every method's page."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = str(arguments.get("token") or "")
        if not token:
            raise RefusalError("not_authed")
        if token not in self._tokens.values():
            raise RefusalError("invalid_auth")
        if token != self._tokens[takes]:
            raise RefusalError("not_allowed_token_type")

    def _auth_test(self, _arguments: Json) -> Json:
        """https://docs.slack.dev/reference/methods/auth.test"""
        return {
            "url": f"{self._address()}/",
            "team": TEAM_NAME,
            "user": BOT_NAME,
            "team_id": TEAM_ID,
            "user_id": BOT_USER_ID,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def _open_connection(self, _arguments: Json) -> Json:
        """https://docs.slack.dev/reference/methods/apps.connections.open; ten connections at most."""
        if self._socket_mode.is_full:
            raise RefusalError("too_many_websockets")
        address = self._address().replace("http", "ws", 1)
        return {"url": f"{address}/link/?ticket={self._socket_mode.new_ticket()}&app_id={APP_ID}"}

    def _post_message(self, arguments: Json) -> Json:
        """https://docs.slack.dev/reference/methods/chat.postMessage"""
        channel = self._channel_with_bot(arguments)
        content = read_content(arguments)
        message = self._workspace.post(
            channel,
            BOT_USER_ID,
            content.text,
            content.blocks,
            thread_ts=arguments.get("thread_ts"),
            metadata=_metadata(arguments),
        )
        return {"channel": channel.id, "ts": message.ts, "message": as_slack_shows_it(message)}

    def _post_ephemeral(self, arguments: Json) -> Json:
        """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
        channel = self._channel_with_bot(arguments)
        member = self._workspace.member(str(arguments.get("user") or ""))
        if member is None:
            raise RefusalError("user_not_in_channel")
        content = read_content(arguments)
        message = self._workspace.post(
            channel,
            BOT_USER_ID,
            content.text,
            content.blocks,
            thread_ts=arguments.get("thread_ts"),
            seen_by=member.id,
        )
        return {"message_ts": message.ts}

    def _update(self, arguments: Json) -> Json:
        """https://docs.slack.dev/reference/methods/chat.update; an ephemeral message cannot be updated."""
        channel = self._channel(arguments)
        message = self._workspace.find(channel.id, str(arguments.get("ts") or ""))
        if message is None or message.seen_by:
            raise RefusalError("message_not_found")
        if message.user != BOT_USER_ID:
            raise RefusalError("cant_update_message")
        content = read_content(arguments)
        if len(content.text) > MOST_TEXT_UPDATED:
            raise RefusalError("msg_too_long")
        metadata = _metadata(arguments) or message.metadata
        changed = self._workspace.change(message, content.text, content.blocks, metadata)
        shown = as_slack_shows_it(changed)
        return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": shown}

    def _conversation_info(self, arguments: Json) -> Json:
        """https://docs.slack.dev/reference/methods/conversations.info"""
        channel = self._channel(arguments)
        return {
            "channel": {
                "id": channel.id,
                "name": channel.name,
                "name_normalized": channel.name,
                "is_channel": True,
                "is_group": False,
                "is_im": False,
                "is_mpim": False,
                "is_private": False,
                "is_archived": False,
                "is_general": False,
                "is_shared": False,
                "is_ext_shared": False,
                "is_member": channel.has_bot,
                "context_team_id": TEAM_ID,
                "topic": {"value": "", "creator": "", "last_set": 0},
                "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
            }
        }

    def _channel(self, arguments: Json) -> Channel:
        channel = self._workspace.channel(str(arguments.get("channel") or ""))
        if channel is None:
            raise RefusalError("channel_not_found")
        return channel

    def _channel_with_bot(self, arguments: Json) -> Channel:
        """Without the scope chat:write.public a bot posts only where it is a member."""
        channel = self._channel(arguments)
        if not channel.has_bot:
            raise RefusalError("not_in_channel")
        return channel


async def _arguments(request: Request) -> Json:
    """https://docs.slack.dev/apis/web-api/#post_bodies: a form or JSON; `token` counts only in a form.

    slack_sdk labels forms as JSON too, and Slack takes them, so what the body looks like decides.
    """
    body = await request.body()
    labelled_json = request.headers.get("content-type", "").startswith("application/json")
    if not (labelled_json and body.startswith((b"{", b"["))):
        return dict(request.query_params) | dict(parse_qsl(body.decode()))
    try:
        arguments = json.loads(body)
    except ValueError:
        raise RefusalError("invalid_json") from None
    if not isinstance(arguments, dict):
        raise RefusalError("json_not_object")
    return {name: value for name, value in arguments.items() if name != "token"}


def _metadata(arguments: Json) -> Json | None:
    """https://docs.slack.dev/messaging/message-metadata"""
    metadata: Any = arguments.get("metadata")
    if not metadata:
        return None
    try:
        metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
        type_, payload = metadata["event_type"], metadata["event_payload"]
    except (ValueError, TypeError, KeyError):
        raise RefusalError("invalid_metadata_format") from None
    if not (isinstance(type_, str) and isinstance(payload, dict)):
        raise RefusalError("invalid_metadata_format")
    return {"event_type": type_, "event_payload": payload}
