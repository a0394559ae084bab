"""The HTTP application: `/slack/events`, as the alternative to Socket Mode, and `/healthz`."""

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

MOST_BYTES = 1_000_000  # Slack's own payloads stay far below; anybody may send more


def http_app(bolt: App, signing_secret: str) -> Starlette:
    """Hands to Bolt what Slack has signed within the last five minutes.

    Bolt answers in a thread, so that /healthz never waits for it.
    """
    verifier = SignatureVerifier(signing_secret)

    async def slack_events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("This is longer than anything that Slack sends.", status_code=413)
        # Before anything is read: a stranger's body shall not even be parsed.
        if not _is_signed(verifier, body, request):
            return PlainTextResponse("Slack has not signed this.", status_code=401)
        return to_starlette_response(await run_in_threadpool(bolt.dispatch, to_bolt_request(request, body)))

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/slack/events", slack_events, methods=["POST"]), Route("/healthz", healthz)])


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (TypeError, ValueError):  # no text, a time that is no number, or a signature that is not ASCII
        return False


async def _body(request: Request) -> bytes | None:
    """None if it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
