"""Searches that found nothing, in the week of Monday 20 July 2026 against the week before."""

from datetime import date

import pytest
from sqlalchemy import insert

from kpi.counting.days import Days
from kpi.gaps import MOST_QUERIES, Gap, Gaps, gaps
from kpi.model import Search, table
from kpi.store import Store
from tests.kpi.ingest.imports import a_source, an_import
from tests.support.tickets import day, days

WEEK, BEFORE = days("Mon 20 Jul 2026", "Mon 27 Jul 2026"), days("Mon 13 Jul 2026", "Mon 20 Jul 2026")
LONG_AGO = "Mon 1 Jun 2026"
INTENTS = {"login bug": "Login bug", "refund": "Refund", "password reset": "Password reset", "two-factor": "Two-factor"}


def searched(store: Store, *rows: tuple[str, str, int], source: str = "help centre") -> None:
    """On a day, a query, how often."""
    a_source(store, source)
    told = {"source": source, "as_of": 0, "origin": an_import(store, source=source, kind="searches")}
    with store.writing() as connection:
        values = [{**told, "day": day(on), "query": query, "searches": number} for on, query, number in rows]
        connection.execute(insert(table(Search)), values)


def ask(store: Store, over: Days = WEEK, earlier: Days | None = BEFORE) -> Gaps:
    with store.reading() as connection:
        return gaps(connection, over, earlier, INTENTS)


def test_queries_are_counted_over_days_and_sources_the_most_frequent_first(store: Store) -> None:
    searched(
        store,
        (LONG_AGO, "api key", 1),
        ("Mon 13 Jul 2026", "vat invoice", 2),
        ("Sun 19 Jul 2026", "export", 4),
        ("Mon 20 Jul 2026", "export", 1),
        ("Mon 20 Jul 2026", "vat invoice", 3),
        ("Sun 26 Jul 2026", "vat invoice", 4),
        ("Mon 27 Jul 2026", "vat invoice", 100),
    )
    searched(store, ("Tue 21 Jul 2026", "vat invoice", 5), source="shop")
    found = ask(store)
    assert found.gaps == (Gap("vat invoice", 12, 2, None), Gap("export", 1, 4, None))
    assert [gap.change for gap in found.gaps] == [10, -3]
    assert (found.searches, found.before, found.rest, found.connected) == (13, 6, 0, True)


def test_what_nobody_searched_for_before_is_new(store: Store) -> None:
    searched(store, (LONG_AGO, "api key", 1), ("Mon 20 Jul 2026", "passkey", 2))
    (gap,) = ask(store).gaps
    assert (gap.before, gap.change, gap.is_new) == (0, 2, True)


def test_where_the_searches_begin_later_nothing_is_new(store: Store) -> None:
    """The first one known was on the second day of the week before."""
    searched(store, ("Tue 14 Jul 2026", "api key", 1), ("Mon 20 Jul 2026", "passkey", 2))
    found = ask(store)
    assert found.before is None
    assert (found.gaps[0].before, found.gaps[0].change, found.gaps[0].is_new) == (None, None, False)


def test_all_time_has_nothing_before(store: Store) -> None:
    searched(store, (LONG_AGO, "api key", 1), ("Mon 20 Jul 2026", "passkey", 2))
    found = ask(store, Days(date(2026, 1, 1), date(2026, 8, 1), WEEK.zone), None)
    assert [(gap.query, gap.before) for gap in found.gaps] == [("passkey", None), ("api key", None)]


@pytest.mark.parametrize(
    ("query", "intent"),
    [
        ("refund", "Refund"),
        ("refunds", "Refund"),
        ("refund status", "Refund"),
        ("how do i get a refund", "Refund"),
        ("pasword reset", "Password reset"),
        ("reset password", "Password reset"),
        ("reset", "Password reset"),
        ("two factor", "Two-factor"),
        ("login", "Login bug"),
        ("bug in export", None),
        ("export", None),
        ("login page", None),
        ("рефанд", None),
        ("[number]", None),
        ("?", None),
    ],
)
def test_the_intent_that_a_query_resembles(store: Store, query: str, intent: str | None) -> None:
    searched(store, ("Mon 20 Jul 2026", query, 1))
    assert ask(store).gaps[0].intent == intent


def test_of_several_intents_with_its_words_it_is_the_one_that_says_least_else(store: Store) -> None:
    searched(store, ("Mon 20 Jul 2026", "invoice", 1))
    intents = {"invoice of a cancelled order": "Invoice of a cancelled order", "invoice copy": "Invoice copy"}
    with store.reading() as connection:
        assert gaps(connection, WEEK, BEFORE, intents).gaps[0].intent == "Invoice copy"


def test_without_intents_nothing_resembles_any(store: Store) -> None:
    searched(store, ("Mon 20 Jul 2026", "refund", 1))
    with store.reading() as connection:
        assert gaps(connection, WEEK, BEFORE, {}).gaps[0].intent is None


def test_a_long_list_says_how_many_more_there_are(store: Store) -> None:
    searched(store, *(("Mon 20 Jul 2026", f"query {number:02}", 100 - number) for number in range(MOST_QUERIES + 3)))
    found = ask(store)
    assert [gap.query for gap in found.gaps][-1] == f"query {MOST_QUERIES - 1:02}"
    assert (len(found.gaps), found.rest, found.rest_searches) == (MOST_QUERIES, 3, 80 + 79 + 78)
    assert sum(gap.searches for gap in found.gaps) + found.rest_searches == found.searches


def test_of_equally_frequent_ones_the_first_by_name_is_first(store: Store) -> None:
    searched(store, ("Mon 20 Jul 2026", "b", 2), ("Mon 20 Jul 2026", "a", 2))
    assert [gap.query for gap in ask(store).gaps] == ["a", "b"]


def test_a_week_without_such_searches_is_empty_and_connected(store: Store) -> None:
    searched(store, (LONG_AGO, "api key", 1))
    assert ask(store) == Gaps((), 0, 0, 0, 0, connected=True)


def test_where_no_searches_were_ever_imported_it_is_not_connected(store: Store) -> None:
    assert ask(store) == Gaps((), 0, 0, 0, None, connected=False)
