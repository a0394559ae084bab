import pytest

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.front import MESSAGES

EXPORT = [
    "Message ID", "Segment ID", "Conversation ID", "Segment", "Direction", "Status", "Inbox", "Message date",
    "Autoreply", "Reaction time", "Response time", "Assignee", "Author", "Contact name", "Tags", "First response",
    "Subject", "Segment start", "Segment end", "Segment closed",
]  # fmt: skip


def test_its_export_of_messages_is_recognised() -> None:
    assert recognise(EXPORT) is MESSAGES


def test_a_row_is_a_message_of_a_conversation() -> None:
    told = {header: MESSAGES.keys[header] for header in ("conversationid", "messageid", "messagedate", "direction")}
    assert [meaning for meaning, _ in told.values()] == ["external_id", "event_id", "event_at", "author"]


def test_the_authors_name_is_not_who_wrote() -> None:
    assert MESSAGES.keys["author"] == (None, None)


@pytest.mark.parametrize("column", ["segmentend", "segmentclosed", "responsetime", "reactiontime", "firstresponse"])
def test_segments_and_durations_in_business_hours_are_not_used(column: str) -> None:
    assert MESSAGES.keys[column] == (None, None)
