"""Slack sends an event again when it has not heard in time that it arrived; maybe to another bot on the same store.

https://docs.slack.dev/apis/events-api/#retries
"""

from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import BoltResponse

from bot.listeners.recent import Recent
from bot.memory import Memory
from kpi.errors import KpibotError

REMEMBERED = 10_000  # Slack's last retry comes five minutes after the first attempt


class Repeats:
    """Lets each event through once, by its `event_id`; a repeated one is acknowledged and nothing more."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._seen: Recent[str, bool] = Recent(REMEMBERED)

    def __call__(self, body: dict[str, Any], next_: Callable[[], BoltResponse]) -> BoltResponse:
        event_id = body.get("event_id")
        if event_id is not None and not self._is_new(f"{event_id}"):
            return BoltResponse(status=200)
        return next_()

    def _is_new(self, event_id: str) -> bool:
        """Without the store, as far as this bot knows: an answer that comes twice is better than none."""
        if not self._seen.add(event_id, True):
            return False
        try:
            return self._memory.claim_event(event_id)
        except KpibotError as error:
            structlog.get_logger("kpibot").warning("events may be answered twice", why=error.sentence)
            return True
