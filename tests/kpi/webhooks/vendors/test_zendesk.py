import json
import random
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.ratings import BAD, GOOD, Rating
from kpi.ingest.tickets.logs import Event
from kpi.model import EventKind, Exclusion, RatingScale, Status
from kpi.store import Store
from kpi.webhooks.request import Request
from kpi.webhooks.signatures import in_base64
from kpi.webhooks.told import NOTHING
from kpi.webhooks.vendors.zendesk import VENDOR
from kpi.webhooks.vendors.zendesk_trigger import BODY
from tests.kpi.webhooks.vendors.desks import SECRET, events, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

TICKET, CUSTOMER, AGENT, BOT = "35436", "20978392", "501", "502"
DETAIL = {
    "id": TICKET,
    "actor_id": CUSTOMER,
    "assignee_id": "",
    "brand_id": "123",
    "created_at": "2026-07-20T09:00:00Z",
    "custom_status": "1",
    "description": "I can not log in",
    "external_id": "",
    "group_id": "7",
    "is_public": True,
    "organization_id": "",
    "priority": "NORMAL",
    "requester_id": CUSTOMER,
    "status": "OPEN",
    "subject": "Cannot log in",
    "submitter_id": CUSTOMER,
    "tags": ["vip", "login"],
    "type": "question",
    "updated_at": "2026-07-20T09:00:00Z",
    "via": {"channel": "email"},
}


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


OPENED = instant("2026-07-20T09:00:00Z")
LATER = instant("2026-09-01T00:00:00Z")


def a_request(body: Any) -> Request:
    return Request({}, json.dumps(body).encode(), LATER)


def an_event(what: str, at: str = "2026-07-20T09:20:00Z", event: Any = None, **detail: Any) -> Request:
    name = what if "." in what else f"ticket.{what}"
    return a_request(
        {
            "type": f"zen:event-type:{name}",
            "account_id": 12514403,
            "id": f"{what} {at} {json.dumps(event)}",
            "time": at,
            "zendesk_event_version": "2022-11-06",
            "subject": f"zen:ticket:{TICKET}",
            "detail": {**DETAIL, **detail},
            "event": event or {},
        }
    )


def a_comment(key: str, author: str, at: str, *, name: str = "Ada", public: bool = True, **detail: Any) -> Request:
    author_told = {"id": author, "is_staff": author != CUSTOMER, "name": name}
    comment = {"id": key, "body": "words", "is_public": public, "author": author_told}
    return an_event(
        "comment_added", at, {"comment": comment, "meta": {"sequence": {"id": "1", "position": 1}}}, **detail
    )


def a_status(before: str, now: str, at: str = "2026-07-20T10:00:00Z", **detail: Any) -> Request:
    return an_event("status_changed", at, {"previous": before, "current": now}, status=now, **detail)


# Who sends


def signed(body: bytes, stamp: str, secret: str = SECRET) -> Mapping[str, str]:
    return {
        "x-zendesk-webhook-signature": in_base64(secret.encode(), stamp.encode() + body),
        "x-zendesk-webhook-signature-timestamp": stamp,
    }


def test_what_zendesk_has_signed_just_now_is_let_in() -> None:
    body, now = b'{"a": 1}', instant("2026-07-20T09:00:00Z")
    right = Request(signed(body, "2026-07-20T09:00:00Z"), body, now)
    assert VENDOR.signed(SECRET, right)
    assert VENDOR.signed(SECRET, Request(right.headers, body, now + 300))
    assert not VENDOR.signed(SECRET, Request(right.headers, body, now + 301))
    assert not VENDOR.signed(SECRET, Request(right.headers, body, now - 301))
    assert not VENDOR.signed("another-secret", right)
    assert not VENDOR.signed(SECRET, Request(right.headers, b'{"a": 2}', now))
    assert not VENDOR.signed(SECRET, Request({}, body, now))


@pytest.mark.parametrize("missing", ["x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp"])
def test_without_one_of_the_headers_nothing_is_let_in(missing: str) -> None:
    headers = {**signed(b"{}", "2026-07-20T09:00:00Z"), missing: ""}
    assert not VENDOR.signed(SECRET, Request(headers, b"{}", OPENED))


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-07-20T09:00:00", "1784538000", "２０26-07-20T09:00:00Z", "é"])
def test_a_time_that_is_none_is_not_let_in_even_if_signed(stamp: str) -> None:
    assert not VENDOR.signed(SECRET, Request(signed(b"{}", stamp), b"{}", OPENED))


def test_a_signature_that_is_no_ascii_is_wrong() -> None:
    headers = {**signed(b"{}", "2026-07-20T09:00:00Z"), "x-zendesk-webhook-signature": "é\udcff"}
    assert not VENDOR.signed(SECRET, Request(headers, b"{}", OPENED))


def test_the_event_webhook_and_the_triggers_may_each_have_a_secret() -> None:
    request = Request(signed(b"{}", "2026-07-20T09:00:00Z", "second-secret"), b"{}", OPENED)
    assert VENDOR.signed("first-secret,second-secret", request)
    assert not VENDOR.signed("first-secret,third-secret", request)
    assert not VENDOR.signed(",", Request(signed(b"{}", "2026-07-20T09:00:00Z", ""), b"{}", OPENED))


def test_the_sample_is_signed_and_tells_nothing() -> None:
    sample = VENDOR.sample("first-secret,second-secret", OPENED)
    request = Request(sample.headers, sample.body, OPENED)
    assert VENDOR.signed("first-secret,second-secret", request)
    assert told(VENDOR, request) == NOTHING


# What it means


def test_zendesks_own_example_opens_a_ticket(real_data: Path) -> None:
    sample = json.loads((real_data / "webhook_samples" / "zendesk_event_ticket_created.json").read_text())
    request = Request(sample["_headers"], json.dumps(sample["body"]).encode(), instant("2024-04-17T17:18:11Z"))
    created = instant("2024-04-17T17:18:10Z")
    assert told(VENDOR, request, connected_at=created + 99).events == [
        Event("35436", "opened", EventKind.OPENED, created),
        Event("35436", "opening", EventKind.CUSTOMER_MESSAGE, created),
    ]
    assert fields(told(VENDOR, request)) == {"status": Status.OPEN, "channel": "web", "updated_at": created}


def test_every_event_says_what_the_ticket_is_like_then() -> None:
    stated = fields(told(VENDOR, an_event("type_changed", priority="URGENT")))
    assert stated == {
        "priority": "Urgent",
        "channel": "email",
        "subject": "Cannot log in",
        "requester": CUSTOMER,
        "updated_at": OPENED,
    }


def test_a_priority_that_is_taken_away_is_none() -> None:
    assert fields(told(VENDOR, an_event("priority_changed", priority="")))["priority"] is None


def test_tags_are_intents_only_if_somebody_said_so() -> None:
    assert "intent" not in fields(told(VENDOR, an_event("tags_changed")))
    assert fields(told(VENDOR, an_event("tags_changed"), intents="tags"))["intent"] == "login"
    assert fields(told(VENDOR, an_event("tags_changed", tags="vip refund"), intents="tags"))["intent"] == "refund"
    assert fields(told(VENDOR, an_event("tags_changed", tags=[]), intents="tags"))["intent"] is None


@pytest.mark.parametrize(
    ("author", "name", "kind"),
    [
        (CUSTOMER, "Ada", EventKind.CUSTOMER_MESSAGE),
        (AGENT, "Ben", EventKind.HUMAN_REPLY),
        (BOT, "Answer Bot", EventKind.AUTOMATED_REPLY),
        (BOT, "AI agent", EventKind.AUTOMATED_REPLY),
        ("-1", "Zendesk", EventKind.ACKNOWLEDGEMENT),
    ],
)
def test_a_public_comment_is_a_message_by_whoever_wrote_it(author: str, name: str, kind: EventKind) -> None:
    at = "2026-07-20T09:20:00Z"
    assert told(VENDOR, a_comment("c1", author, at, name=name), connected_at=LATER).events == [
        Event(TICKET, "c1", kind, instant(at))
    ]


def test_an_agent_that_is_a_machine_may_be_named() -> None:
    comment = a_comment("c1", BOT, "2026-07-20T09:20:00Z", name="Robbie")
    for bots in (f"77, {BOT}", "robbie, Ada"):
        (event,) = told(VENDOR, comment, connected_at=LATER, bots=bots).events
        assert event.kind == EventKind.AUTOMATED_REPLY


def test_somebody_of_the_team_who_asks_is_a_customer() -> None:
    (event,) = told(
        VENDOR, a_comment("c1", AGENT, "2026-07-20T09:20:00Z", requester_id=AGENT), connected_at=LATER
    ).events
    assert event.kind == EventKind.CUSTOMER_MESSAGE


def test_a_private_comment_is_no_message() -> None:
    assert not told(VENDOR, a_comment("c1", AGENT, "2026-07-20T09:20:00Z", public=False), connected_at=LATER).events


def test_of_a_ticket_that_was_opened_after_connecting_every_event_says_so() -> None:
    opening = [
        Event(TICKET, "opened", EventKind.OPENED, OPENED),
        Event(TICKET, "opening", EventKind.CUSTOMER_MESSAGE, OPENED),
    ]
    assert told(VENDOR, an_event("type_changed"), connected_at=OPENED).events == opening
    assert told(VENDOR, an_event("type_changed"), connected_at=OPENED + 1).events == []


@pytest.mark.parametrize("channel", ["web", "phone_call_outbound"])
def test_what_an_agent_began_by_hand_is_not_opened_by_the_customer(channel: str) -> None:
    begun = told(VENDOR, an_event("created", submitter_id=AGENT, via={"channel": channel}))
    assert begun.events == [Event(TICKET, "opened", EventKind.OPENED, OPENED)]


@pytest.mark.parametrize("channel", ["phone_call_inbound", "email", "api"])
def test_what_an_agent_or_a_program_passed_on_is_opened_by_the_customer(channel: str) -> None:
    passed_on = told(VENDOR, an_event("created", submitter_id=AGENT, via={"channel": channel}))
    assert [event.kind for event in passed_on.events] == [EventKind.OPENED, EventKind.CUSTOMER_MESSAGE]


@pytest.mark.parametrize(
    ("before", "now", "stated"),
    [
        ("OPEN", "PENDING", {"status": Status.OPEN}),
        ("PENDING", "SOLVED", {"status": Status.RESOLVED, "resolved_at": instant("2026-07-20T10:00:00Z")}),
        ("OPEN", "CLOSED", {"status": Status.RESOLVED, "resolved_at": instant("2026-07-20T10:00:00Z")}),
        ("SOLVED", "CLOSED", {"status": Status.RESOLVED}),
        ("CLOSED", "ARCHIVED", {"status": Status.RESOLVED}),
        ("SOLVED", "OPEN", {"status": Status.OPEN, "reopened_at": instant("2026-07-20T10:00:00Z")}),
        ("OPEN", "DELETED", {"excluded": Exclusion.DELETED}),
        ("DELETED", "OPEN", {"status": Status.OPEN, "excluded": None}),
    ],
)
def test_a_status_that_changes_resolves_or_reopens(before: str, now: str, stated: Mapping[str, Any]) -> None:
    found = fields(told(VENDOR, a_status(before, now)))
    every = ("status", "resolved_at", "reopened_at", "excluded")
    assert {name: found[name] for name in every if name in found} == stated


@pytest.mark.parametrize(
    ("what", "excluded"),
    [
        ("merged", Exclusion.MERGED),
        ("marked_as_spam", Exclusion.SPAM),
        ("soft_deleted", Exclusion.DELETED),
        ("permanently_deleted", Exclusion.DELETED),
        ("undeleted", None),
    ],
)
def test_what_counts_nowhere_any_more_says_no_more_than_that(what: str, excluded: Exclusion | None) -> None:
    assert fields(told(VENDOR, an_event(what, event={"target_ticket_id": "9"}))) == {"excluded": excluded}


def test_an_assignment_to_somebody_is_told_and_one_to_nobody_or_a_bot_is_not() -> None:
    at = "2026-07-20T09:12:00Z"
    assigned = told(VENDOR, an_event("agent_assignment_changed", at, {"current": AGENT}), connected_at=LATER)
    assert [(event.kind, event.at) for event in assigned.events] == [(EventKind.ASSIGNED, instant(at))]
    for nobody in ("", None, "0", BOT):
        request = an_event("agent_assignment_changed", at, {"current": nobody, "previous": AGENT})
        assert not told(VENDOR, request, connected_at=LATER, bots=BOT).events


@pytest.mark.parametrize(
    ("event", "rating"),
    [
        ({"satisfaction_score": {"score": "GOOD", "comment": "words"}}, GOOD),
        ({"satisfaction_score": {"score": "bad with comment"}}, BAD),
        ({"current": "BAD", "previous": "OFFERED"}, BAD),
        ({"survey_response": {"answers": [{"type": "open_ended"}, {"type": "rating_scale", "rating": 4}]}},
         Rating(4.0, RatingScale.STARS)),
        ({"survey_response": {"answers": [{"rating": 2, "rating_category": "good"}]}}, GOOD),
    ],
)  # fmt: skip
def test_a_rating_is_read_in_each_of_zendesks_surveys(event: Any, rating: Rating) -> None:
    at = "2026-07-20T11:30:00Z"
    stated = fields(told(VENDOR, an_event("csat_received", at, event)))
    assert (stated["rating"], stated["rated_at"]) == (rating, instant(at))


def test_a_survey_that_is_offered_is_no_rating() -> None:
    for request in (
        an_event("csat_requested"),
        an_event("csat_received", event={"satisfaction_score": {"score": "OFFERED"}}),
    ):
        assert "rating" not in fields(told(VENDOR, request))


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        ({"type": "end_user", "id": "1"}, EventKind.CUSTOMER_MESSAGE),
        ({"type": "agent", "id": AGENT}, EventKind.HUMAN_REPLY),
        ({"type": "system", "id": "zd:answerBot"}, EventKind.AUTOMATED_REPLY),
    ],
)
def test_a_message_of_a_chat_is_by_whoever_wrote_it(actor: Any, kind: EventKind) -> None:
    event = {"actor": actor, "conversation_id": "67ab", "message": {"id": "m1", "body": "words"}}
    request = an_event("messaging_ticket.message_added", "2025-02-11T14:32:05.254571515Z", event)
    assert told(VENDOR, request).events == [Event(TICKET, "m1", kind, instant("2025-02-11T14:32:05Z"))]


def test_what_happens_to_users_and_articles_and_zendesks_examples_tell_nothing() -> None:
    assert told(VENDOR, an_event("user.created")) == NOTHING
    assert told(VENDOR, an_event("article.published")) == NOTHING
    assert told(VENDOR, an_event("created", "2099-07-04T05:33:18Z")) == NOTHING


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (Request({}, b"<html>", LATER), "The body is not JSON."),
        (a_request([]), "The body is no JSON object."),
        (a_request({}), "neither one of Zendesk's events nor the body"),
        (an_event("danced"), "“ticket.danced” is not known"),
        (a_status("OPEN", "WAITING"), "“event.current” is no status that is known: “WAITING”"),
        (an_event("comment_added"), "“event.comment” is missing"),
        (an_event("comment_added", event={"comment": {"id": "1", "is_public": True}}), "comment.author.is_staff”"),
        (an_event("created", "soon"), "“time” is not a time"),
        (an_event("created", id=""), "“detail.id” is missing"),
        (an_event("csat_received", event={"satisfaction_score": {"score": "🤷"}}), "no rating in it"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(request_: Request, why: str) -> None:
    assert why in why_not(VENDOR, request_)


# The trigger


def trigger(**values: str) -> Request:
    """What Zendesk makes of the shipped body."""
    body = BODY
    for placeholder, value in {
        "{{ticket.id}}": TICKET,
        "{{'now' | date: '%s'}}": str(instant("2026-07-20T09:15:00Z")),
        "{{ticket.updated_at_with_timestamp}}": "2026-07-20T09:15Z",
        "{{ticket.group.name}}": "Billing",
        "{{ticket.assignee.name}}": "",
        "{{ticket.requester.language}}": "English",
        "{{ticket.link}}": f"acme.zendesk.com/agent/tickets/{TICKET}",
        **values,
    }.items():
        body = body.replace(placeholder, value)
    assert "{{" not in body
    return Request({}, body.encode(), LATER)


def test_the_trigger_tells_the_names_that_events_lack() -> None:
    (statement,) = told(VENDOR, trigger()).statements
    assert statement.as_of == instant("2026-07-20T09:15:00Z")
    assert statement.fields == {
        "team": "Billing",
        "assignee": None,
        "language": "English",
        "url": f"https://acme.zendesk.com/agent/tickets/{TICKET}",
    }


def test_a_trigger_that_cannot_tell_the_time_goes_by_the_last_update() -> None:
    (statement,) = told(VENDOR, trigger(**{"{{'now' | date: '%s'}}": ""})).statements
    assert statement.as_of == instant("2026-07-20T09:15:00Z")


def test_the_shipped_body_itself_is_taken_as_a_try() -> None:
    assert told(VENDOR, Request({}, BODY.encode(), LATER)) == NOTHING


def test_the_documentation_shows_the_body_that_is_shipped() -> None:
    page = Path(__file__).parents[4] / "docs" / "webhooks.md"
    assert f"```\n{BODY}```\n" in page.read_text()


# A ticket's life

HIGH: Any = {"priority": "HIGH"}
LIFE = [
    an_event("created", "2026-07-20T09:00:00.12Z", {"meta": {"sequence": {"id": "A", "position": 1}}}),
    a_comment("c1", CUSTOMER, "2026-07-20T09:00:00.15Z"),
    an_event("group_assignment_changed", "2026-07-20T09:00:05Z", {"current": "7", "previous": ""}),
    a_comment("c2", BOT, "2026-07-20T09:00:20Z", name="Answer Bot"),
    a_comment("c3", CUSTOMER, "2026-07-20T09:10:00Z"),
    an_event("agent_assignment_changed", "2026-07-20T09:12:00Z", {"current": AGENT, "previous": None}),
    a_comment("c4", AGENT, "2026-07-20T09:12:30Z", public=False),
    an_event("priority_changed", "2026-07-20T09:15:00Z", {"current": "HIGH", "previous": "NORMAL"}, **HIGH),
    trigger(),
    a_comment("c5", AGENT, "2026-07-20T09:20:00Z", **HIGH),
    a_status("OPEN", "PENDING", "2026-07-20T09:20:00Z", **HIGH),
    a_status("PENDING", "SOLVED", "2026-07-20T10:00:00Z", **HIGH),
    an_event("csat_requested", "2026-07-20T10:05:00Z", **HIGH),
    a_comment("c6", CUSTOMER, "2026-07-20T10:30:00Z", **HIGH),
    a_status("SOLVED", "OPEN", "2026-07-20T10:30:00Z", **HIGH),
    a_comment("c7", AGENT, "2026-07-20T11:00:00Z", **HIGH),
    a_status("OPEN", "SOLVED", "2026-07-20T11:00:00Z", **HIGH),
    an_event("csat_received", "2026-07-20T11:30:00Z", {"satisfaction_score": {"score": "GOOD"}}, **HIGH),
    an_event("csat_received", "2026-07-20T12:00:00Z", {"satisfaction_score": {"score": "BAD"}}, **HIGH),
    an_event("soft_deleted", "2026-07-21T08:00:00Z", {}),
    an_event("undeleted", "2026-07-21T08:01:00Z", {}),
    an_event("tags_changed", "2026-07-21T09:00:00Z", {"tags_added": ["login"]}, **HIGH),
    a_status("SOLVED", "CLOSED", "2026-07-24T11:00:00Z", **HIGH),
]
KNOWN = {
    "created_at": OPENED,
    "acknowledged_at": None,
    "first_automated_response_at": instant("2026-07-20T09:00:20Z"),
    "first_human_response_at": instant("2026-07-20T09:20:00Z"),
    "handed_over_at": instant("2026-07-20T09:12:00Z"),
    "status": "resolved",
    "resolved_at": instant("2026-07-20T11:00:00Z"),
    "reopened_at": instant("2026-07-20T10:30:00Z"),
    "rating": -1.0,
    "rating_scale": "faces",
    "rated_at": instant("2026-07-20T12:00:00Z"),
    "excluded": None,
    "channel": "email",
    "priority": "high",
    "intent": "login",
    "team": "billing",
    "assignee": None,
    "language": "english",
    "subject": "Cannot log in",
    "url": f"https://acme.zendesk.com/agent/tickets/{TICKET}",
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
