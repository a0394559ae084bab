"""Somebody pressed *Test* at a source, or *Replay* at its deliveries."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.commands import deliveries, sources
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.press import Press
from bot.messages.message import Message
from bot.sources import buttons


class PressedAbout:
    """For admins. What comes of it is told to the presser alone; it may take some seconds, and holds up no answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_test(self, ack: Ack, body: dict[str, Any]) -> None:
        """Send the source a signed sample."""
        ack()
        self._put(Press.read(body), buttons.TEST, partial(sources.tried, self._desk.bench))

    def on_replay(self, ack: Ack, body: dict[str, Any]) -> None:
        """Try once more what was not understood of it."""
        ack()
        replayed = partial(deliveries.replayed, self._desk.bench)
        self._put(Press.read(body), buttons.REPLAY, lambda source: replayed(source or None))

    def _put(self, press: Press, name: str, work: Callable[[str], Message]) -> None:
        tell = press.tell(self._desk)

        def whole() -> None:
            self._desk.people.author(press.person)
            tell(work(buttons.read(press.value)))

        self._desk.put(f"{name} {press.person}", whole, tell, prompt=COMMAND)
