"""What watches a bot: `/readyz` and `/metrics`, fetched again and again."""

import http.client
import threading
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

EVERY = 15.0
READY, METRICS = "/readyz", "/metrics"
NOBODY = "no answer"


@dataclass
class Watching:
    """Looks from a thread of its own, as long as the context lasts; `statuses` counts what came of it."""

    address: str
    token: str
    every: float = EVERY
    statuses: Counter[str] = field(default_factory=Counter)
    metrics: str = ""

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    @property
    def failed(self) -> Counter[str]:
        """What was not answered with 200."""
        return Counter({told: times for told, times in self.statuses.items() if not told.endswith(" 200")})

    def _run(self) -> None:
        while True:
            for path in (READY, METRICS):
                status, body = fetch(self.address, path, self.token)
                self.statuses[f"{path} {status or NOBODY}"] += 1
                self.metrics = body if path == METRICS and body else self.metrics
            if self._over.wait(self.every):
                return


def fetch(address: str, path: str, token: str = "") -> tuple[int, str]:
    """The status and the body; 0 if nobody answers within ten seconds."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()
