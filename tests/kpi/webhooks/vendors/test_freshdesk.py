import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.ratings import BAD, GOOD, NEUTRAL, Rating
from kpi.ingest.tickets.logs import Event
from kpi.model import EventKind, Exclusion, Status
from kpi.store import Store
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.told import NOTHING
from kpi.webhooks.vendors.freshdesk import BODY, VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, events, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

OPENED = 1_784_538_000
TICKET = "11"
VALUES = {
    "ticket.subject": 'The "big" invoice',
    "ticket.requester.email": "ada@example.org",
    "ticket.id": TICKET,
    "ticket.status": "Open",
    "ticket.priority": "Low",
    "ticket.source": "Email",
    "ticket.ticket_type": "Incident",
    "ticket.tags": "vip, Invoices",
    "ticket.group.name": "Billing",
    "ticket.agent.name": "",
    "ticket.url": "https://acme.freshdesk.com/a/tickets/11",
}


def call(event: str, after: int = 0, *, by: str = "requester", late: int = 0, **values: Any) -> Request:
    """What Freshdesk makes of the shipped body so many seconds after the opening."""
    body = BODY.replace('"by": "requester"', f'"by": "{by}"').replace("{{triggered_event}}", event)
    body = body.replace("{{'now' | date: '%s'}}", str(OPENED + after))
    named = {f"ticket.{name.replace('__', '.')}": value for name, value in values.items()}
    for name, value in (VALUES | named).items():
        body = body.replace(f"{{{{{name}}}}}", value)
    assert "{{" not in body
    return Request({"x-kpibot-secret": SECRET}, body.encode(), OPENED + after + late)


def test_only_who_sends_the_secret_is_let_in() -> None:
    request = call("{reply_sent:sent}")
    assert VENDOR.signed(SECRET, request)
    assert not VENDOR.signed("another-secret", request)
    assert not VENDOR.signed(SECRET, Request({}, request.body, request.at))


def test_the_steps_name_the_header_with_the_secret() -> None:
    steps = " ".join(VENDOR.steps).format(address="https://kpibot.example.org/webhooks/freshdesk", secret=SECRET)
    assert f"X-Kpibot-Secret: {SECRET}" in steps


def test_a_body_that_somebody_wrote_for_themselves_opens_a_ticket(real_data: Path) -> None:
    body = (real_data / "webhook_samples" / "freshdesk_webhook_ticket_created.json").read_bytes()
    found = told(VENDOR, Request({}, body, OPENED))
    assert found.events == [
        Event("11", "opened", EventKind.OPENED, OPENED),
        Event("11", "opening", EventKind.CUSTOMER_MESSAGE, OPENED),
    ]
    assert fields(found) == {"status": Status.OPEN, "updated_at": OPENED} | {
        "priority": "High",
        "subject": "Test ticket subject ☃",
        "url": "http://test1234zzz.freshdesk.com/helpdesk/tickets/11",
        "requester": "requester-bob@example.com",
    }


def test_every_call_says_what_the_ticket_is_like_then() -> None:
    (statement,) = told(VENDOR, call("{reply_sent:sent}", 60)).statements
    assert (statement.external_id, statement.as_of) == (TICKET, OPENED + 60)
    assert statement.fields == {
        "priority": "Low",
        "channel": "Email",
        "team": "Billing",
        "assignee": None,
        "subject": 'The "big" invoice',
        "url": "https://acme.freshdesk.com/a/tickets/11",
        "requester": "ada@example.org",
        "updated_at": OPENED + 60,
    }


def test_numbers_of_priorities_and_sources_are_read_as_their_names() -> None:
    stated = fields(told(VENDOR, call("{priority:{from:1,to:4}}", priority="4", source="3")))
    assert (stated["priority"], stated["channel"]) == ("Urgent", "Phone")


def test_the_type_or_the_tags_are_intents_only_if_somebody_said_so() -> None:
    request = call("{reply_sent:sent}")
    assert "intent" not in fields(told(VENDOR, request))
    assert fields(told(VENDOR, request, intents="type"))["intent"] == "Incident"
    assert fields(told(VENDOR, request, intents="tags"))["intent"] == "Invoices"
    assert fields(told(VENDOR, call("{reply_sent:sent}", tags=""), intents="tags"))["intent"] is None


@pytest.mark.parametrize(
    ("event", "by", "kind"),
    [
        ("{reply_sent:sent}", "requester", EventKind.CUSTOMER_MESSAGE),
        ("{reply_sent:sent}", "agent", EventKind.HUMAN_REPLY),
        ("{note_type:public}", "agent", EventKind.HUMAN_REPLY),
    ],
)
def test_a_reply_is_by_whom_the_rule_waits_for(event: str, by: str, kind: EventKind) -> None:
    assert told(VENDOR, call(event, 60, by=by)).events == [Event(TICKET, f"{kind} {OPENED + 60}", kind, OPENED + 60)]


def test_a_private_note_is_no_reply() -> None:
    assert told(VENDOR, call("{note_type:private}", by="agent")).events == []


def test_what_the_team_began_is_not_opened_by_the_customer() -> None:
    for source in ("10", "Outbound Email", "Outbound email"):
        opened = told(VENDOR, call("{ticket_action:created}", source=source)).events
        assert opened == [Event(TICKET, "opened", EventKind.OPENED, OPENED)]


@pytest.mark.parametrize(
    ("event", "status", "stated"),
    [
        ("{status:{from:2,to:4}}", "Resolved", {"status": Status.RESOLVED, "resolved_at": OPENED}),
        ("{status:{from:2,to:5}}", "Geschlossen", {"status": Status.RESOLVED, "resolved_at": OPENED}),
        ("{status:{from:4,to:5}}", "Closed", {"status": Status.RESOLVED}),
        ("{status:{from:5,to:2}}", "Open", {"status": Status.OPEN, "reopened_at": OPENED}),
        ("{status:{from:4,to:6}}", "Waiting on Customer", {"status": Status.OPEN, "reopened_at": OPENED}),
        ("{status:{from:2,to:12}}", "Ask the depot", {"status": Status.OPEN}),
        ("{ticket_action:created}", "Resolved", {"status": Status.RESOLVED, "resolved_at": OPENED}),
        ("{reply_sent:sent}", "Resolved", {}),
    ],
)
def test_a_status_that_changes_resolves_or_reopens(event: str, status: str, stated: Mapping[str, Any]) -> None:
    found = fields(told(VENDOR, call(event, status=status)))
    assert {name: found[name] for name in ("status", "resolved_at", "reopened_at") if name in found} == stated


@pytest.mark.parametrize(
    ("action", "excluded"),
    [("delete", Exclusion.DELETED), ("marked_spam", Exclusion.SPAM), ("restored", None), ("unmarked_as_spam", None)],
)
def test_what_is_deleted_or_spam_counts_nowhere_until_it_is_restored(action: str, excluded: Exclusion | None) -> None:
    assert fields(told(VENDOR, call(f"{{ticket_action:{action}}}")))["excluded"] == excluded


@pytest.mark.parametrize(("score", "rating"), [("103", GOOD), ("100", NEUTRAL), ("-101", BAD), ("Happy", GOOD)])
def test_feedback_is_a_rating(score: str, rating: Rating) -> None:
    stated = fields(told(VENDOR, call(f"{{customer_feedback:{score}}}", 90)))
    assert (stated["rating"], stated["rated_at"]) == (rating, OPENED + 90)


def test_a_call_that_came_late_is_dated_by_when_it_was_made() -> None:
    assert told(VENDOR, call("{reply_sent:sent}", 60, late=7_200)).events[0].at == OPENED + 60


@pytest.mark.parametrize("sent", ["", "now", "0", str(OPENED + 5), str(OPENED - 30 * 86_400)])
def test_without_a_time_that_can_be_a_call_is_dated_by_when_it_came(sent: str) -> None:
    body = call("{reply_sent:sent}").body.replace(f'"sent": "{OPENED}"'.encode(), f'"sent": "{sent}"'.encode())
    assert told(VENDOR, Request({}, body, OPENED)).events[0].at == OPENED


def test_the_same_call_is_known_again_and_another_one_with_the_same_words_is_not() -> None:
    def key(request: Request) -> str:
        return VENDOR.read(request, Connection(0))[0].id

    assert key(call("{reply_sent:sent}", 60)) == key(call("{reply_sent:sent}", 60, late=1_800))
    assert key(call("{reply_sent:sent}", 60)) != key(call("{reply_sent:sent}", 61))
    untimed = call("{reply_sent:sent}").body.replace(f'"sent": "{OPENED}"'.encode(), b'"sent": ""')
    assert key(Request({}, untimed, OPENED)) != key(Request({}, untimed, OPENED + 1))


def test_the_page_shows_the_body_that_is_shipped() -> None:
    assert f"\n```\n{BODY}```\n" in (Path(__file__).parents[4] / "docs" / "webhooks.md").read_text()


def test_the_sample_tells_nothing_and_neither_does_the_body_as_it_is_shipped() -> None:
    assert told(VENDOR, Request({}, VENDOR.sample(SECRET, OPENED).body, OPENED)) == NOTHING
    assert told(VENDOR, Request({}, BODY.encode(), OPENED)) == NOTHING


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (Request({}, b"<html>", OPENED), "The body is not JSON."),
        (Request({}, b"[]", OPENED), "no JSON object with values"),
        (call(""), "“triggered_event” is missing"),
        (call("a reply"), "no event as Freshdesk writes them: “a reply”"),
        (call("{full_moon:yes}"), "The event “full_moon” is unknown."),
        (call("{ticket_action:danced}"), "The action “danced” is unknown."),
        (call("{customer_feedback:7}"), "“7” is no rating"),
        (call("{reply_sent:sent}", by="nobody"), "“by” is neither “agent” nor “requester”"),
        (call("{reply_sent:sent}", id=""), "“ticket_id” is missing"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(request_: Request, why: str) -> None:
    assert why in why_not(VENDOR, request_)


LIFE = [
    call("{ticket_action:created}"),
    call("{responder_id:{from:,to:42}}", 30, agent__name="Ben"),
    call("{note_type:private}", 500, by="agent"),
    call("{reply_sent:sent}", 600, by="agent"),
    call("{status:{from:2,to:3}}", 600, status="Pending"),
    call("{reply_sent:sent}", 5_000, status="Pending"),
    call("{status:{from:3,to:2}}", 5_000),
    call("{priority:{from:1,to:3}}", 5_100, priority="High"),
    call("{note_type:public}", 7_000, by="agent", priority="High"),
    call("{status:{from:2,to:4}}", 7_100, status="Resolved", priority="High"),
    call("{customer_feedback:103}", 8_000, status="Resolved", priority="High"),
    call("{reply_sent:sent}", 9_000, status="Resolved", priority="High"),
    call("{status:{from:4,to:2}}", 9_000, priority="High"),
    call("{reply_sent:sent}", 9_600, by="agent", priority="High"),
    call("{status:{from:2,to:4}}", 9_600, status="Resolved", priority="High"),
    call("{customer_feedback:-102}", 9_900, status="Resolved", priority="High"),
    call("{ticket_action:marked_spam}", 10_000, status="Resolved", priority="High"),
    call("{ticket_action:unmarked_as_spam}", 10_060, status="Resolved", priority="High"),
    call("{status:{from:4,to:5}}", 90_000, status="Closed", priority="High"),
]
KNOWN = {
    "created_at": OPENED,
    "first_human_response_at": OPENED + 600,
    "first_automated_response_at": None,
    "status": "resolved",
    "resolved_at": OPENED + 9_600,
    "reopened_at": OPENED + 9_000,
    "excluded": None,
    "rating": -1.0,
    "rating_scale": "faces",
    "rated_at": OPENED + 9_900,
    "channel": "email",
    "priority": "high",
    "team": "billing",
    "intent": "incident",
}


def test_a_life_in_any_order_and_told_twice_is_the_ticket_that_is_known_by_hand(desk_store: Store) -> None:
    shuffled = [*LIFE, *LIFE]
    random.Random(9).shuffle(shuffled)
    happened = []
    for source, requests in (("in-order", LIFE), ("backwards", LIFE[::-1]), ("shuffled", shuffled)):
        ticket = ticket_after(desk_store, VENDOR, source, requests, TICKET, intents="type")
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source
        happened.append(events(desk_store, source))
    assert happened[0] == happened[1] == happened[2]


def as_json(request: Request) -> Any:
    return json.loads(request.body.replace(b'"big"', b"big"))


@given(body=bodies(*map(as_json, LIFE)), options=st.sampled_from([{}, {"intents": "type"}, {"intents": "tags"}]))
def test_whatever_is_signed_is_read_or_refused(body: bytes, options: dict[str, str]) -> None:
    survives(VENDOR, Request({}, body, OPENED), **options)
