import base64
import json
import random
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kpi.ingest.columns.ratings import BAD, GOOD, Rating
from kpi.ingest.tickets.logs import Event
from kpi.model import EventKind, Exclusion, RatingScale, Status
from kpi.store import Store
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import in_base64
from kpi.webhooks.told import NOTHING, CostTold, InquiryTold, Told
from kpi.webhooks.vendors import generic_events, generic_records, generic_tickets
from kpi.webhooks.vendors.generic import AT_ONCE, VENDOR
from tests.kpi.webhooks.vendors.desks import events, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

KEY = b"a key of twenty-four b.."
SECRET = "whsec_" + base64.b64encode(KEY).decode()
DOCS = Path(__file__).parents[4] / "docs"


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


NOW = instant("2026-07-20T12:00:00Z")
AT = "2026-07-20T09:00:00Z"


def a_request(body: Any, key: str = "msg_1") -> Request:
    return Request({"webhook-id": key}, json.dumps(body).encode(), NOW)


def a_ticket(**more: Any) -> Request:
    return a_request({"type": "ticket", "id": "48213", "as_of": AT, **more})


def an_event(kind: str, at: str = AT, **more: Any) -> Request:
    return a_request({"type": "event", "ticket": "48213", "kind": kind, "at": at, **more})


# Who sends


def signed(body: bytes, key: str = "msg_1", stamp: str = str(NOW), by: bytes = KEY, before: str = "") -> Request:
    signature = f"{before}v1,{in_base64(by, f'{key}.{stamp}.'.encode() + body)}"
    return Request({"webhook-id": key, "webhook-timestamp": stamp, "webhook-signature": signature}, body, NOW)


def test_the_example_of_standard_webhooks_is_let_in() -> None:
    """With the figures of its specification."""
    request = Request(
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        b'{"test": 2432232314}',
        1_614_265_330,
    )
    assert VENDOR.signed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", request)


def test_what_is_signed_just_now_is_let_in_and_nothing_else() -> None:
    assert VENDOR.signed(SECRET, signed(b"{}"))
    assert VENDOR.signed(SECRET, signed(b"{}", stamp=str(NOW - 300)))
    assert VENDOR.signed(SECRET, signed(b"{}", before="v1,bm90IHRoaXM= v1a,other "))
    assert not VENDOR.signed(SECRET, signed(b"{}", stamp=str(NOW - 301)))
    assert not VENDOR.signed(SECRET, signed(b"{}", stamp=str(NOW + 301)))
    assert not VENDOR.signed(SECRET, signed(b"{}", by=b"another key"))
    assert not VENDOR.signed(SECRET, Request(signed(b"{}").headers, b"[]", NOW))
    for wrong in ("", "soon", "1e9", "１７８４５３８０００"):
        assert not VENDOR.signed(SECRET, signed(b"{}", stamp=wrong))


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_without_one_of_the_headers_nothing_is_let_in(name: str) -> None:
    good = signed(b"{}")
    assert not VENDOR.signed(SECRET, Request({**good.headers, name: ""}, b"{}", NOW))
    assert not VENDOR.signed(SECRET, Request({**good.headers, name: "é\udcff"}, b"{}", NOW))


def test_an_id_that_is_exchanged_is_not_let_in() -> None:
    assert not VENDOR.signed(SECRET, Request({**signed(b"{}").headers, "webhook-id": "msg_2"}, b"{}", NOW))


def test_a_secret_that_is_no_base64_is_taken_as_it_is() -> None:
    assert VENDOR.signed("correct horse!", signed(b"{}", by=b"correct horse!"))


@pytest.mark.parametrize("secret", [SECRET, "correct horse!", "whsec_", "whsec_abc-_x"])
def test_the_sample_is_signed_and_tells_nothing(secret: str) -> None:
    sample = VENDOR.sample(secret, NOW)
    request = Request(sample.headers, sample.body, NOW)
    assert VENDOR.signed(secret, request)
    assert told(VENDOR, request) == NOTHING


# Tickets


def test_a_ticket_is_what_is_mentioned_as_of_a_moment() -> None:
    (statement,) = told(
        VENDOR,
        a_ticket(
            created_at="2026-07-20T11:00:00+02:00",
            first_human_response_at=1_784_538_060,
            first_automated_response_at=None,
            status="Solved",
            resolved_at="2026-07-20T09:30:00",
            channel="e-mail",
            team=None,
            requester=4711,
            rating=4,
            rated_at=AT,
            excluded=None,
        ),
    ).statements
    assert (statement.external_id, statement.as_of) == ("48213", instant(AT))
    assert statement.fields == {
        "created_at": instant(AT),
        "first_human_response_at": instant(AT) + 60,
        "first_automated_response_at": None,
        "status": Status.RESOLVED,
        "resolved_at": instant(AT) + 1_800,
        "channel": "e-mail",
        "team": None,
        "requester": "4711",
        "rating": Rating(4.0, RatingScale.STARS),
        "rated_at": instant(AT),
        "excluded": None,
    }


def test_without_as_of_it_is_as_of_the_last_update() -> None:
    request = a_request({"type": "ticket", "id": "1", "updated_at": AT, "status": "open"})
    (statement,) = told(VENDOR, request).statements
    assert statement.as_of == instant(AT)


@pytest.mark.parametrize(
    ("rating", "scale", "read"),
    [
        (5, None, Rating(5.0, RatingScale.STARS)),
        ("good", "stars", GOOD),
        (-1, "faces", BAD),
        ("thumbs up", "faces", GOOD),
        (9, "0 to 10", Rating(9.0, RatingScale.PROMOTER)),
    ],
)
def test_a_rating_is_read_on_its_scale(rating: Any, scale: str | None, read: Rating) -> None:
    assert fields(told(VENDOR, a_ticket(rating=rating, rating_scale=scale)))["rating"] == read


@pytest.mark.parametrize(("word", "reason"), [("spam", Exclusion.SPAM), ("Merged", Exclusion.MERGED)])
def test_a_status_may_say_that_a_ticket_does_not_count(word: str, reason: Exclusion) -> None:
    assert fields(told(VENDOR, a_ticket(status=word))) == {"excluded": reason}


# Events


@pytest.mark.parametrize("kind", ["customer message", "human_reply", "Automated-Reply", "acknowledgement", "assigned"])
def test_a_message_is_an_event(kind: str) -> None:
    (event,) = told(VENDOR, an_event(kind, id="m-1")).events
    assert event == Event("48213", "m-1", kind.lower().replace("_", " ").replace("-", " "), instant(AT))


def test_a_message_without_an_id_is_known_by_its_kind_and_time() -> None:
    (event,) = told(VENDOR, an_event("human reply")).events
    assert event.event_id == f"human reply {instant(AT)}"


def test_a_ticket_is_opened_by_the_customer_or_by_the_team() -> None:
    opened = Event("48213", "opened", EventKind.OPENED, instant(AT))
    asked = Event("48213", "opening", EventKind.CUSTOMER_MESSAGE, instant(AT))
    assert told(VENDOR, an_event("opened")).events == [opened, asked]
    assert told(VENDOR, an_event("opened", by="team")).events == [opened]


@pytest.mark.parametrize(
    ("kind", "stated"),
    [
        ("resolved", {"status": Status.RESOLVED, "resolved_at": instant(AT)}),
        ("closed", {"status": Status.RESOLVED}),
        ("reopened", {"status": Status.OPEN, "reopened_at": instant(AT)}),
        ("merged", {"excluded": Exclusion.MERGED}),
        ("deleted", {"excluded": Exclusion.DELETED}),
        ("restored", {"excluded": None}),
    ],
)
def test_what_changes_how_it_stands_is_a_statement(kind: str, stated: Any) -> None:
    assert fields(told(VENDOR, an_event(kind))) == stated


def test_a_rating_that_is_given_is_dated() -> None:
    stated = fields(told(VENDOR, an_event("rated", rating="bad")))
    assert stated == {"rating": BAD, "rated_at": instant(AT)}


# Self-service and costs


def test_an_inquiry_says_how_it_ended() -> None:
    body = {"type": "inquiry", "id": "q-1", "at": AT, "outcome": "contacted", "ticket": 48213}
    at = instant(AT)
    assert told(VENDOR, a_request(body)) == Told(inquiries=[InquiryTold("q-1", at, at, "contacted", "48213")])
    (later,) = told(VENDOR, a_request({**body, "as_of": "2026-07-20T10:00:00Z"})).inquiries
    assert (later.as_of, later.at) == (at + 3_600, at)


def test_a_cost_is_an_amount_a_month_or_in_all() -> None:
    body = {"type": "cost", "id": "c-1", "as_of": AT, "first_day": "2026-07-01", "category": "software", "amount": 90.5}
    (monthly,) = told(VENDOR, a_request({**body, "per": "month", "note": "Help desk"})).costs
    assert monthly == CostTold("c-1", instant(AT), "2026-07-01", None, "software", 9_050, True, "Help desk")
    (once,) = told(VENDOR, a_request({**body, "per": "total", "last_day": "2026-07-31", "amount": "1200"})).costs
    assert (once.last_day, once.cents, once.monthly) == ("2026-07-31", 120_000, False)


# What is not understood

COST = {
    "type": "cost",
    "id": "c",
    "as_of": AT,
    "first_day": "2026-07-01",
    "category": "other",
    "amount": 1,
    "per": "month",
}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({}, "“type” is missing"),
        ({"type": "tickets"}, "“type” is none of ticket, event"),
        ({"type": "ticket", "id": "1"}, "“updated_at” is missing"),
        ({"type": "ticket", "as_of": AT}, "“id” is missing"),
        ({"type": "ticket", "id": "1", "as_of": AT, "resolvedat": AT}, "“resolvedat” is not known here"),
        ({"type": "ticket", "id": "1", "as_of": AT, "status": "dancing"}, "no status that is known: “dancing”"),
        ({"type": "ticket", "id": "1", "as_of": AT, "resolved_at": "soon"}, "“resolved_at” is not a time"),
        ({"type": "ticket", "id": "1", "as_of": AT, "excluded": "no"}, "“excluded” is none of spam"),
        ({"type": "ticket", "id": "1", "as_of": AT, "rating": 6}, "not on its scale, stars: “6”"),
        ({"type": "ticket", "id": "1", "as_of": AT, "rating": 2, "rating_scale": "faces"}, "not on its scale, faces"),
        ({"type": "ticket", "id": "1", "as_of": AT, "rating": 2, "rating_scale": "nps"}, "none of stars, 0 to 10"),
        ({"type": "ticket", "id": "1", "as_of": AT, "rated_at": AT}, "“rating” is missing"),
        ({"type": "event", "ticket": "1", "kind": "sighed", "at": AT}, "“kind” is none of opened"),
        ({"type": "event", "ticket": "1", "kind": "opened", "at": AT, "by": "cat"}, "neither customer nor team"),
        ({"type": "event", "ticket": "1", "kind": "closed", "at": AT, "by": "team"}, "“by” is not known here"),
        ({"type": "inquiry", "id": "q", "at": AT, "outcome": "left"}, "“outcome” is none of resolved"),
        ({**COST, "amount": -1}, "“amount” is a negative amount"),
        ({**COST, "amount": "lots"}, "“amount” is not an amount"),
        ({**COST, "first_day": "July"}, "no day that is written as 2026-07-01"),
        ({**COST, "last_day": "2026-06-01"}, "before first_day"),
        ({**COST, "per": "total"}, "an amount in all needs it"),
        ({**COST, "per": "week"}, "neither month nor total"),
        ({**COST, "category": "beer"}, "“category” is none of automation"),
        ([], "a list of 1 to 100"),
        ([{}] * (AT_ONCE + 1), "a list of 1 to 100"),
        ("ticket", "neither a JSON object nor a list"),
    ],
)  # fmt: skip
def test_a_slip_is_refused_in_a_sentence_that_names_it(body: Any, why: str) -> None:
    assert why in why_not(VENDOR, a_request(body))


def test_of_a_list_each_is_taken_or_refused_by_itself() -> None:
    good = {"type": "event", "ticket": "1", "kind": "closed", "at": AT}
    one, other, third = VENDOR.read(a_request([good, {"type": "event"}, 7]), Connection(0))
    assert (one.id, one.event, one.why) == ("msg_1 0", "event", "")
    assert (other.id, other.told, other.why) == ("msg_1 1", None, "“[1].kind” is missing; it should be a text.")
    assert third.why == "A thing in the list is no JSON object."


def test_a_body_that_is_no_json_is_refused() -> None:
    with pytest.raises(NotUnderstoodError):
        VENDOR.read(Request({}, b"{", NOW), Connection(0))


def test_a_message_without_an_id_is_known_by_its_bytes() -> None:
    ids = [VENDOR.read(Request({}, body, NOW), Connection(0))[0].id for body in (b"{}", b"{}", b"{ }")]
    assert ids[0] == ids[1] != ids[2]


# A ticket's life

LIFE = [
    an_event("opened"),
    an_event("acknowledgement", "2026-07-20T09:00:01Z"),
    an_event("automated reply", "2026-07-20T09:00:30Z", id="m1"),
    an_event("customer message", "2026-07-20T09:05:00Z", id="m2"),
    an_event("assigned", "2026-07-20T09:06:00Z", id="a1"),
    a_ticket(as_of="2026-07-20T09:06:00Z", team="Billing", channel="Chat", priority="High", intent="Refund"),
    an_event("human reply", "2026-07-20T09:20:00Z", id="m3"),
    an_event("resolved", "2026-07-20T10:00:00Z"),
    an_event("customer message", "2026-07-20T10:30:00Z", id="m4"),
    an_event("reopened", "2026-07-20T10:30:00Z"),
    an_event("human reply", "2026-07-20T10:40:00Z", id="m5"),
    a_ticket(as_of="2026-07-20T10:41:00Z", priority="Low"),
    an_event("resolved", "2026-07-20T11:00:00Z"),
    an_event("rated", "2026-07-20T11:10:00Z", rating=2),
    an_event("rated", "2026-07-20T11:20:00Z", rating=5),
    an_event("spam", "2026-07-20T11:30:00Z"),
    an_event("restored", "2026-07-20T11:31:00Z"),
    an_event("closed", "2026-07-20T11:40:00Z"),
]
KNOWN = {
    "created_at": instant(AT),
    "acknowledged_at": instant("2026-07-20T09:00:01Z"),
    "first_automated_response_at": instant("2026-07-20T09:00:30Z"),
    "handed_over_at": instant("2026-07-20T09:06:00Z"),
    "first_human_response_at": instant("2026-07-20T09:20:00Z"),
    "status": "resolved",
    "resolved_at": instant("2026-07-20T11:00:00Z"),
    "reopened_at": instant("2026-07-20T10:30:00Z"),
    "rating": 5.0,
    "rating_scale": "stars",
    "rated_at": instant("2026-07-20T11:20:00Z"),
    "excluded": None,
    "team": "billing",
    "channel": "chat",
    "priority": "low",
    "intent": "refund",
}


def test_a_life_in_any_order_and_told_twice_is_the_ticket_that_is_known_by_hand(desk_store: Store) -> None:
    requests = [Request({"webhook-id": f"msg_{place}"}, each.body, NOW) for place, each in enumerate(LIFE)]
    together = [Request({"webhook-id": "all"}, b"[" + b",".join(each.body for each in LIFE) + b"]", NOW)]
    shuffled = [*requests, *requests]
    random.Random(9).shuffle(shuffled)
    ways = {"in-order": requests, "backwards": requests[::-1], "shuffled": shuffled, "together": together}
    happened = []
    for source, each in ways.items():
        ticket = ticket_after(desk_store, VENDOR, source, each, "48213")
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source
        happened.append(events(desk_store, source))
    assert all(each == happened[0] for each in happened)


@given(body=bodies(*(json.loads(each.body) for each in LIFE), [COST], {"type": "inquiry", "id": "q", "at": AT}))
def test_whatever_is_signed_is_read_or_refused(body: bytes) -> None:
    survives(VENDOR, Request({"webhook-id": "msg_1"}, body, NOW))


# What people read of it


def test_every_example_in_the_documentation_is_understood() -> None:
    section = (DOCS / "webhooks.md").read_text().partition("\n## Another system\n")[2].partition("\n## ")[0]
    examples = re.findall(r"```json\n(.*?)```", section, re.DOTALL)
    assert len(examples) >= 4
    for example in examples:
        assert all(each.told is not None for each in VENDOR.read(a_request(json.loads(example)), Connection(0)))


def test_the_schema_names_what_the_reader_knows() -> None:
    schema = json.loads((DOCS / "webhook.schema.json").read_text())["$defs"]
    named = {name: set(part["properties"]) for name, part in schema.items() if "properties" in part}
    assert named["ticket"] == {"type", "id", "as_of", *generic_tickets.FIELDS}
    assert named["event"] == {"type", "id", "ticket", "kind", "at", "by", "rating", "rating_scale"}
    assert named["inquiry"] == set(generic_records.INQUIRY)
    assert named["cost"] == set(generic_records.COST)
    assert schema["event"]["properties"]["kind"]["enum"] == list(generic_events.KINDS)
    assert schema["ticket"]["properties"]["rating_scale"]["enum"] == [*generic_tickets.SCALES, None]
