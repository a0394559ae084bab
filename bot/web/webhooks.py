"""`/webhooks/{source}`: what help desks send as it happens. What is answered with 200 is on the disk."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from structlog.stdlib import BoundLogger

from bot.operations.metrics import Metrics
from bot.settings import Settings
from bot.web.bodies import Bodies
from bot.web.intake import CrowdedError, Intake
from bot.web.log_lines import Seldom, failure
from bot.web.senders import Senders
from bot.web.taking_in import TakingIn
from kpi.errors import KpibotError
from kpi.store import Store
from kpi.webhooks import request as webhook
from kpi.webhooks.taking import Incoming, misunderstood

REFUSED_AFTER = 0.05
"""Seconds after which a signature is refused, whatever is wrong, so that the time does not tell it."""
RETRY_AFTER = "5"  # seconds

UNSIGNED, PUT_OFF, BROKEN = "refused", "put off", "broken"
_OUTCOMES = {408: "too slow", 413: "too large", 415: "compressed", 503: PUT_OFF}
"""Of those that are not even read, for the metrics."""


class Webhooks:
    """The door: whoever has signed comes in, all others hear the same."""

    def __init__(self, store: Store, settings: Settings, clock: Callable[[], datetime], metrics: Metrics) -> None:
        self._clock = clock
        self._metrics = metrics
        self._public_url = settings.public_url
        self._bodies = Bodies(settings.webhook_max_bytes)
        self._senders = Senders(store, clock)
        self._taking_in = TakingIn(store, metrics)
        self.pulse = self._taking_in.pulse
        self._intake = Intake(store, self._taking_in.soon)
        self._log: BoundLogger = structlog.get_logger("kpibot")
        self._seldom = Seldom(self._log)
        self.route = Route("/webhooks/{source}", self._measured, methods=["POST", "HEAD"])

    @contextmanager
    def open(self) -> Iterator[None]:
        """Deliveries are taken for as long as the context lasts; in the end, those that are in come first."""
        with self._taking_in.running(), self._intake.running():
            yield

    async def _measured(self, request: Request) -> Response:
        if request.method == "HEAD":  # Some help desks look whether there is anybody before they send.
            return Response()
        try:
            with self._metrics.delivering.time():
                return await self._answer(request)
        except HTTPException as refusal:
            self._count(request.path_params["source"], _OUTCOMES.get(refusal.status_code, "broken off"))
            raise

    async def _answer(self, request: Request) -> Response:
        source = request.path_params["source"]
        began = time.monotonic()
        async with self._bodies.of(request) as body:
            read = time.monotonic()
            came = self._came(request, body)
            try:
                sender = await self._senders.of(source, came)
                if sender is None:
                    return await self._refused(source, read)
                incoming = Incoming(source, sender.vendor, came, sender.connection)
                await self._intake.take(incoming)
                return self._told(incoming, self._misunderstood(incoming), began)
            except CrowdedError:
                return self._later(source, "more comes in than can be stored soon")
            except KpibotError as error:
                return self._later(source, error.sentence)
            except Exception as error:  # noqa: BLE001
                # The outer edge: a bug of ours is told by its id.
                return self._broken(source, error)

    def _came(self, request: Request, body: bytes) -> webhook.Request:
        path, query = (request.scope[part].decode("latin-1") for part in ("raw_path", "query_string"))
        address = self._public_url or f"{request.scope['scheme']}://{request.headers.get('host', '')}"
        url = f"{address}{path}?{query}" if query else f"{address}{path}"
        return webhook.Request(dict(request.headers), body, int(self._clock().timestamp()), url)

    async def _refused(self, source: str, since: float) -> Response:
        self._count(source, UNSIGNED)
        self._seldom.warn("delivery refused", self._named(source), "not signed")
        await asyncio.sleep(max(0.0, since + REFUSED_AFTER - time.monotonic()))
        return PlainTextResponse("This is not signed as it has to be.", status_code=401)

    def _misunderstood(self, incoming: Incoming) -> str:
        """Why it will not be understood, if whoever sends is to hear of it. That our reader breaks is nothing that they
        could mend: it is told when it is taken in.
        """
        if not incoming.vendor.hears_why:
            return ""
        try:
            return misunderstood(incoming, self._senders.not_kept)
        except Exception:  # noqa: BLE001
            return ""

    def _told(self, incoming: Incoming, why: str, began: float) -> Response:
        # Of hundreds a second: the metrics tell what becomes of them, and the log only to who debugs.
        milliseconds = round(1000 * (time.monotonic() - began), 1)
        self._log.debug("delivery", source=incoming.source, outcome="kept", ms=milliseconds)
        if why:
            return PlainTextResponse(f"Kept, but not understood: {why}", status_code=422)
        return PlainTextResponse(incoming.vendor.wanted(incoming.request) or "Taken.")

    def _later(self, source: str, why: str) -> Response:
        """Help desks send it again."""
        self._count(source, PUT_OFF)
        self._seldom.warn("delivery put off", self._named(source), why)
        return PlainTextResponse("This cannot be stored now. Send it again later.", 503, {"Retry-After": RETRY_AFTER})

    def _broken(self, source: str, error: Exception) -> Response:
        self._count(source, BROKEN)
        number = failure(self._log, error, self._named(source))
        return PlainTextResponse(f"Something broke on our side (failure {number}).", 500)

    def _count(self, source: str, outcome: str) -> None:
        self._metrics.deliveries.labels(self._metrics.source(self._named(source)), outcome).inc()

    def _named(self, source: str) -> str:
        """For the log and the metrics: names that do not exist are anybody's text."""
        return source if self._senders.know(source) else "unknown"
