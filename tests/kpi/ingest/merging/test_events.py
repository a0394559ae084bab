from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.merging.events import add_events
from kpi.ingest.merging.merge import Counts, merge
from kpi.ingest.tickets.logs import Event
from kpi.model import BeforeImage, EventKind, Ticket, TicketEvent
from kpi.store import Store
from tests.kpi.ingest.imports import a_source, an_import, contents, emptied, statements

LOG = ("created_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at")
ASKED, REPLIED, MACHINE = (
    EventKind.CUSTOMER_MESSAGE.value,
    EventKind.HUMAN_REPLY.value,
    EventKind.AUTOMATED_REPLY.value,
)
RESOLVED, REOPENED = EventKind.RESOLVED.value, EventKind.REOPENED.value


@pytest.fixture(autouse=True)
def desk(store: Store) -> None:
    a_source(store)


def log(store: Store, *events: Event, fields: tuple[str, ...] = LOG) -> Counts:
    origin = an_import(store, fields)
    with store.writing() as connection:
        return add_events(connection, "desk", origin, events)


def told(store: Store, as_of: int, **fields: Any) -> None:
    origin = an_import(store, fields)
    with store.writing() as connection:
        merge(connection, "desk", origin, tuple(fields), [("1", as_of, *fields.values())])


def test_events_make_a_ticket_that_says_what_follows_from_them(store: Store) -> None:
    assert log(store, Event("1", "a", ASKED, 10), Event("1", "b", REPLIED, 30)) == Counts(added=2)
    assert log(store, Event("1", "c", REPLIED, 20)) == Counts(added=1)
    no_machine = {"first_automated_response_at": None, "acknowledged_at": None}
    told_of = {"created_at": 10, "first_human_response_at": 20, **no_machine}
    assert statements(store)["desk 1"] == (told_of, dict.fromkeys(told_of), 30)


def test_what_is_known_is_not_written_again(store: Store) -> None:
    log(store, Event("1", "a", ASKED, 10), Event("1", "a", ASKED, 10))
    before = contents(store, Ticket, TicketEvent, BeforeImage)
    assert log(store, Event("1", "a", ASKED, 10)) == Counts(unchanged=1)
    assert log(store) == Counts()
    assert contents(store, Ticket, TicketEvent, BeforeImage) == before


def test_of_an_event_told_twice_the_later_stays(store: Store) -> None:
    log(store, Event("1", "a", ASKED, 10))
    assert log(store, Event("1", "a", ASKED, 12), Event("1", "a", ASKED, 11)) == Counts(updated=1, unchanged=1)
    assert [row["at"] for row in contents(store, TicketEvent)["ticket_event"]] == [12]
    images = contents(store, BeforeImage)["before_image"]
    assert [(row["record"], row["key"]) for row in images] == [("ticket", "1"), ("ticket_event", '["1", "a"]')]


def test_no_statement_touches_what_events_tell(store: Store) -> None:
    log(store, Event("1", "a", ASKED, 10))
    told(store, 99, created_at=5, team="a")
    fields, moments, as_of = statements(store)["desk 1"]
    assert (fields["created_at"], fields["team"], as_of) == (10, "a", 99)
    assert (moments["created_at"], moments["team"]) == ([99, 5], 99)


def test_events_win_over_what_was_stated_and_keep_the_ticket_as_it_was(store: Store) -> None:
    told(store, 99, created_at=5, team="a")
    log(store, Event("1", "a", ASKED, 10))
    fields, moments, as_of = statements(store)["desk 1"]
    assert (fields["created_at"], fields["team"], as_of) == (10, "a", 99)
    assert (moments["created_at"], moments["team"]) == ([99, 5], 99)
    (image,) = contents(store, BeforeImage)["before_image"]
    assert image["image"] == {"as_of": 99, "origin": 1, "created_at": 5, "team": "a"}


def test_replies_are_first_after_an_opening_that_another_file_tells_later(store: Store) -> None:
    log(store, Event("1", "a", REPLIED, 10), Event("1", "b", REPLIED, 30))
    told(store, 99, created_at=20)
    assert statements(store)["desk 1"][0]["first_human_response_at"] == 30


EVENTS = st.builds(
    Event, st.just("1"), st.sampled_from("abcd"), st.sampled_from((ASKED, REPLIED, MACHINE)), st.integers(0, 4)
)
STATEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "created_at": st.integers(0, 4) | st.none(),
        "first_human_response_at": st.integers(0, 4),
        "team": st.sampled_from((None, "a")),
        "status": st.sampled_from(("open", "resolved")),
    },
)


@given(
    st.lists(EVENTS, max_size=5, unique_by=lambda event: event.event_id),
    st.lists(st.tuples(st.integers(0, 6), STATEMENTS), max_size=3),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_any_order_of_events_and_statements_gives_the_same_ticket(
    shared: Store, events: list[Event], stated: list[tuple[int, dict[str, Any]]], resolves: bool, random: Any
) -> None:
    fields = (*LOG, "resolved_at", "status", "reopened_at") if resolves else LOG
    if resolves:
        events = [*events, Event("1", "r", RESOLVED, 3), Event("1", "o", REOPENED, 5)]
    steps = [*events, *stated]
    expected = _after(shared, steps, fields)
    again = steps + random.choices(steps, k=3) if steps else steps
    random.shuffle(again)
    assert _after(shared, again, fields) == expected


def _after(store: Store, steps: list[Any], fields: tuple[str, ...]) -> Any:
    emptied(store)
    a_source(store)
    for step in steps:
        if isinstance(step, Event):
            log(store, step, fields=fields)
        else:
            told(store, step[0], **step[1])
    events = [(row["event_id"], row["kind"], row["at"]) for row in contents(store, TicketEvent)["ticket_event"]]
    return statements(store), events
