"""Looks at how people are answered: for the metrics, and for the log, which knows the verb and the KPI and no more."""

import time
from collections.abc import Callable

import structlog

from bot.messages.message import Message
from bot.operations.metrics import Metrics
from kpi.catalogue import EVERY
from kpi.errors import KpibotError

OK, REFUSED, FAILED = "ok", "refused", "failed"
QUESTION = "question"
"""Stands for the verb of what has none."""


class Watch:
    """Of one registry (`bot.commands.registry.Watch`)."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._log = structlog.get_logger("kpibot")

    def __call__(self, verb: str, work: Callable[[], Message]) -> Message:
        """What comes of the work. Refused is what a person can mend."""
        began = time.monotonic()
        outcome, kpi = FAILED, ""
        try:
            message = work()
            outcome, kpi = OK, _kpi(message.question or "")
        except KpibotError:
            outcome = REFUSED
            raise
        else:
            return message
        finally:
            self._tell(verb or QUESTION, outcome, kpi, time.monotonic() - began)

    def _tell(self, verb: str, outcome: str, kpi: str, seconds: float) -> None:
        self._metrics.commands.labels(verb, outcome).inc()
        self._metrics.answers.labels(verb).observe(seconds)
        about = {"kpi": kpi} if kpi else {}
        self._log.info("answered", verb=verb, outcome=outcome, **about, ms=round(1000 * seconds, 1))


def _kpi(question: str) -> str:
    """Of what is understood, not of what was typed: that may hold names."""
    found = [(f" {question} ".find(f" {kpi.name} "), kpi.key) for kpi in EVERY]
    return min(((at, key) for at, key in found if at >= 0), default=(0, ""))[1]
