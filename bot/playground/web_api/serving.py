"""From an HTTP request to a method and back: tokens, scopes, rate limits, refusals.

https://docs.slack.dev/apis/web-api
"""

from collections.abc import Mapping
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.content import RateLimitedError, RefusalError
from bot.playground.faults import BrokenError
from bot.playground.web_api import auth, chat, conversations, files, users, views
from bot.playground.web_api.arguments import Arguments, read_arguments, warnings
from bot.playground.web_api.method import Backend, Method
from bot.playground.web_api.rates import Rates
from bot.playground.workspace import Json

METHODS: Mapping[str, Method] = {
    method.name: method for noun in (auth, chat, conversations, files, users, views) for method in noun.METHODS
}


class WebApi:
    """`tokens` are those of the installed app. With `limits_rates`, methods are refused beyond their rates."""

    def __init__(
        self,
        backend: Backend,
        tokens: Mapping[Literal["bot", "app"], str],
        *,
        limits_rates: bool = False,
    ) -> None:
        self._backend = backend
        self._tokens = tokens
        self._rates = Rates(backend.workspace.clock) if limits_rates else None

    def routes(self) -> list[Route]:
        """The methods, the upload URLs and the private files."""
        return [
            Route("/api/{method}", self.serve, methods=["GET", "POST"]),
            Route("/upload/v1/{key}", self.serve_upload, methods=["POST"]),
            Route("/files-pri/{reference}/download/{name}", self.serve_file, methods=["GET"]),
            Route("/files-pri/{reference}/{name}", self.serve_file, methods=["GET"]),
        ]

    async def serve(self, request: Request) -> Response:
        """One call of a method; a refusal is HTTP 200 with `"ok": false`, but for a rate limit (429), and trouble (5xx)
        is none of a method's answers."""
        name = request.path_params["method"]
        method = METHODS.get(name)
        if method is None:
            return JSONResponse({"ok": False, "error": "unknown_method", "req_method": name})
        headers = {"x-accepted-oauth-scopes": ",".join(method.scopes)}
        try:
            arguments = await read_arguments(request)
            self._authorize(request, arguments, method)
            headers["x-oauth-scopes"] = ",".join(self._scopes(method))
            lost = await self._backend.faults.meet(name)
            answer = {"ok": True} | self._call(method, arguments)
            if lost is not None:
                raise BrokenError(lost)
        except RateLimitedError as limited:
            headers["retry-after"] = str(limited.retry_after)
            return JSONResponse(limited.answer(), status_code=429, headers=headers)
        except BrokenError as broken:
            return Response("upstream connect error", broken.status)
        except RefusalError as refused:
            answer = refused.answer()
        return JSONResponse(_remarked(answer, warnings(request)), headers=headers)

    async def serve_upload(self, request: Request) -> Response:
        return await files.take_upload(self._backend, request)

    async def serve_file(self, request: Request) -> Response:
        return files.serve_private(self._backend, request, is_authorized=_bearer(request) == self._tokens["bot"])

    def _call(self, method: Method, arguments: Arguments) -> Json:
        if method.caller == "bot":
            self._backend.need(*method.scopes)
        if self._rates:
            posts_to = arguments.text("channel") if method.name == "chat.postMessage" else ""
            self._rates.take((method.name, posts_to), method.per_minute)
        return method.function(self._backend, arguments)

    def _scopes(self, method: Method) -> tuple[str, ...]:
        return self._backend.scopes if method.caller == "bot" else ("connections:write",)

    def _authorize(self, request: Request, arguments: Arguments, method: Method) -> None:
        """https://docs.slack.dev/authentication/tokens, and the common errors of every method's page."""
        token = _bearer(request) or arguments.text("token")
        if not token:
            raise RefusalError("not_authed")
        if token not in self._tokens.values():
            raise RefusalError("invalid_auth")
        if token != self._tokens[method.caller]:
            raise RefusalError("not_allowed_token_type")


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _remarked(answer: Json, remarks: list[str]) -> Json:
    """The answer with `warning` and `response_metadata.warnings`, beside those that it has."""
    if not remarks:
        return answer
    metadata = dict(answer.get("response_metadata", {}))
    together = [*metadata.get("warnings", []), *remarks]
    return answer | {"warning": ",".join(together), "response_metadata": metadata | {"warnings": together}}
