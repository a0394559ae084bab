"""A channel with a review every Monday, whose posts are put on record as if they had been posted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from bot.messages.playbook import playbook
from kpi.filters import Filter
from kpi.model import ReviewPost, table
from kpi.review.agenda import Agenda, agenda, conclude, figures, to_json
from kpi.review.record import foci
from kpi.review.record.foci import StoredFocus
from kpi.store import Store
from kpi.team import settings
from tests.kpi.review.desk import NOW, week
from tests.support.tickets import BERLIN, moment

PLAYBOOK = playbook(None)


class Channel:
    """One of them, in a store."""

    def __init__(self, store: Store, name: str, filters: Sequence[Filter] = ()) -> None:
        self.store = store
        self.name = name
        self.filters = filters

    def looks(self, ago: int = 0) -> tuple[Agenda, dict[str, Any]]:
        """What is said on the Monday after the week so many weeks ago, at nine, and the same as JSON."""
        now = moment(NOW) - timedelta(weeks=ago)
        with self.store.reading() as connection:
            team = settings.read(connection, BERLIN)
            found = agenda(connection, team, week(ago), now, PLAYBOOK, self.name, self.filters)
            return found, to_json(found)

    def posts(self, ago: int = 0) -> Agenda:
        """The same, put on record."""
        found, _ = self.looks(ago)
        at = int((moment(NOW) - timedelta(weeks=ago)).timestamp())
        row = {
            "channel": self.name,
            "monday": found.monday,
            "weeks": 1,
            "state": "posted",
            "due_at": at,
            "claimed_at": at,
            "attempts": 1,
            "kind": str(found.kind),
            "posted_at": at,
            "figures": figures(found),
        }
        with self.store.writing() as connection:
            conclude(connection, found, self.name, at)
            connection.execute(insert(table(ReviewPost)).values(row))
        return found

    def takes(self, person: str, at: int) -> None:
        with self.store.writing() as connection:
            foci.take(connection, self.name, person, at)

    @property
    def focuses(self) -> list[StoredFocus]:
        with self.store.reading() as connection:
            return foci.all_of(connection, self.name)
