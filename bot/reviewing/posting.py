"""Posts a review at most once, and once if at all possible.

Claim → compose → look whether it is there already → note that it is being sent → post → mark. Whoever stops anywhere,
be it for good, leaves a claim that runs out; the next one looks into the channel's history before it sends anything.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import structlog
from sqlalchemy import Connection
from structlog.stdlib import BoundLogger

from bot import requests
from bot.delivery import Delivery
from bot.messages.message import Message
from bot.messages.review_words import PAUSES
from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from bot.reviewing.history import GONE, PASSING, History, UnreadableError, metadata, said
from bot.reviewing.owner import Owner
from kpi.review.agenda import Kind
from kpi.schedule import posts, schedules
from kpi.schedule.due import Run
from kpi.schedule.posts import Claim, ClaimLostError
from kpi.schedule.schedules import Pause, Schedule
from kpi.store import Store

_TWICE = 2
_DAY = 86_400
_WITHOUT_DATA = frozenset({Kind.STALE, Kind.NOT_CONNECTED})
_WHO = "kpibot"
POSTED, FAILED = "posted", "failed"


Count = Callable[[str], None]
"""Is told that a review was `POSTED`, or `FAILED`: that it could not be posted for now, or at all."""


def uncounted(_outcome: str) -> None:
    """Where nobody counts."""


class StoppedError(Exception):
    """The bot is being stopped; what is left is done when it runs again."""


class Composed(Protocol):
    """A post: its message, those of its thread, and the agenda that they tell."""

    @property
    def kind(self) -> Kind: ...
    @property
    def message(self) -> Message: ...
    @property
    def thread(self) -> tuple[Message, ...]: ...
    @property
    def agenda(self) -> Any: ...


class Composer(Protocol):
    """Makes the post of a week."""

    def compose(self, schedule: Schedule, monday: date, weeks: int, *, late: bool = False) -> Composed:
        """The post of the `weeks` weeks that end with that of `monday`."""


@dataclass(frozen=True)
class Record:
    """What is to be remembered of an agenda: `conclude` does so in the transaction in which its post is marked as
    posted, `figures` gives what is kept with the post, as JSON."""

    conclude: Callable[[Connection, Any, str, int], None]
    figures: Callable[[Any], Any]


@dataclass(frozen=True)
class Posting:
    """Posts reviews. `clock` gives the time (aware), and `stopping` says whether the bot is being stopped."""

    store: Store
    delivery: Delivery
    history: History
    composer: Composer
    record: Record
    owner: Owner
    clock: Callable[[], datetime]
    stopping: Callable[[], bool]
    count: Count = uncounted

    def post(self, run: Run) -> bool:
        """Do what is left to be done; whether it turned out to be too late for that."""
        with requests.request():
            return self._post(run)

    def _post(self, run: Run) -> bool:
        channel, due_at = run.schedule.channel, int(run.due_at.timestamp())
        with self.store.writing() as connection:
            claim = posts.claim(connection, channel, run.monday, run.weeks, due_at, self.clock())
        if claim is None:
            return False
        work = _Post(self, run, claim)
        try:
            return work.do()
        except ClaimLostError:
            self.log.warning("another has taken over", channel=channel, week=run.monday.isoformat())
        except StoppedError:
            with self.store.writing() as connection:
                posts.let_go(connection, claim)
        except Exception as error:  # noqa: BLE001
            # The outer edge: nobody waits for an answer here, and other channels have reviews as well.
            self.count(FAILED)
            with suppress(ClaimLostError):
                work.in_the_way(error)
        return False

    @property
    def log(self) -> BoundLogger:
        """Where it is told what happened."""
        return structlog.get_logger("kpibot")  # type: ignore[no-any-return]


@dataclass(frozen=True)
class _Post:
    """One post, claimed."""

    parts: Posting
    run: Run
    claim: Claim

    @property
    def _channel(self) -> str:
        return self.run.schedule.channel

    @property
    def _key(self) -> str:
        return self.claim.post.key

    def do(self) -> bool:
        """All that is left; whether it is too late for it."""
        ts = self.claim.post.ts
        if self.run.skipped and self._is_too_late(ts):
            # Of what was due before the schedule was resumed the owner has heard when it was paused.
            return ts is None and self.run.schedule.at <= self.claim.post.due_at
        composed = self.parts.composer.compose(
            self.run.schedule, self.run.monday, self.claim.post.weeks, late=self.run.late
        )
        there = ts or self._found()
        if ts is None:
            ts = there or self._sent(composed)
            self._mark(ts, composed)
        already = self.parts.history.parts(self._channel, ts, self._key) if there else frozenset()
        if already is not None:
            self._thread(ts, composed, already)
        with self.parts.store.writing() as connection:
            posts.finished(connection, self.claim)
        return False

    def _is_too_late(self, ts: str | None) -> bool:
        """Leave it as it is, unless it turns out to be there: then it is marked, and its thread completed."""
        if ts is None and self.claim.post.attempts and self._may_be_there():
            return False
        with self.parts.store.writing() as connection:
            if ts is None:
                posts.skipped(connection, self.claim, self.claim.post.why or "")
            else:
                posts.finished(connection, self.claim)
        return True

    def _may_be_there(self) -> bool:
        try:
            return self._look() is not None
        except UnreadableError:
            return False

    def _found(self) -> str | None:
        """Where it is already. Before the first attempt nothing can be there, unless the store has lost what it knew in
        a power failure, or is a copy; so it is looked then as well, but what cannot be read is in nobody's way."""
        try:
            return self._look()
        except UnreadableError:
            if self.claim.post.attempts:
                raise
            return None

    def _look(self) -> str | None:
        """Clocks differ: it is looked from a day before it was due."""
        return self.parts.history.message(self._channel, self._key, self.claim.post.due_at - _DAY)

    def _sent(self, composed: Composed) -> str:
        self._go_on()
        with self.parts.store.writing() as connection:
            posts.sending(connection, self.claim, self.parts.clock())
        carried = metadata(self._key, composed.message.question)
        try:
            return self.parts.delivery.post(self._channel, composed.message, metadata=carried)
        except (RefusedError, UnexpectedRefusalError):
            with self.parts.store.writing() as connection:
                posts.not_taken(connection, self.claim)
            raise

    def _mark(self, ts: str, composed: Composed) -> None:
        """It is there: that is kept together with all that follows from it."""
        now, schedule = self.parts.clock(), self.run.schedule
        figures = self.parts.record.figures(composed.agenda)
        stale = schedule.stale + 1 if composed.kind in _WITHOUT_DATA else 0
        with self.parts.store.writing() as connection:
            posts.posted(connection, self.claim, ts, str(composed.kind), figures, now)
            self.parts.record.conclude(connection, composed.agenda, self._channel, int(now.timestamp()))
            schedules.note_stale(connection, self._channel, stale)
            rests = stale >= PAUSES and self._pause(connection, Pause.STALE)
        self.parts.count(POSTED)
        self.parts.log.info("a review was posted", channel=self._channel, week=self.run.monday.isoformat())
        if rests:
            self.parts.owner.of_no_data(schedule, connected=composed.kind is not Kind.NOT_CONNECTED)
        if composed.agenda.untaken == _TWICE:
            self.parts.owner.of_untaken(schedule)

    def _thread(self, ts: str, composed: Composed, already: frozenset[int]) -> None:
        for number, message in enumerate(composed.thread, 1):
            if number not in already:
                self._go_on()
                with self.parts.store.writing() as connection:
                    posts.renew(connection, self.claim, self.parts.clock())
                carried = metadata(self._key, message.question, number)
                self.parts.delivery.post(self._channel, message, thread_ts=ts, metadata=carried)

    def _go_on(self) -> None:
        if self.parts.stopping():
            raise StoppedError

    def in_the_way(self, error: Exception) -> None:
        """Keep what went wrong; the owner is told unless it passes by itself, or was told before."""
        if isinstance(error, RefusedError | UnexpectedRefusalError) and error.code in GONE:
            self._gone(Pause.ARCHIVED if error.code == "is_archived" else Pause.REMOVED)
            return
        passes = isinstance(error, LostError) or (isinstance(error, RefusedError) and error.code in PASSING)
        with self.parts.store.writing() as connection:
            if passes:
                posts.passing(connection, self.claim, said(error))
                return
            note = posts.unsure if isinstance(error, UnreadableError) else posts.failed
            is_news = note(connection, self.claim, said(error))
        if is_news and isinstance(error, UnreadableError):
            self.parts.owner.of_doubt(self.run, error.why, thread=self._is_posted())
        elif is_news:
            self.parts.owner.of_failure(self.run, error, thread=self._is_posted())

    def _gone(self, why: Pause) -> None:
        with self.parts.store.writing() as connection:
            rests = self._pause(connection, why)
        if rests:
            self.parts.owner.of_pause(self.run.schedule, why)

    def _pause(self, connection: Connection, why: Pause) -> bool:
        """Whether it did not rest already."""
        at = int(self.parts.clock().timestamp())
        return schedules.pause(connection, self._channel, why, _WHO, at) is not None

    def _is_posted(self) -> bool:
        with self.parts.store.reading() as connection:
            post = posts.of(connection, self._channel, self.run.monday)
        return post is not None and post.ts is not None
