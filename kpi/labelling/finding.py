"""Conversations that somebody names, and what is said of them."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from kpi.labelling.effective import INTENT_COLUMN
from kpi.labelling.in_force import in_force
from kpi.labelling.newest import pages
from kpi.labelling.queue import DOUBTFUL, NO_INTENT, SAYS_NOTHING, Key, Unlabelled
from kpi.model import Ticket, TicketIntent, table
from kpi.team.settings import TeamSettings

_t, _label = table(Ticket).c, table(TicketIntent).c
_MOST = 10


@dataclass(frozen=True)
class ByHand:
    """The intent, folded, that a person gave a conversation, and what that is `called` now."""

    intent: str
    called: str
    who: str


@dataclass(frozen=True)
class Told:
    """Where a conversation can be opened, and its subject; "" where there is none. It counts as `now`, folded, None for
    nothing."""

    url: str
    subject: str
    now: str | None


def keys(connection: Connection, number: str) -> list[Key]:
    """The conversations of this number, one of a source."""
    query = select(_t.source, _t.external_id).where(_t.external_id == number).order_by(_t.source).limit(_MOST)
    return [(source, external_id) for source, external_id in connection.execute(query)]


def by_hand(connection: Connection, key: Key) -> ByHand | None:
    """What a person has said of it; None if nobody has."""
    mine = (_label.source == key[0], _label.external_id == key[1])
    row = connection.execute(select(_label.intent, _label.who).where(*mine)).first()
    return ByHand(row.intent, in_force(connection).called(row.intent) or row.intent, row.who) if row else None


def told(connection: Connection, key: Key) -> Told | None:
    """What its source tells of it; None if it is not there."""
    mine = (_t.source == key[0], _t.external_id == key[1])
    row = connection.execute(select(_t.url, _t.subject, INTENT_COLUMN.label("now")).where(*mine)).first()
    return Told(row.url or "", row.subject or "", row.now) if row else None


def unlabelled(connection: Connection, team: TeamSettings, key: Key) -> Unlabelled | None:
    """This conversation as it is to be labelled, whatever it counts as; None if it is not there, or counts nowhere."""
    page = next(pages(connection, _t.source == key[0], _t.external_id == key[1]), ())
    if not page:
        return None
    row = page[0]
    why = NO_INTENT if row.now is None else SAYS_NOTHING if row.now in team.unclassified else DOUBTFUL
    return Unlabelled(*key, row.url, row.created_at, row.channel, row.subject, row.own, row.now, why)


def are_more_than(connection: Connection, number: int) -> bool:
    """Whether there are more conversations than so many."""
    opened = select(_t.created_at).where(_t.created_at.is_not(None)).order_by(_t.created_at.desc())
    return connection.scalar(opened.offset(number).limit(1)) is not None
