"""Anything else that can send JSON, in the shapes of docs/webhooks.md, signed as Standard Webhooks say.

The signature is checked here: the library of that name would bring an HTTP client along for ten lines.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from kpi.webhooks.reading import Node, delivered, hash_of, short_key, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import equal, in_base64, is_fresh, seconds
from kpi.webhooks.told import NOTHING, Told
from kpi.webhooks.vendor import Delivered, Sample, Vendor
from kpi.webhooks.vendors import generic_events, generic_records, generic_tickets

AT_ONCE = 100
"""How many things a body may tell."""

_ID, _TIMESTAMP, _SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_SECRET, _VERSION = "whsec_", "v1,"
_READERS: Mapping[str, Callable[[Node], Told]] = {
    "ticket": generic_tickets.told,
    "event": generic_events.told,
    "inquiry": generic_records.inquiry_told,
    "cost": generic_records.cost_told,
    "test": lambda _: NOTHING,
}


def signed(secret: str, request: Request) -> bool:
    """By one of the signatures in the header, within five minutes."""
    key, stamp = request.header(_ID), request.header(_TIMESTAMP)
    told = f"{key}.{stamp}.".encode(errors="replace") + request.body
    right = _VERSION + in_base64(_key(secret), told)
    given = [equal(each, right) for each in request.header(_SIGNATURE).split()]
    return any(given) and bool(key) and is_fresh(seconds(stamp), request.at)


def read(request: Request, _: Connection) -> Sequence[Delivered]:
    """One thing, or a list of up to 100: each is known by the id of the message and its place in the list."""
    key = short_key(request.header(_ID)) or hash_of(request.body)
    body = request.json()
    if isinstance(body, dict):
        return [_read(key, Node(body))]
    if not isinstance(body, list) or not 0 < len(body) <= AT_ONCE:
        raise NotUnderstoodError(f"The body is neither a JSON object nor a list of 1 to {AT_ONCE} of them.")
    return [_read(short_key(f"{key} {place}"), Node(each, f"[{place}]")) for place, each in enumerate(body)]


def sample(secret: str, at: int) -> Sample:
    """A message of the type “test”."""
    key, stamp = f"kpibot-test-{at}", str(at)
    body = json.dumps({"type": "test", "sent_at": datetime.fromtimestamp(at, UTC).isoformat()}).encode()
    signature = _VERSION + in_base64(_key(secret), f"{key}.{stamp}.".encode() + body)
    return Sample({_ID: key, _TIMESTAMP: stamp, _SIGNATURE: signature}, body)


def _read(key: str, item: Node) -> Delivered:
    kind = item.raw("type")
    return delivered(key, shown(kind) if isinstance(kind, str) else "", partial(_told, item))


def _told(item: Node) -> Told:
    if not isinstance(item.value, dict):
        raise NotUnderstoodError("A thing in the list is no JSON object.")
    reader = _READERS.get(item.text("type"))
    if reader is None:
        raise item.wrong("type", f"none of {', '.join(_READERS)}")
    return reader(item)


def _key(secret: str) -> bytes:
    """What stands after “whsec_” is base64; a secret that is not is taken as it is."""
    text = secret.removeprefix(_SECRET).translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return secret.encode(errors="replace")


VENDOR = Vendor(
    key="generic",
    title="Another system",
    signed=signed,
    read=read,
    sample=sample,
    kept_headers=(_ID,),
    hears_why=True,
    fields=generic_tickets.FIELDS | generic_events.FIELDS,
    steps=(
        "Have your system send a POST request with a JSON body to {address} whenever something happens to a ticket.",
        "Sign it as https://www.standardwebhooks.com says, with this secret: {secret} – there are libraries for most"
        " languages. The headers are webhook-id (the same when a message is sent again), webhook-timestamp and"
        " webhook-signature.",
        "What the body may say, with examples, is in docs/webhooks.md under “Another system”.",
        "Send one message at a time, or a list of up to 100. Send again what is not answered with 200; with 422 kpibot"
        " says what it does not understand.",
    ),
    notes=(
        "It feeds what you send: each KPI that needs a time, a status or a rating which never comes is left out.",
        "Self-service inquiries and costs come in here, too.",
    ),
)
