"""Intercom: the notifications of an app. Each has a conversation as it was then, and the parts that are new."""

import json
from collections.abc import Sequence
from functools import partial

from kpi.webhooks.reading import Node, delivered, hash_of, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import equal, in_hex
from kpi.webhooks.told import NOTHING, Exclusion, Statement, Told
from kpi.webhooks.vendor import Delivered, Sample, Vendor
from kpi.webhooks.vendors.intercom_conversations import CREATED, FIELDS, told

_WITH_A_CONVERSATION = CREATED | {
    "conversation.admin.assigned",
    "conversation.admin.closed",
    "conversation.admin.noted",
    "conversation.admin.open.assigned",
    "conversation.admin.opened",
    "conversation.admin.replied",
    "conversation.admin.snoozed",
    "conversation.admin.unsnoozed",
    "conversation.operator.replied",
    "conversation.priority.updated",
    "conversation.rating.added",
    "conversation.user.replied",
    "conversation_part.tag.created",
}
_DELETED = "conversation.deleted"
_WITHOUT_MEANING = frozenset(
    {
        "conversation.admin.replied.translated",
        "conversation.company.updated",
        "conversation.contact.attached",
        "conversation.contact.detached",
        "conversation.read",
        "conversation_part.redacted",
        "ping",
    }
)
_OF_OTHER_THINGS = (
    "admin.", "api_request.", "article.", "call.", "company.", "contact.", "content_stat.", "event.", "granular.",
    "job.", "subscription.", "ticket.", "user.", "visitor.",
)  # fmt: skip


def _signed(secret: str, request: Request) -> bool:
    right = "sha1=" + in_hex(secret.encode(errors="surrogatepass"), request.body, "sha1")
    return equal(request.header("x-hub-signature"), right)


def _sample(secret: str, at: int) -> Sample:
    ping = {"type": "notification_event", "topic": "ping", "id": f"kpibot-test-{at}", "created_at": at}
    body = json.dumps({**ping, "data": {"item": {"type": "ping", "message": "A test by kpibot."}}}).encode()
    signature = in_hex(secret.encode(errors="surrogatepass"), body, "sha1")
    return Sample({"content-type": "application/json", "x-hub-signature": f"sha1={signature}"}, body)


def _read(request: Request, connection: Connection) -> Sequence[Delivered]:
    notification = Node.of(request)
    topic = notification.text("topic")
    key = notification.maybe_key("id") or hash_of(request.body)
    return [delivered(key, shown(topic), partial(_told, notification, topic, connection))]


def _told(notification: Node, topic: str, connection: Connection) -> Told:
    if topic in _WITHOUT_MEANING or topic.startswith(_OF_OTHER_THINGS):
        return NOTHING
    item = notification.node("data.item")
    if topic == _DELETED:
        key = item.maybe_ticket("conversation_id") or item.ticket("id")
        return Told([Statement(key, notification.instant("created_at"), {"excluded": Exclusion.DELETED})])
    if topic not in _WITH_A_CONVERSATION:
        raise NotUnderstoodError(f"“{shown(topic)}” is no topic that kpibot knows.")
    return told(item.maybe_node("conversation") or item, notification, topic, connection)


VENDOR = Vendor(
    key="intercom",
    title="Intercom",
    signed=_signed,
    read=_read,
    sample=_sample,
    fields=FIELDS,
    secret_is_theirs=True,
    steps=(
        "In Intercom, open Settings → Integrations → Developer Hub, and choose New app (or an app that you have).",
        "Under Configure → Basic information, copy the client secret: it is the secret that kpibot asks for.",
        "Under Configure → Webhooks, enter this endpoint URL: {address}",
        "Choose these topics: conversation.user.created, conversation.user.replied, conversation.admin.single.created,"
        " conversation.admin.replied, conversation.operator.replied, conversation.admin.assigned,"
        " conversation.admin.open.assigned, conversation.admin.closed, conversation.admin.opened,"
        " conversation.admin.snoozed, conversation.admin.unsnoozed, conversation.admin.noted,"
        " conversation.rating.added, conversation.priority.updated, conversation_part.tag.created and"
        " conversation.deleted. Intercom asks for the permission Read conversations.",
        "Save, and press Send a test request: it is a ping, which kpibot takes.",
    ),
    notes=(
        "Intercom repeats a delivery only once, a minute later. Import an export after kpibot was away for longer.",
        "Since version 2.0 of its API Intercom sends the numbers of teammates and teams, seldom their names: who has a"
        " conversation is told as far as a name comes with it.",
        "Tickets of Intercom without a conversation are not counted.",
    ),
    options={
        "intents": "“tags”: the first of a conversation's tags in alphabetical order is its intent. Without it, tags"
        " are not read.",
        "bots": "Teammates that are machines: their numbers, names or addresses, with commas between them. Fin and"
        " Intercom's other bots are known.",
    },
)
