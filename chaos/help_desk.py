"""A help desk that sends what happens, and each delivery again until it is acknowledged."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.deliveries import AGENT, Client, event

PAUSE = 0.02
"""Seconds between two deliveries, or two attempts at one."""
AGAIN = 0.05
"""The share of deliveries that are sent once more though they were acknowledged."""

_LIFE: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("created", {}),
    ("comment_added", {"comment": {"id": "1", "author": {"id": f"{AGENT}", "is_staff": True}, "is_public": True}}),
    ("priority_changed", {"current": "HIGH", "previous": "NORMAL"}),
    ("status_changed", {"current": "SOLVED", "previous": "OPEN"}),
)


class HelpDesk:
    """Sends from a thread of its own, from `start` to `drain`. `bodies` are all that it has sent, by their ids."""

    def __init__(self, address: str, seed: int) -> None:
        self.bodies: dict[str, bytes] = {}
        self.acknowledged: set[str] = set()
        self.answers: Counter[str] = Counter()
        self._address = address
        self._random = random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="help desk", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def drain(self) -> None:
        """Nothing new any more; returns when all that was sent is acknowledged."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        number = 0
        while not self._over.is_set():
            number += 1
            for what, of in _LIFE[: self._random.randint(1, len(_LIFE))]:
                self._send(f"{what}-{number}", event(number, what, of))
                self._over.wait(PAUSE)
                if self._random.random() < AGAIN:
                    self._deliver(self._random.choice(list(self.bodies)))

    def _send(self, key: str, body: bytes) -> None:
        self.bodies[key] = body
        while not self._deliver(key):
            time.sleep(PAUSE)

    def _deliver(self, key: str) -> bool:
        """Whether it was acknowledged; nobody may be there to do so."""
        client = Client(self._address, timeout=10)
        try:
            answer = client.sends(self.bodies[key])
        except (OSError, http.client.HTTPException):
            self.answers["none"] += 1
            return False
        finally:
            client.close()
        self.answers[f"{answer.status}"] += 1
        if answer.status == http.HTTPStatus.OK:
            self.acknowledged.add(key)
        return answer.status == http.HTTPStatus.OK
