"""How PostgreSQL goes about what every answer asks, which it plans by what it knows of the tables."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from kpi import sources
from kpi.counting.days import Days
from kpi.dimensions import INTENT
from kpi.measures import Measure
from kpi.model import Ticket, table
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.summary.reading import SummaryReader
from kpi.summary.tables import kpi_day
from tests.support.tickets import BERLIN, add, moment, ticket

_NOW = moment("Mon 3 Aug 2026 00:00")
_DAYS = 300


@pytest.fixture
def store(postgresql_store: Store) -> Store:
    """A desk with a long history, and another that has just begun."""
    openings = [_NOW - timedelta(hours=6 * number) for number in range(1, 4 * _DAYS)]
    old = [ticket(created_at=int(at.timestamp()), intent=f"intent {at.hour}") for at in openings]
    add(postgresql_store, "desk", *old)
    add(postgresql_store, "zendesk", *(ticket(created_at=int(at.timestamp())) for at in openings[:4]))
    catch_up(postgresql_store, BERLIN)
    postgresql_store.take_stock(table(Ticket), kpi_day)
    return postgresql_store


def plan(connection: Connection, work: Callable[[], object]) -> str:
    """Of the one statement that is executed by this."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    work()
    event.remove(connection, "before_cursor_execute", note)
    [(statement, parameters)] = statements
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


def test_when_a_source_began_is_looked_up_in_the_index_for_it(store: Store) -> None:
    with store.reading() as connection:
        told = plan(connection, lambda: sources.read(connection))
    assert "ix_ticket_first_opened" in told, told
    assert "Filter: (source" not in told


def test_each_stretch_of_the_summary_is_searched_by_key(store: Store) -> None:
    week, today = timedelta(weeks=1), _NOW.date()
    stretches = [Days(today - (number + 1) * week, today - number * week, BERLIN) for number in range(20)]
    with store.reading() as connection:
        reader = SummaryReader(connection, (INTENT,), ())
        told = plan(connection, lambda: reader.tallies([Measure.OPENED], stretches, [INTENT]))
    assert re.search(r"Index Cond: .*\bday >= .*\bday < ", told), told
    assert "Join Filter" not in told
