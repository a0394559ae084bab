"""Trigger ids: what proves to views.* that a person has just done something.

https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses: good for three seconds, and once.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.content import RefusalError
from bot.playground.workspace import Member

LIFETIME = 3.0


@dataclass
class _Trigger:
    member: Member
    opened_at: float
    is_used: bool = False


class Triggers:
    """`clock` gives seconds and may be replaced in tests."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._triggers: dict[str, _Trigger] = {}

    def open(self, member: Member) -> str:
        """A new trigger id for what this person has done."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = _Trigger(member, self._clock())
        return trigger_id

    def redeem(self, trigger_id: str) -> Member:
        """Who did it; `RefusalError` as in https://docs.slack.dev/reference/methods/views.open#errors."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise RefusalError("invalid_trigger_id")
        if self._clock() - trigger.opened_at > LIFETIME:
            raise RefusalError("expired_trigger_id")
        if trigger.is_used:
            raise RefusalError("exchanged_trigger_id")
        trigger.is_used = True
        return trigger.member
