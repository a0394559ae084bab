"""Small histories whose summary is known, and stores in which something happens at every line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select, update

from kpi.store import Store
from kpi.summary.tables import COUNTED, summary_state
from tests.kpi.summary.changes import DAY, HOUR, START, Tickets, do

FIELDS = ("created_at", "first_human_response_at", "resolved_at", "status", "channel")
UNTIL = START + 30 * DAY


def tickets(first: int, days: int, a_day: int = 2, source: str = "chat") -> Tickets:
    """Some tickets on each day, from `first` on, all resolved on the day after."""
    rows = []
    for number in range(a_day * days):
        opened = START + (first + number // a_day) * DAY + (9 + number % a_day) * HOUR
        cells = (opened, opened + 600 + number, opened + DAY, "resolved", ("chat", "email", None)[number % 3])
        rows.append((f"{first}-{number}", UNTIL, *cells))
    return Tickets(source, FIELDS, tuple(rows), UNTIL)


def summary(store: Store) -> dict[str, set[tuple[Any, ...]]]:
    """All of its rows, by table."""
    with store.reading() as connection:
        return {table.name: {tuple(row) for row in connection.execute(select(table))} for table in COUNTED}


def a_minute_passes(store: Store) -> None:
    """Nothing has been heard for long of whoever makes the summary."""
    with store.writing() as connection:
        connection.execute(update(summary_state).values(claimed_at=0))


class Watched(Store):
    """A store with which something happens at every transaction that writes, before it begins and before it ends."""

    def __init__(self, store: Store, *, before: Callable[[int], None] = lambda _number: None) -> None:
        super().__init__(store.url.render_as_string(hide_password=False))
        self.transactions = 0
        self.before = before
        self.at_end: Callable[[Connection], None] = lambda _connection: None

    @contextmanager
    def writing(self, durable: bool = False) -> Iterator[Connection]:
        self.transactions += 1
        self.before(self.transactions)
        with super().writing(durable) as connection:
            yield connection
            self.at_end(connection)


def import_into(store: Store, *files: Tickets) -> None:
    for file in files:
        do(store, file)
