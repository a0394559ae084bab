"""One at a time makes the summary: whoever holds the claim, and proves it in every transaction that writes."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, or_, update

from kpi.store import Store
from kpi.summary.tables import summary_state

_LEASE = 60  # seconds after which whoever has stopped in the midst of it has lost the claim
_BETWEEN_TRIES = 0.05


class ClaimLostError(Exception):
    """Another has taken over, because this process stood still for too long. Nothing that it did is lost."""


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
                update(summary_state).where(summary_state.c.builder == self.token).values(claimed_at=_now())
            )
            if not renewed.rowcount:
                raise ClaimLostError
            yield connection


@contextmanager
def claimed(store: Store) -> Iterator[Claim]:
    """The claim, as soon as nobody else has it; given back at the end."""
    claim = Claim(store, secrets.token_hex(8))
    while not _take(claim):
        time.sleep(_BETWEEN_TRIES)
    try:
        yield claim
    finally:
        with store.writing() as connection:
            ours = summary_state.c.builder == claim.token
            connection.execute(update(summary_state).where(ours).values(builder=None))


def _take(claim: Claim) -> bool:
    state = summary_state.c
    free = or_(state.builder.is_(None), state.claimed_at < _now() - _LEASE)
    with claim.store.writing() as connection:
        taken = connection.execute(update(summary_state).where(free).values(builder=claim.token, claimed_at=_now()))
    return bool(taken.rowcount)


def _now() -> int:
    return int(time.time())
