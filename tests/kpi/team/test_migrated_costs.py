"""Costs that an earlier version imported."""

from datetime import date

from sqlalchemy import text

from kpi.migrating import migrate
from kpi.store import Store
from kpi.team.costs import Ledger, NewCost, add
from tests.kpi.test_migrating import upgraded_to


def test_they_stay_and_others_can_be_entered_by_hand_beside_them(any_new_url: str) -> None:
    store = Store(any_new_url)
    upgraded_to(store, "0004")
    with store.writing() as connection:
        connection.execute(text("INSERT INTO source (name, fields, headers, confirmed) VALUES ('a', '[]', '[]', '{}')"))
        connection.execute(
            text(
                "INSERT INTO import (id, source, file, format, kind, started_at, fields, rows, added, updated,"
                " unchanged, rejected, problems) VALUES (1, 'a', 'c.csv', 'csv', 'costs', 5, '[]', 1, 1, 0, 0, '{}', 0)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO cost (source, entry, as_of, origin, first_day, category, cents, monthly)"
                " VALUES ('a', 'x', 5, 1, '2026-01-01', 'agents', 310000, :monthly)"
            ),
            {"monthly": True},
        )
    migrate(store)
    with store.writing() as connection:
        add(connection, NewCost(date(2026, 7, 1), None, "software", 3_100, monthly=True), "terminal", 9, "EUR")
        ledger = Ledger.read(connection)
    store.close()
    assert [(each.source, each.origin) for each in ledger.entries] == [("a", 1), ("by hand", None)]
    assert ledger.spent(date(2026, 7, 1), date(2026, 8, 1)).cents == 313_100
