"""The control API's routes."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.control.charts import chart
from bot.playground.control.files import ControlledFiles
from bot.playground.control.guards import Endpoint, Handler, answering, brought, posted
from bot.playground.control.interactions import Interactions
from bot.playground.control.operations import Operations
from bot.playground.control.people import People
from bot.playground.control.seen import Seen
from bot.playground.control.streams import Streams


def routes(
    seen: Seen, streams: Streams, people: People, interactions: Interactions, operations: Operations
) -> list[Route]:
    """Everything under /_local/."""
    files = ControlledFiles(seen.workspace, seen)

    async def state(request: Request) -> Response:
        return JSONResponse(seen.state(seen.member(request.query_params.get("person"))))

    handlers: Iterable[tuple[str, Handler]] = (
        ("say", people.say),
        ("edit", people.edit),
        ("delete", people.delete),
        ("invite", people.invite),
        ("kick", people.kick),
        ("archive", people.archive),
        ("act", interactions.act),
        ("options", interactions.options),
        ("submit", interactions.submit),
        ("close_view", interactions.close_view),
        ("open_home", interactions.open_home),
        ("shortcut", interactions.shortcut),
        ("faults", operations.set_faults),
        ("drop_connections", operations.drop),
        ("refresh_connections", operations.refresh),
        ("verify_url", operations.verify_url),
        ("reset", operations.reset),
    )
    endpoints: Iterable[tuple[str, Endpoint]] = (
        ("state", state),
        ("events", streams.serve),
        ("traffic", operations.exchanges),
        ("file", files.file),
        ("chart", chart(seen)),
    )
    return [
        *(Route(f"/_local/{name}", posted(handler), methods=["POST"]) for name, handler in handlers),
        *(Route(f"/_local/{name}", answering(endpoint), methods=["GET"]) for name, endpoint in endpoints),
        Route("/_local/upload", brought(files.upload), methods=["POST"]),
    ]
