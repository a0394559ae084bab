"""What feeds each source."""

from sqlalchemy import update

from kpi.ingest.history.feeds import feeds
from kpi.ingest.history.problems import Alike, KeptProblem, first, keep, most_frequent
from kpi.ingest.problem import Problem
from kpi.model import DELIVERED, Source, table
from kpi.store import Store
from tests.kpi.ingest.imports import NOW, a_source, an_import


def test_a_source_has_its_help_desk_and_its_last_import_that_stands(store: Store) -> None:
    a_source(store, "shop")
    a_source(store, "desk")
    an_import(store, file="first.csv", finished_at=NOW, complete_until=NOW - 60)
    second = an_import(store, file="second.csv", finished_at=NOW, complete_until=NOW)
    an_import(store, file="costs.csv", finished_at=NOW, kind="costs", undone_at=NOW)
    an_import(store, format=DELIVERED, finished_at=NOW, complete_until=NOW + 60)  # no file: it came in by itself
    with store.writing() as connection:
        connection.execute(update(table(Source)).where(table(Source).c.name == "desk").values(vendor="zendesk"))
    with store.reading() as connection:
        desk, shop = feeds(connection)
    assert (desk.name, desk.help_desk, desk.last and desk.last.id) == ("desk", "Zendesk", second)
    assert desk.delivered == [NOW - 60, NOW]
    assert (shop.name, shop.help_desk, shop.last, shop.delivered) == ("shop", "", None, ())


def test_the_most_frequent_problems_come_first_each_with_its_first_example(store: Store) -> None:
    a_source(store)
    number = an_import(store, problems=4)
    late = [Problem(row, "Solved", f"soon {row}", "not a date") for row in (3, 4)]
    found = [Problem(2, None, "", "no ticket number"), *late, Problem(9, "Opened", "x", "not a date")]
    with store.writing() as connection:
        keep(connection, number, found)
        assert most_frequent(connection, number, 2) == [
            Alike(2, KeptProblem(number, 3, "Solved", "soon 3", "not a date")),
            Alike(1, KeptProblem(number, 2, None, "", "no ticket number")),
        ]
        assert first(connection, number) == KeptProblem(number, 2, None, "", "no ticket number")
        assert first(connection, number + 1) is None
