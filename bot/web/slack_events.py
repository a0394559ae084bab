"""`/slack/events`: Slack by HTTP, as the alternative to Socket Mode."""

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.bodies import Bodies

MOST_BYTES = 1_000_000  # Slack's own payloads stay far below; anybody may send more


def slack_events(bolt: App, signing_secret: str) -> Route:
    """Hands to Bolt what Slack has signed within the last five minutes.

    Bolt answers in a thread, so that nobody else waits for it.
    """
    verifier, bodies = SignatureVerifier(signing_secret), Bodies(MOST_BYTES)

    async def answer(request: Request) -> Response:
        async with bodies.of(request) as body:
            # Before anything is read: a stranger's body shall not even be parsed.
            if not _is_signed(verifier, body, request):
                return PlainTextResponse("Slack has not signed this.", status_code=401)
            return to_starlette_response(await run_in_threadpool(bolt.dispatch, to_bolt_request(request, body)))

    return Route("/slack/events", answer, methods=["POST"])


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (TypeError, ValueError):  # no text, a time that is no number, or a signature that is not ASCII
        return False
