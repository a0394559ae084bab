import pytest

from kpi.ingest.columns.meaning import DURATIONS, MEANINGS
from kpi.ingest.columns.values import standing
from kpi.ingest.vendors import VENDORS, recognise
from kpi.ingest.vendors.vendor import Vendor, header_key

every_vendor = pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: f"{vendor.key} {vendor.marks[0]}")


def vendor(**more: object) -> Vendor:
    known = {"key": "x", "title": "X", "marks": (), "enough": 1, "columns": {}}
    return Vendor(**(known | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["Created at", "created_at", "createdAt", " CREATED-AT ", "Created at [txt]"])
def test_one_header_in_many_ways(written: str) -> None:
    assert header_key(written) == "createdat"


def test_letters_of_any_script_are_kept() -> None:
    assert header_key("Résolution (日)") == "résolution日"


def test_a_durations_unit_follows_its_meaning() -> None:
    known = vendor(
        columns={"Full time": "resolution_time:minutes", "Day": "created_at", "Hour": "created_at:time", "Id": None}
    )
    assert known.keys == {
        "fulltime": ("resolution_time", "minutes"),
        "day": ("created_at", None),
        "hour": ("created_at:time", None),
        "id": (None, None),
    }


def test_the_first_of_several_columns_with_one_meaning_is_preferred() -> None:
    known = vendor(columns={"Resolved": "resolved_at", "Closed": "resolved_at", "resolved_": None})
    assert known.ranks["resolved"] < known.ranks["closed"]
    assert known.keys["resolved"] == ("resolved_at", None)


def test_a_file_of_nobody_in_particular_is_not_recognised() -> None:
    assert recognise(["Ticket ID", "Created at", "Status", "Priority", "Subject", "Group", "Rating", "Channel"]) is None
    assert recognise([]) is None


def test_with_as_many_marks_of_two_nothing_is_recognised() -> None:
    zendesk = ["Group stations", "Assignee stations", "Reopens", "Satisfaction Score"]
    intercom = ["waiting_since", "snoozed_until", "team_assignee_id", "admin_assignee_id"]
    assert recognise([*zendesk, *intercom]) is None
    assert recognise([*zendesk, *intercom, "Replies"]) == recognise(zendesk)


@every_vendor
def test_a_vendor_is_recognised_by_its_own_marks_alone(vendor: Vendor) -> None:
    assert recognise(vendor.marks) is vendor
    assert recognise(vendor.marks[: vendor.enough - 1]) is not vendor


@every_vendor
def test_every_column_means_something_that_there_is(vendor: Vendor) -> None:
    told = {meaning for meaning, _ in vendor.keys.values() if meaning is not None}
    assert told <= MEANINGS
    assert "external_id" in told


@every_vendor
def test_every_duration_has_a_unit_and_nothing_else_has(vendor: Vendor) -> None:
    for meaning, unit in vendor.keys.values():
        assert (unit in ("minutes", "hours")) == (meaning in DURATIONS)


@every_vendor
def test_every_status_is_put_into_words_that_are_known(vendor: Vendor) -> None:
    for word in vendor.values.get("status", {}).values():
        assert standing(word) is not None


@every_vendor
def test_what_tells_that_the_team_began_is_a_known_column(vendor: Vendor) -> None:
    assert {header_key(header) for header in vendor.agent_started} <= vendor.keys.keys()


@every_vendor
def test_notes_are_sentences(vendor: Vendor) -> None:
    assert vendor.notes
    assert all(note.endswith(".") and note[0].isupper() for note in vendor.notes)
