"""Front: the webhooks of an app and those of rules, which are signed and named differently, at the same address."""

import json
from collections.abc import Sequence
from functools import partial

from kpi.webhooks.reading import Node, delivered, hash_of, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import equal, in_base64, is_fresh, seconds
from kpi.webhooks.told import NOTHING, Told
from kpi.webhooks.vendor import Delivered, Sample, Vendor
from kpi.webhooks.vendors.front_events import FIELDS, told

_SIGNATURE, _TIMESTAMP = "x-front-signature", "x-front-request-timestamp"

# What apps' webhooks call events that Front's API calls otherwise.
_NAMES = {
    "inbound_received": "inbound",
    "outbound_sent": "outbound",
    "message_delivery_failed": "sending_error",
    "conversation_archived": "archive",
    "conversation_reopened": "reopen",
    "conversation_deleted": "trash",
    "conversation_restored": "restore",
    "conversation_snooze_expired": "reminder",
    "conversation_moved": "move",
    "assignee_changed": "assign",
    "new_comment_added": "comment",
    "tag_added": "tag",
    "tag_removed": "untag",
}
_VALIDATION = "sync"
_CHALLENGE, _LONGEST_CHALLENGE = "x-front-challenge", 500


def _signed(secret: str, request: Request) -> bool:
    """With a time, which is signed as well, by an app; without one by a rule."""
    key, stamp = secret.encode(errors="surrogatepass"), request.header(_TIMESTAMP)
    told = stamp.encode(errors="surrogatepass") + b":" + request.body if stamp else request.body
    is_right = equal(request.header(_SIGNATURE), in_base64(key, told, "sha256" if stamp else "sha1"))
    return is_right and (not stamp or is_fresh(seconds(stamp, 1_000), request.at))


def _sample(secret: str, at: int) -> Sample:
    """What Front sends to see whether the address is right."""
    body, stamp = json.dumps({"type": _VALIDATION, "authorization": {"id": "cmp_test"}}).encode(), f"{at * 1_000}"
    signature = in_base64(secret.encode(errors="surrogatepass"), f"{stamp}:".encode() + body)
    headers = {"content-type": "application/json", _TIMESTAMP: stamp, _SIGNATURE: signature}
    return Sample(headers, body)


def _read(request: Request, connection: Connection) -> Sequence[Delivered]:
    """An app's webhook has the event in an envelope; a rule's is the event."""
    body = Node.of(request)
    if body.text("type") == _VALIDATION:
        return [Delivered(hash_of(request.body + request.header(_TIMESTAMP).encode(errors="replace")), "sync", NOTHING)]
    event = body.maybe_node("payload") or body
    key = event.maybe_key("id") or hash_of(request.body)
    return [delivered(key, shown(body.text("type")), partial(_told, body, event, connection))]


def _told(body: Node, event: Node, connection: Connection) -> Told:
    """The event's own name is believed before that of the envelope: it tells an assignment from its end."""
    name, outer = event.maybe_text("type") or "", body.text("type")
    found = told(_NAMES.get(name, name), event, connection) or told(_NAMES.get(outer, outer), event, connection)
    if found is None:
        raise NotUnderstoodError(f"“{shown(outer)}” is no event that kpibot knows.")
    return found


def _challenge(request: Request) -> str:
    """Saving a webhook asks for this once, to see whether it is ours."""
    asked = request.header(_CHALLENGE)
    return asked if asked.isascii() and asked.isprintable() and len(asked) <= _LONGEST_CHALLENGE else ""


VENDOR = Vendor(
    key="front",
    title="Front",
    signed=_signed,
    read=_read,
    sample=_sample,
    wanted=_challenge,
    fields=FIELDS,
    secret_is_theirs=True,
    steps=(
        "With an app (recommended): in Front, open Settings → Developers, choose Create app, and add the feature"
        " Webhooks.",
        "Take the signing key that is shown there: it is the secret that kpibot asks for.",
        "Enter this webhook URL: {address} – Front asks it whether it answers, so kpibot has to be running and to have"
        " the secret.",
        "Choose all events of messages and conversations, save, and install the app for your company.",
        "Or with rules: in Settings → App store, enable Webhooks, switch on Send full event data, and save. The secret"
        " is the API secret that is shown there.",
        "Then create shared rules for all your inboxes, when: inbound message, outbound message, outbound reply,"
        " conversation assigned, archived, reopened, deleted, restored, moved; then: Send to a webhook, with the"
        " target {address}.",
    ),
    notes=(
        "What is sent without an author, or by a rule, counts as an acknowledgement, not as an answer.",
        "Archiving resolves a conversation, snoozing does not. A customer's message opens an archived one again.",
        "Of an export of messages, choose the columns Conversation API ID and Message API ID, and not Conversation ID"
        " and Message ID: by these, both are known to be about the same conversations.",
        "Front sends no ratings: import them, if your surveys have them as a file.",
        "Front does not send what is done to many conversations at once. A rule's webhook is not repeated when it"
        " fails.",
    ),
    options={
        "intents": "“tags”: the first of a conversation's shared tags in alphabetical order is its intent. Without it,"
        " tags are not read.",
        "bots": "Teammates that are machines: their ids, names, usernames or addresses, with commas between them."
        " Front's own AI, apps and rules are known.",
    },
)
