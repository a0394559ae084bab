"""`/readyz` and `/metrics`: for whoever runs the bot, and for what watches it for them."""

import hmac
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.operations.metrics import MOST_SOURCES, OTHER, Metrics
from bot.operations.readiness import Check, Readiness
from bot.operations.state import State
from bot.settings import Settings


def readyz(readiness: Readiness) -> Route:
    """200 if the bot can do what it is there for, else 503: a balancer then sends to another one."""

    async def answer(_request: Request) -> Response:
        checks = await readiness.checks()
        told = {
            each.name: {"ok": not each.why, **({"why": each.why} if each.why else {}), **each.figures}
            for each in checks
        }
        ready = not any(each.why for each in checks)
        return JSONResponse({"ready": ready, "checks": told}, 200 if ready else 503)

    return Route("/readyz", answer)


def metrics_route(metrics: Metrics, readiness: Readiness, settings: Settings, *, behind_a_proxy: bool) -> Route:
    """What is counted, for whoever knows METRICS_TOKEN. Without one, for programs on the same machine, but for nobody
    where the bot is `behind_a_proxy`: then all requests come from there."""
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""

    async def answer(request: Request) -> Response:
        if token and not _knows(token, request):
            return PlainTextResponse("This needs METRICS_TOKEN.", 401, {"WWW-Authenticate": "Bearer"})
        if not token and (behind_a_proxy or not is_near(request)):
            return PlainTextResponse("Set METRICS_TOKEN to read this from elsewhere.", 403)
        checks, state = await readiness.checks(), await readiness.look.state()
        told = await run_in_threadpool(_told, metrics, _Now(checks, state))
        return Response(told, media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", answer)


def _knows(token: str, request: Request) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def is_near(request: Request) -> bool:
    """Whether this comes from this machine, and not through a proxy that says so."""
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via"))
    return request.client is not None and ip_address(request.client.host).is_loopback and not forwarded


def _told(metrics: Metrics, now: "_Now") -> bytes:
    return generate_latest(metrics.registry) + generate_latest(now)


@dataclass(frozen=True)
class _Now:
    """What is not counted but looked up: a collector of Prometheus's library."""

    checks: Sequence[Check]
    state: State | None

    def collect(self) -> Iterator[Metric]:
        check = GaugeMetricFamily("kpibot_check", "Whether a check of /readyz holds.", labels=["check"])
        for each in self.checks:
            check.add_metric([each.name], float(not each.why))
        yield check
        for figure, value in ((name, value) for each in self.checks for name, value in each.figures.items()):
            yield GaugeMetricFamily(f"kpibot_summary_{figure}", "How far the daily summary is behind.", value)
        if self.state is not None:
            yield from self._of_store(self.state)

    def _of_store(self, state: State) -> Iterator[Metric]:
        age = GaugeMetricFamily(
            "kpibot_source_age_seconds", "Since when a source is not known to be complete.", labels=["source"]
        )
        for source, seconds in ages(state, time.time()):
            age.add_metric([source], seconds)
        yield age
        imports = GaugeMetricFamily("kpibot_imports", "Imports of files that the journal has.", labels=["state"])
        for name, number in state.imports.items():
            imports.add_metric([name], number)
        yield imports


def ages(state: State, now: float) -> Iterator[tuple[str, float]]:
    """For how many seconds a source is not known to be complete: of the first by name, and the most of all others."""
    known = [(name, max(0.0, now - until)) for name, until in sorted(state.complete_until.items())]
    yield from known[:MOST_SOURCES]
    if others := [age for _, age in known[MOST_SOURCES:]]:
        yield OTHER, max(others)
