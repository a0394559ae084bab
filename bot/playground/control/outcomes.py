"""What a caller hears of something that takes its time."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.playground.control.guards import Json
from bot.playground.control.seen import shown
from bot.playground.delivery.payloads import Outcome


class Outcomes:
    """Keeps what is under way."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Outcome]] = set()

    async def of(self, doing: Coroutine[Any, Any, Outcome], asked: Json) -> Json:
        """Answer at once, or with the outcome when the caller asks to `wait`."""
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return told(await task) if asked.get("wait") else {}


def told(outcome: Outcome) -> Json:
    """`{error, errors, message}`, each null where there is none."""
    errors = None if outcome.errors is None else dict(outcome.errors)
    return {"error": outcome.error, "errors": errors, "message": outcome.message and shown(outcome.message)}
