"""What watches a bot: `/readyz` and `/metrics`, fetched again and again."""

import http.client
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from soak.looking import looking

EVERY = 15.0
READY, METRICS = "/readyz", "/metrics"
NOBODY = "no answer"


@contextmanager
def watching(address: str, token: str) -> Iterator[Counter[str]]:
    """How often each was answered with which status, counted for as long as the context lasts."""
    statuses = Counter[str]()

    def look() -> None:
        for path in (READY, METRICS):
            status, _ = fetch(address, path, token)
            statuses[f"{path} {status or NOBODY}"] += 1

    with looking(look, EVERY):
        yield statuses


def failed(statuses: Counter[str]) -> Counter[str]:
    """What was not answered with 200."""
    return Counter({told: times for told, times in statuses.items() if not told.endswith(" 200")})


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
