"""Whose signature a delivery has to have."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from starlette.concurrency import run_in_threadpool

from kpi import forgetting
from kpi.store import Store
from kpi.webhooks import connecting
from kpi.webhooks.connecting import Accepted
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.vendors import VENDORS

KNOWN_FOR = 3.0
"""Seconds after which sources and secrets are read anew."""
LOOKED_AGAIN_AFTER = 1.0
"""The same when a signature is not right: it may be of a secret that is new."""


class Senders:
    """The sources that are connected, as far as the door has to know them."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._known: Mapping[str, Accepted] = {}
        self.not_kept: Collection[str] = ()
        """The fields that the team does not keep."""

        self._read_at = -KNOWN_FOR
        self._reading = asyncio.Lock()
        # For sources that do not exist: to refuse these takes the same work.
        self._nobody = Accepted(VENDORS[0], (connecting.new_secret(),), Connection(0))

    async def of(self, source: str, request: Request) -> Accepted | None:
        """Who has signed this request; None if it was nobody who sends for this source.

        ConfigurationError if that cannot be looked up.
        """
        for seconds in (KNOWN_FOR, LOOKED_AGAIN_AFTER):
            known = await self._no_older_than(seconds)
            sender = known.get(source, self._nobody)
            # All secrets are tried, so that the time tells nothing of which.
            signed = [sender.vendor.signed(secret, request) for secret in sender.secrets]
            if any(signed) and source in known:
                return sender
        return None

    def know(self, source: str) -> bool:
        """Whether there is such a source, as far as it was looked up."""
        return source in self._known

    async def _no_older_than(self, seconds: float) -> Mapping[str, Accepted]:
        async with self._reading:
            if time.monotonic() - self._read_at > seconds:
                self._known, self.not_kept = await run_in_threadpool(self._read)
                self._read_at = time.monotonic()
            return self._known

    def _read(self) -> tuple[Mapping[str, Accepted], Collection[str]]:
        with self._store.reading() as connection:
            return connecting.accepted(connection, int(self._clock().timestamp())), forgetting.not_kept(connection)
