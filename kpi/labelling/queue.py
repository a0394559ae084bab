"""The conversations of which nobody knows what they are about: for people to label, the newest first.

Only the newest are looked at, so that it takes as long whatever the size of the data: what is older is for rules.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, func, or_, select

from kpi.counting.days import Days
from kpi.dimensions import INTENT
from kpi.labelling.effective import INTENT_COLUMN
from kpi.labelling.in_force import InForce, in_force
from kpi.labelling.newest import Place, is_counted, nobody_has_labelled, pages
from kpi.labels import StoreLabels
from kpi.model import Ticket, table
from kpi.readings.intent_distribution import IntentReader
from kpi.span import DAY
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings

LOOKED_AT, LOOKED_AT_FOR_DOUBT = 50_000, 5_000
"""So many of the newest conversations are looked at for those without an intent that says something, and so many for
those that are doubtful."""

NO_INTENT, SAYS_NOTHING, DOUBTFUL = "has no intent", "its intent says nothing", "doubtful"

_RECENT = timedelta(days=90)
_t = table(Ticket).c

Key = tuple[str, str]
"""A source, and the number of a conversation in it."""


@dataclass(frozen=True)
class Unlabelled:
    """A conversation for a person to label: its source calls its intent `own`, and it counts as `now`.

    Intents and the channel are folded, None for nothing. `why` is NO_INTENT, SAYS_NOTHING, or DOUBTFUL: rules for
    several intents match its subject. `opened_at` is in UTC seconds.
    """

    source: str
    external_id: str
    url: str | None
    opened_at: int
    channel: str | None
    subject: str | None
    own: str | None
    now: str | None
    why: str


def next_(
    connection: Connection,
    team: TeamSettings,
    after: Key | None = None,
    limit: int = 1,
) -> list[Unlabelled]:
    """The newest of them, at most so many: of those after a conversation, if one is given.

    What a person has labelled is not among them, whatever it says.
    """
    place = None if after is None else _place(connection, after)
    rules = in_force(connection)
    wanted = or_(_unclassified(connection, team), _may_be_doubtful(connection, rules))
    rows = (row for page in pages(connection, nobody_has_labelled(), wanted, after=place) for row in page)
    told = ((row, _why(row, team, rules)) for row in rows)
    return [_unlabelled(row, why) for row, why in islice((each for each in told if each[1]), limit)]


def left(connection: Connection, team: TeamSettings) -> int:
    """How many there are."""
    rules, unclassified = in_force(connection), _unclassified(connection, team)
    found = (nobody_has_labelled(), is_counted())
    number = connection.scalar(select(func.count()).where(*found, unclassified)) or 0
    doubtful = pages(connection, nobody_has_labelled(), _may_be_doubtful(connection, rules), ~unclassified)
    return number + sum(bool(_why(row, team, rules)) for page in doubtful for row in page)


def choices(connection: Connection, team: TeamSettings, most: int = 100) -> list[tuple[str, str, int]]:
    """The intents that say something, at most so many: folded, as spelt, and how many conversations the 90 days before
    the newest one had. Those with the most come first, those with none in the order of the alphabet."""
    counts = _recent(connection, team)
    spellings = StoreLabels(connection).values(INTENT)
    known = sorted(
        (intent for intent in spellings if intent not in team.unclassified),
        key=lambda intent: (-counts.get(intent, 0), intent),
    )
    return [(intent, spellings[intent], counts.get(intent, 0)) for intent in known[:most]]


def _recent(connection: Connection, team: TeamSettings) -> dict[str | None, int]:
    facts = StoreFacts(connection, team)
    newest = facts.newest(IntentReader.wanted)
    if newest is None:
        return {}
    days = Days(newest + DAY - _RECENT, newest + DAY, team.zone)
    return {intent: shares[0].hits for (intent,), shares in IntentReader().samples(facts, [days], (INTENT,)).items()}


def _why(row: Row[Any], team: TeamSettings, rules: InForce) -> str:
    """ "" for what needs nobody."""
    if row.now is None:
        return NO_INTENT
    if row.now in team.unclassified:
        return SAYS_NOTHING
    said = {rules.called(rule.intent) for rule in rules.all_by_rule(row.subject)}
    return DOUBTFUL if len(said) > 1 else ""


def _unclassified(connection: Connection, team: TeamSettings) -> ColumnElement[bool]:
    """Of the newest, those without an intent that says something."""
    nothing = or_(INTENT_COLUMN.is_(None), INTENT_COLUMN.in_(sorted(team.unclassified)))
    return and_(nothing, _since(connection, LOOKED_AT))


def _may_be_doubtful(connection: Connection, rules: InForce) -> ColumnElement[bool]:
    """Of the newest, those with a subject, where rules are for more than one intent."""
    if len({rules.called(rule.intent) for rule in rules.rules}) < 2:
        return false()
    return and_(_t.subject.is_not(None), _since(connection, LOOKED_AT_FOR_DOUBT))


def _since(connection: Connection, number: int) -> ColumnElement[bool]:
    """Whether a conversation is one of so many newest ones; of those opened in the same second all are."""
    opened = select(_t.created_at).where(_t.created_at.is_not(None)).order_by(_t.created_at.desc())
    first = connection.scalar(opened.offset(number - 1).limit(1))
    return _t.created_at >= (0 if first is None else first)


def _place(connection: Connection, key: Key) -> Place | None:
    """None where there is no such conversation any more."""
    query = select(_t.created_at).where(_t.source == key[0], _t.external_id == key[1])
    opened_at = connection.scalar(query)
    return None if opened_at is None else (opened_at, *key)


def _unlabelled(row: Row[Any], why: str) -> Unlabelled:
    return Unlabelled(
        row.source, row.external_id, row.url, row.created_at, row.channel, row.subject, row.own, row.now, why
    )
