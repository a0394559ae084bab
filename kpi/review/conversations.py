"""The conversations that people read in a review, one by one: for a small team these lists are the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import numpy as np
from sqlalchemy import BigInteger, Connection, and_, bindparam, func, select

from kpi.answering.behind import Conversation, Key, keys_listed, listed
from kpi.answering.listings import Listed, Listing, listing
from kpi.answering.low_rated import LOW_RATED
from kpi.catalogue import WAITING, Unit
from kpi.counting.counting import Counting
from kpi.counting.days import Days, Instants
from kpi.filters import Filter
from kpi.measures import Event, Measure
from kpi.model import EventKind, Ticket, TicketEvent, table
from kpi.team.settings import TeamSettings

_t, _e = table(Ticket).c, table(TicketEvent).c
_ANSWERED_BEFORE = timedelta(days=28)
"""So long after an automated answer it is still that one to which customers come back."""


@dataclass(frozen=True)
class Found:
    """The first of `total` conversations."""

    total: int
    conversations: tuple[Conversation, ...]


def low_rated(
    connection: Connection, team: TeamSettings, days: Days, filters: Sequence[Filter] = (), limit: int | None = None
) -> Found:
    """All that were rated on these days and are not satisfied, or would not recommend the team (0 to 6 of 10), the
    lowest first. `value` is the rating, on its `rating_scale`."""
    return Found(*listed(LOW_RATED, days, connection, team, filters, limit))


def low_rated_keys(connection: Connection, team: TeamSettings, days: Days, filters: Sequence[Filter] = ()) -> list[Key]:
    """Which those are, and nothing else of them."""
    return keys_listed(LOW_RATED, days, connection, team, filters)


def unanswered(
    connection: Connection, team: TeamSettings, days: Days, filters: Sequence[Filter] = (), limit: int | None = None
) -> Found:
    """All that waited for a person's reply when these days ended, or where the data end, the oldest first. `value` is
    for how many seconds; whoever wants those that wait now asks for days that reach beyond the data."""
    return Found(*listed(listing(WAITING), days, connection, team, filters, limit))


def wrote_again(
    connection: Connection, team: TeamSettings, days: Days, filters: Sequence[Filter] = (), limit: int | None = None
) -> Found:
    """All in which the customer wrote again, or that were opened again, on these days, when an automated answer was all
    they had; the newest first. `value` is how many seconds after that answer."""
    wide = Days(days.first - _ANSWERED_BEFORE, days.end, days.zone)
    came_back = partial(_came_back, _messages(connection, wide), days)
    shown = Listing((Event.AUTOMATED_RESPONSE, Event.REOPENING), "newest first", "Again after", came_back, Unit.SECONDS)
    return Found(*listed(shown, wide, connection, team, filters, limit))


def _came_back(messages: Mapping[Key, int], days: Days, counting: Counting, _wide: Days) -> Listed:
    rules, reopened = counting.rules, counting.counted(Measure.REOPENED)
    written = np.array([messages.get(key, np.nan) for key in rules.conversations.keys], dtype=np.float64)
    opened_again = np.where(reopened.mask, reopened.at, np.nan)
    again = np.fmin(*(_within(days, at) for at in (written, opened_again)))
    mask = rules.counts & rules.possible(again) & (again > rules.answered) & rules.automated_by(again)
    return Listed(mask, again, again, again - rules.answered)


def _within(days: Days, at: Instants) -> Instants:
    return np.where((at >= days.start_at) & (at < days.end_at), at, np.nan)


def _messages(connection: Connection, days: Days) -> Mapping[Key, int]:
    """When customers first wrote again after an automated answer of these days, where messages are told."""
    same = and_(_e.source == _t.source, _e.external_id == _t.external_id)
    start, end = (bindparam(name, type_=BigInteger) for name in ("start", "end"))
    query = (
        select(_t.source, _t.external_id, func.min(_e.at))
        .join_from(table(Ticket), table(TicketEvent), same)
        .where(_t.first_automated_response_at >= start, _t.first_automated_response_at < end)
        .where(_e.kind == EventKind.CUSTOMER_MESSAGE, _e.at > _t.first_automated_response_at)
        .group_by(_t.source, _t.external_id)
    )
    rows = connection.execute(query, {"start": days.start_at, "end": days.end_at})
    return {(source, number): at for source, number, at in rows}
