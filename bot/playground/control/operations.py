"""What goes wrong on demand, what went over the wire, and a new beginning."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground.control.guards import BadRequestError, Json
from bot.playground.delivery.selections import Selections
from bot.playground.faults import Faults
from bot.playground.http_mode import HttpMode
from bot.playground.socket_mode import SocketMode
from bot.playground.traffic import Traffic
from bot.playground.workspace import Change, Workspace


@dataclass(frozen=True)
class Operations:
    """The handlers of `faults`, `drop_connections`, `refresh_connections`, `verify_url`, `reset`, and `traffic`."""

    workspace: Workspace
    selections: Selections
    faults: Faults
    socket_mode: SocketMode
    http_mode: HttpMode | None
    traffic: Traffic

    async def set_faults(self, asked: Json) -> Json:
        """See `Faults.set`; `{}` asks what is set, `{"clear": true}` lets everything go well again."""
        try:
            if asked.pop("clear", False):
                self.faults.clear()
            self.faults.set(asked)
        except ValueError as mistake:
            raise BadRequestError(str(mistake)) from None
        self.workspace.tell(Change("faults"))
        return {"faults": self.faults.state()}

    async def drop(self, _asked: Json) -> Json:
        await self.socket_mode.drop()
        return {}

    async def refresh(self, _asked: Json) -> Json:
        await self.socket_mode.refresh()
        return {}

    async def verify_url(self, _asked: Json) -> Json:
        """As saving the request URL in the app's settings does."""
        if self.http_mode is None:
            raise BadRequestError("This app uses Socket Mode.")
        return {"verified": await self.http_mode.verify()}

    async def reset(self, _asked: Json) -> Json:
        """An empty workspace again; faults stay as they are set."""
        self.selections.clear()
        self.traffic.clear()
        self.workspace.reset()
        return {}

    async def exchanges(self, request: Request) -> Response:
        """`?since=n`: the exchanges after the nth."""
        since = request.query_params.get("since", "0")
        if not since.isdecimal():
            raise BadRequestError("`since` is a number.")
        return JSONResponse({"ok": True, "traffic": self.traffic.since(int(since))})
