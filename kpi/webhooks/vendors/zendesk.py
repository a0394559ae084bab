"""Zendesk: its event webhooks, and the body of a trigger that we ship. Both may come in at one address.

Each webhook of Zendesk's has a signing secret of its own, so a source may have two, with a comma between them.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from kpi.webhooks.reading import Node, delivered, short_key
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import equal, in_base64, is_fresh, iso_seconds
from kpi.webhooks.vendor import Delivered, Sample, Vendor
from kpi.webhooks.vendors import zendesk_events, zendesk_trigger
from kpi.webhooks.vendors.zendesk_events import PREFIX, told

_SIGNATURE, _TIMESTAMP = "x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp"


def signed(secret: str, request: Request) -> bool:
    """By any of the secrets, within five minutes."""
    stamp = request.header(_TIMESTAMP)
    signed_bytes = stamp.encode(errors="replace") + request.body
    right = [equal(request.header(_SIGNATURE), in_base64(each.encode(), signed_bytes)) for each in _secrets(secret)]
    return any(right) and is_fresh(iso_seconds(stamp), request.at)


def read(request: Request, connection: Connection) -> Sequence[Delivered]:
    """An event, or what the trigger sends."""
    body = Node.of(request)
    if zendesk_trigger.is_one(body):
        return [zendesk_trigger.read(request, body)]
    if not body.has("type"):
        raise NotUnderstoodError("It is neither one of Zendesk's events nor the body that kpibot gives for triggers.")
    event = short_key(body.text("type")).removeprefix(PREFIX)
    key = body.key("id")
    return [delivered(key, event, partial(told, event, key, body, connection, request.at))]


def sample(secret: str, at: int) -> Sample:
    """An event that tells nothing of tickets."""
    stamp = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    event = {
        "type": PREFIX + "user.active_changed",
        "account_id": 1,
        "id": f"kpibot-test-{at}",
        "time": stamp,
        "zendesk_event_version": "2022-06-20",
        "subject": "zen:user:1",
        "detail": {"id": "1"},
        "event": {"current": True, "previous": True},
    }
    body = json.dumps(event).encode()
    first = next(iter(_secrets(secret)), "")
    return Sample({_SIGNATURE: in_base64(first.encode(), stamp.encode() + body), _TIMESTAMP: stamp}, body)


def _secrets(text: str) -> list[str]:
    return [each for each in text.split(",") if each]


VENDOR = Vendor(
    key="zendesk",
    title="Zendesk",
    signed=signed,
    read=read,
    sample=sample,
    fields=zendesk_events.FIELDS | zendesk_trigger.FIELDS,
    secret_is_theirs=True,
    steps=(
        "In Zendesk's Admin Center, open Apps and integrations > Actions and webhooks > Webhooks, and choose Create"
        " webhook.",
        "Choose Zendesk events, and select all events of the kind Ticket; of Messaging, select Message added if your"
        " customers chat. Then Next.",
        "Name it kpibot. Endpoint URL: {address} – request method POST, request format JSON, no authentication.",
        "Choose Create webhook. Skip Test webhook before that: Zendesk signs such tests with another secret.",
        "Open the webhook, choose Show signing secret (Reveal secret), and give the secret to kpibot.",
        "For names of groups and agents, languages and links, which events lack: create a second webhook with the same"
        " endpoint, for Trigger or automation: one webhook cannot be both. Give kpibot both signing secrets as one,"
        " with a comma between them.",
        "Then open Objects and rules > Business rules > Triggers, and create a trigger. Conditions, any of: Ticket is"
        " created; Ticket is updated. Action: Notify active webhook, the second one. Paste the body below as JSON"
        " body; between the quotes after “intent”, choose the placeholder of the ticket field that says what it is"
        " about, if you have one.",
    ),
    body=zendesk_trigger.BODY,
    notes=(
        "Names of groups (team) and agents come with the trigger alone: events hold their numbers only.",
        "A ticket that an agent opens by hand for a customer counts from the customer's first message.",
        "A public reply that is made private afterwards still counts as a reply.",
        "What a bot answers is known as such if the bot is named like one (“Answer Bot”), writes in messaging, or is"
        " named in the option “bots”; else it counts as a person's reply.",
    ),
    options={
        "intents": "“tags”: the first tag in alphabetical order is what a ticket is about. Else tags are not read.",
        "bots": "Agents that are machines: their numbers in Zendesk or their names, with commas between them.",
    },
)
