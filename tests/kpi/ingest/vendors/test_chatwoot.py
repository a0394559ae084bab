import pytest

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.chatwoot import CSAT

REPORT = [
    "Agent Name", "Rating", "Feedback Comment", "Contact Name", "Contact Email Address", "Contact Phone Number",
    "Link to the conversation", "Recorded date",
]  # fmt: skip


@pytest.mark.parametrize("headers", [REPORT, [*REPORT[:-1], "Recorded at"], [*REPORT, "Review Notes"]])
def test_its_report_of_ratings_is_recognised(headers: list[str]) -> None:
    assert recognise(headers) is CSAT


def test_a_rating_has_no_opening() -> None:
    told = {meaning for meaning, _ in CSAT.keys.values()}
    assert told == {"external_id", "rating", "rated_at", "requester", "assignee", None}


def test_the_conversations_number_is_in_its_link() -> None:
    assert CSAT.ticket_number is not None
    found = CSAT.ticket_number.search("https://app.chatwoot.com/app/accounts/1/conversations/4711")
    assert found is not None
    assert found[1] == "4711"


def test_the_line_with_the_period_has_no_number() -> None:
    assert CSAT.ticket_number is not None
    assert CSAT.ticket_number.search("Reporting period 2024-01-01 to 2024-01-31") is None
