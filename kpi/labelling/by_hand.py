"""The labels that people give to single conversations. They come before rules, and before what the source says."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from kpi.errors import UserError
from kpi.labelling.effective import INTENT_COLUMN
from kpi.labelling.in_force import in_force
from kpi.labelling.settling import settle
from kpi.labelling.spellings import said, spellings
from kpi.model import BY_HAND, Source, Ticket, TicketIntent, table
from kpi.summary import marks
from kpi.team.history import Kept, keep
from kpi.words import shorten

_source, _t, _label = table(Source), table(Ticket).c, table(TicketIntent)
_LONGEST = 60


@dataclass(frozen=True)
class Given:
    """What a conversation counts as being about now, and did `before`; its source says `own`. Folded, None for nothing.

    `spelling` is how the intent is spelt to people.
    """

    source: str
    external_id: str
    intent: str | None
    spelling: str | None
    before: str | None
    own: str | None


def give(connection: Connection, source: str, external_id: str, intent: str, who: str, at: int) -> Given:
    """Label a conversation, in the place of what was said of it before; its days are marked to be counted anew.

    `intent` is as somebody typed it; where the team calls it otherwise, it counts as what it is called. UserError if
    there is no such conversation, or for what is no name of an intent.
    """
    before = _ticket(connection, source, external_id)
    row = {"source": source, "external_id": external_id, "intent": said(connection, intent), "who": who, "at": at}
    connection.execute(delete(_label).where(*_mine(source, external_id)))
    connection.execute(insert(_label).values(row))
    return _settled(connection, source, before, who, at)


def take_back(connection: Connection, source: str, external_id: str, who: str, at: int) -> Given:
    """Take a person's label away: rules count again, and what the source says. UserError if there is none."""
    before = _ticket(connection, source, external_id)
    if not connection.execute(delete(_label).where(*_mine(source, external_id))).rowcount:
        raise UserError(f"Nobody has labelled conversation {_short(external_id)}.")
    return _settled(connection, source, before, who, at)


def _settled(connection: Connection, source: str, before: Row[Any], who: str, at: int) -> Given:
    number = before.external_id
    marks.mark_tickets(connection, source, settle(connection, source, [number], in_force(connection)))
    after = _ticket(connection, source, number)
    known = spellings(connection)
    old, new = (None if each.counts is None else known.get(each.counts, each.counts) for each in (before, after))
    keep(connection, Kept(_named(connection, source, number), at, who, None if old == new else old, new))
    return Given(source, number, after.counts, new, before.counts, after.intent)


def _ticket(connection: Connection, source: str, external_id: str) -> Row[Any]:
    query = select(_t.external_id, _t.intent, INTENT_COLUMN.label("counts"))
    found = connection.execute(query.where(_t.source == source, _t.external_id == external_id)).first()
    if found is None:
        raise UserError(f"There is no conversation {_short(external_id)} any more: its import was undone.")
    return found


def _named(connection: Connection, source: str, number: str) -> str:
    """As the history has it, with the source where it is not the only one."""
    others = select(_source.c.name).where(_source.c.name.not_in((source, BY_HAND))).limit(1)
    only = connection.execute(others).first() is None
    return f"label of {number}" if only else f"label of {number} in {source}"


def _mine(source: str, external_id: str) -> tuple[Any, ...]:
    return _label.c.source == source, _label.c.external_id == external_id


def _short(number: str) -> str:
    return shorten(number, _LONGEST)
