"""What has to be so when a soak is over."""

import re
from collections import Counter

from sqlalchemy import func, select

from chaos import truth
from kpi.model import Import, Ticket, table
from kpi.store import Store
from soak.bringing_in import SOURCE
from soak.team import REVIEWED
from tests.support.local_slack import Person
from tests.support.reviewing import keys

LIFE = ("created", "comment_added", "status_changed", "priority_changed")
_COMPLAINT = re.compile(r"level=(?:warning|error|critical) logger=kpibot event=(\"[^\"]*\"|\S+)")


def of_store(store: Store, sent: int, failed: int, rows: int) -> list[str]:
    """What is wrong with it, after so many deliveries and an import of so many rows."""
    every = {f"{LIFE[number % len(LIFE)]}-{number // len(LIFE)}" for number in range(sent)}
    lost = truth.lost(store, every)
    with store.reading() as connection:
        imported = connection.scalar(select(func.count()).where(table(Ticket).c.source == SOURCE))
        unfinished = connection.scalar(select(func.count()).where(table(Import).c.finished_at.is_(None)))
    found = {
        "deliveries that were acknowledged and are lost": len(lost) - failed if len(lost) > failed else 0,
        "deliveries that are miscounted": truth.miscounted(store),
        "damage": truth.damage(store),
        "rows that were imported": "" if imported == rows else f"{imported}",
        "imports that have not come to their end": unfinished,
    }
    return [f"{what}: {which}" for what, which in found.items() if which]


def reviews(person: Person) -> int:
    """How many there are in the channel."""
    return len(keys([each.metadata for each in person.sees(REVIEWED)]))


def complaints(log: str) -> dict[str, int]:
    """The bot's own warnings and errors, and how often each is there."""
    return dict(Counter(_COMPLAINT.findall(log)))
