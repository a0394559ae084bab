"""`/slack/events`: Slack by HTTP, as the alternative to Socket Mode."""

import structlog
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.request.internals import parse_body
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.listeners.shapes import REFUSED, Shapes
from bot.web.bodies import Bodies

MOST_BYTES = 1_000_000  # Slack's own payloads stay far below; anybody may send more


def slack_events(bolt: App, signing_secret: str) -> Route:
    """Hands to Bolt what Slack has signed within the last five minutes.

    Bolt answers in a thread, so that nobody else waits for it.
    """
    verifier, bodies, shapes = SignatureVerifier(signing_secret), Bodies(MOST_BYTES), Shapes(bolt.client.base_url)

    async def answer(request: Request) -> Response:
        async with bodies.of(request) as body:
            # Before anything is read: a stranger's body shall not even be parsed.
            if not _is_signed(verifier, body, request):
                return PlainTextResponse("Slack has not signed this.", status_code=401)
            told = _told(shapes, request, body)
            if told is None:
                return PlainTextResponse(REFUSED, status_code=400)
            return to_starlette_response(await run_in_threadpool(bolt.dispatch, told))

    return Route("/slack/events", answer, methods=["POST"])


def _told(shapes: Shapes, request: Request, body: bytes) -> BoltRequest | None:
    """What Bolt is to do; None if Slack sends no such thing. Bolt would take it for what it says it is."""
    try:
        if shapes.fits(parse_body(body.decode(), request.headers.get("content-type"))):
            return to_bolt_request(request, body)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        structlog.get_logger("kpibot").warning("not what Slack sends", why=type(error).__name__)
    return None


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (TypeError, ValueError):  # no text, a time that is no number, or a signature that is not ASCII
        return False
