import json
from pathlib import Path

from kpi.ingest.vendors import recognise
from kpi.ingest.vendors.freshdesk import RATINGS, TICKETS

EXPORT = [
    "Ticket ID", "Subject", "Status", "Priority", "Source", "Type", "Agent", "Group", "Created time", "Due by Time",
    "Resolved time", "Closed time", "Last update time", "Initial response time", "Time tracked",
    "First response time (in hrs)", "Resolution time (in hrs)", "Survey results", "Full name", "Title", "Email",
]  # fmt: skip


def test_its_export_is_recognised() -> None:
    assert recognise(EXPORT) is TICKETS


def test_a_ticket_of_its_api_is_recognised() -> None:
    keys = ["id", "status", "source", "spam", "fr_escalated", "fr_due_by", "responder_id", "stats.first_responded_at"]
    assert recognise(keys) is TICKETS


def test_its_own_durations_are_not_used_and_the_points_in_time_are() -> None:
    assert TICKETS.keys["firstresponsetimeinhrs"] == (None, None)
    assert TICKETS.keys["resolutiontimeinhrs"] == (None, None)
    assert TICKETS.keys["initialresponsetime"] == ("first_response_at", None)
    assert TICKETS.keys["statsfirstrespondedat"] == ("first_response_at", None)


def test_a_resolution_is_preferred_to_a_closing() -> None:
    assert TICKETS.ranks["resolvedtime"] < TICKETS.ranks["closedtime"]
    assert TICKETS.ranks["statsresolvedat"] < TICKETS.ranks["statsclosedat"]


def test_names_are_preferred_to_numbers() -> None:
    assert TICKETS.ranks["statusname"] < TICKETS.ranks["status"]


def test_the_numbers_of_its_api() -> None:
    assert TICKETS.values["status"] == {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
    assert TICKETS.values["priority"]["1"] == "Low"
    assert TICKETS.values["channel"]["9"] == "Feedback Widget"


def test_an_outbound_mail_was_begun_by_the_team() -> None:
    assert TICKETS.agent_started["Source"] == {"10", "Outbound Email"}


def test_spam_and_deleted_tickets_say_so() -> None:
    assert TICKETS.keys["spam"] == ("spam", None)
    assert TICKETS.keys["deleted"] == ("deleted", None)


def test_the_title_is_the_contacts_and_the_group_number_no_name() -> None:
    assert TICKETS.keys["title"] == (None, None)
    assert TICKETS.keys["groupid"] == (None, None)


def test_its_lists_of_messages_lack_the_opening() -> None:
    assert TICKETS.opening_apart


def test_a_rating_was_given_when_it_was_created() -> None:
    keys = ["id", "survey_id", "user_id", "agent_id", "feedback", "ticket_id", "created_at", "ratings.default_question"]
    assert recognise(keys) is RATINGS
    assert RATINGS.keys["createdat"] == ("rated_at", None)
    assert RATINGS.keys["ticketid"] == ("external_id", None)


def test_samples_of_its_api_are_recognised(real_data: Path) -> None:
    ticket = json.loads((real_data / "vendor_shapes" / "freshdesk_api" / "ticket_1.json").read_text())
    flat = [f"{name}.{inner}" for name in ticket for inner in (ticket[name] if isinstance(ticket[name], dict) else [])]
    assert recognise([*ticket, *flat]) is TICKETS
