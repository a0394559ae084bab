import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import EventKind, Exclusion, Status
from kpi.store import Store
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.signatures import in_base64
from kpi.webhooks.told import NOTHING, Event, Statement
from kpi.webhooks.vendors.front import VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, events, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

T = 1_694_046_470
LATER = T + 90_000
ADA = {
    "id": "tea_40yq", "email": "ada@example.org", "username": "ada", "first_name": "Ada", "last_name": "Lovelace",
    "type": "user", "is_available": True,
}  # fmt: skip
INBOXES = {"_meta": {"type": "inboxes"}, "data": [{"id": "inb_axnro", "name": "Support", "type": "smtp"}]}
BY_ADA = {"_meta": {"type": "teammate"}, "data": ADA}


def conversation(**changes: Any) -> dict[str, Any]:
    return {
        "id": "cnv_1042nr10", "type": "conversation", "subject": "Package update?", "status": "unassigned",
        "assignee": None, "recipient": {"name": "Sabrina", "handle": "sabrina@example.com", "role": "from"},
        "tags": [], "created_at": T + 0.978, "is_private": False, "scheduled_reminders": [], "metadata": {},
    } | changes  # fmt: skip


def message(number: int, after: int, author: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"msg_{number}", "type": "email", "is_inbound": author is None, "created_at": T + after + 0.25,
        "author": author, "is_draft": False, "recipients": [], "blurb": "…",
    } | more  # fmt: skip


def event(kind: str, after: int, target: Any = None, source: Any = BY_ADA, **changes: Any) -> dict[str, Any]:
    to = {"target": {"_meta": {"type": "message"}, "data": target}} if target is not None else {}
    return {
        "id": f"evt_{kind}{after}", "type": kind, "emitted_at": T + after + 0.5,
        "conversation": conversation(**changes), "source": source, **to,
    }  # fmt: skip


def by_rule(body: Any, when: int = LATER) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request({"x-front-signature": in_base64(SECRET.encode(), raw, "sha1")}, raw, when)


def by_app(body: Any, when: int = LATER, stamp: str = "") -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = stamp or f"{when}123"
    signature = in_base64(SECRET.encode(), stamp.encode(errors="surrogatepass") + b":" + raw)
    return Request({"x-front-signature": signature, "x-front-request-timestamp": stamp}, raw, when)


def in_envelope(name: str, payload: Any) -> Request:
    return by_app({"type": name, "authorization": {"id": "cmp_abc"}, "payload": payload})


def kinds(made: Request, connected_at: int = T + 1) -> list[tuple[str, int]]:
    return [(event.kind, event.at - T) for event in told(VENDOR, made, connected_at).events]


# ---- signatures


def test_what_an_app_or_a_rule_has_signed_is_fronts() -> None:
    body = event("archive", 9)
    assert VENDOR.signed(SECRET, by_rule(body))
    assert VENDOR.signed(SECRET, by_app(body))
    sample = VENDOR.sample(SECRET, LATER)
    assert VENDOR.signed(SECRET, Request(sample.headers, sample.body, LATER))
    assert told(VENDOR, Request(sample.headers, sample.body, LATER)) == NOTHING


@pytest.mark.parametrize("header", ["", "=", "AAAA", "ſ\udcff☃"])
def test_another_signature_or_none_is_nobodys(header: str) -> None:
    for made in (by_rule(event("archive", 9)), by_app(event("archive", 9))):
        assert not VENDOR.signed(SECRET, replace(made, headers={**made.headers, "x-front-signature": header}))
        assert not VENDOR.signed(SECRET, replace(made, headers={}))
        assert not VENDOR.signed("another \ud800 secret", made)
        assert not VENDOR.signed(SECRET, replace(made, body=made.body + b" "))


def test_an_apps_signature_is_good_for_five_minutes_and_for_its_time_alone() -> None:
    made = by_app(event("archive", 9))
    assert VENDOR.signed(SECRET, replace(made, at=LATER + 300))
    assert not VENDOR.signed(SECRET, replace(made, at=LATER + 301))
    assert not VENDOR.signed(SECRET, replace(made, at=LATER - 301))
    other = {**made.headers, "x-front-request-timestamp": f"{LATER}124"}
    assert not VENDOR.signed(SECRET, replace(made, headers=other))
    without = {"x-front-signature": made.headers["x-front-signature"]}
    assert not VENDOR.signed(SECRET, replace(made, headers=without))
    for stamp in ("now", "\udcff", "٣", "9" * 20):
        assert not VENDOR.signed(SECRET, by_app(event("archive", 9), stamp=stamp))


def test_the_same_event_has_one_id_whoever_sends_it() -> None:
    body = event("inbound", 9, message(1, 9))
    (one,), (other,) = (
        VENDOR.read(made, Connection(0)) for made in (by_rule(body), in_envelope("inbound_received", body))
    )
    assert one.id == other.id == "evt_inbound9"
    assert (one.event, other.event) == ("inbound", "inbound_received")
    assert one.told == other.told


# ---- the sample


def test_a_reply_of_a_teammates_is_a_persons(real_data: Path) -> None:
    body = json.loads((real_data / "webhook_samples/front_event_out_reply.json").read_text())
    found = told(VENDOR, by_rule(body), connected_at=1_518_309_000, intents="tags")
    assert found.events == [
        Event("cnv_keocka", "opened", EventKind.OPENED, 1518309203),
        Event("cnv_keocka", "msg_1176ryy", EventKind.HUMAN_REPLY, 1518309342),
    ]
    assert found.statements[0].as_of == 1518309342
    assert fields(found) == {
        "status": Status.OPEN,
        "subject": "Re: Being a robot is great, but...",
        "assignee": "Leela Turanga",
        "requester": "calculon@momsbot.com",
        "url": "https://app.frontapp.com/open/cnv_keocka",
        "channel": "email",
        "team": "Support@",
        "intent": "Urgent",
    }
    assert [each.kind for each in told(VENDOR, by_rule(body), 1_518_309_204).events] == ["human reply"]


# ---- messages


def test_a_customers_message_opens_an_archived_conversation_again() -> None:
    inbound = by_rule(event("inbound", 60, message(1, 60), INBOXES, status="archived"))
    assert kinds(inbound) == [(EventKind.CUSTOMER_MESSAGE, 60), (EventKind.WORK_BEGAN, 60)]


@pytest.mark.parametrize(
    ("author", "kind"),
    [
        (ADA, EventKind.HUMAN_REPLY),
        ({"id": "tea_1", "username": "old"}, EventKind.HUMAN_REPLY),
        ({"id": "tea_1", "type": "macro"}, EventKind.HUMAN_REPLY),
        ({"id": "tea_1", "type": "ai"}, EventKind.AUTOMATED_REPLY),
        ({"id": "tea_1", "type": "api"}, EventKind.AUTOMATED_REPLY),
        ({"id": "tea_1", "type": "rule"}, EventKind.ACKNOWLEDGEMENT),
        (None, EventKind.ACKNOWLEDGEMENT),
    ],
)
def test_who_sent_a_message_tells_what_it_is(author: Any, kind: EventKind) -> None:
    for name in ("outbound", "out_reply"):
        sent = message(1, 60, author, is_inbound=False)
        assert kinds(by_rule(event(name, 60, sent, INBOXES))) == [(kind, 60)]


@pytest.mark.parametrize("bots", ["tea_40yq", "bob, ADA LOVELACE", "ada", "ada@example.org"])
def test_a_teammate_that_is_a_machine_may_be_named(bots: str) -> None:
    replied = by_rule(event("out_reply", 60, message(1, 60, ADA), INBOXES))
    assert [each.kind for each in told(VENDOR, replied, T + 1, bots=bots).events] == ["automated reply"]
    assert told(VENDOR, by_rule(event("assign", 60, ADA)), T + 1, bots=bots).events == []


def test_surveys_drafts_comments_and_what_is_forwarded_are_no_replies() -> None:
    survey = message(1, 60, {"id": "tea_1", "type": "smart_csat"})
    assert kinds(by_rule(event("outbound", 60, survey, INBOXES))) == []
    assert kinds(by_rule(event("outbound", 60, message(1, 60, ADA, is_draft=True), INBOXES))) == []
    for name in ("comment", "mention", "forward", "sending_error", "call_started"):
        assert told(VENDOR, by_rule(event(name, 60, message(1, 60, ADA)))) == NOTHING


def test_a_preview_tells_of_customers_messages_and_that_it_lacks_who_replied() -> None:
    preview = {"id": "cnv_1", "_links": {"self": "https://api2.frontapp.com/conversations/cnv_1"}}
    target = {"_meta": {"type": "message"}, "data": {"id": "msg_1"}}
    inbound = {"id": "evt_1", "type": "inbound", "emitted_at": T + 5, "conversation": preview, "target": target}
    assert told(VENDOR, by_rule(inbound)).events[0] == Event("cnv_1", "msg_1", EventKind.CUSTOMER_MESSAGE, T + 5)
    why = "Front has sent a preview without an author. Switch on “Send full event data” for its webhooks."
    assert why_not(VENDOR, by_rule(inbound | {"type": "out_reply"})) == why


def test_a_conversation_is_known_from_its_opening_if_it_is_younger_than_the_connection() -> None:
    archived = by_rule(event("archive", 60))
    assert kinds(archived, connected_at=T) == [(EventKind.OPENED, 0), (EventKind.RESOLVED, 60)]
    assert kinds(archived, connected_at=T + 1) == [(EventKind.RESOLVED, 60)]
    assert "created_at" not in fields(told(VENDOR, archived, T))


def test_what_the_team_talks_about_among_themselves_is_no_conversation() -> None:
    assert told(VENDOR, by_rule(event("inbound", 60, message(1, 60), INBOXES, type="discussion"))) == NOTHING


# ---- states


def test_archiving_resolves_and_snoozing_does_not() -> None:
    assert kinds(by_rule(event("archive", 60, status="archived"))) == [(EventKind.RESOLVED, 60)]
    assert fields(told(VENDOR, by_rule(event("archive", 60, status="archived"))))["status"] is Status.RESOLVED
    assert kinds(by_rule(event("reopen", 60))) == [(EventKind.REOPENED, 60)]
    by_a_reminder = event("archive", 60, source={"_meta": {"type": "reminder"}}, status="archived")
    assert kinds(by_rule(by_a_reminder)) == []
    assert fields(told(VENDOR, by_rule(by_a_reminder)))["status"] is Status.OPEN
    snoozed = event("tag", 60, status="archived", scheduled_reminders=[{"scheduled_at": T + 900}])
    assert fields(told(VENDOR, by_rule(snoozed)))["status"] is Status.OPEN
    assert fields(told(VENDOR, by_rule(event("reminder", 60, status="archived"))))["status"] is Status.OPEN


def test_where_there_are_tickets_their_status_resolves() -> None:
    waits = {"status": "archived", "status_category": "waiting"}
    resolved = {"status": "archived", "status_category": "resolved"}
    assert kinds(by_rule(event("archive", 60, **waits))) == []
    assert kinds(by_rule(event("archive", 60, **resolved))) == [(EventKind.RESOLVED, 60)]
    assert kinds(by_rule(event("ticket_status_update", 60, **resolved))) == [(EventKind.RESOLVED, 60)]
    assert kinds(by_rule(event("ticket_status_update", 60, **waits))) == [(EventKind.WORK_BEGAN, 60)]
    assert fields(told(VENDOR, by_rule(event("tag", 60, **waits))))["status"] is Status.OPEN


def test_what_is_deleted_or_merged_counts_nowhere_and_what_is_restored_counts_again() -> None:
    deleted = fields(told(VENDOR, by_rule(event("trash", 60, status="deleted"))))
    assert deleted["excluded"] is Exclusion.DELETED
    assert "status" not in deleted
    assert fields(told(VENDOR, by_rule(event("restore", 60))))["excluded"] is None
    gone = Statement("cnv_2", T + 60, {"excluded": Exclusion.MERGED})
    for data in (["cnv_2"], [{"id": "cnv_2"}], {"ids": ["cnv_2"]}, {"deleted_conversation_ids": ["cnv_2"]}):
        _, merged = told(VENDOR, by_rule(event("conversations_merged", 60, data))).statements
        assert merged == gone
    assert why_not(VENDOR, by_rule(event("conversations_merged", 60, [7]))) == (
        "“target.data” is no list of conversations."
    )


# ---- who has it, and what it is about


def test_an_assignment_may_be_a_handover_and_names_who_has_it() -> None:
    assigned = by_rule(event("assign", 60, ADA, assignee=ADA, status="assigned"))
    assert kinds(assigned) == [(EventKind.ASSIGNED, 60)]
    assert fields(told(VENDOR, assigned))["assignee"] == "Ada Lovelace"
    to_a_bot = {"id": "tea_9", "type": "ai", "first_name": "Autopilot", "last_name": None}
    assert kinds(by_rule(event("assign", 60, to_a_bot))) == []
    assert fields(told(VENDOR, by_rule(event("unassign", 60))))["assignee"] is None
    ended = told(VENDOR, in_envelope("assignee_changed", event("unassign", 60)), T + 1)
    assert (ended.events, fields(ended)["assignee"]) == ([], None)


def test_the_inbox_is_the_team_also_after_a_move() -> None:
    assert fields(told(VENDOR, by_rule(event("inbound", 60, message(1, 60), INBOXES))))["team"] == "Support"
    for target in ({"id": "inb_2", "name": "Billing"}, [{"id": "inb_2", "name": "Billing"}]):
        assert fields(told(VENDOR, by_rule(event("move", 60, target))))["team"] == "Billing"


def test_shared_tags_are_intents_only_if_somebody_says_so() -> None:
    tags = [{"name": "refund"}, {"name": "delivery"}, {"name": "Archive of mine", "is_private": True}]
    tagged = by_rule(event("tag", 60, tags=tags))
    assert "intent" not in fields(told(VENDOR, tagged))
    assert fields(told(VENDOR, tagged, intents="tags"))["intent"] == "delivery"
    assert fields(told(VENDOR, by_rule(event("tag", 60)), intents="tags"))["intent"] is None


def test_a_redacted_handle_is_nobodys() -> None:
    redacted = event("tag", 60, recipient={"handle": "[REDACTED]", "role": "from"})
    assert "requester" not in fields(told(VENDOR, by_rule(redacted)))


# ---- others


def test_fronts_question_whether_the_address_answers_tells_nothing() -> None:
    asked = replace(by_app({"type": "sync", "authorization": {"id": "cmp_abc"}}), at=LATER)
    (only,) = VENDOR.read(asked, Connection(0))
    assert (only.event, only.told) == ("sync", NOTHING)


def test_unknown_events_and_what_is_no_event_are_not_understood() -> None:
    assert why_not(VENDOR, by_rule(event("sing", 60))) == "“sing” is no event that kpibot knows."
    assert why_not(VENDOR, by_rule(event("tag", 60, status="asleep"))) == (
        "“conversation.status” is no status that kpibot knows: “asleep”."
    )
    strange = message(1, 60, {"id": "tea_1", "type": "hologram"})
    assert why_not(VENDOR, by_rule(event("outbound", 60, strange))) == (
        "“target.data.author.type” is no kind of author that kpibot knows: “hologram”."
    )
    assert why_not(VENDOR, by_rule([])) == "The body is no JSON object."
    assert why_not(VENDOR, by_rule(event("tag", 60) | {"emitted_at": "soon"})) == "“emitted_at” is not a time."


# ---- a life


def life() -> list[dict[str, Any]]:
    """Asked at 0, acknowledged by a rule at 2, answered by the AI at 10, handed to Ada at 120 who replies at 600 and
    archives at 700; snoozed and woken meanwhile; asked again at 5,000, replied to and archived at 5,600.
    """
    rule, ai = {"id": "tea_r", "type": "rule"}, {"id": "tea_a", "type": "ai"}
    waiting, of_ada = {"status": "unassigned"}, {"status": "assigned", "assignee": ADA}
    tagged = of_ada | {"tags": [{"id": "tag_1", "name": "delivery", "is_private": False}]}
    archived = tagged | {"status": "archived"}
    snoozed = archived | {"scheduled_reminders": [{"scheduled_at": T + 500}]}
    return [
        event("inbound", 0, message(1, 0), INBOXES, **waiting),
        event("outbound", 2, message(2, 2, rule), INBOXES, **waiting),
        event("out_reply", 10, message(3, 10, ai), INBOXES, **waiting),
        event("inbound", 100, message(4, 100), INBOXES, **waiting),
        event("assign", 120, ADA, **of_ada),
        event("comment", 200, {"id": "com_1"}, **of_ada),
        event("tag", 210, {"id": "tag_1", "name": "delivery"}, **tagged),
        event("archive", 300, source={"_meta": {"type": "reminder"}}, **snoozed),
        event("reminder", 500, source={"_meta": {"type": "reminder"}}, **tagged),
        event("out_reply", 600, message(5, 600, ADA), INBOXES, **tagged),
        event("archive", 700, **archived),
        event("inbound", 5_000, message(6, 5_000), INBOXES, **archived),
        event("move", 5_100, {"id": "inb_2", "name": "Billing"}, **tagged),
        event("out_reply", 5_600, message(7, 5_600, ADA), {"data": [{"name": "Billing"}]}, **archived),
        event("archive", 5_600, **archived),
        event("trash", 6_000, **archived | {"status": "deleted"}),
        event("restore", 6_100, **archived),
    ]


KNOWN = {
    "created_at": T,
    "acknowledged_at": T + 2,
    "first_automated_response_at": T + 10,
    "handed_over_at": T + 120,
    "first_human_response_at": T + 600,
    "status": "resolved",
    "resolved_at": T + 5_600,
    "reopened_at": T + 5_000,
    "rating": None,
    "excluded": None,
    "channel": "email",
    "team": "billing",
    "intent": "delivery",
    "url": "https://app.frontapp.com/open/cnv_1042nr10",
}


def test_a_conversations_life_is_told_in_any_order_and_however_often(desk_store: Store) -> None:
    by_rules = [by_rule(each) for each in life()]
    shuffled = by_rules + [in_envelope(each["type"], each) for each in life()]
    random.Random(9).shuffle(shuffled)
    happened = []
    for source, requests in (("in-order", by_rules), ("backwards", by_rules[::-1]), ("shuffled", shuffled)):
        ticket = ticket_after(desk_store, VENDOR, source, requests, "cnv_1042nr10", intents="tags")
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source
        happened.append(events(desk_store, source))
    assert happened[0] == happened[1] == happened[2]


# ---- anything


@given(body=bodies(*life(), {"type": "inbound_received", "payload": life()[0]}), tags=st.booleans())
def test_whatever_comes_is_read_or_refused_in_a_sentence(body: bytes, tags: bool) -> None:
    survives(VENDOR, by_rule(body), **({"intents": "tags"} if tags else {}))
