from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.engine import make_url

from kpi.ingest.merging.merge import Counts, merge
from kpi.model import BeforeImage, Ticket, table
from kpi.store import Store, plain_sql
from tests.kpi.ingest.imports import a_source, an_import, contents, emptied, statements

Statement = tuple[tuple[str, ...], tuple[Any, ...]]


@pytest.fixture(autouse=True)
def desk(store: Store) -> None:
    a_source(store)


def told(store: Store, as_of: int, *, origin: int | None = None, number: str = "1", **fields: Any) -> Counts:
    """One row of an import of these fields, which is new unless it is said."""
    origin = an_import(store, fields) if origin is None else origin
    with store.writing() as connection:
        return merge(connection, "desk", origin, tuple(fields), [(number, as_of, *fields.values())])


def ticket(store: Store, number: str = "1") -> dict[str, Any]:
    return next(row for row in contents(store, Ticket)["ticket"] if row["external_id"] == number)


def image_of(store: Store, import_id: int) -> list[dict[str, Any]]:
    with store.reading() as connection:
        query = select(table(BeforeImage).c.image).where(table(BeforeImage).c.import_id == import_id)
        return list(connection.scalars(query))


def test_what_is_new_is_added_and_what_is_known_is_unchanged(store: Store) -> None:
    assert told(store, 5, created_at=1) == Counts(added=1)
    assert told(store, 5, created_at=1) == Counts(unchanged=1)
    with store.writing() as connection:
        assert merge(connection, "desk", 1, ("created_at",), []) == Counts()


def test_what_is_said_again_is_not_written_again(store: Store) -> None:
    told(store, 5, created_at=1, team="a")
    told(store, 9, rating=5.0, rating_scale="stars")
    before = contents(store, Ticket, BeforeImage)
    assert told(store, 5, created_at=1, team="a") == Counts(unchanged=1)
    assert told(store, 9, rating=5.0, rating_scale="stars") == Counts(unchanged=1)
    assert told(store, 4, team="b") == Counts(unchanged=1)
    assert contents(store, Ticket, BeforeImage) == before


def test_the_later_statement_wins_whichever_comes_first(store: Store) -> None:
    assert told(store, 5, status="resolved") == Counts(added=1)
    assert told(store, 4, status="open") == Counts(unchanged=1)
    assert told(store, 6, status=None) == Counts(updated=1)
    assert ticket(store)["status"] is None


def test_each_field_is_of_a_moment_of_its_own(store: Store) -> None:
    told(store, 5, created_at=1, team="a")
    assert told(store, 9, rating=5.0, rating_scale="stars") == Counts(updated=1)
    assert told(store, 7, created_at=2, team="b") == Counts(updated=1)
    assert told(store, 6, team="c", channel="mail") == Counts(updated=1)
    assert statements(store)["desk 1"] == (
        {"created_at": 2, "team": "b", "channel": "mail", "rating": 5.0, "rating_scale": "stars"},
        {"created_at": 7, "team": 7, "channel": 6, "rating": 9, "rating_scale": 9},
        9,
    )


def test_one_moment_is_kept_without_a_word_by_field(store: Store) -> None:
    told(store, 5, created_at=1, team="a")
    last = an_import(store, ("created_at", "team", "channel"))
    told(store, 6, origin=last, created_at=1, team="a", channel="mail")
    assert (ticket(store)["origin"], ticket(store)["others"]) == (last, None)


def test_of_two_statements_as_of_one_moment_the_larger_wins(store: Store) -> None:
    told(store, 5, team=None)
    assert told(store, 5, team="b") == Counts(updated=1)
    assert told(store, 5, team="a") == Counts(unchanged=1)
    assert ticket(store)["team"] == "b"


def test_a_rating_and_its_scale_are_of_one_statement(store: Store) -> None:
    told(store, 5, rating=103.0, rating_scale="off scale")
    told(store, 5, rating=4.0, rating_scale="stars")
    assert (ticket(store)["rating"], ticket(store)["rating_scale"]) == (103.0, "off scale")
    with pytest.raises(ValueError, match="together"):
        told(store, 6, rating=5.0)


def test_a_later_statement_that_says_the_same_is_unchanged_but_outlives_what_comes_between(store: Store) -> None:
    told(store, 5, team="a")
    assert told(store, 9, team="a") == Counts(unchanged=1)
    assert told(store, 7, team="b") == Counts(unchanged=1)
    assert ticket(store)["team"] == "a"


def test_an_import_that_tells_more_than_these_rows_leaves_the_rest_untold(store: Store) -> None:
    origin = an_import(store, ("team", "resolved_at"))
    told(store, 5, origin=origin, team="a")
    assert statements(store)["desk 1"] == ({"team": "a"}, {"team": 5}, 5)
    assert told(store, 3, resolved_at=2) == Counts(updated=1)
    with pytest.raises(ValueError, match="channel"):
        told(store, 5, origin=origin, channel="mail")


def test_one_number_in_two_sources_is_two_tickets(store: Store) -> None:
    told(store, 5, team="a")
    a_source(store, "chat")
    chat = an_import(store, ("team",), "chat")
    with store.writing() as connection:
        assert merge(connection, "chat", chat, ("team",), [("1", 4, "b"), ("1", 6, "c")]) == Counts(1, 1)
    assert [(row["source"], row["team"]) for row in contents(store, Ticket)["ticket"]] == [("chat", "c"), ("desk", "a")]


def test_a_number_that_comes_twice_is_told_twice(store: Store) -> None:
    origin = an_import(store, ("team",))
    with store.writing() as connection:
        rows = [("1", 5, "a"), ("2", 5, "a"), ("1", 6, "b"), ("1", 6, "b"), ("1", 4, "c")]
        assert merge(connection, "desk", origin, ("team",), rows) == Counts(added=2, updated=1, unchanged=2)
    assert [row["team"] for row in contents(store, Ticket)["ticket"]] == ["b", "a"]


def test_the_first_change_by_an_import_keeps_the_ticket_as_it_was(store: Store) -> None:
    first = an_import(store, ("created_at", "team"))
    told(store, 5, origin=first, created_at=1, team=None)
    told(store, 6, origin=first, created_at=1, team="a")
    second = an_import(store, ("team",))
    told(store, 5, origin=second, team="z")
    assert image_of(store, second) == []
    told(store, 8, origin=second, team="b")
    told(store, 9, origin=second, team="c")
    assert image_of(store, first) == []
    assert image_of(store, second) == [{"as_of": 6, "origin": first, "created_at": 1, "team": "a"}]


def test_an_older_statement_that_changes_something_keeps_an_image_once(store: Store) -> None:
    first = an_import(store, ("team",))
    told(store, 9, origin=first, team="a")
    second = an_import(store, ("channel",))
    told(store, 5, origin=second, channel="mail")
    told(store, 6, origin=second, channel="chat")
    assert image_of(store, second) == [{"as_of": 9, "origin": first, "team": "a"}]


def test_statements_are_made_for_either_database() -> None:
    query = select(table(Ticket).c.team).where(table(Ticket).c.external_id.in_(["1", "2"]))
    lite, postgres = (make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql+psycopg"))
    assert plain_sql(lite, query).endswith("WHERE ticket.external_id IN (?, ?)")
    assert plain_sql(postgres, query).endswith("WHERE ticket.external_id IN (%s::VARCHAR, %s::VARCHAR)")


VALUES = {
    "created_at": st.integers(0, 2) | st.none(),
    "team": st.sampled_from((None, "a", "b")),
    "channel": st.sampled_from((None, "mail")),
    "status": st.sampled_from((None, "open", "resolved")),
    "excluded": st.sampled_from((None, "spam")),
}
RATINGS = st.sampled_from(((None, None), (5.0, "stars"), (4.0, "stars"), (1.0, "faces"), (103.0, "off scale")))
FIELDS = st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=4).map(tuple)


@st.composite
def told_statements(draw: st.DrawFn) -> list[Statement]:
    """Of up to two tickets, by imports of up to three different sets of fields."""
    sets = draw(st.lists(st.tuples(FIELDS, st.booleans()), min_size=1, max_size=3))
    found = []
    for fields, rated in draw(st.lists(st.sampled_from(sets), max_size=8)):
        values = [draw(VALUES[field]) for field in fields]
        names = (*fields, "rating", "rating_scale") if rated else fields
        row = (draw(st.sampled_from("12")), draw(st.integers(0, 3)), *values, *(draw(RATINGS) if rated else ()))
        found.append((names, row))
    return found


@given(told_statements(), st.randoms(use_true_random=False))
def test_any_order_split_and_repetition_give_the_same_tickets(
    shared: Store, told: list[Statement], random: Any
) -> None:
    expected = _after(shared, told, together=False)
    again = told + random.choices(told, k=3) if told else told
    random.shuffle(again)
    assert _after(shared, again, together=True) == expected
    assert _after(shared, again, together=False) == expected


def _after(store: Store, told: list[Statement], *, together: bool) -> Any:
    """What the store says after these statements, each by an import of its own or all of the same fields by one."""
    emptied(store)
    a_source(store)
    origins: dict[Any, int] = {}
    for number, (fields, row) in enumerate(told):
        key = frozenset(fields) if together else number
        if key not in origins:
            origins[key] = an_import(store, fields)
        with store.writing() as connection:
            merge(connection, "desk", origins[key], fields, [row])
    return statements(store)
