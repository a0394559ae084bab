"""Somebody pressed a button, or chose from a menu, below a file."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from bot.listeners.desk import COMMAND, Desk
from bot.listeners.press import Press
from bot.uploads import buttons
from bot.uploads.buttons import Pressed

Decide = Callable[[str, Pressed], None]
"""What this person decides; KpibotError if they may not, or if it is over."""


class PressedBelow:
    """Hands the decision on. What is in the way is told to the presser alone."""

    def __init__(self, desk: Desk, decide: Decide) -> None:
        self._desk = desk
        self._decide = decide

    def __call__(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        press = Press.read(body)

        def work() -> None:
            self._decide(press.person, buttons.read(press.value))

        self._desk.put(f"below {press.message_ts}", work, press.tell(self._desk), prompt=COMMAND)
