"""Whether figures can be told while somebody waits."""

from sqlalchemy import Connection, func, select

from kpi.model import Import, table
from kpi.store_facts import StoreFacts

QUICKLY_COUNTED = 2_000
"""Conversations that may be counted meanwhile, where the summary of the days is being made anew."""

_import = table(Import)


def quick(facts: StoreFacts, connection: Connection) -> bool:
    """Whether the summary tells them, or there are only a few conversations to count."""
    return not facts.from_tickets or _imported(connection) <= QUICKLY_COUNTED


def _imported(connection: Connection) -> int:
    """About how many there are, by the journal: to count the conversations themselves would take long."""
    return connection.scalar(select(func.sum(_import.c.added)).where(_import.c.undone_at.is_(None))) or 0
