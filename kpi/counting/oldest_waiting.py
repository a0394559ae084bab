"""The conversation that has waited longest for a person."""

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, and_, literal_column, or_, select, true

from kpi.counting.conversations import meets
from kpi.counting.source_traits import SourceTraits
from kpi.dimensions import ARRIVED
from kpi.filters import Filter
from kpi.model import OPENED_AGAIN, UNATTENDED, Source, Status, Ticket, table

_ticket, _source = table(Ticket), table(Source)
_t, _s = _ticket.c, _source.c

_UNATTENDED: ColumnElement[bool] = literal_column(f"({UNATTENDED})")
_OPENED_AGAIN = and_(
    literal_column(f"({OPENED_AGAIN})"), _t.reopened_at > _t.resolved_at, _t.reopened_at <= _s.complete_until
)
_BOTS = or_(
    *(
        and_(bots.is_not(None), _t.first_response_at >= bots)
        for bots in (_t.first_automated_response_at, _t.acknowledged_at)
    )
)


def oldest_waiting(connection: Connection, traits: SourceTraits, filters: Sequence[Filter]) -> int | None:
    """For how many seconds, when its source was last complete; None if none waits, or if it is asked for what arrived
    in opening hours only, which the store does not tell."""
    if any(each.dimension == ARRIVED for each in filters):
        return None
    waited = []
    for number in np.flatnonzero(traits.answering & traits.following):
        source, since = traits.names[number], traits.authors_since[number] if traits.names_people[number] else np.inf
        for unattended in (_UNATTENDED, _OPENED_AGAIN):
            waited.append(connection.scalar(_longest(source, float(since), unattended, tuple(filters))))
    return max((seconds for seconds in waited if seconds is not None), default=None)


@lru_cache(64)
def _longest(
    source: str, named_since: float, unattended: ColumnElement[bool], filters: tuple[Filter, ...]
) -> Select[Any]:
    """Of one source, each of which is complete until a moment of its own, the first that was opened.

    `named_since` is the opening from which on it says when a person first replied: infinite if always, or never.
    """
    nobody_replied = or_(_t.first_response_at.is_(None), _BOTS)
    if isfinite(named_since):
        unanswered = or_(_t.created_at >= int(named_since), nobody_replied)
    else:
        unanswered = true() if named_since < 0 else nobody_replied
    return (
        select(_s.complete_until - _t.created_at)
        .join(_source, _t.source == _s.name)
        .where(
            unattended,
            _t.excluded.is_(None),
            _t.created_at <= _s.complete_until,
            _t.source.concat("") == source,
            unanswered,
            or_(_t.status == Status.OPEN, _t.resolved_at.is_(None), _OPENED_AGAIN),
            *meets(filters),
        )
        .order_by(_t.created_at)
        .limit(1)
    )
