"""What every job has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from kpi.errors import KpibotError
from kpi.labelling.relabelling import finish
from kpi.restated import Figures, figures, moved
from kpi.store import Store
from kpi.summary.catching_up import catch_up

_LABELLING = 60.0
"""Seconds for what rules say of new tickets; what is left then, the bot does."""

IMPORTING, COUNTING = "importing", "counting"

Tell = Callable[[str, int, int], None]
"""Is told what goes on, how much of it is done, and of how much."""


class Job(Protocol):
    """Can be handed to another process, and what it gives can be handed back. Raises KpibotError."""

    def run(self, tell: Tell) -> Any: ...


@dataclass(frozen=True)
class Place:
    """Where it is done: the store's address, and the team's first zone; `now` in UTC seconds."""

    database_url: str
    zone: ZoneInfo
    now: int

    def store(self) -> Store:
        """The store, which is up to date: the bot runs on it."""
        return Store(self.database_url)

    def figures(self, store: Store) -> Figures:
        """Those of the last seven days."""
        with store.reading() as connection:
            return figures(connection, self.zone, datetime.fromtimestamp(self.now, UTC))

    def moved(self, store: Store, before: Figures) -> list[str]:
        """Which of them are no longer what they were `before`, in a line each."""
        return [each.said for each in moved(before, self.figures(store))]

    def counted(self, store: Store, tell: Tell) -> str:
        """Count what has changed; why that cannot be done now, if it cannot. What was changed is kept all the same."""
        try:
            finish(store, _LABELLING)
            catch_up(store, self.zone, lambda done, total: tell(COUNTING, done, total))
        except KpibotError as error:
            return f"Its days are counted later: {error.sentence}"
        return ""
