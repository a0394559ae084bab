"""The `response_url` of a command, a choice or a shortcut, and what a bot may do with it.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground.content import RateLimitedError, RefusalError, escaped, read_content
from bot.playground.faults import BrokenError, Faults
from bot.playground.json_text import read_json
from bot.playground.workspace import BOT_USER_ID, Channel, Json, Member, Message, Workspace

MOST_USES = 5
LIFETIME = 30 * 60
# How the faults know these URLs.
METHOD = "response_url"


@dataclass(frozen=True)
class Interaction:
    """What a person did: typed a slash command, acted in `message`, or used a shortcut on it.

    A shortcut's answer may not replace the message, which may be anybody's.
    """

    channel: Channel
    member: Member
    command: str | None = None
    message: Message | None = None
    may_replace: bool = True

    @property
    def thread_ts(self) -> str | None:
        """The thread of the message, where the answer belongs too."""
        return self.message.thread_ts if self.message else None


@dataclass
class _Link:
    interaction: Interaction
    opened_at: float
    uses: int = 0


class ResponseUrls:
    """Those of one workspace."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults
        self._links: dict[str, _Link] = {}

    def open(self, interaction: Interaction) -> str:
        """A new response URL."""
        key = secrets.token_urlsafe(18)
        self._links[key] = _Link(interaction, self._workspace.clock())
        return f"{self._workspace.address()}/response/{key}"

    async def serve(self, request: Request) -> Response:
        """404 for a URL that is unknown, used up or too old; other refusals are 200 with `"ok": false`."""
        link = self._links.get(request.path_params["key"])
        try:
            lost = await self._faults.meet(METHOD)
            if link is None or self._workspace.clock() - link.opened_at > LIFETIME:
                return _gone("expired_url")
            if link.uses >= MOST_USES:
                return _gone("used_url")
            self.respond(link.interaction, _arguments(await request.body()))
            link.uses += 1
            if lost is not None:
                raise BrokenError(lost)
        except BrokenError as broken:
            return Response("upstream connect error", broken.status)
        except RateLimitedError as refused:
            return JSONResponse(refused.answer(), 429, headers={"retry-after": str(refused.retry_after)})
        except RefusalError as refused:
            return JSONResponse(refused.answer())
        return PlainTextResponse("ok")

    def respond(self, interaction: Interaction, arguments: Mapping[str, Any]) -> Message | None:
        """Post, replace or delete as the arguments say; raise `RefusalError` when Slack would."""
        original = self._original(interaction)
        if original and arguments.get("delete_original"):
            self._workspace.delete(original)
            return None
        content = read_content(arguments, self._faults.refused_blocks)
        if original and arguments.get("replace_original"):
            return self._workspace.change(original, content.text, content.blocks, original.metadata)
        in_channel = arguments.get("response_type") == "in_channel"
        if in_channel and interaction.command:
            # Slack shows the command that was typed above an answer that everybody sees.
            self._workspace.post(interaction.channel, interaction.member.id, escaped(interaction.command))
        return self._workspace.post(
            interaction.channel,
            BOT_USER_ID,
            content.text,
            content.blocks,
            thread_ts=arguments.get("thread_ts") or interaction.thread_ts,
            seen_by=None if in_channel else interaction.member.id,
        )

    def _original(self, interaction: Interaction) -> Message | None:
        """The message that was acted in, as it is now; a slash command has none."""
        acted_in = interaction.message if interaction.may_replace else None
        return self._workspace.find(acted_in.channel, acted_in.ts) if acted_in else None


def _arguments(body: bytes) -> Json:
    try:
        arguments = read_json(body)
    except ValueError:
        raise RefusalError("invalid_payload") from None
    if not isinstance(arguments, dict):
        raise RefusalError("invalid_payload")
    return arguments


def _gone(error: str) -> Response:
    return JSONResponse({"ok": False, "error": error}, status_code=404)
