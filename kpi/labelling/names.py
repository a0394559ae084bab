"""Other names for intents: a rename, or a merger where another intent goes by the new name already.

A name holds for what sources, rules and people say, now and later, and for what was decided of the intent. A name that
intents have got may be renamed in turn: they get the newer one, for as long as it has that.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from kpi.dimensions import INTENT
from kpi.errors import UserError
from kpi.labelling import relabelling
from kpi.labelling.effective import column
from kpi.labelling.in_force import in_force
from kpi.labelling.newest import is_counted
from kpi.labelling.spellings import read, spell, spelling_of, spellings
from kpi.measures import Measure
from kpi.model import IntentName, table
from kpi.review.record import foci, normal_intents
from kpi.summary import basis
from kpi.summary.groupings import name as grouping
from kpi.summary.tables import kpi_day
from kpi.team import settings
from kpi.team.history import Kept, keep
from kpi.team.plain_keys import DEFAULT_UNCLASSIFIED, UNCLASSIFIED
from kpi.words import shorten

_name = table(IntentName)
_LONGEST = 60


@dataclass(frozen=True)
class Renamed:
    """What was called `old` is called `new` from now on, both as they are spelt. It is `merged` if something else went
    by that name already. So many `conversations` had the old name, as they were last counted."""

    old: str
    new: str
    merged: bool
    conversations: int


@dataclass(frozen=True)
class Name:
    """What is `called` otherwise than it was; both are spelt as for people."""

    intent: str
    spelling: str
    becomes: str
    called: str
    who: str
    at: int


def rename(connection: Connection, old: str, new: str, who: str, at: int) -> Renamed:
    """Call an intent otherwise from now on, or spell it otherwise; both are as somebody typed them.

    Where the new name was itself replaced by another, it is that other one. An intent that has another name already
    gets the new one instead of it, and so does what was called like it. UserError if nothing goes by the old name, or
    for what is no name.
    """
    (intent, typed), (wanted, spelling) = read(old), read(new)
    known, names = spellings(connection), in_force(connection).names
    if intent not in known and intent not in names:
        raise UserError(f"No intent is called “{shorten(typed, _LONGEST)}”.", "See what there is with: intents")
    becomes = names.get(wanted, wanted)
    if becomes == intent:  # what it was called before is its name again
        becomes = wanted
    merged = becomes != intent and becomes in known
    before = spelling_of(connection, intent)
    moving = conversations(connection, intent)
    if not merged:
        spell(connection, becomes, spelling)
        _stays_unclassified(connection, intent, becomes, who, at)
    _call(connection, intent, becomes, who, at)
    if becomes != intent:
        normal_intents.renamed(connection, intent, becomes, who, at)
        foci.renamed(connection, intent, becomes)
    now = spelling_of(connection, becomes)
    keep(connection, Kept(_key(before), at, who, None, f"part of “{now}”" if merged else f"called “{now}”"))
    relabelling.begin(connection, at)
    return Renamed(before, now, merged, moving)


def restore(connection: Connection, old: str, who: str, at: int) -> Name:
    """Call an intent by its own name again; gives what is over. What was decided of the other name stays with that.

    UserError if it has no other name.
    """
    intent, typed = read(old)
    over = next((each for each in all_(connection) if each.intent == intent), None)
    if over is None:
        raise UserError(f"“{shorten(typed, _LONGEST)}” has no other name.")
    connection.execute(delete(_name).where(_name.c.intent == intent))
    if connection.execute(select(_name.c.intent).where(_name.c.becomes == intent).limit(1)).first():
        _call(connection, intent, intent, who, at)  # what was called so before is called so again
    keep(connection, Kept(_key(over.spelling), at, who, None, "called so again"))
    relabelling.begin(connection, at)
    return over


def all_(connection: Connection) -> list[Name]:
    """All that are in force, in the order of what is renamed."""
    others = select(_name).where(_name.c.intent != _name.c.becomes).order_by(_name.c.intent)
    rows, called = connection.execute(others).all(), in_force(connection).names
    return [
        Name(
            row.intent,
            spelling_of(connection, row.intent),
            called[row.intent],
            spelling_of(connection, called[row.intent]),
            row.who,
            row.at,
        )
        for row in rows
    ]


def conversations(connection: Connection, intent: str) -> int:
    """How many there are of an intent, folded, as last counted: to go through the tickets would take too long."""
    if basis.stored(connection):
        opened = kpi_day.c[Measure.OPENED.value]
        of_intent = (kpi_day.c.grouping == grouping((INTENT,)), kpi_day.c.first == intent)
        return connection.scalar(select(func.sum(opened)).where(*of_intent)) or 0
    query = select(func.count()).where(is_counted(), column(INTENT) == intent)
    return connection.scalar(query) or 0


def _call(connection: Connection, intent: str, becomes: str, who: str, at: int) -> None:
    """The new name is one that it becomes itself: imports do not spell it otherwise then."""
    intents = {intent, becomes}
    connection.execute(delete(_name).where(_name.c.intent.in_(intents)))
    rows = [{"intent": each, "becomes": becomes, "who": who, "at": at} for each in sorted(intents)]
    connection.execute(insert(_name), rows)


def _stays_unclassified(connection: Connection, intent: str, becomes: str, who: str, at: int) -> None:
    """What says nothing does not begin to because of its name."""
    kept = settings.decided(connection).get(UNCLASSIFIED.name)
    unclassified = frozenset(DEFAULT_UNCLASSIFIED if kept is None else kept.value)
    if intent in unclassified and becomes not in unclassified:
        settings.change(connection, UNCLASSIFIED.name, sorted({*unclassified, becomes}), who, at)


def _key(spelling: str) -> str:
    return f"intent “{spelling}”"
