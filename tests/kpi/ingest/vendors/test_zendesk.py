from pathlib import Path

import pytest

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.zendesk import TICKETS
from tests.kpi.ingest.vendors.headers import headers_of

EXPORT = [
    "Id", "Requester", "Requester id", "Group", "Subject", "Tags", "Status", "Priority", "Via", "Ticket type",
    "Created at", "Updated at", "Assigned at", "Initially assigned at", "Solved at", "Resolution time",
    "Satisfaction Score", "Reopens", "Replies", "First reply time in minutes",
    "First reply time in minutes within business hours", "Full resolution time in minutes", "Reason [list]",
]  # fmt: skip


def test_its_export_is_recognised() -> None:
    assert recognise(EXPORT) is TICKETS


def test_its_json_is_recognised() -> None:
    assert (
        recognise(
            ["id", "url", "created_at", "status", "via.channel", "is_public", "brand_id", "comments", "raw_subject"]
        )
        is TICKETS
    )


def test_a_copy_of_its_api_is_recognised(real_data: Path) -> None:
    assert recognise(headers_of(real_data / "vendor_shapes" / "fivetran_zendesk" / "ticket_data.csv")) is TICKETS


def test_the_resolution_time_is_in_hours_and_the_others_in_minutes() -> None:
    assert TICKETS.keys["resolutiontime"] == ("resolution_time", "hours")
    assert TICKETS.keys["fullresolutiontimeinminutes"] == ("resolution_time", "minutes")
    assert TICKETS.keys["firstreplytimeinminutes"] == ("first_response_time", "minutes")


def test_minutes_are_preferred_to_hours() -> None:
    assert TICKETS.ranks["fullresolutiontimeinminutes"] < TICKETS.ranks["resolutiontime"]


@pytest.mark.parametrize("column", [key for key in TICKETS.keys if "business" in key])
def test_business_hours_are_not_used(column: str) -> None:
    assert TICKETS.keys[column] == (None, None)


@pytest.mark.parametrize(
    "column",
    [
        "externalid",  # another system's number
        "url",  # the address of its JSON
        "mergedticketids",  # those that were merged into it
        "assignedat",
        "firstresolutiontimeinminutes",
        "requester",
    ],
)
def test_what_looks_useful_and_is_not(column: str) -> None:
    assert TICKETS.keys[column] == (None, None)


def test_a_teams_own_fields_are_read_by_their_names() -> None:
    assert not {"reason", "tickettype"} & TICKETS.keys.keys()
