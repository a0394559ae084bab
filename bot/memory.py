"""What the bot has learnt about its workspace, kept in the store so that a restart does not forget it."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import BigInteger, Connection, delete, insert, select
from sqlmodel import Field, SQLModel

from kpi.model import table
from kpi.store import Store, insert_new

REFUSES, WELCOMED, CAME = "refuses_block", "welcomed", "came"

# A workspace that lacks a kind of block today may have it next month, so a refusal is not for ever.
REFUSED_FOR = timedelta(days=30)

# An event that Slack repeats comes within minutes: https://docs.slack.dev/apis/events-api/#retries
KNOWN_FOR = timedelta(hours=1)
_LOOKS_AFTER = 100
"""So many events of one bot later, those are forgotten that came too long ago."""


class SlackFact(SQLModel, table=True):
    """That the workspace refuses a block type, that a channel was welcomed, or that an event came, since `at`."""

    __tablename__ = "slack_fact"

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)


_FACT = table(SlackFact)


class Memory:
    """Facts about one workspace. `clock` gives the time (aware)."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._events = count(1)

    def refused(self) -> frozenset[str]:
        """The block types that this workspace has refused within the last 30 days."""
        since = int((self._clock() - REFUSED_FOR).timestamp())
        query = select(_FACT.c.subject).where(_FACT.c.kind == REFUSES, _FACT.c.at > since)
        with self._store.reading() as connection:
            return frozenset(connection.scalars(query))

    def note_refused(self, types: Collection[str]) -> None:
        """Remember that this workspace refused these block types."""
        rows = [{"kind": REFUSES, "subject": each, "at": self._now()} for each in sorted(types)]
        if not rows:
            return
        with self._store.writing() as connection:
            self._forget(connection, REFUSES, types)
            connection.execute(insert(_FACT), rows)

    def claim_welcome(self, channel: str) -> bool:
        """Whether nobody has welcomed this channel so far; it counts as welcomed from now on."""
        with self._store.writing() as connection:
            return insert_new(connection, _FACT, {"kind": WELCOMED, "subject": channel, "at": self._now()})

    def release_welcome(self, channel: str) -> None:
        """Nothing could be said in this channel, so it may be welcomed another time."""
        with self._store.writing() as connection:
            self._forget(connection, WELCOMED, [channel])

    def claim_event(self, event_id: str) -> bool:
        """Whether no bot on this store has claimed this event so far."""
        is_due = next(self._events) % _LOOKS_AFTER == 0
        since = self._now() - int(KNOWN_FOR.total_seconds())
        with self._store.writing() as connection:
            if is_due:
                connection.execute(delete(_FACT).where(_FACT.c.kind == CAME, _FACT.c.at < since))
            return insert_new(connection, _FACT, {"kind": CAME, "subject": event_id, "at": self._now()})

    def _forget(self, connection: Connection, kind: str, subjects: Iterable[str]) -> None:
        connection.execute(delete(_FACT).where(_FACT.c.kind == kind, _FACT.c.subject.in_(subjects)))

    def _now(self) -> int:
        return int(self._clock().timestamp())
