"""What a page hears as it happens: server-sent events for each open page.

A stream is one loading of the page, so it knows of no ephemeral message from before it began: Slack keeps none
(https://docs.slack.dev/reference/methods/chat.postEphemeral).
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.playground.control.guards import Json
from bot.playground.control.seen import Seen, shown
from bot.playground.faults import Faults
from bot.playground.traffic import Exchange
from bot.playground.workspace import Change, Member

Heard = Change | Exchange


class Streams:
    """The open streams of one workspace."""

    def __init__(self, seen: Seen, faults: Faults) -> None:
        self._seen = seen
        self._faults = faults
        self._streams: set[asyncio.Queue[Heard | None]] = set()

    def hear(self, heard: Heard) -> None:
        """Let every open page know, as far as it concerns its person."""
        for stream in self._streams:
            stream.put_nowait(heard)

    def end(self) -> None:
        """Let the open streams end, so that the server can stop."""
        for stream in self._streams:
            stream.put_nowait(None)

    async def serve(self, request: Request) -> Response:
        """`state` first, then whatever happens, named as in `_event`."""
        member = self._seen.member(request.query_params.get("person"))
        headers = {"cache-control": "no-store"}
        return StreamingResponse(self._events(member), media_type="text/event-stream", headers=headers)

    async def _events(self, member: Member) -> AsyncIterator[str]:
        stream: asyncio.Queue[Heard | None] = asyncio.Queue()
        since = self._seen.workspace.next_ts()
        self._streams.add(stream)
        try:
            yield _encoded("state", self._seen.state(member, since))
            while heard := await stream.get():
                if event := self._event(heard, member, since):
                    yield _encoded(*event)
        finally:
            self._streams.discard(stream)

    def _event(self, heard: Heard, member: Member, since: str) -> tuple[str, Json] | None:
        """Its name and data; None for what this person does not see."""
        if isinstance(heard, Exchange):
            return "traffic", asdict(heard)
        match heard.kind:
            case "posted" | "changed" | "deleted":
                message = heard.message
                is_shown = message is not None and self._seen.is_shown(message, member, since)
                return (heard.kind, shown(message)) if message and is_shown else None
            case "view":
                return ("view", {"views": self._seen.views(member)}) if heard.person == member.id else None
            case "home":
                return ("home", {"home": self._seen.home(member)}) if heard.person == member.id else None
            case "faults":
                return "faults", self._faults.state()
            case _:
                return heard.kind, self._seen.state(member, since)


def _encoded(kind: str, data: Json) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"
