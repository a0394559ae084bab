"""What a press has asked for, and is not to be done twice: not by quick presses, nor by two bots on one store."""

import structlog

from bot.listeners.press import Identity, Press
from bot.listeners.recent import Recent
from bot.memory import Memory
from kpi.errors import KpibotError

REMEMBERED = 1_000


class Doing:
    """Of one kind of button, which has a `name`."""

    def __init__(self, memory: Memory, name: str) -> None:
        self._memory = memory
        self._name = name
        self._here: Recent[Identity, bool] = Recent(REMEMBERED)

    def takes(self, press: Press) -> bool:
        """Whether this bot does not do it yet. Asks nobody, so that the press can be acknowledged at once."""
        return self._here.add(press.identity, True)

    def claim(self, press: Press) -> bool:
        """Whether no other bot does it; KpibotError if the store cannot tell."""
        is_mine = False
        try:
            is_mine = self._memory.claim_press(self._what(press))
        finally:
            if not is_mine:
                self._here.forget(press.identity)
        return is_mine

    def release(self, press: Press) -> None:
        """What was claimed may be asked for again."""
        self._here.forget(press.identity)
        try:
            self._memory.release_press(self._what(press))
        except KpibotError as error:  # the claim runs out by itself
            structlog.get_logger("kpibot").warning("a button rests for a while", why=error.sentence)

    def _what(self, press: Press) -> str:
        return f"{self._name} {press.identity}"
