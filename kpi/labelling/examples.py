"""Conversations whose intent is known, to learn from: the newest, by what they count as."""

from sqlalchemy import Connection, not_

from kpi.labelling.effective import INTENT_COLUMN
from kpi.labelling.newest import pages
from kpi.labelling.suggesting import Example
from kpi.model import Ticket, table
from kpi.team.settings import TeamSettings

MOST = 10_000

_t = table(Ticket).c


def examples(connection: Connection, team: TeamSettings, most: int = MOST) -> list[Example]:
    """At most so many: those with a subject and an intent that says something."""
    says = (INTENT_COLUMN.is_not(None), not_(INTENT_COLUMN.in_(sorted(team.unclassified))))
    found: list[Example] = []
    for page in pages(connection, _t.subject.is_not(None), *says):
        found += [(row.subject, row.now) for row in page]
        if len(found) >= most:
            break
    return found[:most]
