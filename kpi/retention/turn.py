"""One at a time deletes what is too old: whoever has the turn, and proves it in every transaction."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, update

from kpi.errors import UserError
from kpi.model import Retention, table
from kpi.store import Store

LEASE = 60
"""Seconds after which whoever has stopped in the midst of it has lost the turn."""

_retention = table(Retention)


class TakenError(UserError):
    """Another deletes just now."""


@dataclass(frozen=True)
class Turn:
    """Ours, for as long as nobody else has it."""

    store: Store
    token: str

    @contextmanager
    def writing(self, **noted: Any) -> Iterator[Connection]:
        """A transaction in which the turn is surely ours, and in which this is noted; TakenError if it is not."""
        with self.store.writing() as connection:
            mine = update(_retention).where(_retention.c.holder == self.token)
            if not connection.execute(mine.values(held_at=_now(), **noted)).rowcount:
                raise _taken()
            yield connection


@contextmanager
def taken(store: Store) -> Iterator[Turn]:
    """The turn, given back at the end. TakenError where another has it."""
    turn = Turn(store, secrets.token_hex(8))
    held_at, now = _retention.c.held_at, _now()
    # One from the future is of a clock that was put back since.
    free = or_(_retention.c.holder.is_(None), held_at < now - LEASE, held_at > now + LEASE)
    with store.writing() as connection:
        if not connection.execute(update(_retention).where(free).values(holder=turn.token, held_at=_now())).rowcount:
            raise _taken()
    try:
        yield turn
    finally:
        with store.writing() as connection:
            mine = _retention.c.holder == turn.token
            connection.execute(update(_retention).where(mine).values(holder=None))


def _taken() -> TakenError:
    return TakenError("Another kpibot is deleting what is too old just now.", "Look again in a minute.")


def _now() -> int:
    return int(time.time())
