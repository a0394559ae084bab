"""Brings payloads to the bot: interactions once, events until they are acknowledged; and notes all of it."""

import asyncio
import time
from collections.abc import Sequence

from bot.playground.faults import Faults
from bot.playground.traffic import Traffic
from bot.playground.transport import EnvelopeKind, Json, Retry, Transport, UndeliveredError

# https://docs.slack.dev/apis/events-api/#retries: at once, after a minute, after five
RETRY_AFTER = (0.0, 60.0, 300.0)


class Courier:
    """`retry_after` are the seconds before each further attempt at an event."""

    def __init__(
        self, transport: Transport, traffic: Traffic, faults: Faults, retry_after: Sequence[float] = RETRY_AFTER
    ) -> None:
        self._transport = transport
        self._traffic = traffic
        self._faults = faults
        self._retry_after = tuple(retry_after)
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, kind: EnvelopeKind, payload: Json, *, accepts_response: bool = False) -> Json:
        """The payload of the acknowledgement; `UndeliveredError` at the first failure."""
        return await self._deliver(kind, payload, accepts_response, None)

    def tell(self, envelope: Json) -> None:
        """Deliver an event, soon and at least once; twice when that fault is set."""
        for _ in range(2 if self._faults.repeat_events else 1):
            task = asyncio.create_task(self._tell(envelope))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Give up the retries that are still to come."""
        for task in self._tasks:
            task.cancel()

    async def _tell(self, envelope: Json) -> None:
        retry = None
        for attempt, pause in enumerate((*self._retry_after, None), start=1):
            try:
                await self._deliver("events_api", envelope, False, retry)
            except UndeliveredError as failure:
                if pause is None or not failure.may_retry:
                    return
                await asyncio.sleep(pause)
                retry = Retry(attempt, failure.reason)
            else:
                return

    async def _deliver(self, kind: EnvelopeKind, payload: Json, accepts_response: bool, retry: Retry | None) -> Json:
        begun, answer = time.perf_counter(), {}
        try:
            answer = await self._transport.deliver(kind, payload, accepts_response=accepts_response, retry=retry)
        except UndeliveredError as failure:
            answer = {"undelivered": failure.error, "reason": failure.reason}
            raise
        finally:
            shown = {"retry_attempt": retry.attempt, "retry_reason": retry.reason, **payload} if retry else payload
            self._traffic.record("to_bot", kind, _name(payload), shown, answer, time.perf_counter() - begun)
        return answer


def _name(payload: Json) -> str:
    """What a reader would call it: the command, the event's type, or the interaction's."""
    return str(payload.get("command") or payload.get("event", {}).get("type") or payload.get("type", ""))
