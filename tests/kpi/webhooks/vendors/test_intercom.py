import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.ratings import Rating
from kpi.model import EventKind, Exclusion, Status
from kpi.store import Store
from kpi.webhooks.request import Request
from kpi.webhooks.signatures import in_hex
from kpi.webhooks.told import NOTHING, Event, Statement
from kpi.webhooks.vendors.intercom import VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, events, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

T = 1_768_031_789  # 2026-01-10 07:56:29 UTC
CUSTOMER = {"type": "lead", "id": "696205460674dbb9050aa7fd", "name": None, "email": ""}
ADA = {"type": "admin", "id": "9608799", "name": "Ada Lovelace", "email": "ada@example.org"}
FIN = {"type": "bot", "id": "9608808", "name": "Fin", "from_ai_agent": True, "is_ai_answer": True}
BOT = {"type": "bot", "id": "9608808", "name": "Fin", "from_ai_agent": False, "is_ai_answer": False}
NOBODY = {"type": "admin.list", "admins": []}


def at(seconds: int) -> str:
    return datetime.fromtimestamp(T + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def conversation(after: int, parts: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """As Intercom sends it since version 2, so many seconds after it was opened by a customer."""
    statistics = {
        "first_contact_reply_at": at(0), "first_admin_reply_at": None, "last_close_at": None, "count_reopens": 0,
    }  # fmt: skip
    item = {
        "type": "conversation",
        "id": "215472621202693",
        "created_at": T,
        "updated_at": T + after,
        "source": {
            "type": "conversation", "id": "3381828792", "delivered_as": "customer_initiated", "subject": "",
            "body": "<p>Where is my parcel?</p>", "author": CUSTOMER,
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": CUSTOMER["id"]}]},
        "first_contact_reply": {"created_at": T, "type": "conversation"},
        "admin_assignee_id": None,
        "team_assignee_id": None,
        "open": True,
        "state": "open",
        "tags": {"type": "tag.list", "tags": []},
        "priority": "not_priority",
        "statistics": statistics | changes.pop("statistics", {}),
        "conversation_rating": None,
        "title": "",
        "ai_agent_participated": False,
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": parts or []},
    }  # fmt: skip
    return item | changes


def part(
    number: int, after: int, author: dict[str, Any], kind: str = "comment", body: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "type": "conversation_part", "id": f"{37_358_121_000 + number}", "part_type": kind, "body": body,
        "created_at": T + after, "updated_at": T + after, "notified_at": T + after, "assigned_to": None,
        "author": author, "attachments": [], "redacted": False, "state": "open", "tags": [],
    } | more  # fmt: skip


def notification(topic: str, item: dict[str, Any], after: int = 0, number: int = 0) -> dict[str, Any]:
    return {
        "type": "notification_event", "app_id": "abc123def", "topic": topic, "created_at": T + after,
        "data": {"type": "notification_event_data", "item": item}, "id": f"notif_{topic}-{after}-{number}",
        "first_sent_at": T + after + 1, "delivery_attempts": 1,
    }  # fmt: skip


def request(body: Any, when: int = T) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = f"sha1={in_hex(SECRET.encode(), raw, 'sha1')}"
    return Request({"x-hub-signature": signature}, raw, when, "https://kpibot.example.com/webhooks/intercom")


def one(topic: str, *parts: dict[str, Any], after: int = 60, **changes: Any) -> Request:
    return request(notification(topic, conversation(after, list(parts), **changes), after))


def kinds(made: Request, connected_at: int = T + 1) -> list[tuple[str, int]]:
    return [(event.kind, event.at - T) for event in told(VENDOR, made, connected_at).events]


# ---- signatures


def test_what_the_client_secret_has_signed_is_intercoms() -> None:
    made = one("conversation.user.created")
    assert VENDOR.signed(SECRET, made)
    sample = VENDOR.sample(SECRET, T)
    assert VENDOR.signed(SECRET, Request(sample.headers, sample.body, T))
    assert told(VENDOR, Request(sample.headers, sample.body, T)) == NOTHING


@pytest.mark.parametrize("header", ["", "sha1=", "sha1=00", "sha256=00", "ſ\udcff☃", "sha1=" + "é" * 40])
def test_another_signature_or_none_is_nobodys(header: str) -> None:
    made = one("conversation.user.created")
    assert not VENDOR.signed(SECRET, replace(made, headers={"x-hub-signature": header}))
    assert not VENDOR.signed(SECRET, replace(made, headers={}))
    assert not VENDOR.signed("another secret", made)
    assert not VENDOR.signed("another \ud800 secret", made)
    assert not VENDOR.signed(SECRET, replace(made, body=made.body + b" "))
    assert not VENDOR.signed("", replace(made, headers={"x-hub-signature": ""}))


def test_a_notification_is_known_by_its_id_and_one_without_by_its_bytes() -> None:
    (one_of,) = VENDOR.read(one("conversation.read"), None)  # type: ignore[arg-type]
    assert (one_of.id, one_of.event) == ("notif_conversation.read-60-0", "conversation.read")
    ping = {"topic": "ping", "id": None, "data": {"item": {"type": "ping"}}}
    ids = {VENDOR.read(request(body), None)[0].id for body in (ping, ping, ping | {"created_at": T})}  # type: ignore[arg-type]
    assert len(ids) == 2


# ---- the samples


def test_a_reply_that_assigns_is_a_reply(real_data: Path) -> None:
    body = json.loads((real_data / "webhook_samples/intercom_conversation_admin_replied.json").read_text())
    found = told(VENDOR, request(body), connected_at=1_553_290_900)
    assert found.events == [
        Event("21322009097", "opened", EventKind.OPENED, 1553290933),
        Event("21322009097", "331499307", EventKind.CUSTOMER_MESSAGE, 1553290933),
        Event("21322009097", "2824382500", EventKind.HUMAN_REPLY, 1553291111),
        Event("21322009097", "assigned 2824382500", EventKind.ASSIGNED, 1553291111),
    ]
    assert fields(found) == {
        "status": Status.OPEN,
        "updated_at": 1553291111,
        "url": "https://app.intercom.io/a/apps/i6wc9ipe/conversations/21322009097",
        "requester": "5c9553cb27e377f24eed49f7",
        "assignee": "Redacted Admin",
    }
    assert [event.kind for event in told(VENDOR, request(body), 1553290934).events] == ["human reply", "assigned"]


def test_a_rating_counts_as_of_its_last_change(real_data: Path) -> None:
    body = json.loads((real_data / "webhook_samples/intercom_conversation_rating_added_shape.json").read_text())
    rating = {"rating": Rating(4.0, "stars"), "rated_at": 1553291400}
    assert told(VENDOR, request(body)).statements == [Statement("1", 1553291500, rating)]


# ---- messages


def test_who_wrote_a_part_tells_what_it_is() -> None:
    assert kinds(one("conversation.user.replied", part(1, 60, CUSTOMER, body="<p>Hello?</p>"))) == [
        (EventKind.CUSTOMER_MESSAGE, 60),
        (EventKind.WORK_BEGAN, 60),
    ]
    assert kinds(one("conversation.admin.replied", part(1, 60, ADA, body="Hi"))) == [(EventKind.HUMAN_REPLY, 60)]
    assert kinds(one("conversation.operator.replied", part(1, 60, FIN, body="Hi"))) == [(EventKind.AUTOMATED_REPLY, 60)]
    assert kinds(one("conversation.admin.replied", part(1, 60, BOT, body="Hi"))) == [(EventKind.AUTOMATED_REPLY, 60)]
    as_ada = ADA | {"from_ai_agent": True}
    assert kinds(one("conversation.admin.replied", part(1, 60, as_ada, body="Hi"))) == [(EventKind.AUTOMATED_REPLY, 60)]


@pytest.mark.parametrize("bots", ["9608799", "bob, ADA LOVELACE", "ada@example.org"])
def test_a_teammate_that_is_a_machine_may_be_named(bots: str) -> None:
    found = told(VENDOR, one("conversation.admin.replied", part(1, 60, ADA, body="Hi")), T + 1, bots=bots)
    assert [event.kind for event in found.events] == ["automated reply"]
    given = one("conversation.admin.assigned", part(1, 60, BOT, "assignment", assigned_to=ADA))
    assert told(VENDOR, given, T + 1, bots=bots).events == []


def test_a_bots_word_on_when_somebody_will_reply_is_an_acknowledgement() -> None:
    receipt = part(1, 4, BOT, "channel_and_reply_time_expectation", "<p>We reply as soon as we can.</p>")
    assert kinds(one("conversation.operator.replied", receipt)) == [(EventKind.ACKNOWLEDGEMENT, 4)]


def test_notes_and_what_has_no_text_are_no_messages() -> None:
    assert kinds(one("conversation.admin.noted", part(1, 60, ADA, "note", "Ask Bob."))) == []
    assert kinds(one("conversation.priority.updated", part(1, 60, ADA, "priority_changed"))) == []
    assert kinds(one("conversation.admin.replied", part(1, 60, ADA, attachments=[{"type": "upload"}]))) == [
        (EventKind.HUMAN_REPLY, 60)
    ]


def test_an_author_of_a_new_kind_is_not_understood_and_one_that_is_missing_is_as_the_topic_says() -> None:
    strange = part(1, 60, {"type": "hologram", "id": "1"}, body="Hi")
    assert why_not(VENDOR, one("conversation.admin.noted", strange)) == (
        "“data.item.conversation_parts.conversation_parts[0].author.type” is no kind of author that kpibot knows."
    )
    blank = part(1, 60, {}, body="Hi")
    assert kinds(one("conversation.user.replied", blank))[0] == (EventKind.CUSTOMER_MESSAGE, 60)
    assert kinds(one("conversation.admin.replied", blank)) == [(EventKind.HUMAN_REPLY, 60)]


# ---- openings


def test_a_conversation_of_a_customer_is_known_from_its_opening() -> None:
    opening = [(EventKind.OPENED, 0), (EventKind.CUSTOMER_MESSAGE, 0)]
    assert kinds(one("conversation.user.created", after=0)) == opening
    assert kinds(one("conversation.read"), connected_at=T) == []
    noted = one("conversation.admin.noted", part(1, 60, ADA, "note", "Ask Bob."))
    assert kinds(noted, connected_at=T) == opening
    assert kinds(noted, connected_at=T + 1) == []
    assert "created_at" not in fields(told(VENDOR, noted, T))


def test_a_conversation_that_the_team_began_counts_from_the_customers_first_message() -> None:
    source = {"type": "email", "id": "1", "delivered_as": "admin_initiated", "author": ADA}
    begun = one("conversation.admin.single.created", source=source, first_contact_reply=None)
    assert kinds(begun) == [(EventKind.OPENED, 0)]
    answered = part(1, 60, CUSTOMER, body="Yes?")
    replied = one("conversation.user.replied", answered, source=source, first_contact_reply={"created_at": T + 60})
    assert kinds(replied, T)[:2] == [(EventKind.OPENED, 0), (EventKind.CUSTOMER_MESSAGE, 60)]
    campaign = {"type": "conversation", "id": "1", "delivered_as": "campaigns_initiated", "author": CUSTOMER}
    assert kinds(one("conversation.user.created", source=campaign, first_contact_reply=None)) == [(EventKind.OPENED, 0)]


def test_of_an_older_conversation_intercom_tells_its_first_messages() -> None:
    replied = one(
        "conversation.admin.replied", part(1, 600, ADA, body="Hi"), statistics={"first_admin_reply_at": at(300)}
    )
    found = fields(told(VENDOR, replied, connected_at=T + 1))
    assert (found["created_at"], found["first_human_response_at"]) == (T, T + 300)


# ---- states


def test_closing_resolves_and_a_customers_message_or_a_teammate_opens_again() -> None:
    assert kinds(one("conversation.admin.closed", part(1, 60, ADA, "close"), state="closed")) == [
        (EventKind.RESOLVED, 60)
    ]
    closing_words = part(1, 60, ADA, "close", "Glad to help.")
    assert [kind for kind, _ in kinds(one("conversation.admin.closed", closing_words))] == ["human reply", "resolved"]
    closed = {"last_close_at": at(30), "count_reopens": 1}
    assert kinds(one("conversation.admin.opened", part(1, 60, ADA, "open"), statistics=closed)) == [
        (EventKind.REOPENED, 60)
    ]
    assert kinds(one("conversation.admin.opened", part(1, 60, ADA, "open"))) == []  # It was snoozed.


def test_snoozed_is_open() -> None:
    assert fields(told(VENDOR, one("conversation.admin.snoozed", state="snoozed")))["status"] is Status.OPEN
    closed = one("conversation.admin.noted", state="closed", statistics={"last_close_at": at(30)})
    found = fields(told(VENDOR, closed))
    assert (found["status"], found["resolved_at"]) == (Status.RESOLVED, T + 30)
    assert "status" not in fields(told(VENDOR, one("conversation.admin.noted", state="pondering")))


def test_a_deleted_conversation_counts_nowhere() -> None:
    deleted = request(notification("conversation.deleted", {"type": "conversation", "conversation_id": "21"}, 90))
    assert told(VENDOR, deleted).statements == [Statement("21", T + 90, {"excluded": Exclusion.DELETED})]


# ---- who has it, and what it is about


def test_an_assignment_to_a_person_or_a_team_may_be_a_handover_and_names_who_has_it() -> None:
    to_ada = part(1, 60, FIN, "assignment", assigned_to={"type": "admin", "id": "9608799", "name": "Ada Lovelace"})
    found = told(VENDOR, one("conversation.admin.assigned", to_ada, admin_assignee_id=9608799), T + 1)
    assert [event.kind for event in found.events] == ["assigned"]
    assert fields(found)["assignee"] == "Ada Lovelace"
    to_a_team = part(1, 60, ADA, "assignment", assigned_to={"type": "team", "id": "7", "name": "Billing"})
    found = told(VENDOR, one("conversation.admin.assigned", to_a_team), T + 1)
    assert (fields(found)["team"], fields(found)["assignee"]) == ("Billing", None)


def test_numbers_of_teammates_are_no_names() -> None:
    to_somebody = part(1, 60, ADA, "assignment", assigned_to={"type": "admin", "id": "42"})
    found = told(VENDOR, one("conversation.admin.assigned", to_somebody, admin_assignee_id=42), T + 1)
    assert [event.kind for event in found.events] == ["assigned"]
    assert fields(found)["assignee"] is None
    assert "assignee" not in fields(told(VENDOR, one("conversation.admin.noted", admin_assignee_id=42)))


@pytest.mark.parametrize(
    "to", [None, {"type": "nobody_admin", "id": None}, {"type": "admin", "id": "0"}, {"type": "bot", "id": "9"}]
)
def test_an_assignment_to_nobody_or_to_a_bot_is_no_handover(to: Any) -> None:
    assert kinds(one("conversation.admin.assigned", part(1, 60, ADA, "assignment", assigned_to=to))) == []


def test_tags_are_intents_only_if_somebody_says_so() -> None:
    tags = {"type": "tag.list", "tags": [{"name": "shipping"}, {"name": "refund"}]}
    tagged = one("conversation_part.tag.created", after=60, tags=tags)
    assert "intent" not in fields(told(VENDOR, tagged))
    *_, intent = told(VENDOR, tagged, intents="tags").statements
    assert (intent.as_of, intent.fields) == (T + 60, {"intent": "refund"})
    *_, intent = told(VENDOR, one("conversation.admin.noted"), intents="tags").statements
    assert intent.fields == {"intent": None}


# ---- other topics


@pytest.mark.parametrize("topic", ["ping", "conversation.read", "contact.user.created", "ticket.state.updated"])
def test_topics_that_say_nothing_of_conversations_are_understood(topic: str) -> None:
    assert told(VENDOR, request({"topic": topic, "data": {"item": {"type": "other"}}})) == NOTHING


def test_an_unknown_topic_and_what_is_no_notification_are_not() -> None:
    assert why_not(VENDOR, one("conversation.sung")) == "“conversation.sung” is no topic that kpibot knows."
    assert why_not(VENDOR, request({})) == "“topic” is missing; it should be a text."
    assert why_not(VENDOR, request([])) == "The body is no JSON object."
    assert why_not(VENDOR, request(b"<html>")) == "The body is not JSON."


# ---- a life


def life() -> list[Request]:
    """Asked at 0, acknowledged at 4 s, answered by Fin at 10, handed to Ada at 120 who replies at 600, closed at 700,
    asked again at 5,000, replied to and closed again at 5,600, rated 2, then 5.
    """
    replied = {"first_admin_reply_at": at(600)}
    closed_once = replied | {"last_close_at": at(700)}
    ada: dict[str, Any] = {"admin_assignee_id": 9608799}
    once, answered = ada | {"statistics": closed_once}, part(2, 10, FIN, body="Have you looked outside?")
    wanted, closing = part(3, 100, CUSTOMER, body="A person, please."), part(12, 5_600, ADA, "close", "Here you are.")
    to_ada = {"type": "admin", "id": "9608799", "name": "Ada Lovelace"}
    tags = {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "shipping"}]}
    closed_twice = replied | {"last_close_at": at(5_600), "count_reopens": 1}
    ended = ada | {"state": "closed", "open": False, "statistics": closed_twice, "tags": tags}
    rated = {"rating": 2, "remark": "slow", "created_at": T + 6_000, "updated_at": T + 6_000}
    rated_anew = rated | {"rating": 5, "updated_at": T + 7_000}
    told_in_order = [
        ("conversation.user.created", 0, [], {}),
        ("conversation.operator.replied", 4, [part(1, 4, BOT, "channel_and_reply_time_expectation", "Soon.")], {}),
        ("conversation.operator.replied", 10, [answered], {}),
        ("conversation.admin.replied", 10, [answered], {}),
        ("conversation.user.replied", 100, [wanted], {}),
        ("conversation.admin.assigned", 120, [part(4, 120, BOT, "assignment", assigned_to=to_ada)], ada),
        ("conversation.admin.noted", 200, [part(5, 200, ADA, "note", "Ask the carrier.")], ada),
        ("conversation.priority.updated", 210, [part(6, 210, ADA, "priority_changed")], ada | {"priority": "priority"}),
        ("conversation_part.tag.created", 210, [wanted], ada | {"tags": tags, "priority": "priority"}),
        ("conversation.admin.replied", 600, [part(7, 600, ADA, body="It is coming.")], ada | {"statistics": replied}),
        ("conversation.admin.closed", 700, [part(8, 700, ADA, "close")], once | {"state": "closed"}),
        ("conversation.user.replied", 5_000, [part(9, 5_000, CUSTOMER, "open", "It is broken.")], once),
        ("conversation.admin.snoozed", 5_100, [part(10, 5_100, ADA, "snoozed")], once | {"state": "snoozed"}),
        ("conversation.admin.unsnoozed", 5_500, [part(11, 5_500, ADA, "unsnoozed")], once),
        ("conversation.admin.replied", 5_600, [closing], ended),
        ("conversation.admin.closed", 5_600, [closing], ended),
        ("conversation.rating.added", 6_000, [], ended | {"conversation_rating": rated}),
        ("conversation.rating.added", 7_000, [], ended | {"conversation_rating": rated_anew}),
        ("conversation.read", 7_100, [], ended),
    ]
    return [
        request(notification(topic, conversation(after, parts, **changes), after, number), T + after)
        for number, (topic, after, parts, changes) in enumerate(told_in_order)
    ]


KNOWN = {
    "created_at": T,
    "acknowledged_at": T + 4,
    "first_automated_response_at": T + 10,
    "handed_over_at": T + 120,
    "first_human_response_at": T + 600,
    "status": "resolved",
    "resolved_at": T + 5_600,
    "reopened_at": T + 5_000,
    "rating": 5.0,
    "rating_scale": "stars",
    "rated_at": T + 6_000,
    "excluded": None,
    "channel": "conversation",
    "intent": "shipping",
    "subject": None,
}


def test_a_conversations_life_is_told_in_any_order_and_however_often(desk_store: Store) -> None:
    shuffled = life() * 2
    random.Random(9).shuffle(shuffled)
    happened = []
    for source, sent in (("in-order", life()), ("backwards", life()[::-1]), ("shuffled", shuffled)):
        ticket = ticket_after(desk_store, VENDOR, source, sent, "215472621202693", intents="tags")
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source
        happened.append(events(desk_store, source))
    assert happened[0] == happened[1] == happened[2]


# ---- anything


@given(body=bodies(*(json.loads(each.body) for each in life())), options=st.sampled_from([{}, {"intents": "tags"}]))
def test_whatever_comes_is_read_or_refused_in_a_sentence(body: bytes, options: dict[str, str]) -> None:
    survives(VENDOR, request(body), **options)
