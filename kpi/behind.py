"""The conversations behind a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case

from kpi.answer import time_range
from kpi.coverage import Coverage
from kpi.dimensions import CHANNEL, INTENT, TEAM
from kpi.facts import Event
from kpi.model import RatingScale, Ticket, table
from kpi.question import Question
from kpi.ticket_rules import during
from kpi.tickets import TicketFacts

_t = table(Ticket).c
_TOLD_APART = (CHANNEL, INTENT, TEAM)
# Where a rating lies on its scale, 0 to 1, so that ratings on different scales can be ranked together.
_HEIGHT = case((_t.rating_scale == RatingScale.STARS, (_t.rating - 1) / 4.0), else_=(_t.rating + 1) / 2.0)


@dataclass(frozen=True)
class Conversation:
    """One that the number counts.

    `happened_at` is when it counted: the reply, the resolution, the rating. `value` is what it counts with, in seconds
    or on its `rating_scale` (a `RatingScale`). Labels are spelt as for people. Instants are in UTC seconds.
    """

    external_id: str
    source: str
    url: str | None
    opened_at: int | None
    happened_at: int
    channel: str | None
    intent: str | None
    team: str | None
    value: float
    rating_scale: str | None
    subject: str | None


@dataclass(frozen=True)
class Behind:
    """The first of `total` conversations, in the order that `order` says in words."""

    question: Question
    total: int
    conversations: tuple[Conversation, ...]
    order: str


def behind(question: Question, connection: Connection, limit: int = 100) -> Behind:
    """The conversations that the answer to the question counts, as many as its n, at most `limit` of them in full."""
    facts = TicketFacts(connection, question.filters)
    event, time = question.kpi.dated_by, time_range(question.period)
    rated = event is Event.RATING
    order = "lowest rated first" if rated else "slowest first"
    if not Coverage.of(question.kpi, facts.sources).sources:
        return Behind(question, 0, (), order)
    at = facts.rules.instant(event)
    value: ColumnElement[Any] = _t.rating if rated else at - _t.created_at
    query = facts.rules.happened(event, *_columns(at, value, rated))
    by = _HEIGHT.asc() if rated else value.desc()
    query = query.order_by(by, at.desc(), _t.source, _t.external_id).limit(limit)
    rows = connection.execute(query, during(time))
    spellings = {dimension.key: facts.spellings(dimension) for dimension in _TOLD_APART}
    conversations = tuple(_conversation(row, spellings) for row in rows)
    return Behind(question, facts.count(event, time), conversations, order)


def _columns(at: ColumnElement[int], value: ColumnElement[Any], rated: bool) -> list[ColumnElement[Any]]:
    told = [_t.external_id, _t.source, _t.url, _t.channel, _t.intent, _t.team, _t.subject]
    scale = [_t.rating_scale] if rated else []
    return [*told, *scale, _t.created_at.label("opened_at"), at.label("happened_at"), value.label("value")]


def _conversation(row: Row[Any], spellings: Mapping[str, Mapping[str, str]]) -> Conversation:
    told = row._asdict()
    spelt = {key: known.get(told[key], told[key]) for key, known in spellings.items()}
    return Conversation(**{"rating_scale": None, **told, **spelt})
