import csv
import json
import statistics
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.tickets.logs import (
    FIELD_OF,
    Event,
    assignment_events,
    derive,
    message_events,
    state_events,
    unknown_authors,
)
from kpi.model import EventKind, Ticket, table

CUSTOMER, HUMAN, AUTOMATED, RECEIPT, BEGAN, RESOLVED, REOPENED, HANDED_OVER, ASSIGNED = (
    kind.value
    for kind in (
        EventKind.CUSTOMER_MESSAGE,
        EventKind.HUMAN_REPLY,
        EventKind.AUTOMATED_REPLY,
        EventKind.ACKNOWLEDGEMENT,
        EventKind.WORK_BEGAN,
        EventKind.RESOLVED,
        EventKind.REOPENED,
        EventKind.HANDED_OVER,
        EventKind.ASSIGNED,
    )
)


def events(*happened: tuple[str, int]) -> list[Event]:
    return [Event("T1", f"{kind} {at}", kind, at) for kind, at in happened]


def states(*rows: tuple[int, str]) -> list[Event]:
    return state_events(["T1"] * len(rows), [at for at, _ in rows], [state for _, state in rows])


def test_each_message_is_an_event_of_its_conversation() -> None:
    assert message_events(
        ["A", "A", "B"], ["m1", "m2", "m3"], [10, 20, 30], ["Inbound", "Outbound", "bot"], None, None
    ) == [
        Event("A", "m1", CUSTOMER, 10),
        Event("A", "m2", HUMAN, 20),
        Event("B", "m3", AUTOMATED, 30),
    ]


def test_the_same_row_twice_is_the_same_event_with_and_without_a_message_number() -> None:
    rows = (["A", "A"], None, [10, 10], ["customer", "customer"], None, None)
    assert len(set(message_events(*rows))) == 1
    assert (
        len({event.event_id for event in message_events(["A", "A"], None, [10, 10], ["client", "bot"], None, None)})
        == 2
    )


def test_private_notes_and_activities_are_no_events() -> None:
    kept = message_events(
        ["A"] * 5,
        None,
        [1, 2, 3, 4, 5],
        ["user", "admin", "admin", "admin", "admin"],
        ["comment", "note", "close", "true", "false"],
        None,
    )
    assert [event.at for event in kept] == [1, 5]


def test_an_autoreply_by_the_team_is_an_acknowledgement() -> None:
    made = message_events(["A"] * 3, None, [1, 2, 3], ["Inbound", "Outbound", "Outbound"], None, ["Yes", "Yes", "No"])
    assert [event.kind for event in made] == [CUSTOMER, RECEIPT, HUMAN]
    told = derive(made)
    assert (told["first_automated_response_at"], told["acknowledged_at"]) == (None, 2)


def test_authors_who_are_not_known_make_no_events_and_are_counted() -> None:
    authors = ["customer", "Jane", "system", ""]
    assert [event.at for event in message_events(["A"] * 4, None, [1, 2, 3, 4], authors, None, None)] == [1]
    assert unknown_authors(authors) == [1, 3]


def test_rows_without_a_ticket_or_a_time_make_no_events() -> None:
    assert message_events([None, "A"], None, [1, None], ["customer", "customer"], None, None) == []
    assert state_events([None, "A"], [1, None], ["Active", "Active"]) == []


def test_a_state_other_than_new_says_that_work_had_begun() -> None:
    assert states((1, "New"), (2, "Active"), (3, "Awaiting User Info")) == events((BEGAN, 2), (BEGAN, 3))
    assert states((4, "Resolved")) == events((BEGAN, 4), (RESOLVED, 4))


@pytest.mark.parametrize("state", ["new", "Open", "Unassigned", "To Do", "?", "", "7", "deleted"])
def test_states_that_say_nothing_of_work(state: str) -> None:
    assert states((1, state)) == []


def test_a_state_may_say_itself_that_it_is_open_again() -> None:
    assert derive(states((1, "Resolved"), (5, "Reopened")))["reopened_at"] == 5


def test_messages_tell_the_opening_and_the_first_replies_but_no_status() -> None:
    told = derive(events((HUMAN, 5), (CUSTOMER, 10), (AUTOMATED, 11), (CUSTOMER, 20), (HUMAN, 30)))
    by_machines = {"first_automated_response_at": 11, "acknowledged_at": None}
    assert told == {"created_at": 10, "first_human_response_at": 30, **by_machines}


def test_a_conversation_that_the_team_began_is_not_opened_until_the_customer_writes() -> None:
    fields = ("first_human_response_at", "first_automated_response_at", "acknowledged_at")
    assert derive(events((HUMAN, 5))) == dict.fromkeys(fields)


def test_an_opening_that_another_file_tells_comes_before_the_replies() -> None:
    assert derive(events((HUMAN, 5)), opened_at=1) == {
        "first_human_response_at": 5,
        "first_automated_response_at": None,
        "acknowledged_at": None,
    }


def test_nothing_happened() -> None:
    assert derive([]) == {}


def test_the_beginning_of_work_stands_for_the_first_response_where_no_messages_are_known() -> None:
    assert derive(states((1, "New"), (7, "Active"), (9, "Active"))) == {"first_response_at": 7}
    assert "first_response_at" not in derive([*states((7, "Active")), *events((CUSTOMER, 1))])


def test_work_that_goes_on_after_a_resolution_is_a_reopening() -> None:
    log = states(
        (1, "New"), (2, "Active"), (5, "Resolved"), (8, "Active"), (9, "Active"), (12, "Resolved"), (20, "Closed")
    )
    assert derive(log) == {"first_response_at": 2, "status": "resolved", "resolved_at": 12, "reopened_at": 8}


def test_closing_what_is_resolved_already_changes_nothing() -> None:
    assert derive(states((5, "Resolved"), (6, "Resolved"), (20, "Closed"))) == {
        "first_response_at": 5,
        "status": "resolved",
        "resolved_at": 5,
        "reopened_at": None,
    }


def test_a_ticket_that_is_open_again_keeps_the_resolution_that_did_not_last() -> None:
    told = derive(events((RESOLVED, 5), (REOPENED, 8)))
    assert told == {"status": "open", "resolved_at": 5, "reopened_at": 8}


def test_a_reopening_whose_resolution_is_not_known() -> None:
    assert derive(events((REOPENED, 8))) == {"status": "open", "reopened_at": 8}


def test_taken_up_and_resolved_in_one_minute_is_no_reopening() -> None:
    assert derive(states((5, "Resolved"), (9, "Active"), (9, "Resolved")))["reopened_at"] is None


def test_the_first_of_several_hand_overs() -> None:
    assert derive(events((HANDED_OVER, 9), (HANDED_OVER, 4))) == {"handed_over_at": 4}


def test_an_assignment_to_the_team_after_an_automated_answer_is_a_hand_over() -> None:
    written = events((CUSTOMER, 1), (AUTOMATED, 5))
    kinds, to_whom = ["assignment", "comment", "assignment", "assignment"], ["team", "admin", "bot", "admin"]
    assigned = assignment_events(["T1"] * 4, ["a", "b", "c", "d"], [3, 6, 7, 9], kinds, to_whom)
    assert [(event.kind, event.at) for event in assigned] == [(ASSIGNED, 3), (ASSIGNED, 9)]
    assert derive([*assigned, *written])["handed_over_at"] == 9
    assert derive([*written, assigned[0]])["handed_over_at"] is None


def test_an_assignment_after_a_mere_acknowledgement_is_no_hand_over() -> None:
    assert derive(events((CUSTOMER, 1), (RECEIPT, 2), (ASSIGNED, 9)))["handed_over_at"] is None
    assert "handed_over_at" not in derive(events((CUSTOMER, 1), (RECEIPT, 2)))


def test_an_assignment_that_is_written_to_the_customer_as_well_is_two_events() -> None:
    row = (["A"], ["7"], [3])
    assert message_events(*row, ["admin"], ["assignment"], None, [" "]) == []
    assert message_events(*row, ["admin"], ["assignment"], None, ["Hello"]) == [Event("A", "7", HUMAN, 3)]
    assert message_events(*row, ["admin"], ["note"], None, ["For us"]) == []
    assert [event.event_id for event in assignment_events(*row, ["assignment"], ["team"])] == ["assigned 7"]


def test_every_kind_of_event_is_about_a_field_of_a_ticket() -> None:
    assert FIELD_OF.keys() == set(EventKind)
    assert set(FIELD_OF.values()) <= set(table(Ticket).columns.keys())


happenings = st.lists(st.tuples(st.sampled_from(list(EventKind)).map(str), st.integers(0, 12)), max_size=14)


@given(happenings, st.data())
def test_neither_order_nor_repetition_changes_what_is_told(
    happened: list[tuple[str, int]], data: st.DataObject
) -> None:
    log = events(*happened)
    repeated = data.draw(st.lists(st.sampled_from(log), max_size=5)) if log else []
    assert derive(data.draw(st.permutations(log + repeated))) == derive(log)


@given(happenings)
def test_what_is_resolved_was_not_opened_again_since(happened: list[tuple[str, int]]) -> None:
    told = derive(events(*happened))
    resolved_at, reopened_at = told.get("resolved_at"), told.get("reopened_at")
    if isinstance(resolved_at, int) and isinstance(reopened_at, int):
        assert told["status"] == ("open" if reopened_at > resolved_at else "resolved")
    if told.get("status") == "resolved":
        assert isinstance(resolved_at, int)


Instants = list[int | None]


def instants(rows: list[dict[str, str]], column: str) -> Instants:
    """UTC seconds of “29/2/2016 11:13”; None for “?”."""
    written = (row[column] for row in rows)
    return [
        None if text == "?" else int(datetime.strptime(f"{text} +0000", "%d/%m/%Y %H:%M %z").timestamp())
        for text in written
    ]


def minutes(opened: dict[str, int | None], reached: dict[str, int | None]) -> list[float]:
    return [
        (at - start) / 60 for id, start in opened.items() if start is not None and (at := reached.get(id)) is not None
    ]


def test_the_updates_of_a_companys_incidents(real_data: Path) -> None:
    folder = real_data / "uci_incidents_sample"
    expected = json.loads((folder / "expected.json").read_text())["overall"]
    with (folder / "incident_event_log_sample.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = [row["number"] for row in rows]
    opened = dict(zip(numbers, instants(rows, "opened_at"), strict=True))
    log: dict[str, list[Event]] = defaultdict(list)
    for event in state_events(numbers, instants(rows, "sys_updated_at"), [row["incident_state"] for row in rows]):
        log[event.external_id].append(event)
    told = {id: derive(events) for id, events in log.items()}

    first_work = minutes(opened, {id: int(fields["first_response_at"] or 0) for id, fields in told.items()})
    assert len(first_work) == expected["frt_min"]["n"] == 600
    assert statistics.mean(first_work) == pytest.approx(expected["frt_min"]["mean"], abs=1e-4)
    assert statistics.median(first_work) == expected["frt_min"]["median"]

    assert {fields["status"] for fields in told.values()} == {"resolved"}
    recorded = dict(zip(numbers, instants(rows, "resolved_at"), strict=True))
    resolutions = minutes(opened, recorded)
    assert len(resolutions) == expected["resolution_min"]["n"] == 575
    assert statistics.mean(resolutions) == pytest.approx(expected["resolution_min"]["mean"], abs=1e-4)
    same = [id for id, fields in told.items() if recorded[id] == fields["resolved_at"]]
    assert len(same) == 566  # ServiceNow dates 9 by a later update, and does not date 25.
