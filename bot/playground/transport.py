"""What Socket Mode and HTTP have in common: envelopes to the bot, and how they can fail to arrive."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

Json = dict[str, Any]
EnvelopeKind = Literal["slash_commands", "interactive", "events_api"]

# https://docs.slack.dev/interactivity/implementing-slash-commands#responding_basic_receipt
ACKNOWLEDGE_WITHIN = 3.0


class UndeliveredError(Exception):
    """The bot did not acknowledge.

    `error` is the word that a person reads, `reason` what the next attempt at the same event says of this one.
    """

    def __init__(self, error: str, reason: str, *, may_retry: bool = True) -> None:
        super().__init__(error)
        self.error = error
        self.reason = reason
        self.may_retry = may_retry


@dataclass(frozen=True)
class Retry:
    """The first retry is attempt 1."""

    attempt: int
    reason: str


class Transport(Protocol):
    """One way to the bot."""

    @property
    def is_connected(self) -> bool: ...

    async def deliver(
        self, kind: EnvelopeKind, payload: Json, *, accepts_response: bool = False, retry: Retry | None = None
    ) -> Json:
        """The payload of the acknowledgement, `{}` when that has none; raise `UndeliveredError`."""
        ...
