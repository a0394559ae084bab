import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.ratings import BAD, GOOD, NEUTRAL, Rating
from kpi.model import EventKind, Exclusion, Status
from kpi.store import Store
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.signatures import in_base64
from kpi.webhooks.told import NOTHING, Event, Statement
from kpi.webhooks.vendors.help_scout import VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, events, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

T = 1_790_769_600  # 2026-09-30 12:00:00 UTC
LATER = T + 90_000
JANE = {"id": 238604, "type": "customer", "first": "Jane", "last": "Smith", "email": "jane@example.com"}
ADA = {"id": 256, "type": "user", "first": "Ada", "last": "Lovelace", "email": "ada@example.org"}
AI = {"id": 9, "type": "system_user", "first": "AI", "last": "Answers"}


def at(after: int) -> str:
    return datetime.fromtimestamp(T + after, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def thread(number: int, after: int, by: dict[str, Any], kind: str = "", **more: Any) -> dict[str, Any]:
    kind = kind or ("customer" if by["type"] == "customer" else "message")
    return {
        "id": 900 + number, "type": kind, "status": "active", "state": "published", "body": "…",
        "source": {"type": "email", "via": by["type"]}, "createdBy": by, "createdAt": at(after),
    } | more  # fmt: skip


ASKED = thread(0, 0, JANE)


def conversation(*threads: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": 123, "number": 15473, "threads": 2, "type": "email", "folderId": 493, "status": "active",
        "state": "published", "subject": "Charged twice", "preview": "…", "mailboxId": 85, "createdBy": JANE,
        "createdAt": at(0), "source": {"type": "email", "via": "customer"}, "tags": [], "cc": [], "bcc": [],
        "primaryCustomer": JANE, "customFields": [], "_embedded": {"threads": list(threads)},
    } | changes  # fmt: skip


def request(event: str, body: Any, when: int = LATER) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"x-helpscout-signature": in_base64(SECRET.encode(), raw, "sha1"), "x-helpscout-event": event}
    return Request({name: value for name, value in headers.items() if value}, raw, when)


def sent(event: str, *threads: dict[str, Any], **changes: Any) -> Request:
    return request(event, conversation(*threads, **changes))


def kinds(made: Request, connected_at: int = T + 1) -> list[tuple[str, int]]:
    return [(event.kind, event.at - T) for event in told(VENDOR, made, connected_at).events]


# ---- signatures


def test_what_the_secret_key_has_signed_is_help_scouts() -> None:
    assert VENDOR.signed(SECRET, sent("convo.created"))
    sample = VENDOR.sample(SECRET, T)
    made = Request(sample.headers, sample.body, T)
    assert VENDOR.signed(SECRET, made)
    assert told(VENDOR, made) == NOTHING


@pytest.mark.parametrize("header", ["", "=", "AAAA", "ſ\udcff☃", "é" * 28])
def test_another_signature_or_none_is_nobodys(header: str) -> None:
    made = sent("convo.created")
    assert not VENDOR.signed(SECRET, replace(made, headers={"x-helpscout-signature": header}))
    assert not VENDOR.signed(SECRET, replace(made, headers={}))
    assert not VENDOR.signed("another \ud800 secret", made)
    assert not VENDOR.signed(SECRET, replace(made, body=made.body + b" "))


def test_a_delivery_is_known_by_its_event_and_its_bytes() -> None:
    def key(made: Request) -> str:
        return VENDOR.read(made, Connection(0))[0].id

    assert key(sent("convo.status")) == key(sent("convo.status"))
    assert key(sent("convo.status")) != key(sent("convo.assigned"))
    assert key(sent("convo.status")) != key(sent("convo.status", status="closed"))
    assert VENDOR.read(sent("convo.status"), Connection(0))[0].event == "convo.status"


# ---- the samples


def test_a_conversation_tells_how_it_stands_and_what_it_has_of_its_threads(real_data: Path) -> None:
    body = json.loads((real_data / "webhook_samples/helpscout_conversation.json").read_text())
    opened, closed = 1_492_785_596, 1_492_785_804
    found = told(VENDOR, request("convo.status", body), connected_at=opened)
    assert found.events == [
        Event("123", "opened", EventKind.OPENED, opened),
        Event("123", "1", EventKind.CUSTOMER_MESSAGE, opened),
        Event("123", "work began 1", EventKind.WORK_BEGAN, opened),
        Event("123", f"resolved {closed}", EventKind.RESOLVED, closed),
    ]
    assert found.statements[0].as_of == closed
    assert fields(told(VENDOR, request("convo.status", body), opened, intents="tags")) == {
        "status": Status.RESOLVED,
        "excluded": None,
        "channel": "email",
        "subject": "Need Help",
        "url": "https://secure.helpscout.net/conversation/123/15473",
        "requester": "bear@acme.com",
        "updated_at": closed,
        "assignee": "Mr Robot",
        "intent": "vip",
    }
    assert told(VENDOR, request("convo.status", body), opened + 1).events == found.events[1:]


def test_a_rating_is_of_the_moment_at_which_it_was_last_changed(real_data: Path) -> None:
    body = json.loads((real_data / "webhook_samples/helpscout_rating.json").read_text())
    changed = 1_429_042_713
    rating = {"rating": GOOD, "rated_at": changed}
    assert told(VENDOR, request("satisfaction.ratings", body)).statements == [Statement("1560011", changed, rating)]


@pytest.mark.parametrize(("word", "rating"), [("Great", GOOD), ("Okay", NEUTRAL), ("Not Good", BAD), ("bad", BAD)])
def test_ratings_are_words(word: str, rating: Rating) -> None:
    body = {"id": 1, "ticketId": 123, "rating": word, "createdAt": at(9), "modifiedAt": None}
    found = told(VENDOR, request("satisfaction.ratings", body))
    assert found.statements == [Statement("123", T + 9, {"rating": rating, "rated_at": T + 9})]
    assert why_not(VENDOR, request("satisfaction.ratings", body | {"rating": "Purple"})) == (
        "“rating” is no rating that kpibot knows: “Purple”."
    )


# ---- threads


def test_who_wrote_a_thread_tells_what_it_is() -> None:
    assert kinds(sent("convo.customer.reply.created", thread(1, 60, JANE))) == [
        (EventKind.CUSTOMER_MESSAGE, 60),
        (EventKind.WORK_BEGAN, 60),
    ]
    assert kinds(sent("convo.agent.reply.created", thread(1, 60, ADA))) == [(EventKind.HUMAN_REPLY, 60)]
    assert kinds(sent("convo.agent.reply.created", thread(1, 60, AI))) == [(EventKind.AUTOMATED_REPLY, 60)]
    by_a_workflow = thread(1, 60, ADA, source={"type": "workflows", "via": "user"})
    assert kinds(sent("convo.agent.reply.created", by_a_workflow)) == [(EventKind.ACKNOWLEDGEMENT, 60)]


@pytest.mark.parametrize("bots", ["256", "bob, ADA LOVELACE", "ada@example.org"])
def test_a_user_that_is_a_machine_may_be_named(bots: str) -> None:
    found = told(VENDOR, sent("convo.agent.reply.created", thread(1, 60, ADA)), T + 1, bots=bots)
    assert [event.kind for event in found.events] == ["automated reply"]
    assert told(VENDOR, sent("convo.assigned", assignee=ADA), T + 1, bots=bots).events == []
    assert told(VENDOR, sent("convo.assigned", assignee=AI), T + 1).events == []


def test_notes_lines_of_the_log_and_drafts_are_no_messages() -> None:
    hidden = (thread(1, 60, ADA, "note"), thread(2, 60, ADA, "lineitem"), thread(3, 60, ADA, state="draft"))
    assert kinds(sent("convo.note.created", *hidden, thread(4, 60, ADA, state="underreview"))) == []
    assert told(VENDOR, sent("convo.created", state="draft")) == NOTHING


def test_a_conversation_is_known_from_its_opening_if_it_is_new_or_younger_than_the_connection() -> None:
    opening = [(EventKind.OPENED, 0), (EventKind.CUSTOMER_MESSAGE, 0)]
    assert kinds(sent("convo.created")) == opening
    assert kinds(sent("convo.created", ASKED)) == [*opening, (EventKind.WORK_BEGAN, 0)]
    assert kinds(sent("convo.tags"), connected_at=T) == opening
    assert kinds(sent("convo.tags"), connected_at=T + 1) == []
    assert "created_at" not in fields(told(VENDOR, sent("convo.tags"), T + 1))


def test_what_the_team_began_counts_from_the_customers_answer_but_a_call_is_the_customers() -> None:
    by_ada = {"createdBy": ADA, "source": {"type": "web", "via": "user"}}
    assert kinds(sent("convo.created", thread(1, 0, ADA), **by_ada)) == [
        (EventKind.OPENED, 0),
        (EventKind.HUMAN_REPLY, 0),
    ]
    call = sent("convo.created", thread(1, 0, ADA, "phone"), type="phone", **by_ada)
    assert [kind for kind, _ in kinds(call)] == ["opened", "customer message", "human reply"]


# ---- states


def test_closed_resolves_at_the_time_of_closing() -> None:
    closed = sent("convo.note.created", status="closed", closedAt=at(700), userUpdatedAt=at(900))
    assert kinds(closed) == [(EventKind.RESOLVED, 700)]
    (statement,) = told(VENDOR, closed).statements
    assert (statement.as_of, statement.fields["status"]) == (T + 900, Status.RESOLVED)
    assert kinds(sent("convo.status", status="active", closedAt=at(700))) == []


def test_spam_and_deletion_count_nowhere_until_they_are_taken_back() -> None:
    assert fields(told(VENDOR, sent("convo.status", status="spam")))["excluded"] is Exclusion.SPAM
    assert fields(told(VENDOR, sent("convo.status", state="deleted")))["excluded"] is Exclusion.DELETED
    assert fields(told(VENDOR, sent("convo.status", status="pending")))["excluded"] is None
    assert "excluded" not in fields(told(VENDOR, sent("convo.tags")))
    deleted = request("convo.deleted", {"id": 123}, T + 50)
    assert told(VENDOR, deleted).statements == [Statement("123", T + 50, {"excluded": Exclusion.DELETED})]


def test_what_was_merged_into_a_conversation_counts_there_alone() -> None:
    line = thread(1, 60, ADA, "lineitem")
    line["action"] = {"type": "merged", "associatedEntities": {"originalConversation": 77}}
    itself = line | {"action": {"type": "merged", "associatedEntities": {"originalConversation": 123}}}
    _, merged = told(VENDOR, sent("convo.merged", line, line, itself)).statements
    assert merged == Statement("77", T + 60, {"excluded": Exclusion.MERGED})
    assert len(told(VENDOR, sent("convo.merged")).statements) == 1


# ---- who has it, and what it is about


def test_an_assignment_may_be_a_handover_and_names_who_has_it() -> None:
    to_ada = sent("convo.assigned", assignee=ADA, userUpdatedAt=at(120))
    assert kinds(to_ada) == [(EventKind.ASSIGNED, 120)]
    assert fields(told(VENDOR, to_ada))["assignee"] == "Ada Lovelace"
    to_a_team = sent("convo.assigned", assignee={"id": 4, "type": "team", "first": "Billing", "last": ""})
    assert fields(told(VENDOR, to_a_team))["team"] == "Billing"
    to_nobody = sent("convo.assigned", assignee=None)
    assert kinds(to_nobody) == []
    assert fields(told(VENDOR, to_nobody))["assignee"] is None
    assert "assignee" not in fields(told(VENDOR, sent("convo.tags")))


def test_tags_are_intents_only_if_somebody_says_so() -> None:
    tagged = sent("convo.tags", tags=[{"id": 1, "tag": "refund"}, {"id": 2, "tag": "billing"}])
    assert "intent" not in fields(told(VENDOR, tagged))
    assert fields(told(VENDOR, tagged, intents="tags"))["intent"] == "billing"
    assert fields(told(VENDOR, sent("convo.tags"), intents="tags"))["intent"] is None


# ---- other events


@pytest.mark.parametrize("event", ["customer.created", "beacon.chat.created", "tag.deleted", "user.status.changed"])
def test_events_that_say_nothing_of_conversations_are_understood(event: str) -> None:
    assert told(VENDOR, request(event, {"id": 123})) == NOTHING


def test_unknown_events_and_what_is_no_conversation_are_not() -> None:
    assert why_not(VENDOR, request("convo.sung", conversation())) == "“convo.sung” is no event that kpibot knows."
    assert why_not(VENDOR, request("", conversation())).startswith("The header X-HelpScout-Event is missing")
    assert why_not(VENDOR, request("convo.status", [])) == "The body is no JSON object."
    assert why_not(VENDOR, sent("convo.status", status="asleep")) == (
        "“status” is no status that kpibot knows: “asleep”."
    )
    assert why_not(VENDOR, sent("convo.status", createdAt="yesterday")) == "“createdAt” is not a time."


# ---- a life


def life() -> list[Request]:
    """Asked at 0, answered by the AI at 10, handed to Ada at 120 who replies at 600 and closes at 700; asked again at
    5,000, replied to and closed at 5,600; rated okay at 6,000, then great at 7,000.
    """
    ai, wanted, note = thread(1, 10, AI), thread(2, 100, JANE), thread(3, 200, ADA, "note")
    replied, again, closing = thread(4, 600, ADA), thread(5, 5_000, JANE), thread(6, 5_600, ADA)
    of_ada, tags = {"assignee": ADA}, {"tags": [{"id": 1, "tag": "billing"}]}
    now: dict[str, Any] = {}
    told_in_order = [
        ("convo.created", [ASKED], now),
        ("convo.agent.reply.created", [ai, ASKED], now := now | {"status": "pending"}),
        ("convo.status", [ai, ASKED], now),
        ("convo.customer.reply.created", [wanted, ai], now := now | {"status": "active"}),
        ("convo.assigned", [wanted], now := now | of_ada | {"userUpdatedAt": at(120)}),
        ("convo.note.created", [note, wanted], now := now | {"userUpdatedAt": at(200)}),
        ("convo.tags", [note], now := now | tags | {"userUpdatedAt": at(210)}),
        ("convo.custom-fields", [], now := now | {"userUpdatedAt": at(220)}),
        ("convo.agent.reply.created", [replied], now := now | {"status": "pending", "userUpdatedAt": at(600)}),
        ("convo.status", [replied], now := now | {"status": "closed", "closedAt": at(700), "userUpdatedAt": at(700)}),
        ("convo.customer.reply.created", [again], now := now | {"status": "active", "closedAt": None}),
        ("convo.moved", [again], now := now | {"mailboxId": 86, "userUpdatedAt": at(5_100)}),
        (
            "convo.agent.reply.created",
            [closing],
            now := now | {"status": "closed", "closedAt": at(5_600), "userUpdatedAt": at(5_600)},
        ),
        ("convo.status", [closing], now),
        ("customer.updated", [], now),
    ]
    ratings = [
        {"id": 1, "ticketId": 123, "threadId": 906, "rating": rating, "createdAt": at(6_000), "modifiedAt": at(changed)}
        for rating, changed in (("Okay", 6_000), ("Great", 7_000))
    ]
    return [
        *(request(event, conversation(*threads, **changes)) for event, threads, changes in told_in_order),
        *(request("satisfaction.ratings", rating) for rating in ratings),
    ]


KNOWN = {
    "created_at": T,
    "acknowledged_at": None,
    "first_automated_response_at": T + 10,
    "handed_over_at": T + 120,
    "first_human_response_at": T + 600,
    "status": "resolved",
    "resolved_at": T + 5_600,
    "reopened_at": T + 5_000,
    "rating": 1.0,
    "rating_scale": "faces",
    "rated_at": T + 7_000,
    "excluded": None,
    "channel": "email",
    "intent": "billing",
    "url": "https://secure.helpscout.net/conversation/123/15473",
}


def test_a_conversations_life_is_told_in_any_order_and_however_often(desk_store: Store) -> None:
    shuffled = life() * 2
    random.Random(9).shuffle(shuffled)
    happened = []
    for source, requests in (("in-order", life()), ("backwards", life()[::-1]), ("shuffled", shuffled)):
        ticket = ticket_after(desk_store, VENDOR, source, requests, "123", intents="tags")
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source
        happened.append(events(desk_store, source))
    assert happened[0] == happened[1] == happened[2]


# ---- anything


@given(
    event=st.sampled_from(["convo.created", "convo.status", "convo.merged", "satisfaction.ratings", "convo.deleted"]),
    body=bodies(*(json.loads(each.body) for each in life())),
    options=st.sampled_from([{}, {"intents": "tags"}]),
)
def test_whatever_comes_is_read_or_refused_in_a_sentence(event: str, body: bytes, options: dict[str, str]) -> None:
    survives(VENDOR, request(event, body), **options)
