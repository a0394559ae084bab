import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.ratings import Rating
from kpi.ingest.tickets.logs import Event
from kpi.model import EventKind, Exclusion, RatingScale, Status
from kpi.store import Store
from kpi.webhooks.request import Request
from kpi.webhooks.told import NOTHING
from kpi.webhooks.vendors.gorgias import BODY, VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, events, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

OPENED = 1_784_538_000
LATER = OPENED + 90 * 86_400
TICKET = "5021"


def written(after: int) -> str:
    """As Gorgias writes a time: in UTC, without an offset."""
    return datetime.fromtimestamp(OPENED + after, UTC).strftime("%Y-%m-%dT%H:%M:%S.123456")


def call(event: str, after: int = 0, **values: str) -> Request:
    """What Gorgias makes of the shipped body so many seconds after the opening."""
    names = {
        "ticket.subject": "Where is my order?",
        "ticket.customer.email": "ada@example.org",
        "event.type": event,
        "ticket.id": TICKET,
        "ticket.status": "open",
        "ticket.priority": "normal",
        "ticket.channel": "chat",
        "ticket.language": "en",
        "ticket.assignee_user.name": "None",
        "ticket.from_agent": "False",
        "ticket.spam": "False",
        "ticket.created_datetime": written(0),
        "ticket.updated_datetime": written(after),
        "ticket.closed_datetime": "None",
        "ticket.trashed_datetime": "None",
    }
    body = BODY
    for name, value in (names | {name.replace("__", "."): value for name, value in values.items()}).items():
        body = body.replace(f"{{{{{name}}}}}", value)
    for name in ("id", "created_datetime", "from_agent", "public", "via", "sender.email"):
        body = body.replace(f"{{{{message.{name}}}}}", "")
    assert "{{" not in body
    return Request({"x-kpibot-secret": SECRET}, body.encode(), LATER)


def message(key: str, after: int, *, agent: bool, public: bool = True, **values: str) -> Request:
    of_message = {
        "message__id": key,
        "message__created_datetime": written(after),
        "message__from_agent": str(agent),
        "message__public": str(public),
        "message__via": "email",
        "message__sender__email": "ben@acme.example" if agent else "ada@example.org",
    }
    return call("ticket-message-created", after, **(of_message | values))


def test_only_who_sends_the_secret_is_let_in() -> None:
    request = call("ticket-created")
    assert VENDOR.signed(SECRET, request)
    assert not VENDOR.signed("another-secret", request)
    assert not VENDOR.signed(SECRET, Request({}, request.body, request.at))


def test_every_call_says_what_the_ticket_is_like_then() -> None:
    (statement,) = told(VENDOR, message("m1", 60, agent=True, ticket__assignee_user__name="Ben")).statements
    assert (statement.external_id, statement.as_of) == (TICKET, OPENED + 60)
    assert statement.fields == {
        "priority": "normal",
        "channel": "chat",
        "language": "en",
        "assignee": "Ben",
        "subject": "Where is my order?",
        "requester": "ada@example.org",
        "excluded": None,
        "updated_at": OPENED + 60,
    }


def test_of_a_ticket_that_was_opened_after_connecting_every_call_says_so() -> None:
    opening = [
        Event(TICKET, "opened", EventKind.OPENED, OPENED),
        Event(TICKET, "opening", EventKind.CUSTOMER_MESSAGE, OPENED),
    ]
    assert told(VENDOR, call("ticket-updated", 60), connected_at=OPENED).events == opening
    assert told(VENDOR, call("ticket-updated", 60), connected_at=OPENED + 1).events == []
    assert told(VENDOR, call("ticket-created"), connected_at=OPENED + 1).events == opening


def test_what_the_team_began_is_not_opened_by_the_customer() -> None:
    begun = call("ticket-created", ticket__from_agent="True")
    assert told(VENDOR, begun).events == [Event(TICKET, "opened", EventKind.OPENED, OPENED)]


@pytest.mark.parametrize(
    ("agent", "via", "sender", "kind"),
    [
        (False, "email", "ada@example.org", EventKind.CUSTOMER_MESSAGE),
        (False, "rule", "ada@example.org", EventKind.CUSTOMER_MESSAGE),
        (True, "helpdesk", "ben@acme.example", EventKind.HUMAN_REPLY),
        (True, "", "", EventKind.HUMAN_REPLY),
        (True, "rule", "ben@acme.example", EventKind.ACKNOWLEDGEMENT),
        (True, "api", "bot@gorgias.com", EventKind.AUTOMATED_REPLY),
        (True, "self_service", "ben@acme.example", EventKind.AUTOMATED_REPLY),
        (True, "api", "Robot@acme.example", EventKind.AUTOMATED_REPLY),
    ],
)
def test_a_message_is_by_whoever_wrote_it(agent: bool, via: str, sender: str, kind: EventKind) -> None:
    request = message("m1", 60, agent=agent, message__via=via, message__sender__email=sender)
    found = told(VENDOR, request, connected_at=LATER, bots="robot@acme.example")
    assert found.events == [Event(TICKET, "m1", kind, OPENED + 60)]


def test_what_rules_send_are_answers_if_somebody_said_so() -> None:
    (found,) = told(
        VENDOR, message("m1", 60, agent=True, message__via="rule"), connected_at=LATER, rules="answers"
    ).events
    assert found.kind == EventKind.AUTOMATED_REPLY


def test_an_internal_note_and_a_message_that_failed_are_no_replies() -> None:
    assert told(VENDOR, message("m1", 60, agent=True, public=False), connected_at=LATER).events == []
    failed = message("m1", 60, agent=True, event__type="ticket-message-failed")
    assert told(VENDOR, failed, connected_at=LATER).events == []


CLOSED: dict[str, Any] = {"ticket__status": "closed", "ticket__closed_datetime": written(50)}


@pytest.mark.parametrize(
    ("event", "values", "stated"),
    [
        ("ticket-updated", CLOSED, {"status": Status.RESOLVED, "resolved_at": OPENED + 50}),
        ("ticket-updated", {"ticket__status": "closed"}, {"status": Status.RESOLVED}),
        (
            "ticket_status_updated",
            {"ticket__status": "closed"},
            {"status": Status.RESOLVED, "resolved_at": OPENED + 60},
        ),
        ("ticket-status-updated", {}, {"status": Status.OPEN, "reopened_at": OPENED + 60}),
        ("ticket-updated", {}, {"status": Status.OPEN}),
        ("ticket-message-created", CLOSED, {}),
    ],
)
def test_a_status_that_changes_resolves_or_reopens(
    event: str, values: Mapping[str, Any], stated: Mapping[str, Any]
) -> None:
    found = fields(told(VENDOR, call(event, 60, **values)))
    assert {name: found[name] for name in ("status", "resolved_at", "reopened_at") if name in found} == stated


def test_what_is_spam_or_trashed_counts_nowhere() -> None:
    assert fields(told(VENDOR, call("ticket-updated", ticket__spam="True")))["excluded"] == Exclusion.SPAM
    trashed = call("ticket-updated", 60, ticket__trashed_datetime=written(60))
    assert fields(told(VENDOR, trashed))["excluded"] == Exclusion.DELETED


def test_an_assignment_to_somebody_is_told_and_one_to_nobody_is_not() -> None:
    for event in ("ticket-handed-over", "ticket-assignment-updated"):
        (found,) = told(VENDOR, call(event, 60, ticket__assignee_user__name="Ben"), connected_at=LATER).events
        assert (found.kind, found.at) == (EventKind.ASSIGNED, OPENED + 60)
        assert told(VENDOR, call(event, 60), connected_at=LATER).events == []


def test_an_answer_to_the_survey_is_read_where_somebody_has_added_it(real_data: Path) -> None:
    survey = json.loads((real_data / "webhook_samples" / "gorgias_satisfaction_survey.json").read_text())
    body = json.loads(call("ticket-updated").body)
    body |= {"survey_score": str(survey["score"]), "survey_scored": survey["scored_datetime"]}
    *_, statement = told(VENDOR, Request({}, json.dumps(body).encode(), LATER)).statements
    at = int(datetime(2019, 11, 25, 15, 59, 41, tzinfo=UTC).timestamp())
    assert statement.fields == {"rating": Rating(2.0, RatingScale.STARS), "rated_at": at}


def test_a_form_of_pairs_is_read_as_well() -> None:
    body = json.loads(call("ticket-created").body)
    pairs = [{"key": name, "value": value} for name, value in body.items()]
    assert told(VENDOR, Request({}, json.dumps(pairs).encode(), LATER)) == told(VENDOR, call("ticket-created"))


def test_the_page_shows_the_body_that_is_shipped() -> None:
    assert f"\n```\n{BODY}```\n" in (Path(__file__).parents[4] / "docs" / "webhooks.md").read_text()


def test_the_sample_tells_nothing_and_neither_does_the_body_as_it_is_shipped() -> None:
    assert told(VENDOR, Request({}, VENDOR.sample(SECRET, OPENED).body, LATER)) == NOTHING
    assert told(VENDOR, Request({}, BODY.encode(), LATER)) == NOTHING


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (Request({}, b"<html>", LATER), "The body is not JSON."),
        (call("order-created"), "The event “order-created” is unknown."),
        (call("ticket-created", ticket__id=""), "“ticket_id” is missing"),
        (call("ticket-updated", ticket__updated_datetime="soon"), "“updated” is not a time"),
        (call("ticket-updated", ticket__status="dancing"), "“status” is no status that is known: “dancing”"),
        (message("m1", 60, agent=True, message__from_agent="perhaps"), "“message_from_agent” is not true or false"),
        (message("m1", 60, agent=True, message__created_datetime=""), "“message_created” is missing"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(request_: Request, why: str) -> None:
    assert why in why_not(VENDOR, request_)


def closed(after: int) -> dict[str, Any]:
    return {"ticket__status": "closed", "ticket__closed_datetime": written(after)}


BEN: dict[str, Any] = {"ticket__assignee_user__name": "Ben"}
LIFE = [
    call("ticket-created"),
    message("m1", 0, agent=False),
    message("m2", 5, agent=True, message__via="rule"),
    message("m3", 20, agent=True, message__sender__email="bot@gorgias.com", message__via="api"),
    message("m4", 300, agent=False),
    call("ticket-handed-over", 320, **BEN),
    message("m5", 400, agent=True, public=False, **BEN),
    message("m6", 900, agent=True, **BEN),
    call("ticket-updated", 905, ticket__priority="high", **BEN),
    message("m7", 2_000, agent=False, ticket__priority="high", **BEN),
    message("m8", 2_600, agent=True, ticket__priority="high", **BEN),
    call("ticket-status-updated", 2_610, ticket__priority="high", **closed(2_610), **BEN),
    message("m9", 9_000, agent=False, ticket__priority="high", **closed(2_610), **BEN),
    call("ticket-status-updated", 9_000, ticket__priority="high", **BEN),
    call("ticket-updated", 9_100, ticket__priority="high", ticket__trashed_datetime=written(9_100), **BEN),
    call("ticket-updated", 9_200, ticket__priority="high", **BEN),
    message("m10", 9_500, agent=True, ticket__priority="high", **BEN),
    call("ticket-status-updated", 9_510, ticket__priority="high", **closed(9_510), **BEN),
    call("ticket-updated", 9_600, ticket__priority="urgent", **closed(9_510), **BEN),
]
KNOWN = {
    "created_at": OPENED,
    "acknowledged_at": OPENED + 5,
    "first_automated_response_at": OPENED + 20,
    "first_human_response_at": OPENED + 900,
    "handed_over_at": OPENED + 320,
    "status": "resolved",
    "resolved_at": OPENED + 9_510,
    "reopened_at": OPENED + 9_000,
    "excluded": None,
    "channel": "chat",
    "priority": "urgent",
    "language": "en",
}


def test_a_life_in_any_order_and_told_twice_is_the_ticket_that_is_known_by_hand(desk_store: Store) -> None:
    shuffled = [*LIFE, *LIFE]
    random.Random(9).shuffle(shuffled)
    happened = []
    for source, requests in (("in-order", LIFE), ("backwards", LIFE[::-1]), ("shuffled", shuffled)):
        ticket = ticket_after(desk_store, VENDOR, source, requests, TICKET)
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source
        happened.append(events(desk_store, source))
    assert happened[0] == happened[1] == happened[2]


@given(body=bodies(*(json.loads(each.body) for each in LIFE)), options=st.sampled_from([{}, {"rules": "answers"}]))
def test_whatever_is_signed_is_read_or_refused(body: bytes, options: dict[str, str]) -> None:
    survives(VENDOR, Request({}, body, LATER), **options)
