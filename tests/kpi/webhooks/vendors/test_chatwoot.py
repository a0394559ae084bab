import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.ratings import Rating
from kpi.ingest.tickets.logs import Event
from kpi.model import EventKind, RatingScale, Status
from kpi.store import Store
from kpi.webhooks.reading import hash_of
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.signatures import in_hex
from kpi.webhooks.told import NOTHING
from kpi.webhooks.vendors.chatwoot import VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, events, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

OPENED = 1_784_538_000
LATER = OPENED + 90 * 86_400
TICKET = "73"
BEN = {"id": 4, "name": "Ben", "email": "ben@acme.example", "type": "user"}
BOT = {"id": 2, "name": "Robbie", "type": "agent_bot"}
CAPTAIN = {"id": 1, "name": "Captain", "type": "captain_assistant"}
ADA = {"id": 9, "name": "Ada", "email": "ada@example.org", "phone_number": None}


def conversation(after: int, **values: Any) -> dict[str, Any]:
    meta = {"sender": {**ADA, "type": "contact"}, "assignee": values.pop("assignee", None), "team": None}
    return {
        "additional_attributes": {},
        "channel": "Channel::WebWidget",
        "id": int(TICKET),
        "inbox_id": 1,
        "messages": [],
        "labels": ["vip", "billing"],
        "meta": meta,
        "status": "open",
        "priority": None,
        "created_at": OPENED,
        "updated_at": OPENED + after + 0.25,
        "timestamp": OPENED + after,
        **values,
    }


def changed(**values: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{name: {"previous_value": old, "current_value": new}} for name, (old, new) in values.items()]


def a_request(body: Mapping[str, Any], at: int = LATER) -> Request:
    text = json.dumps(body).encode()
    return Request({"x-chatwoot-delivery": f"delivery of {hash_of(text)}"}, text, at)


def of_conversation(event: str, after: int, **values: Any) -> Request:
    return a_request({"event": event, **conversation(after, **values)})


def status(old: str, new: str, after: int, **values: Any) -> Request:
    moment = f"2026-07-20T{9 + after // 3600:02}:{after % 3600 // 60:02}:{after % 60:02}.250Z"
    changes = changed(status=(old, new), updated_at=("2026-07-20T08:00:00.000Z", moment))
    return of_conversation("conversation_status_changed", after, status=new, changed_attributes=changes, **values)


def message(key: int, after: int, kind: str, sender: Any = None, **values: Any) -> Request:
    return a_request(
        {
            "event": "message_created",
            "id": key,
            "content": "words",
            "created_at": f"2026-07-20T{9 + after // 3600:02}:{after % 3600 // 60:02}:{after % 60:02}.100Z",
            "message_type": kind,
            "content_type": "text",
            "content_attributes": {},
            "private": False,
            "sender": sender,
            "account": {"id": 1, "name": "Acme"},
            "conversation": conversation(after),
            **values,
        }
    )


def survey(after: int, rating: Any) -> Request:
    answer = {"submitted_values": {"csat_survey_response": {"rating": rating, "feedback_message": "words"}}}
    body = {"event": "message_updated", "id": 99, "message_type": "template", "content_type": "input_csat"}
    return a_request({**body, "content_attributes": answer, "conversation": conversation(after)}, OPENED + after)


def stated(request: Request, **options: Any) -> dict[str, Any]:
    """All that is stated, whenever it was so."""
    return {name: value for each in told(VENDOR, request, **options).statements for name, value in each.fields.items()}


# Who sends


def signed(body: bytes, at: str, secret: str = SECRET) -> dict[str, str]:
    signature = "sha256=" + in_hex(secret.encode(), f"{at}.".encode() + body)
    return {"x-chatwoot-timestamp": at, "x-chatwoot-signature": signature}


def test_what_chatwoot_has_signed_just_now_is_let_in() -> None:
    headers, body = signed(b'{"a": 1}', str(OPENED)), b'{"a": 1}'
    assert VENDOR.signed(SECRET, Request(headers, body, OPENED))
    assert VENDOR.signed(SECRET, Request(headers, body, OPENED + 300))
    assert not VENDOR.signed(SECRET, Request(headers, body, OPENED + 301))
    assert not VENDOR.signed(SECRET, Request(headers, body, OPENED - 301))
    assert not VENDOR.signed("another-secret", Request(headers, body, OPENED))
    assert not VENDOR.signed(SECRET, Request(headers, b'{"a": 2}', OPENED))
    assert not VENDOR.signed(SECRET, Request({}, body, OPENED))


@pytest.mark.parametrize("missing", ["x-chatwoot-timestamp", "x-chatwoot-signature"])
def test_without_one_of_the_headers_nothing_is_let_in(missing: str) -> None:
    headers = {**signed(b"{}", str(OPENED)), missing: ""}
    assert not VENDOR.signed(SECRET, Request(headers, b"{}", OPENED))


@pytest.mark.parametrize("at", ["now", "-1", "1e9", "２０", "é\udcff", str(10**30)])
def test_a_time_that_is_none_is_not_let_in(at: str) -> None:
    headers = {"x-chatwoot-timestamp": at, "x-chatwoot-signature": "sha256=é\udcff"}
    assert not VENDOR.signed(SECRET, Request(headers, b"{}", OPENED))


def test_the_sample_is_signed_and_tells_nothing() -> None:
    sample = VENDOR.sample(SECRET, OPENED)
    request = Request({name.lower(): value for name, value in sample.headers.items()}, sample.body, OPENED)
    assert VENDOR.signed(SECRET, request)
    assert told(VENDOR, request) == NOTHING


def test_a_delivery_is_known_by_chatwoots_id_and_without_one_by_its_bytes() -> None:
    request = message(1, 60, "incoming", ADA)
    assert VENDOR.read(request, Connection(0))[0].id == request.header("x-chatwoot-delivery")
    bare = Request({}, request.body, LATER)
    assert VENDOR.read(bare, Connection(0))[0].id == VENDOR.read(bare, Connection(0))[0].id


# What it means


def test_the_sample_message_is_the_customers(real_data: Path) -> None:
    body = (real_data / "webhook_samples" / "chatwoot_message_created_shape.json").read_bytes()
    found = told(VENDOR, Request({}, body, LATER), connected_at=LATER)
    assert found.events == [Event("1", "1", EventKind.CUSTOMER_MESSAGE, 1_583_240_757)]
    assert stated(Request({}, body, LATER), intents="tags")["intent"] == "billing"


def test_the_sample_survey_is_a_rating_dated_by_when_it_came(real_data: Path) -> None:
    body = (real_data / "webhook_samples" / "chatwoot_csat_message_updated_shape.json").read_bytes()
    (statement,) = told(VENDOR, Request({}, body, LATER)).statements
    assert (statement.external_id, statement.as_of) == ("1", LATER)
    assert statement.fields == {"rating": Rating(5.0, RatingScale.STARS), "rated_at": LATER}


def test_every_delivery_says_what_the_conversation_is_like_then() -> None:
    mail = {"mail_subject": "Invoice", "conversation_language": "de"}
    request = message(
        1, 60, "incoming", ADA, conversation=conversation(60, assignee=BEN, additional_attributes=mail, priority="high")
    )
    (statement,) = told(VENDOR, request).statements
    assert (statement.external_id, statement.as_of) == (TICKET, OPENED + 60)
    assert statement.fields == {
        "channel": "Website",
        "priority": "high",
        "team": None,
        "assignee": "Ben",
        "subject": "Invoice",
        "language": "de",
        "requester": "ada@example.org",
        "updated_at": OPENED + 60,
    }


def test_a_bot_is_nobody_that_a_conversation_is_with() -> None:
    assert stated(of_conversation("conversation_updated", 60, assignee=BOT))["assignee"] is None


def test_channels_have_the_names_that_people_know() -> None:
    for name, shown in (("Channel::FacebookPage", "Facebook"), ("Channel::Telegram", "Telegram")):
        assert stated(of_conversation("conversation_updated", 60, channel=name))["channel"] == shown


def test_of_a_conversation_that_was_opened_after_connecting_every_delivery_says_so() -> None:
    opened = Event(TICKET, "opened", EventKind.OPENED, OPENED)
    later, before = of_conversation("conversation_updated", 60), OPENED + 1
    assert told(VENDOR, later, connected_at=OPENED).events == [opened]
    assert told(VENDOR, later, connected_at=before).events == []
    assert told(VENDOR, of_conversation("conversation_created", 0), connected_at=before).events == [opened]


@pytest.mark.parametrize(
    ("kind", "sender", "values", "event"),
    [
        ("incoming", ADA, {}, EventKind.CUSTOMER_MESSAGE),
        (0, ADA, {}, EventKind.CUSTOMER_MESSAGE),
        ("outgoing", BEN, {}, EventKind.HUMAN_REPLY),
        (1, BEN, {}, EventKind.HUMAN_REPLY),
        ("outgoing", BOT, {}, EventKind.AUTOMATED_REPLY),
        ("outgoing", CAPTAIN, {}, EventKind.AUTOMATED_REPLY),
        ("outgoing", {**BEN, "name": "Robo Joe"}, {}, EventKind.AUTOMATED_REPLY),
        ("outgoing", None, {}, EventKind.AUTOMATED_REPLY),
        ("outgoing", None, {"content_attributes": {"external_echo": True}}, EventKind.HUMAN_REPLY),
        ("outgoing", None, {"content_attributes": {"automation_rule_id": 3}}, EventKind.ACKNOWLEDGEMENT),
        ("outgoing", BEN, {"additional_attributes": {"campaign_id": 3}}, EventKind.ACKNOWLEDGEMENT),
        ("template", None, {}, EventKind.ACKNOWLEDGEMENT),
        ("template", None, {"content_type": "article"}, EventKind.AUTOMATED_REPLY),
    ],
)
def test_a_message_is_by_whoever_wrote_it(kind: Any, sender: Any, values: Any, event: EventKind) -> None:
    found = told(VENDOR, message(7, 60, kind, sender, **values), connected_at=LATER, bots="robo joe")
    assert found.events == [Event(TICKET, "7", event, OPENED + 60)]


@pytest.mark.parametrize(
    "values",
    [{"private": True}, {"message_type": "activity"}, {"message_type": "template", "content_type": "input_csat"}],
)
def test_private_notes_and_surveys_are_no_messages(values: Any) -> None:
    assert told(VENDOR, message(7, 60, "outgoing", BEN, **values), connected_at=LATER).events == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("open", "resolved", {"status": Status.RESOLVED, "resolved_at": OPENED + 60}),
        ("pending", "resolved", {"status": Status.RESOLVED, "resolved_at": OPENED + 60}),
        ("resolved", "open", {"status": Status.OPEN, "reopened_at": OPENED + 60}),
        ("resolved", "pending", {"status": Status.OPEN, "reopened_at": OPENED + 60}),
        ("open", "snoozed", {"status": Status.OPEN}),
        ("snoozed", "open", {"status": Status.OPEN}),
        (None, "open", {"status": Status.OPEN}),
    ],
)
def test_a_status_that_changes_resolves_or_reopens(old: Any, new: str, expected: Mapping[str, Any]) -> None:
    found = stated(status(old, new, 60))
    assert {name: found[name] for name in ("status", "resolved_at", "reopened_at") if name in found} == expected


def test_a_status_is_believed_as_of_its_change_and_not_of_the_snapshot() -> None:
    snapshot = json.loads(status("open", "resolved", 60).body) | {"status": "open", "updated_at": OPENED + 99.5}
    (labels, change) = told(VENDOR, a_request(snapshot)).statements
    assert (labels.as_of, change.as_of) == (OPENED + 99, OPENED + 60)
    assert change.fields["status"] == Status.RESOLVED


def test_what_a_message_says_of_the_status_is_not_believed() -> None:
    assert "status" not in stated(message(7, 60, "incoming", ADA, conversation=conversation(60, status="resolved")))


def test_the_status_of_versions_that_do_not_tell_changes_is_believed() -> None:
    found = stated(of_conversation("conversation_status_changed", 60, status="resolved"))
    assert (found["status"], found["resolved_at"]) == (Status.RESOLVED, OPENED + 60)


@pytest.mark.parametrize(
    ("changes", "assignee", "is_told"),
    [
        (changed(assignee_id=(None, 4)), BEN, True),
        (changed(team_id=(None, 2)), None, True),
        (changed(status=("pending", "open")), None, True),
        (changed(assignee_id=(4, None)), None, False),
        (changed(assignee_id=(None, 2)), BOT, False),
        (changed(status=("snoozed", "open")), None, False),
        (changed(label_list=([], ["vip"])), BEN, False),
    ],
)
def test_a_hand_over_is_an_assignment_to_the_team_or_a_bots_end(changes: Any, assignee: Any, is_told: bool) -> None:
    request = of_conversation("conversation_updated", 60, assignee=assignee, changed_attributes=changes)
    found = [(event.kind, event.at) for event in told(VENDOR, request, connected_at=LATER).events]
    assert found == ([(EventKind.ASSIGNED, OPENED + 60)] if is_told else [])


def test_other_events_and_surveys_without_an_answer_tell_nothing() -> None:
    assert told(VENDOR, a_request({"event": "contact_updated", "id": 1})) == NOTHING
    assert told(VENDOR, a_request({"event": "message_updated", "content_type": "text"})) == NOTHING
    assert told(VENDOR, a_request({"event": "message_updated", "content_type": "input_csat"})) == NOTHING


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (Request({}, b"<html>", LATER), "The body is not JSON."),
        (a_request({}), "“event” is missing"),
        (a_request({"event": "conversation_danced"}), "The event “conversation_danced” is unknown."),
        (a_request({"event": "message_created"}), "“conversation” is missing"),
        (message(7, 60, "outwards", BEN), "“message_type” is none of incoming, outgoing"),
        (message(7, 60, "outgoing", BEN, created_at="soon"), "“created_at” is not a time"),
        (status("open", "dancing", 60), "“changed_attributes.status.new” is none of open, resolved"),
        (survey(60, "many"), "csat_survey_response.rating” is not a number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(request_: Request, why: str) -> None:
    assert why in why_not(VENDOR, request_)


LIFE = [
    of_conversation("conversation_created", 0, status="pending"),
    message(1, 0, "incoming", ADA),
    message(2, 1, "template"),
    message(3, 20, "outgoing", CAPTAIN),
    message(4, 300, "incoming", ADA),
    status("pending", "open", 320),
    of_conversation("conversation_updated", 330, assignee=BEN, changed_attributes=changed(assignee_id=(None, 4))),
    message(5, 400, "outgoing", BEN, private=True),
    message(6, 900, "outgoing", BEN),
    of_conversation("conversation_updated", 910, priority="high", changed_attributes=changed(priority=(None, "high"))),
    message(7, 2_000, "incoming", ADA),
    message(8, 2_600, "outgoing", BEN),
    status("open", "resolved", 2_600, priority="high"),
    message(9, 2_601, "template", content_type="input_csat"),
    survey(2_700, 5),
    message(10, 9_000, "incoming", ADA, conversation=conversation(9_000, status="resolved", priority="high")),
    status("resolved", "open", 9_000, priority="high"),
    message(11, 9_500, "outgoing", BEN),
    status("open", "resolved", 9_510, priority="high"),
    survey(9_900, 2),
    of_conversation("conversation_updated", 9_950, priority="urgent", labels=["billing"], status="resolved"),
]
KNOWN = {
    "created_at": OPENED,
    "acknowledged_at": OPENED + 1,
    "first_automated_response_at": OPENED + 20,
    "first_human_response_at": OPENED + 900,
    "handed_over_at": OPENED + 320,
    "status": "resolved",
    "resolved_at": OPENED + 9_510,
    "reopened_at": OPENED + 9_000,
    "rating": 2.0,
    "rating_scale": "stars",
    "rated_at": OPENED + 9_900,
    "channel": "website",
    "intent": "billing",
    "priority": "urgent",
    "team": None,
}


def test_a_life_in_any_order_and_told_twice_is_the_ticket_that_is_known_by_hand(desk_store: Store) -> None:
    shuffled = [*LIFE, *LIFE]
    random.Random(9).shuffle(shuffled)
    happened = []
    for source, requests in (("in-order", LIFE), ("backwards", LIFE[::-1]), ("shuffled", shuffled)):
        ticket = ticket_after(desk_store, VENDOR, source, requests, TICKET, intents="tags")
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source
        happened.append(events(desk_store, source))
    assert happened[0] == happened[1] == happened[2]


@given(body=bodies(*(json.loads(each.body) for each in LIFE)), options=st.sampled_from([{}, {"intents": "tags"}]))
def test_whatever_is_signed_is_read_or_refused(body: bytes, options: dict[str, str]) -> None:
    survives(VENDOR, Request({}, body, LATER), **options)
