"""Slack sends an event again when it has not heard in time that it arrived.

https://docs.slack.dev/apis/events-api/#retries
"""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse

from bot.listeners.recent import Recent

REMEMBERED = 10_000  # Slack's last retry comes five minutes after the first attempt


class Repeats:
    """Lets each event through once, by its `event_id`; a repeated one is acknowledged and nothing more."""

    def __init__(self) -> None:
        self._seen: Recent[str, bool] = Recent(REMEMBERED)

    def __call__(self, body: dict[str, Any], next_: Callable[[], BoltResponse]) -> BoltResponse:
        event_id = body.get("event_id")
        if event_id is not None and not self._seen.add(event_id, True):
            return BoltResponse(status=200)
        return next_()
