"""A help desk that sends what `kpi.webhooks.told` holds, as it is: so that its meaning is tried without any reader."""

import json
from collections.abc import Sequence
from typing import Any

from kpi.ingest.columns.ratings import RatingReader, Scale
from kpi.model import EventKind
from kpi.store import Store
from kpi.webhooks import connecting
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.taking import Incoming, Taken, take
from kpi.webhooks.told import CostTold, Event, InquiryTold, Statement, Told
from kpi.webhooks.vendor import Delivered, Sample, Vendor

NOW = 1_790_000_000


def _told(body: dict[str, Any]) -> Told:
    return Told(
        statements=[_statement(each) for each in body.get("statements", ())],
        events=[Event(*each) for each in body.get("events", ())],
        inquiries=[InquiryTold(**each) for each in body.get("inquiries", ())],
        costs=[CostTold(**each) for each in body.get("costs", ())],
    )


def _statement(told: dict[str, Any]) -> Statement:
    fields = dict(told["fields"])
    if "rating" in fields:
        fields["rating"] = RatingReader(Scale.STARS).read(str(fields["rating"]))
    return Statement(told["external_id"], told["as_of"], fields)


def _read(request: Request, _of: Connection) -> Sequence[Delivered]:
    body = request.json()
    if "bug" in body:
        raise ZeroDivisionError("a reader that fails")
    if body.get("event") == "riddle":
        return [Delivered(body["id"], "riddle", None, "Nobody knows what a riddle means.")]
    if "id" not in body:
        raise NotUnderstoodError("It has no id.")
    return [Delivered(body["id"], body.get("event", "told"), _told(body))]


DESK = Vendor(
    key="zendesk",
    title="Zendesk",
    signed=lambda secret, request: request.header("x-secret") == secret,
    read=_read,
    sample=lambda secret, _at: Sample({"x-secret": secret}, b"{}"),
    fields=frozenset(
        {
            "created_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at", "handed_over_at",
            "status", "resolved_at", "reopened_at", "excluded", "rating", "rating_scale", "rated_at", "channel",
            "intent", "team", "subject", "url", "requester", "updated_at",
        }
    ),
    steps=(),
)  # fmt: skip


def connect(store: Store, source: str = "desk", at: int = 0) -> None:
    with store.writing() as connection:
        connecting.add(connection, DESK, source, "correct-horse", at, "ada")


def incoming(body: dict[str, Any], source: str = "desk", at: int = NOW) -> Incoming:
    return Incoming(source, DESK, Request({}, json.dumps(body).encode(), at), Connection(0))


def deliver(store: Store, *bodies: dict[str, Any], source: str = "desk", at: int = NOW) -> list[Taken]:
    with store.writing() as connection:
        return take(connection, [incoming(each, source, at) for each in bodies])


def event(number: str, kind: EventKind, at: int, name: str = "") -> list[Any]:
    return [number, name or f"{kind} {at}", kind.value, at]
