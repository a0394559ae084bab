"""A help desk whose conversations a team labels."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from kpi.ingest.merging.labels import keep_spellings
from kpi.labelling import by_hand, names, relabelling, rules
from kpi.labelling.effective import INTENT_COLUMN
from kpi.labels import fold
from kpi.model import Ticket, table
from kpi.store import Store
from kpi.team import settings
from kpi.team.settings import TeamSettings
from tests.kpi.summary.changes import DAY, NOW, START, UTC_ZONE, Tickets, do

SOURCE, WHO = "chat", "ada"
TEAM = TeamSettings(UTC_ZONE)
UNTIL = START + 30 * DAY
_t = table(Ticket).c


def imported(store: Store, *rows: tuple[str, str | None, str | None], as_of: int = UNTIL, source: str = SOURCE) -> None:
    """A file of conversations: number, intent and subject; each is opened ten minutes after the last."""
    told = tuple(
        (number, as_of, START + place * 600, None if intent is None else fold(intent), subject)
        for place, (number, intent, subject) in enumerate(rows)
    )
    with store.writing() as connection:
        keep_spellings(connection, "intent", {fold(intent): intent for _, intent, _ in rows if intent is not None})
    do(store, Tickets(source, ("created_at", "intent", "subject"), told, UNTIL))


def labelled(store: Store, number: str, intent: str, source: str = SOURCE) -> by_hand.Given:
    """By hand."""
    with store.writing() as connection:
        return by_hand.give(connection, source, number, intent, WHO, NOW)


def ruled(store: Store, *lines: str) -> list[rules.Rule]:
    """Rules as they are typed, and all conversations looked through for them."""
    made = []
    for line in lines:
        with store.writing() as connection:
            made.append(rules.add(connection, *rules.read(line), WHO, NOW))
    relabelling.finish(store)
    return made


def renamed(store: Store, old: str, new: str) -> names.Renamed:
    """And all conversations looked through for it."""
    with store.writing() as connection:
        made = names.rename(connection, old, new, WHO, NOW)
    relabelling.finish(store)
    return made


def intents(store: Store) -> dict[str, str | None]:
    """What each conversation counts as being about, by its number."""
    return _all(store, INTENT_COLUMN)


def own(store: Store) -> dict[str, str | None]:
    """What the source says of each."""
    return _all(store, _t.intent)


def history(store: Store, limit: int = 20) -> Sequence[str]:
    """The changes as people read them, the newest first."""
    with store.reading() as connection:
        return [change.said for change in settings.changes(connection, limit)]


def _all(store: Store, column: Any) -> dict[str, str | None]:
    with store.reading() as connection:
        rows = connection.execute(select(_t.external_id, column.label("intent")).order_by(_t.external_id))
        return {row.external_id: row.intent for row in rows}
