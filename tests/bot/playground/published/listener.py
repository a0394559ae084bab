"""A bot that does nothing but take what comes, acknowledge it and keep it."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import websocket
from slack_sdk import WebClient

from bot.playground.server import LocalSlack

Json = dict[str, Any]

DEADLINE = 5.0


def is_in_thread(frame: Json, type_: str, thread_ts: str) -> bool:
    event = frame.get("payload", {}).get("event", {})
    return bool((event.get("type"), event.get("thread_ts")) == (type_, thread_ts))


def is_joining_after(frame: Json, event_id: str) -> bool:
    payload = frame.get("payload", {})
    is_joining = payload.get("event", {}).get("type") == "member_joined_channel"
    return is_joining and bool(payload["event_id"] != event_id)


class Bot:
    """Its `frames` are all that Socket Mode has brought, and `connection` the answer that led there."""

    def __init__(self, slack: LocalSlack) -> None:
        self.client = WebClient(slack.bot_token, base_url=slack.api_url)
        self.connection = WebClient(slack.app_token, base_url=slack.api_url).apps_connections_open(
            app_token=slack.app_token
        )
        self.frames: list[Json] = []
        self._socket = websocket.create_connection(self.connection["url"])
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def hears(self, wanted: Callable[[Json], bool]) -> Json:
        """The latest frame of this kind, as soon as there is one."""
        give_up_at = time.monotonic() + DEADLINE
        with self._arrived:
            while not (found := [frame for frame in self.frames if wanted(frame)]):
                if not self._arrived.wait(give_up_at - time.monotonic()):
                    raise AssertionError(f"Not heard; there was {json.dumps(self.frames, indent=1)}")
        return found[-1]

    def event(self, type_: str, subtype: str | None = None, channel: str | None = None) -> Json:
        """The latest envelope of an event."""

        def wanted(frame: Json) -> bool:
            event = frame.get("payload", {}).get("event", {})
            there = channel in (None, event.get("channel"))
            return there and (event.get("type"), event.get("subtype")) == (type_, subtype)

        return self.hears(wanted)

    def interaction(self, type_: str) -> Json:
        """The payload of the latest interaction."""
        payload: Json = self.hears(lambda frame: frame.get("payload", {}).get("type") == type_)["payload"]
        return payload

    def _read(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            while text := self._socket.recv():
                frame = json.loads(text)
                with self._arrived:
                    self.frames.append(frame)
                    self._arrived.notify_all()
                if "envelope_id" in frame:
                    self._socket.send(json.dumps({"envelope_id": frame["envelope_id"]}))

    def leaves(self) -> None:
        self._socket.close()
        self._reader.join(DEADLINE)
        self._socket.shutdown()  # type: ignore[no-untyped-call]
