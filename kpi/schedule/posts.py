"""The post of a channel about a week, of which there is at most one: who makes it, and what has become of it.

Who has claimed a post is the only one that may send it, for as long as the lease lasts. Before anything is sent that is
noted (`sending`), so that after a crash it is known that something may be there.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select, update

from kpi.model import ReviewPost, table
from kpi.store import insert_new

LEASE = 300
"""Seconds after which whoever has stopped in the midst of it has lost its claim, and also after which what went wrong
is tried again. No call to Slack takes as long, with all that is waited for."""

_post = table(ReviewPost)
_p = _post.c


class State(StrEnum):
    """What has become of a post."""

    WANTED = "wanted"  # somebody wants it now
    CLAIMED = "claimed"  # it is being made, or to be tried again
    UNSURE = "unsure"  # it may be there, and nobody can tell
    POSTED = "posted"  # the message is there; of its thread there may be more to come as long as it has a holder
    SKIPPED = "skipped"  # it was due while nothing could be posted


class ClaimLostError(Exception):
    """Another has taken over, because this process stood still for too long."""


@dataclass(frozen=True)
class Post:
    """What is known of a post. `attempts` is how often something was sent of which nobody knows whether it arrived."""

    channel: str
    monday: date
    weeks: int
    state: State
    due_at: int
    holder: str | None
    claimed_at: int
    attempts: int
    kind: str | None
    ts: str | None
    posted_at: int | None
    why: str | None
    figures: Any

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be done about it any more."""
        return self.state is State.SKIPPED or (self.state is State.POSTED and self.holder is None)

    @property
    def key(self) -> str:
        """What its messages are told by in the channel's history."""
        return f"{self.channel}/{self.monday.isoformat()}"


@dataclass(frozen=True)
class Claim:
    """A post that is ours for as long as nobody else has it; `post` is as it was found, before the claim."""

    holder: str
    post: Post


def claim(
    connection: Connection, channel: str, monday: date, weeks: int, due_at: int, now: datetime, holder: str = ""
) -> Claim | None:
    """The claim, unless another has it, or nothing is to be done any more."""
    at, holder = _seconds(now), holder or secrets.token_hex(8)
    new = _new(channel, monday, weeks, due_at, State.CLAIMED)
    insert_new(connection, _post, new)
    found = of(connection, channel, monday)
    if found is None or found.is_over or not _is_free(found, now):
        return None
    connection.execute(update(_post).where(_this(found)).values(holder=holder, claimed_at=at))
    return Claim(holder, found)


def renew(connection: Connection, claim: Claim, now: datetime) -> None:
    """Prove that the claim is ours, and keep it for another lease; ClaimLostError if it is not any more."""
    _change(connection, claim, claimed_at=_seconds(now))


def sending(connection: Connection, claim: Claim, now: datetime) -> None:
    """From now on the message may be there; ClaimLostError."""
    _change(connection, claim, claimed_at=_seconds(now), attempts=_p.attempts + 1)


def not_taken(connection: Connection, claim: Claim) -> None:
    """Slack has said that it did not take what was sent last; ClaimLostError."""
    _change(connection, claim, attempts=_p.attempts - 1)


def posted(connection: Connection, claim: Claim, ts: str, kind: str, figures: Any, now: datetime) -> None:
    """The message is there; ClaimLostError."""
    told: Mapping[str, Any] = {"kind": kind, "figures": figures, "posted_at": _seconds(now), "why": None}
    _change(connection, claim, state=State.POSTED, ts=ts, claimed_at=_seconds(now), **told)


def finished(connection: Connection, claim: Claim) -> None:
    """Its thread is there as well; ClaimLostError."""
    _change(connection, claim, holder=None)


def skipped(connection: Connection, claim: Claim, why: str) -> None:
    """It will not be posted; ClaimLostError."""
    _change(connection, claim, state=State.SKIPPED, holder=None, why=why)


def unsure(connection: Connection, claim: Claim, why: str) -> bool:
    """Nobody can tell whether it is there; whether that is news. It is looked again when the lease is over.
    ClaimLostError."""
    known = of(connection, claim.post.channel, claim.post.monday)
    is_posted = known is not None and known.state is State.POSTED
    _change(connection, claim, state=State.POSTED if is_posted else State.UNSURE, why=why)
    return claim.post.why != why


def failed(connection: Connection, claim: Claim, why: str) -> bool:
    """It could not be made; whether that is news. It is tried again when the lease is over. ClaimLostError."""
    _change(connection, claim, why=why)
    return claim.post.why != why


def passing(connection: Connection, claim: Claim, why: str) -> None:
    """It could not be made, for what passes by itself: what was told before stays known. ClaimLostError."""
    _change(connection, claim, why=func.coalesce(_p.why, why))


def let_go(connection: Connection, claim: Claim) -> None:
    """Let the next one go on at once; ClaimLostError."""
    _change(connection, claim, claimed_at=0)


def want(connection: Connection, channel: str, monday: date, weeks: int, now: datetime) -> Post | None:
    """Have it posted at once, whatever the schedule says. If nobody could tell whether it is there, it now is not.

    The post as it is if it is there, or on its way: then nothing changes.
    """
    new = _new(channel, monday, weeks, _seconds(now), State.WANTED)
    if insert_new(connection, _post, new):
        return None
    found = of(connection, channel, monday)
    if found is None or found.state is State.POSTED or not (found.state is State.UNSURE or _is_free(found, now)):
        return found
    attempts = 0 if found.state is State.UNSURE else found.attempts
    connection.execute(update(_post).where(_this(found)).values({**new, "attempts": attempts, "why": None}))
    return None


def of(connection: Connection, channel: str, monday: date) -> Post | None:
    """What is known of it; None if nobody has begun it."""
    found = _read(connection, and_(_p.channel == channel, _p.monday == monday))
    return found[0] if found else None


def recent(connection: Connection, channel: str) -> list[Post]:
    """The channel's that are not over yet, and the latest that was not skipped with all after it; the oldest first."""
    begun = select(func.max(_p.monday)).where(_p.channel == channel, _p.state != State.SKIPPED)
    latest = connection.scalar(begun) or date.min
    is_over = or_(_p.state == State.SKIPPED, and_(_p.state == State.POSTED, _p.holder.is_(None)))
    return _read(connection, and_(_p.channel == channel, or_(_p.monday >= latest, not_(is_over))))


def last_posted(connection: Connection, channel: str) -> Post | None:
    """The channel's latest that is there."""
    found = _read(connection, and_(_p.channel == channel, _p.state == State.POSTED))
    return found[-1] if found else None


def _read(connection: Connection, which: ColumnElement[bool]) -> list[Post]:
    rows = connection.execute(select(_post).where(which).order_by(_p.monday)).mappings()
    return [Post(**{**row, "state": State(row["state"])}) for row in rows]


def _new(channel: str, monday: date, weeks: int, due_at: int, state: State) -> dict[str, Any]:
    key = {"channel": channel, "monday": monday, "weeks": weeks, "due_at": due_at, "state": state}
    return {**key, "holder": None, "claimed_at": 0, "attempts": 0}


def _is_free(post: Post, now: datetime) -> bool:
    """A claim from the future is of a clock that was put back since."""
    return post.holder is None or abs(_seconds(now) - post.claimed_at) >= LEASE


def _this(post: Post) -> ColumnElement[bool]:
    return and_(_p.channel == post.channel, _p.monday == post.monday)


def _change(connection: Connection, claim: Claim, **values: Any) -> None:
    mine = and_(_this(claim.post), _p.holder == claim.holder)
    if not connection.execute(update(_post).where(mine).values(**values)).rowcount:
        raise ClaimLostError


def _seconds(now: datetime) -> int:
    return int(now.timestamp())
