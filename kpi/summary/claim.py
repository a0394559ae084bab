"""One at a time makes the summary: whoever holds the claim, and proves it in every transaction that writes."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select, update

from kpi.store import Store
from kpi.summary.tables import summary_state

LEASE = 60
"""Seconds after which whoever has stopped in the midst of it has lost the claim."""

_BETWEEN_TRIES = 0.05
_state = summary_state.c

Stopping = Callable[[], bool]
"""Whether whoever wanted the summary made has to go."""


class ClaimLostError(Exception):
    """Another has taken over, because this process stood still for too long. Nothing that it did is lost."""


class StoppedError(Exception):
    """Whoever wanted the summary made has to go; the days that are not counted stay marked."""


@dataclass(frozen=True)
class Claim:
    """Ours, for as long as nobody else has it."""

    store: Store
    token: str

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction in which the claim is surely ours; ClaimLostError if it is not any more."""
        with self.store.writing() as connection:
            renewed = connection.execute(
                update(summary_state).where(_state.builder == self.token).values(claimed_at=_now())
            )
            if not renewed.rowcount:
                raise ClaimLostError
            yield connection


@contextmanager
def claimed(store: Store, stopping: Stopping) -> Iterator[Claim]:
    """The claim, as soon as nobody else has it; given back at the end. StoppedError while waiting for it."""
    claim = Claim(store, secrets.token_hex(8))
    while not _take(claim):
        if stopping():
            raise StoppedError
        time.sleep(_BETWEEN_TRIES)
    try:
        yield claim
    finally:
        with store.writing() as connection:
            connection.execute(update(summary_state).where(_state.builder == claim.token).values(builder=None))


def _take(claim: Claim) -> bool:
    with claim.store.reading() as connection:  # whoever waits keeps no writer waiting
        if connection.scalar(select(_state.id).where(_free())) is None:
            return False
    with claim.store.writing() as connection:
        taken = connection.execute(update(summary_state).where(_free()).values(builder=claim.token, claimed_at=_now()))
    return bool(taken.rowcount)


def _free() -> ColumnElement[bool]:
    """A claim from the future is of a clock that was put back since."""
    now = _now()
    return or_(_state.builder.is_(None), _state.claimed_at < now - LEASE, _state.claimed_at > now + LEASE)


def _now() -> int:
    return int(time.time())
