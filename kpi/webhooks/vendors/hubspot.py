"""HubSpot: webhooks of an app, signed as in its third version. Up to 100 notices come in one delivery.

A notice holds the number of a ticket, and one of its properties at most: that is what it tells. Times are in
milliseconds.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from kpi.ingest.columns.values import standing
from kpi.ingest.vendors.hubspot import TICKETS
from kpi.model import Exclusion, Status
from kpi.webhooks.options import first_of, named
from kpi.webhooks.reading import Node, delivered, hash_of, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import equal, in_base64, is_fresh, seconds
from kpi.webhooks.told import NOTHING, Statement, Told
from kpi.webhooks.vendor import Delivered, Sample, Vendor

_SIGNATURE, _TIMESTAMP = "X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp"
_OF_SAMPLES = "kpibot"  # Stands for the address in our own samples, which do not know it.
_ENCODED = re.compile(r"%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)

_TICKETS_TYPE = "0-5"
_OTHER_OBJECTS = frozenset(
    (
        "contact", "company", "deal", "product", "line_item", "conversation", "quote", "call", "email", "meeting",
        "note", "task", "communication", "lead", "feedback_submission",
    )
)  # fmt: skip
_NAMING = (
    "eventId", "subscriptionType", "objectId", "occurredAt", "propertyName", "propertyValue", "primaryObjectId",
    "fromObjectId", "toObjectId", "messageId",
)  # fmt: skip
_LABELS = {"hs_ticket_priority": "priority", "source_type": "channel", "hs_ticket_category": "intent"}
_INSTANTS = {"first_agent_reply_date": "first_human_response_at", "hs_ticket_reopened_at": "reopened_at"}
_OF_CONTACTS = "TICKET_TO_CONTACT"


def _signed(secret: str, request: Request) -> bool:
    timestamp = request.header(_TIMESTAMP)
    if not is_fresh(seconds(timestamp, 1_000), request.at):
        return False
    url = _ENCODED.sub(lambda found: chr(int(found[0][1:], 16)), request.url)
    given = request.header(_SIGNATURE)
    right = [_signature(secret, request.method, address, request.body, timestamp) for address in (url, _OF_SAMPLES)]
    return any(equal(given, each) for each in right)


def _signature(secret: str, method: str, url: str, body: bytes, timestamp: str) -> str:
    told = f"{method}{url}".encode(errors="surrogatepass") + body + timestamp.encode()
    return in_base64(secret.encode(errors="surrogatepass"), told)


def _sample(secret: str, at: int) -> Sample:
    body = json.dumps([{"subscriptionType": "contact.creation", "eventId": at, "objectId": 0}]).encode()
    timestamp = str(at * 1_000)
    signature = _signature(secret, "POST", _OF_SAMPLES, body, timestamp)
    return Sample({_TIMESTAMP: timestamp, _SIGNATURE: signature}, body)


def _read(request: Request, connection: Connection) -> Sequence[Delivered]:
    body = request.json()
    notices = body if isinstance(body, list) else [body]
    if not notices:
        raise NotUnderstoodError("The delivery holds no notices.")
    return [_one(notice, connection) for notice in notices]


def _one(notice: Any, connection: Connection) -> Delivered:
    if not isinstance(notice, dict):
        return Delivered(hash_of(repr(type(notice)).encode()), "no event", None, "A notice is no JSON object.")
    event = shown(str(notice.get("subscriptionType") or "")) or "no event"
    return delivered(_key(notice), event, lambda: _told(Node(notice), connection))


def _key(notice: dict[str, Any]) -> str:
    """The id of an event is not its own alone, and the number of the attempt changes when it is sent again."""
    named = {name: notice[name] for name in _NAMING if isinstance(notice.get(name), str | int | float)}
    return hash_of(json.dumps(named, sort_keys=True).encode())


def _told(notice: Node, connection: Connection) -> Told:
    of_what, _, event = notice.text("subscriptionType").partition(".")
    if of_what in _OTHER_OBJECTS:
        return NOTHING
    if of_what == "object":
        if notice.key("objectTypeId") != _TICKETS_TYPE:
            return NOTHING
    elif of_what != "ticket":
        raise NotUnderstoodError(f"“{shown(of_what)}” is no kind of object that is known.")
    if event == "merge":
        return _of_merge(notice)
    if event == "associationChange":
        return _of_contact(notice)
    fields = _fields(event, notice, connection)
    if not fields:
        return NOTHING
    return Told([Statement(notice.ticket("objectId"), notice.instant("occurredAt"), fields)])


def _fields(event: str, notice: Node, connection: Connection) -> dict[str, Any]:
    if event == "creation":
        at = notice.instant("occurredAt")
        return {"created_at": at, "updated_at": at, "status": Status.OPEN}
    if event in ("deletion", "privacyDeletion"):
        return {"excluded": Exclusion.DELETED}
    if event == "restore":
        return {"excluded": None}
    if event == "propertyChange":
        return _of_property(notice.text("propertyName"), notice, connection)
    raise NotUnderstoodError(f"The event “{shown(event)}” is unknown.")


def _of_property(name: str, notice: Node, connection: Connection) -> dict[str, Any]:
    value = notice.maybe_key("propertyValue")
    if name == "closed_date":  # It is emptied when a ticket is opened again.
        if value is None:
            return {"status": Status.OPEN, "reopened_at": notice.instant("occurredAt")}
        return {"status": Status.RESOLVED, "resolved_at": notice.instant("propertyValue")}
    if name in _INSTANTS:
        return {} if value is None else {_INSTANTS[name]: notice.instant("propertyValue")}
    if name == "hs_pipeline_stage" and value is not None:
        return _of_stage(value, connection)
    if name in _LABELS:
        return {_LABELS[name]: _in_words(value)}
    return {"subject": notice.maybe_text("propertyValue")} if name == "subject" else {}


def _of_stage(stage: str, connection: Connection) -> dict[str, Any]:
    """Whether a stage is one of the closed ones. When it was reached is told by the ticket's close date."""
    if closed := named(connection, "closed_stages"):
        return {"status": Status.RESOLVED if stage.casefold() in closed else Status.OPEN}
    known = standing(TICKETS.values["status"].get(stage, stage))
    return {} if known is None or known.status is None else {"status": Status(known.status)}


def _in_words(value: str | None) -> str | None:
    """“PRODUCT_ISSUE;BILLING_ISSUE” is “Billing issue”: the first of several."""
    first = first_of((value or "").split(";"))
    return first.replace("_", " ").capitalize() if first is not None and first.isupper() else first


def _of_merge(notice: Node) -> Told:
    """All that were merged count no more, but for the one that is left."""
    merged = notice.raw("mergedObjectIds")
    if not isinstance(merged, list):
        raise notice.wrong("mergedObjectIds", "no list of tickets")
    at = notice.instant("occurredAt")
    ids = {Node({"id": each}, "mergedObjectIds").ticket("id") for each in merged} | {notice.ticket("primaryObjectId")}
    ids -= {notice.maybe_ticket("newObjectId") or notice.ticket("primaryObjectId")}
    return Told([Statement(ticket, at, {"excluded": Exclusion.MERGED}) for ticket in sorted(ids)])


def _of_contact(notice: Node) -> Told:
    """Who asked: the contact that a ticket was connected with."""
    if notice.maybe_text("associationType") != _OF_CONTACTS or notice.maybe_flag("associationRemoved"):
        return NOTHING
    ticket, contact = notice.ticket("fromObjectId"), notice.key("toObjectId")
    return Told([Statement(ticket, notice.instant("occurredAt"), {"requester": contact})])


_FIELDS = frozenset(
    (
        "created_at", "updated_at", "first_human_response_at", "status", "resolved_at", "reopened_at", "excluded",
        "channel", "intent", "priority", "subject", "requester",
    )
)  # fmt: skip

VENDOR = Vendor(
    key="hubspot",
    title="HubSpot",
    signed=_signed,
    read=_read,
    sample=_sample,
    fields=_FIELDS,
    steps=(
        "kpibot needs PUBLIC_URL for HubSpot: the address is part of what HubSpot signs.",
        "In HubSpot, as a super admin, make an app of your own: Settings → Integrations → Private Apps (or Legacy "
        "Apps) → Create, with the scope “tickets”.",
        "On its tab Webhooks, set the target URL {address}.",
        "Choose Create subscription, object type Ticket, and subscribe to Created, Deleted, Restored, Merged and "
        "Association changed.",
        "Then subscribe to Property changed for: First agent email response date, Close date, Reopened date, Ticket "
        "status (pipeline stage), Priority, Category, Source and Ticket name.",
        "Activate the subscriptions. On the tab Auth choose Show secret, copy the client secret, and give it to "
        "kpibot.",
    ),
    secret_is_theirs=True,
    notes=(
        "HubSpot sends numbers and single properties: opening, first reply by an agent, resolution, reopening, "
        "priority, category, source and who asked are told. What feeds on ratings, on automated replies or on teams "
        "and owners is not: CSAT, automation rate and self-service need another source or an export.",
        "Without the subscription to First agent email response date, no ticket ever gets a first reply.",
        "Which stages of your own pipelines are closed ones is not told: the close date says when a ticket was "
        "resolved; or name the stages (option “closed_stages”).",
        "Messages of HubSpot's inbox are of conversations, which it does not connect with tickets in what it sends.",
    ),
    options={"closed_stages": "The numbers of the pipeline stages that mean closed, with commas between them."},
)
