"""Files that people bring and look at."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground.control.guards import BadRequestError
from bot.playground.control.seen import Seen
from bot.playground.files import MOST_BYTES, File, TooLargeError
from bot.playground.shapes import file_shape
from bot.playground.workspace import Member, Workspace

TOO_LARGE = 413


@dataclass(frozen=True)
class ControlledFiles:
    """The endpoints of `upload` and `file`."""

    workspace: Workspace
    seen: Seen

    async def upload(self, request: Request) -> Response:
        """`?person=&name=` and the bytes: a file that belongs to this person, and that nobody sees yet."""
        member = self.seen.member(request.query_params.get("person"))
        name = request.query_params.get("name", "").replace("\\", "/").rpartition("/")[2]
        if not name:
            raise BadRequestError("The file needs a `name`.")
        try:
            file = self.workspace.files.add(name, await _body(request), member.id)
        except TooLargeError:
            return JSONResponse({"ok": False, "error": "This file is too large."}, TOO_LARGE)
        return JSONResponse({"ok": True, "file": file_shape(file)})

    async def file(self, request: Request) -> Response:
        """`?id=&person=`: the bytes, to be kept and not to be run, since they would run as this page's own."""
        member = self.seen.member(request.query_params.get("person"))
        file = self.workspace.files.find(request.query_params.get("id", ""))
        if file is None or file.content is None or not self._is_visible(file, member):
            raise BadRequestError("There is no such file.")
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "content-security-policy": "sandbox; default-src 'none'",
            "x-content-type-options": "nosniff",
        }
        return Response(file.content, media_type=file.mimetype, headers=headers)

    def _is_visible(self, file: File, member: Member) -> bool:
        shared_in = (self.workspace.channel(share.channel) for share in file.shares)
        return file.user == member.id or any(channel and channel.visible_to(member.id) for channel in shared_in)


async def _body(request: Request) -> bytes:
    """All of it; raise `TooLargeError` as soon as there is too much."""
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > MOST_BYTES:
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)
