"""What the bot has learnt about its workspace, kept in the store so that a restart does not forget it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

from sqlalchemy import BigInteger, ColumnElement, Connection, delete, insert, not_, select
from sqlmodel import Field, SQLModel

from kpi.model import table
from kpi.store import Store, insert_new

REFUSES, WELCOMED, CAME, PRESSED, ANSWERED = "refuses_block", "welcomed", "came", "pressed", "answered "

# A workspace that lacks a kind of block today may have it next month, so a refusal is not for ever.
REFUSED_FOR = timedelta(days=30)

# An event that Slack repeats comes within minutes: https://docs.slack.dev/apis/events-api/#retries
KNOWN_FOR = timedelta(hours=1)

ANSWERS_KNOWN_FOR = timedelta(days=7)
"""When a message that was answered longer ago is edited, it is answered anew, below the answer that it has."""

AHEAD = timedelta(hours=1)
"""So far clocks of several machines may differ. What is from a later time was noted by a clock that was wrong."""

_LOOKS_AFTER = 100
"""So many events of one bot later, what is of no use any more is deleted."""


@dataclass(frozen=True)
class Answer:
    """The `ts` of the message that answers another, and a `digest` of what that had asked."""

    ts: str
    digest: str


def digest(text: str) -> str:
    """What tells a text from others, and does not tell the text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class SlackFact(SQLModel, table=True):
    """That the workspace refuses a block type, that a channel was welcomed, that an event or a press came or where a
    message is answered, since `at`."""

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
        query = select(_FACT.c.subject).where(_FACT.c.kind == REFUSES, self._holds(REFUSED_FOR))
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
        is_new = self._claim(CAME, event_id)
        if next(self._events) % _LOOKS_AFTER == 0:
            self._tidy()
        return is_new

    def claim_press(self, what: str) -> bool:
        """Whether no bot on this store is doing, or has lately done, what a press asks for."""
        return self._claim(PRESSED, digest(what))

    def release_press(self, what: str) -> None:
        """Another press may ask for it again."""
        with self._store.aside() as connection:
            self._forget(connection, PRESSED, [digest(what)])

    def note_answer(self, channel: str, ts: str, answer: Answer) -> None:
        """Remember which message answers the one at `ts`."""
        kind = f"{ANSWERED}{channel} {ts}"
        with self._store.writing() as connection:
            connection.execute(delete(_FACT).where(_FACT.c.kind == kind))
            row = {"kind": kind, "subject": f"{answer.ts} {answer.digest}", "at": self._now()}
            connection.execute(insert(_FACT), row)

    def answer_to(self, channel: str, ts: str) -> Answer | None:
        """The message that answers the one at `ts`, whichever bot on this store has posted it; None if not known."""
        query = select(_FACT.c.subject).where(_FACT.c.kind == f"{ANSWERED}{channel} {ts}")
        with self._store.reading() as connection:
            found = connection.scalar(query)
        return None if found is None else Answer(*found.split(" "))

    def _claim(self, kind: str, subject: str) -> bool:
        """Somebody waits meanwhile, so it does not wait for an import, say."""
        stale = (_FACT.c.kind == kind, _FACT.c.subject == subject, not_(self._holds(KNOWN_FOR)))
        with self._store.aside() as connection:
            connection.execute(delete(_FACT).where(*stale))
            return insert_new(connection, _FACT, {"kind": kind, "subject": subject, "at": self._now()})

    def _tidy(self) -> None:
        came, answers = _FACT.c.kind.in_((CAME, PRESSED)), _FACT.c.kind.startswith(ANSWERED)
        with self._store.writing() as connection:
            for kinds, known_for in ((came, KNOWN_FOR), (answers, ANSWERS_KNOWN_FOR)):
                connection.execute(delete(_FACT).where(kinds, not_(self._holds(known_for))))

    def _holds(self, known_for: timedelta) -> ColumnElement[bool]:
        """Noted lately, and not by a clock that was ahead by days: that would be known until then."""
        now = self._clock()
        return _FACT.c.at.between(int((now - known_for).timestamp()), int((now + AHEAD).timestamp()))

    def _forget(self, connection: Connection, kind: str, subjects: Iterable[str]) -> None:
        connection.execute(delete(_FACT).where(_FACT.c.kind == kind, _FACT.c.subject.in_(subjects)))

    def _now(self) -> int:
        return int(self._clock().timestamp())
