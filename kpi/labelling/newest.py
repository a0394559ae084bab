"""Conversations from the newest on, a page at a time, so that whoever has seen enough can stop."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, literal, select, tuple_

from kpi.labelling.effective import INTENT_COLUMN
from kpi.model import Ticket, TicketIntent, table

Place = tuple[int, str, str]
"""When a conversation was opened, in UTC seconds, its source and its number there."""

AT_ONCE = 2_000

_t, _label = table(Ticket).c, table(TicketIntent).c
_ORDER = (_t.created_at, _t.source, _t.external_id)
_NAMES = ("source", "external_id", "created_at", "channel", "url", "subject")
_BY_HAND = and_(_label.source == _t.source, _label.external_id == _t.external_id)


def is_counted() -> ColumnElement[bool]:
    """Whether a ticket is one that counts."""
    return and_(_t.created_at.is_not(None), _t.excluded.is_(None))


def nobody_has_labelled() -> ColumnElement[bool]:
    """Whether no person has said what a ticket is about."""
    return ~exists().where(_BY_HAND)


def pages(
    connection: Connection, *conditions: ColumnElement[bool], after: Place | None = None
) -> Iterator[Sequence[Row[Any]]]:
    """Those that count and meet the conditions, after the one at that place.

    A row has the columns `source`, `external_id`, `created_at`, `channel`, `url`, `subject`, `own`, `now` (what it
    counts as being about) and `by_hand` (what a person has said).
    """
    by_hand = select(_label.intent).where(_BY_HAND).scalar_subquery()
    columns = (_t.intent.label("own"), INTENT_COLUMN.label("now"), by_hand.label("by_hand"))
    every: Select[Any] = select(*(_t[name] for name in _NAMES), *columns).where(is_counted(), *conditions)
    query = every.order_by(*(column.desc() for column in _ORDER)).limit(AT_ONCE)
    while True:
        # The time alone as well, so that databases see that the index helps.
        older = () if after is None else (_t.created_at <= after[0], tuple_(*_ORDER) < tuple_(*map(literal, after)))
        page = connection.execute(query.where(*older)).all()
        if page:
            yield page
        if len(page) < AT_ONCE:
            return
        after = (page[-1].created_at, page[-1].source, page[-1].external_id)
