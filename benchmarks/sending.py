"""A help desk that sends: `python -m benchmarks.sending ADDRESS SECONDS CONNECTIONS A_SECOND FIRST`.

So many deliveries a second, or with 0 as many as are taken; each fourth is of a new ticket, the others are its reply,
its solution and a change of its priority. SIGTERM ends it sooner. Prints JSON: the seconds that it took, the
milliseconds of each delivery from when it was due, and how many were not answered with 200.
"""

import asyncio
import json
import signal
import sys
import time
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from tests.support.deliveries import AGENT, event, signed

_COMMENT = {"is_public": True, "author": {"id": f"{AGENT}", "is_staff": True, "name": "Ada"}}
_SOLVED = {"current": "SOLVED", "previous": "OPEN"}
_LIFE = ("created", "comment_added", "status_changed", "priority_changed")


class Sender:
    """Sends until its time is over, over several connections."""

    def __init__(self, address: str, seconds: float, a_second: float, first: int) -> None:
        self._address = urlsplit(address)
        self._a_second = a_second
        self._deliveries = _requests(first)
        self._sent = count()
        self._began = time.perf_counter()
        self._until = self._began + seconds
        self.milliseconds: list[float] = []
        self.failed = 0

    def stop(self) -> None:
        """Sooner than it was to."""
        self._until = 0.0

    async def send(self) -> None:
        """Over one connection."""
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        while (due := await self._turn()) < self._until:
            writer.write(next(self._deliveries))
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            self.milliseconds.append(1000 * (time.perf_counter() - due))
            self.failed += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    async def _turn(self) -> float:
        """When the next one is due, once it is."""
        if not self._a_second:
            return time.perf_counter()
        due = self._began + next(self._sent) / self._a_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        return due


def _requests(first: int) -> Iterator[bytes]:
    for number in count(4 * first):
        what = _LIFE[number % 4]
        of: dict[str, dict[str, Any]] = {"status_changed": _SOLVED}
        of["comment_added"] = {"comment": {**_COMMENT, "id": f"{number}"}}
        body = event(number // 4, what, of.get(what))
        headers = {"Host": "kpibot", "Content-Length": len(body), **signed(body)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        yield f"POST /webhooks/zendesk HTTP/1.1\r\n{lines}\r\n".encode() + body


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])


async def main() -> None:
    """Send, and tell how it went."""
    address, *numbers = sys.argv[1:]
    seconds, connections, a_second, first = map(float, numbers)
    sender = Sender(address, seconds, a_second, int(first))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sender.stop)
    began = time.perf_counter()
    await asyncio.gather(*(sender.send() for _ in range(int(connections))))
    took = time.perf_counter() - began
    sys.stdout.write(json.dumps({"took": took, "milliseconds": sender.milliseconds, "failed": sender.failed}))


if __name__ == "__main__":
    asyncio.run(main())
