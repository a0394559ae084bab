from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import event as note
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlmodel import SQLModel

from kpi.errors import UserError
from kpi.ingest.history.entries import entry
from kpi.ingest.history.journal import advance, finish, purge_images
from kpi.ingest.history.undo import Undone, undo
from kpi.ingest.merging.events import add_events
from kpi.ingest.merging.labels import keep_spellings
from kpi.ingest.merging.merge import Counts, merge
from kpi.ingest.merging.record_merge import merge_records
from kpi.ingest.tickets.logs import Event
from kpi.model import (
    DELIVERED,
    BeforeImage,
    Cost,
    EventKind,
    Import,
    Inquiry,
    InquiryDay,
    Label,
    Search,
    Source,
    Ticket,
    TicketEvent,
    table,
)
from kpi.store import Store
from tests.kpi.ingest.imports import NOW, a_source, an_import, contents, emptied

DAY = 24 * 3600
KEPT: tuple[type[SQLModel], ...] = (Ticket, TicketEvent, BeforeImage, Cost, Inquiry, InquiryDay, Search, Label, Source)


class Log(NamedTuple):
    """The events that an import tells."""

    events: tuple[Event, ...]


Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def desk(store: Store) -> None:
    a_source(store)


def imported(store: Store, fields: tuple[str, ...], *rows: tuple[Any, ...], started_at: int = NOW) -> int:
    """As a whole file of tickets would be; gives the import's number."""
    number = an_import(store, fields, started_at=started_at)
    with store.writing() as connection:
        counts = merge(connection, "desk", number, fields, rows)
        advance(connection, number, counts, len(rows), {}, [])
        finish(connection, number, NOW, NOW)
    return number


def log(store: Store, *events: Event) -> int:
    number = an_import(store, ("created_at", "first_human_response_at"))
    with store.writing() as connection:
        counts = add_events(connection, "desk", number, events)
        advance(connection, number, counts, len(events), {}, [])
        finish(connection, number, NOW, NOW)
    return number


def source(store: Store) -> dict[str, Any]:
    (found,) = contents(store, Source)["source"]
    return found


def teams(store: Store) -> dict[str, str | None]:
    return {row["external_id"]: row["team"] for row in contents(store, Ticket)["ticket"]}


def test_what_an_import_added_is_removed_and_what_it_changed_is_restored(store: Store) -> None:
    imported(store, ("team",), ("1", 5, "a"), ("2", 5, "a"))
    before = contents(store, *KEPT)
    second = imported(store, ("team", "channel"), ("1", 6, "b", "mail"), ("2", 5, "a", None), ("3", 6, "c", None))
    assert source(store)["fields"] == ["channel", "team"]
    undone = undo(store, second, NOW)
    assert undone == Undone(second, restored=2, removed=1, kept=0)
    assert contents(store, *KEPT) == before


def test_a_source_of_which_everything_is_undone_is_as_new(store: Store) -> None:
    first = imported(store, ("team",), ("1", 5, "a"))
    with store.writing() as connection:
        connection.execute(update(table(Source)).values(vendor="zendesk", headers=["Id"], confirmed={"zone": "UTC"}))
    assert undo(store, first, NOW).removed == 1
    assert source(store) == {
        "name": "desk",
        "fields": [],
        "complete_until": None,
        "vendor": None,
        "headers": [],
        "confirmed": {},
        "authors_since": None,
        "first_gone": None,
    }


def test_what_a_later_import_changed_stays_until_that_is_undone_as_well(store: Store) -> None:
    first = imported(store, ("team",), ("1", 5, "a"), ("2", 5, "a"))
    second = imported(store, ("team",), ("1", 6, "b"), ("2", 6, "b"))
    third = imported(store, ("channel",), ("1", 4, "mail"))
    assert undo(store, second, NOW) == Undone(second, restored=1, removed=0, kept=1)
    assert teams(store) == {"1": "b", "2": "a"}
    assert undo(store, first, NOW) == Undone(first, restored=0, removed=1, kept=1)
    assert undo(store, third, NOW) == Undone(third, restored=0, removed=1, kept=0)
    assert contents(store, Ticket, BeforeImage) == {"ticket": [], "before_image": []}


def test_an_older_statement_of_a_later_import_keeps_a_ticket_as_well(store: Store) -> None:
    first = imported(store, ("team",), ("1", 9, "a"))
    imported(store, ("channel",), ("1", 5, "mail"))
    assert undo(store, first, NOW) == Undone(first, restored=0, removed=0, kept=1)
    assert teams(store) == {"1": "a"}


def test_those_that_found_unchanged_what_is_gone_are_named(store: Store) -> None:
    first = imported(store, ("team",), ("1", 5, "a"))
    second = imported(store, ("team",), ("1", 5, "a"))
    assert undo(store, first, NOW) == Undone(first, 0, removed=1, kept=0, found_unchanged=(second,))
    assert undo(store, second, NOW).found_unchanged == ()


def test_events_go_and_what_followed_from_them(store: Store) -> None:
    imported(store, ("team", "created_at"), ("1", 9, "a", 3))
    before = contents(store, *KEPT)
    asked, replied = Event("1", "a", EventKind.CUSTOMER_MESSAGE, 4), Event("1", "b", EventKind.HUMAN_REPLY, 6)
    second = log(store, asked, replied)
    assert undo(store, second, NOW) == Undone(second, restored=1, removed=0, kept=0)
    assert contents(store, *KEPT) == before


def test_a_kept_ticket_says_what_follows_from_the_events_that_are_left(store: Store) -> None:
    asked, replied = Event("1", "a", EventKind.CUSTOMER_MESSAGE, 4), Event("1", "b", EventKind.HUMAN_REPLY, 6)
    log(store, asked)
    second = log(store, replied)
    imported(store, ("team",), ("1", 9, "a"))
    assert undo(store, second, NOW) == Undone(second, restored=0, removed=0, kept=1)
    (ticket,) = contents(store, Ticket)["ticket"]
    assert (ticket["created_at"], ticket["first_human_response_at"], ticket["team"]) == (4, None, "a")
    undo(store, 1, NOW)
    (ticket,) = contents(store, Ticket)["ticket"]
    assert (ticket["created_at"], ticket["team"]) == (None, "a")
    imported(store, ("created_at",), ("1", 2, 1))
    assert contents(store, Ticket)["ticket"][0]["created_at"] == 1


def test_a_ticket_of_whose_events_a_later_import_told_some_is_still_there(store: Store) -> None:
    first = log(store, Event("1", "a", EventKind.CUSTOMER_MESSAGE, 4), Event("1", "c", EventKind.HUMAN_REPLY, 9))
    log(store, Event("1", "b", EventKind.CUSTOMER_MESSAGE, 7))
    undo(store, first, NOW)
    (ticket,) = contents(store, Ticket)["ticket"]
    assert (ticket["created_at"], ticket["first_human_response_at"], ticket["as_of"]) == (7, None, 7)


def test_other_records_are_taken_back_alike(store: Store) -> None:
    def told(model: type[SQLModel], *rows: dict[str, Any]) -> int:
        number = an_import(store, kind="costs")
        with store.writing() as connection:
            merge_records(connection, "desk", number, model, rows)
        return number

    search = {"day": date(2026, 7, 1), "query": "refund", "as_of": 5, "searches": 3}
    inquiry = {"external_id": "1", "as_of": 5, "at": 4, "outcome": "resolved", "conversation": None}
    first = [told(Search, search), told(Inquiry, inquiry)]
    before = contents(store, *KEPT)
    later = told(Search, {**search, "as_of": 6, "searches": 4}, {**search, "query": "login"})
    assert undo(store, later, NOW) == Undone(later, restored=1, removed=1, kept=0)
    assert contents(store, *KEPT) == before
    assert [undo(store, number, NOW).removed for number in first] == [1, 1]


def test_an_import_that_was_stopped_half_way_can_be_undone(store: Store) -> None:
    number = an_import(store, ("team",))
    with store.writing() as connection:
        merge(connection, "desk", number, ("team",), [("1", 5, "a")])
    assert undo(store, number, NOW).removed == 1
    with pytest.raises(UserError, match=f"Import {number} was undone while it ran"), store.writing() as connection:
        advance(connection, number, Counts(added=1), 1, {}, [])


def test_more_than_fit_into_one_transaction(store: Store) -> None:
    first = imported(store, ("team",), *((str(n), 5, "a") for n in range(1_300)))
    second = imported(store, ("team",), *((str(n), 6, "b") for n in range(700)))
    imported(store, ("team",), *((str(n), 7, "c") for n in range(600, 650)))
    assert undo(store, second, NOW) == Undone(second, restored=650, removed=0, kept=50)
    assert undo(store, first, NOW) == Undone(first, restored=0, removed=1_250, kept=50)


def test_labels_that_no_ticket_has_are_forgotten(store: Store) -> None:
    imported(store, ("team",), ("1", 5, "billing"))
    second = imported(store, ("team",), ("2", 5, "ann smith"))
    with store.writing() as connection:
        keep_spellings(connection, "team", {"billing": "Billing", "ann smith": "Ann Smith"})
    undo(store, second, NOW)
    assert [row["spelling"] for row in contents(store, Label)["label"]] == ["Billing"]


def test_what_cannot_be_undone_is_said(store: Store) -> None:
    def refusal(number: int, now: int = NOW) -> str:
        with pytest.raises(UserError) as caught:
            undo(store, number, now)
        assert caught.value.hint
        return caught.value.sentence

    assert refusal(1) == "Nothing is imported."
    first = imported(store, ("team",), ("1", 5, "a"))
    second = imported(store, ("team",), ("1", 6, "b"))
    assert refusal(9) == "There is no import 9: the newest is 2."
    much_later = NOW + 31 * DAY
    assert refusal(second, much_later).startswith("Import 2 is older than 30 days")
    assert refusal(first, much_later).startswith("Import 1 is older than 30 days")
    undo(store, second, NOW)
    assert refusal(second) == "Import 2 is undone already."
    assert undo(store, first, much_later).removed == 1


def test_images_are_kept_for_30_days(store: Store) -> None:
    imported(store, ("team",), ("1", 5, "a"))
    imported(store, ("team",), ("1", 6, "b"), started_at=NOW - 40 * DAY)
    last = imported(store, ("team",), ("1", 7, "c"))
    purge_images(store, NOW)
    assert [image["import_id"] for image in contents(store, BeforeImage)["before_image"]] == [last]


FIELDS = ("created_at", "team", "status")
VALUES = {"created_at": st.integers(0, 3), "team": st.sampled_from("ab"), "status": st.sampled_from(("open", None))}
KINDS = (EventKind.CUSTOMER_MESSAGE.value, EventKind.HUMAN_REPLY.value)
LOGS = st.builds(
    Log,
    st.lists(
        st.builds(Event, st.sampled_from("12"), st.sampled_from("ab"), st.sampled_from(KINDS), st.integers(0, 4)),
        max_size=4,
    ).map(tuple),
)


@st.composite
def files(draw: st.DrawFn) -> Rows:
    fields = tuple(draw(st.lists(st.sampled_from(FIELDS), unique=True, min_size=1)))
    row = st.tuples(st.sampled_from("12"), st.integers(0, 3), *(VALUES[field] for field in fields))
    return fields, draw(st.lists(row, max_size=3))


@settings(max_examples=8)
@given(st.lists(files() | LOGS, min_size=1, max_size=5))
def test_undone_from_the_newest_each_leaves_the_store_as_it_was_before(shared: Store, told: list[Rows | Log]) -> None:
    emptied(shared)
    a_source(shared)
    before = []
    for file in told:
        before.append(contents(shared, *KEPT))
        _carry_out(shared, file)
    note(f"{sum(isinstance(file, Log) for file in told)} logs of {len(told)}")
    for number, expected in reversed(list(enumerate(before, start=_first(shared)))):
        undone = undo(shared, number, NOW)
        assert undone.kept == 0
        assert contents(shared, *KEPT) == expected


@settings(max_examples=8)
@given(st.lists(files() | LOGS, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_undone_in_any_order_nothing_is_left(shared: Store, told: list[Rows | Log], random: Any) -> None:
    emptied(shared)
    a_source(shared)
    before = contents(shared, *KEPT)
    numbers = [_carry_out(shared, file) for file in told]
    random.shuffle(numbers)
    for number in numbers:
        undo(shared, number, NOW)
    assert contents(shared, *KEPT) == before


def _carry_out(store: Store, file: Rows | Log) -> int:
    return log(store, *file.events) if isinstance(file, Log) else imported(store, file[0], *file[1])


def _first(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.scalars(select(table(Import).c.id).order_by("id").limit(1)).one())


def test_what_came_in_by_itself_is_no_file_that_could_be_taken_back(store: Store) -> None:
    file = an_import(store, finished_at=NOW)
    delivered = an_import(store, format=DELIVERED, finished_at=NOW, unchanged=3)
    with store.reading() as connection:
        assert entry(connection).id == file
    with pytest.raises(UserError, match="is what desk has sent by itself, and cannot be taken back"):
        undo(store, delivered, NOW)
    assert undo(store, file, NOW).found_unchanged == ()
