import base64
import hashlib
import hmac
import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import Exclusion, Status
from kpi.store import Store
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.told import NOTHING, Statement
from kpi.webhooks.vendors.hubspot import VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, fields, survives, ticket_after, told, why_not
from tests.support.broken_json import bodies

OPENED = 1_784_538_000
LATER = OPENED + 90 * 86_400
TICKET = "3172054621"
ADDRESS = "https://kpibot.example.org/webhooks/hubspot"


def notice(kind: str, after: int = 0, **values: Any) -> dict[str, Any]:
    return {
        "eventId": 1,
        "subscriptionId": 12,
        "portalId": 62515,
        "appId": 54321,
        "occurredAt": (OPENED + after) * 1_000 + 250,
        "subscriptionType": kind,
        "attemptNumber": 0,
        "objectId": int(TICKET),
        "changeSource": "CRM_UI",
        **values,
    }


def changed(name: str, value: Any, after: int = 60) -> dict[str, Any]:
    return notice("ticket.propertyChange", after, propertyName=name, propertyValue=value)


def at(after: int) -> str:
    """As HubSpot writes a time in a property."""
    return str((OPENED + after) * 1_000 + 900)


def a_request(*notices: Any) -> Request:
    return Request({}, json.dumps(notices).encode(), LATER)


# Who sends


def signed(body: bytes, stamp: str, url: str = ADDRESS, secret: str = SECRET, method: str = "POST") -> dict[str, str]:
    text = f"{method}{url}".encode() + body + stamp.encode()
    signature = base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()
    return {"x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": stamp}


def test_what_hubspot_has_signed_just_now_for_this_address_is_let_in() -> None:
    body, stamp = b'[{"a": 1}]', str(OPENED * 1_000)
    headers = signed(body, stamp)
    assert VENDOR.signed(SECRET, Request(headers, body, OPENED, ADDRESS))
    assert VENDOR.signed(SECRET, Request(headers, body, OPENED + 300, ADDRESS))
    assert not VENDOR.signed(SECRET, Request(headers, body, OPENED + 301, ADDRESS))
    assert not VENDOR.signed(SECRET, Request(headers, body, OPENED - 301, ADDRESS))
    assert not VENDOR.signed("another-secret", Request(headers, body, OPENED, ADDRESS))
    assert not VENDOR.signed(SECRET, Request(headers, b'[{"a": 2}]', OPENED, ADDRESS))
    assert not VENDOR.signed(SECRET, Request(headers, body, OPENED, "https://kpibot.example.org/webhooks/other"))
    assert not VENDOR.signed(SECRET, Request(headers, body, OPENED, ADDRESS, "PUT"))
    assert not VENDOR.signed(SECRET, Request({}, body, OPENED, ADDRESS))


def test_some_signs_in_an_address_are_signed_as_they_are_read() -> None:
    stamp = str(OPENED * 1_000)
    headers = signed(b"[]", stamp, f"{ADDRESS}?a=b:c&d=%20")
    assert VENDOR.signed(SECRET, Request(headers, b"[]", OPENED, f"{ADDRESS}?a=b%3Ac&d=%20"))


@pytest.mark.parametrize("missing", ["x-hubspot-signature-v3", "x-hubspot-request-timestamp"])
def test_without_one_of_the_headers_nothing_is_let_in(missing: str) -> None:
    headers = {**signed(b"[]", str(OPENED * 1_000)), missing: ""}
    assert not VENDOR.signed(SECRET, Request(headers, b"[]", OPENED, ADDRESS))


@pytest.mark.parametrize("stamp", ["now", str(OPENED), "-1", "２０", "é"])
def test_a_time_that_is_none_is_not_let_in_even_if_signed(stamp: str) -> None:
    assert not VENDOR.signed(SECRET, Request(signed(b"[]", stamp), b"[]", OPENED, ADDRESS))


def test_a_signature_that_is_no_ascii_is_wrong() -> None:
    headers = {**signed(b"[]", str(OPENED * 1_000)), "x-hubspot-signature-v3": "é\udcff"}
    assert not VENDOR.signed(SECRET, Request(headers, b"[]", OPENED, ADDRESS + "\udcff"))


def test_the_sample_is_signed_and_tells_nothing() -> None:
    sample = VENDOR.sample(SECRET, OPENED)
    request = Request({name.lower(): value for name, value in sample.headers.items()}, sample.body, OPENED, ADDRESS)
    assert VENDOR.signed(SECRET, request)
    assert not VENDOR.signed("another-secret", request)
    assert told(VENDOR, request) == NOTHING


# What it means


def test_each_notice_of_a_delivery_is_told_by_itself() -> None:
    request = a_request(notice("ticket.creation"), changed("subject", "Invoice"), notice("ticket.danced"), 7)
    every = VENDOR.read(request, Connection(0))
    assert [each.event for each in every] == [
        "ticket.creation",
        "ticket.propertyChange",
        "ticket.danced",
        "no event",
    ]
    assert [each.told is None for each in every] == [False, False, True, True]
    assert [each.why for each in every][2:] == ["The event “danced” is unknown.", "A notice is no JSON object."]


def test_a_notice_is_known_again_at_its_next_attempt_and_told_from_others_with_its_id() -> None:
    def key(body: Mapping[str, Any]) -> str:
        return VENDOR.read(a_request(body), Connection(0))[0].id

    first = changed("subject", "Invoice")
    assert key(first) == key({**first, "attemptNumber": 3})
    assert len({key(first), key(changed("subject", "Bill")), key(changed("subject", "Invoice", 61))}) == 3


def test_a_ticket_is_opened_when_it_is_created() -> None:
    (statement,) = told(VENDOR, a_request(notice("ticket.creation"))).statements
    assert statement == Statement(TICKET, OPENED, {"created_at": OPENED, "updated_at": OPENED, "status": Status.OPEN})


@pytest.mark.parametrize(
    ("name", "value", "stated"),
    [
        ("first_agent_reply_date", at(50), {"first_human_response_at": OPENED + 50}),
        ("first_agent_reply_date", "", {}),
        ("closed_date", at(55), {"status": Status.RESOLVED, "resolved_at": OPENED + 55}),
        ("closed_date", "", {"status": Status.OPEN, "reopened_at": OPENED + 60}),
        ("hs_ticket_reopened_at", at(58), {"reopened_at": OPENED + 58}),
        ("hs_pipeline_stage", "2", {"status": Status.OPEN}),
        ("hs_pipeline_stage", "4", {"status": Status.RESOLVED}),
        ("hs_pipeline_stage", "98765", {}),
        ("hs_ticket_priority", "HIGH", {"priority": "High"}),
        ("hs_ticket_priority", "", {"priority": None}),
        ("hs_ticket_category", "PRODUCT_ISSUE;BILLING_ISSUE", {"intent": "Billing issue"}),
        ("hs_ticket_category", "Returns", {"intent": "Returns"}),
        ("source_type", "CHAT", {"channel": "Chat"}),
        ("subject", "Invoice", {"subject": "Invoice"}),
        ("hubspot_owner_id", "77", {}),
        ("content", "words", {}),
    ],
)
def test_a_property_tells_what_it_is(name: str, value: str, stated: Mapping[str, Any]) -> None:
    assert fields(told(VENDOR, a_request(changed(name, value)))) == stated


def test_stages_of_a_teams_own_are_closed_if_somebody_said_so() -> None:
    for stage, status in (("98765", Status.RESOLVED), ("4", Status.OPEN)):
        request = a_request(changed("hs_pipeline_stage", stage))
        assert fields(told(VENDOR, request, closed_stages="12, 98765")) == {"status": status}


@pytest.mark.parametrize(
    ("kind", "excluded"),
    [("deletion", Exclusion.DELETED), ("privacyDeletion", Exclusion.DELETED), ("restore", None)],
)
def test_what_is_deleted_counts_nowhere_until_it_is_restored(kind: str, excluded: Exclusion | None) -> None:
    assert fields(told(VENDOR, a_request(notice(f"ticket.{kind}")))) == {"excluded": excluded}
    assert fields(told(VENDOR, a_request(notice(f"object.{kind}", objectTypeId="0-5")))) == {"excluded": excluded}


@pytest.mark.parametrize(("left", "gone"), [(1, ["2", "3"]), (4, ["1", "2", "3"]), (None, ["2", "3"])])
def test_of_those_that_are_merged_one_is_left(left: int | None, gone: list[str]) -> None:
    merge = notice("ticket.merge", primaryObjectId=1, mergedObjectIds=[2, 3], newObjectId=left)
    found = told(VENDOR, a_request(merge)).statements
    assert [each.external_id for each in found] == gone
    assert all(each.fields == {"excluded": Exclusion.MERGED} for each in found)


def test_who_asked_is_the_contact_that_a_ticket_is_connected_with() -> None:
    link: dict[str, Any] = {"associationType": "TICKET_TO_CONTACT", "fromObjectId": int(TICKET), "toObjectId": 901}
    connected = notice("ticket.associationChange", **link)
    assert fields(told(VENDOR, a_request(connected))) == {"requester": "901"}
    assert told(VENDOR, a_request({**connected, "associationRemoved": True})) == NOTHING
    assert told(VENDOR, a_request({**connected, "associationType": "TICKET_TO_DEAL"})) == NOTHING


def test_other_objects_and_conversations_tell_nothing() -> None:
    for kind in ("contact.creation", "conversation.newMessage", "deal.propertyChange"):
        assert told(VENDOR, a_request(notice(kind))) == NOTHING
    assert told(VENDOR, a_request(notice("object.creation", objectTypeId="0-1"))) == NOTHING


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (Request({}, b"<html>", LATER), "The body is not JSON."),
        (a_request(), "holds no notices"),
        (a_request({}), "“subscriptionType” is missing"),
        (a_request(notice("unicorn.creation")), "“unicorn” is no kind of object that is known."),
        (a_request(notice("ticket.creation", occurredAt="soon")), "“occurredAt” is not a time"),
        (a_request(notice("ticket.deletion", objectId=None)), "“objectId” is missing"),
        (a_request(notice("ticket.merge", mergedObjectIds=7)), "“mergedObjectIds” is no list of tickets"),
        (a_request(changed("closed_date", "yesterday")), "“propertyValue” is not a time"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(request_: Request, why: str) -> None:
    assert why in why_not(VENDOR, request_)


LIFE = [
    notice("ticket.creation"),
    changed("subject", "Invoice", 0),
    changed("hs_pipeline_stage", "1", 0),
    changed("source_type", "EMAIL", 0),
    changed("hs_ticket_priority", "LOW", 0),
    notice("ticket.associationChange", 1, associationType="TICKET_TO_CONTACT", fromObjectId=int(TICKET), toObjectId=9),
    changed("hubspot_owner_id", "77", 300),
    changed("hs_ticket_category", "BILLING_ISSUE", 320),
    changed("first_agent_reply_date", at(900), 901),
    changed("hs_pipeline_stage", "2", 905),
    changed("hs_ticket_priority", "HIGH", 1_000),
    changed("hs_pipeline_stage", "4", 2_600),
    changed("closed_date", at(2_600), 2_600),
    changed("hs_pipeline_stage", "3", 9_000),
    changed("closed_date", "", 9_000),
    changed("hs_ticket_reopened_at", at(9_000), 9_000),
    changed("hs_pipeline_stage", "4", 9_500),
    changed("closed_date", at(9_500), 9_500),
    notice("ticket.deletion", 10_000),
    notice("ticket.restore", 10_100),
]
KNOWN = {
    "created_at": OPENED,
    "first_human_response_at": OPENED + 900,
    "status": "resolved",
    "resolved_at": OPENED + 9_500,
    "reopened_at": OPENED + 9_000,
    "excluded": None,
    "channel": "email",
    "intent": "billing issue",
    "priority": "high",
    "subject": "Invoice",
}


def test_a_life_in_any_order_and_told_twice_is_the_ticket_that_is_known_by_hand(desk_store: Store) -> None:
    shuffled = [*LIFE, *LIFE]
    random.Random(9).shuffle(shuffled)
    for source, notices in (("in-order", LIFE), ("backwards", LIFE[::-1]), ("shuffled", shuffled)):
        by_threes = [a_request(*notices[place : place + 3]) for place in range(0, len(notices), 3)]
        ticket = ticket_after(desk_store, VENDOR, source, by_threes, TICKET)
        assert {name: ticket[name] for name in KNOWN} == KNOWN, source


@given(body=bodies(LIFE, *([each] for each in LIFE)), options=st.sampled_from([{}, {"closed_stages": "4"}]))
def test_whatever_is_signed_is_read_or_refused(body: bytes, options: dict[str, str]) -> None:
    survives(VENDOR, Request({}, body, LATER), **options)
