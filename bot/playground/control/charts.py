"""The charts of a message or a view, drawn."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.playground.charts import WIDTH, svg
from bot.playground.control.guards import BadRequestError, Endpoint, Json
from bot.playground.control.seen import Seen
from bot.playground.workspace import Member

LEAST_WIDTH, MOST_WIDTH = 200, 2000


def chart(seen: Seen) -> Endpoint:
    """`?person=&channel=&ts=` or `?person=&view_id=`, and `&block_id=&theme=&width=`: a chart as SVG."""

    async def serve(request: Request) -> Response:
        asked = request.query_params
        blocks = _blocks(seen, seen.member(asked.get("person")), asked.get)
        for block in blocks:
            if (block["type"], block["block_id"]) == ("data_visualization", asked.get("block_id")):
                drawn = svg(block, "dark" if asked.get("theme") == "dark" else "light", _width(asked.get("width")))
                headers = {"content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
                return Response(drawn, media_type="image/svg+xml", headers=headers)
        raise BadRequestError("There is no such chart.")

    return serve


def _width(asked: str | None) -> int:
    return min(max(int(asked), LEAST_WIDTH), MOST_WIDTH) if asked and asked.isdecimal() else WIDTH


def _blocks(seen: Seen, member: Member, asked: Callable[[str], str | None]) -> list[Json]:
    if view_id := asked("view_id"):
        return list(seen.view(view_id, member).content["blocks"])
    return seen.message(seen.channel(asked("channel"), member), asked("ts"), member).blocks
