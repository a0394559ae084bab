"""The HTTP application: what it is given, and `/healthz`. Each request has an id, which the log has of it."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import requests


def http_app(*routes: Route) -> Starlette:
    """Answers at these routes, and at /healthz, where a load balancer hears that kpibot runs."""
    app = Starlette(routes=[*routes, Route("/healthz", _healthz)])
    app.router.redirect_slashes = False  # a redirection would lead to whatever host the request has named
    app.add_middleware(_Numbered)
    return app


class _Numbered:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with requests.request():
            await self._app(scope, receive, send)


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")
