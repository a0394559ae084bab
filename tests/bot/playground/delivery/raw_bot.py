"""A bot that is only a WebSocket: it keeps what it hears, and acknowledges as a test says."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import websocket
from slack_sdk import WebClient

from bot.playground.server import LocalSlack

Json = dict[str, Any]
Acknowledge = Callable[[Json], Json | None]

DEADLINE = 5.0


def at_once(envelope: Json) -> Json | None:
    return {"envelope_id": envelope["envelope_id"]}


class RawBot:
    """`acknowledge` gives the answer to an envelope, None for silence."""

    def __init__(self, slack: LocalSlack, acknowledge: Acknowledge = at_once) -> None:
        self._acknowledge = acknowledge
        opened = WebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)
        self._socket = websocket.create_connection(opened["url"], timeout=DEADLINE)
        self.hello = json.loads(self._socket.recv())
        self.envelopes: list[Json] = []
        self.farewell: Json | None = None
        self._heard = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._thread.join(DEADLINE)
        self._socket.shutdown()  # type: ignore[no-untyped-call]

    def payloads(self, type_: str, count: int = 1) -> list[Json]:
        """The payloads of these envelopes, as soon as there are so many."""
        return [envelope["payload"] for envelope in self.heard(type_, count)]

    def events(self, count: int = 1) -> list[Json]:
        """The events, without their envelopes, as soon as there are so many."""
        return [payload["event"] for payload in self.payloads("events_api", count)]

    def heard(self, type_: str, count: int = 1) -> list[Json]:
        give_up_at = time.monotonic() + DEADLINE
        with self._heard:
            while len(found := [each for each in self.envelopes if each["type"] == type_]) < count:
                if not self._heard.wait(give_up_at - time.monotonic()):
                    raise AssertionError(f"Of {type_} {count} were awaited and {len(found)} came: {self.envelopes}")
        return found

    def _listen(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            while text := self._socket.recv():
                said = json.loads(text)
                if "envelope_id" not in said:
                    self.farewell = said
                    continue
                with self._heard:
                    self.envelopes.append(said)
                    self._heard.notify_all()
                if answer := self._acknowledge(said):
                    self._socket.send(json.dumps(answer))
