"""Which conversations came back: opened shortly after another one of the same requester was resolved."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import BigInteger, Connection, and_, bindparam, or_, select

from kpi.counting.conversations import AT_ONCE
from kpi.counting.days import Days, Instants
from kpi.model import Source, Status, Ticket, table
from kpi.store import streamed

REPEAT = 72 * 3600
"""Seconds after a resolution within which the same requester's next conversation is a repeated one."""

_ticket, _source = table(Ticket), table(Source)
_t, _s = _ticket.c, _source.c
_SPAN = np.int64(1) << 34  # more seconds than lie between any two instants
_START, _END = (bindparam(name, type_=BigInteger) for name in ("start", "end"))

# Resolved at a possible instant, and still so.
_STANDING = or_(
    _t.status == Status.RESOLVED,
    and_(
        _t.status.is_(None),
        or_(_t.reopened_at.is_(None), _t.reopened_at <= _t.resolved_at, _t.reopened_at > _s.complete_until),
    ),
)
_NEW = _ticket.alias("new").c
_RESOLUTIONS = (
    select(_t.requester, _t.resolved_at)
    .join(_source, _t.source == _s.name)
    .where(
        # Of those who have asked on these days: the index on resolutions holds the requesters, too.
        _t.requester.in_(
            select(_NEW.requester).where(
                _NEW.requester.is_not(None),
                _NEW.created_at >= bindparam("opened", type_=BigInteger),
                _NEW.created_at < _END,
            )
        ),
        _t.excluded.is_(None),
        _t.resolved_at >= _START,
        _t.resolved_at < _END,
        _t.resolved_at >= _t.created_at,
        _t.resolved_at <= _s.complete_until,
        _STANDING,
    )
)


def repeated(
    connection: Connection,
    days: Days,
    requesters: Sequence[str | None],
    opened: Instants,
    resolved_at_once: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """For conversations of these requesters, opened at these instants of the days: whether they are repeated ones.

    One that was itself `resolved_at_once`, in the second of its opening, is no other one.
    """
    moments = {"start": days.start_at - REPEAT, "opened": days.start_at, "end": days.end_at}
    numbers: dict[str, int] = {}
    parts = [_placed(rows, numbers) for rows in streamed(connection, _RESOLUTIONS, moments, AT_ONCE)]
    resolved = np.sort(np.concatenate([*parts, np.array([], dtype=np.int64)]))
    who = np.array([numbers.get(each, -1) if each else -1 for each in requesters], dtype=np.int64)
    at = np.where(np.isnan(opened), 0, opened).astype(np.int64)
    until = np.searchsorted(resolved, who * _SPAN + at, side="right")
    since = np.searchsorted(resolved, who * _SPAN + at - REPEAT, side="left")
    found: npt.NDArray[np.bool_] = (who >= 0) & (until - since > resolved_at_once)
    return found


def _placed(rows: Sequence[tuple[str, int]], numbers: dict[str, int]) -> npt.NDArray[np.int64]:
    """Requesters and instants in one number each, which sorts by both. `numbers` are those of the requesters so far."""
    who = np.array([numbers.setdefault(each, len(numbers)) for each, _ in rows], dtype=np.int64)
    return who * _SPAN + np.array([at for _, at in rows], dtype=np.int64)
