"""Who may use the control API: our own page, and programs on this machine.

Another site's page can send a form or plain text without asking the browser's permission, but neither JSON nor
bytes under a type of their own, and no request that names our origin.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground.json_text import read_json

Json = dict[str, Any]
Handler = Callable[[Json], Awaitable[Json]]
Endpoint = Callable[[Request], Awaitable[Response]]

BYTES = "application/octet-stream"


class BadRequestError(Exception):
    """The caller's mistake, in a sentence."""


def answering(endpoint: Endpoint) -> Endpoint:
    """The same endpoint; a `BadRequestError` becomes status 400 and its sentence."""

    async def serve(request: Request) -> Response:
        try:
            return await endpoint(request)
        except BadRequestError as mistake:
            return JSONResponse({"ok": False, "error": str(mistake)}, status_code=400)

    return serve


def posted(handler: Handler) -> Endpoint:
    """An endpoint that takes a JSON object and answers with one."""

    async def serve(request: Request) -> Response:
        try:
            asked = read_json(await request.body())
        except ValueError:
            raise BadRequestError("This is not JSON.") from None
        return JSONResponse({"ok": True} | await handler(asked if isinstance(asked, dict) else {}))

    return _guarded(serve, "application/json", "Send JSON.")


def brought(endpoint: Endpoint) -> Endpoint:
    """An endpoint that takes a file's bytes."""
    return _guarded(endpoint, BYTES, f"Send the file itself, as {BYTES}.")


def _guarded(endpoint: Endpoint, content_type: str, otherwise: str) -> Endpoint:
    answered = answering(endpoint)

    async def serve(request: Request) -> Response:
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers["host"]:
            return JSONResponse({"ok": False, "error": "Only this page may ask."}, status_code=403)
        if request.headers.get("content-type", "").partition(";")[0] != content_type:
            return JSONResponse({"ok": False, "error": otherwise}, status_code=415)
        return await answered(request)

    return serve
