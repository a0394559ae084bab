"""Chatwoot: webhooks of an account, signed since its version 4.11.2.

Its answer to a survey has no event of its own: it comes as an update of the message that asked. What a message's
conversation says of its status is not believed: it may be older than the change that the message brings.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kpi.ingest.columns.ratings import Rating
from kpi.model import EventKind, RatingScale, Status
from kpi.webhooks.options import first_of, named
from kpi.webhooks.reading import Node, clean, delivered, hash_of, instant_of, short_key, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import equal, in_hex, is_fresh, seconds
from kpi.webhooks.told import NOTHING, Event, Statement, Told
from kpi.webhooks.vendor import Delivered, Sample, Vendor

_SIGNATURE, _TIMESTAMP, _DELIVERY = "X-Chatwoot-Signature", "X-Chatwoot-Timestamp", "X-Chatwoot-Delivery"
_OTHER_EVENTS = frozenset(
    (
        "webwidget_triggered", "contact_created", "contact_updated", "inbox_created", "inbox_updated",
        "conversation_typing_on", "conversation_typing_off",
    )
)  # fmt: skip
_STATUSES = ("open", "resolved", "pending", "snoozed")  # In the order of their numbers.
_TYPES = ("incoming", "outgoing", "activity", "template")
_CHANNELS = {
    "WebWidget": "Website",
    "Email": "Email",
    "Api": "API",
    "FacebookPage": "Facebook",
    "TwitterProfile": "Twitter",
    "TwilioSms": "SMS",
    "Sms": "SMS",
    "Whatsapp": "WhatsApp",
    "Line": "LINE",
    "Tiktok": "TikTok",
}
_ANSWERS_OF_BOTS = frozenset(["input_select", "cards", "form", "article"])
_SURVEY = "input_csat"
_STARS = 5


class _Change(NamedTuple):
    """A value of a conversation that was changed, before and now."""

    old: Any
    new: Any


def _signed(secret: str, request: Request) -> bool:
    timestamp = request.header(_TIMESTAMP)
    if not is_fresh(seconds(timestamp), request.at):
        return False
    return equal(request.header(_SIGNATURE), _signature(secret, timestamp, request.body))


def _signature(secret: str, timestamp: str, body: bytes) -> str:
    return "sha256=" + in_hex(secret.encode(errors="surrogatepass"), timestamp.encode() + b"." + body)


def _sample(secret: str, at: int) -> Sample:
    body = json.dumps({"event": "webwidget_triggered", "event_info": {}}).encode()
    return Sample({_TIMESTAMP: str(at), _SIGNATURE: _signature(secret, str(at), body)}, body)


def _read(request: Request, connection: Connection) -> Sequence[Delivered]:
    body = Node.of(request)
    event = body.text("event")
    key = short_key(clean(request.header(_DELIVERY))) or hash_of(request.body)
    return [delivered(key, shown(event), lambda: _told(event, body, request.at, connection))]


def _told(event: str, body: Node, at: int, connection: Connection) -> Told:
    if event in _OTHER_EVENTS:
        return NOTHING
    if event == "message_created":
        return _of_message(body, at, connection)
    if event == "message_updated":
        return _of_survey(body, at)
    if event in ("conversation_created", "conversation_updated", "conversation_status_changed"):
        return _of_conversation(event, body, at, connection)
    raise NotUnderstoodError(f"The event “{shown(event)}” is unknown.")


def _of_message(body: Node, at: int, connection: Connection) -> Told:
    conversation = body.node("conversation")
    ticket = conversation.ticket("id")
    events = _opened(conversation, ticket, connection)
    kind = _kind(body, connection)
    if kind is not None:
        events.append(Event(ticket, body.key("id"), kind, body.instant("created_at")))
    as_of = _as_of(conversation, at)
    return Told([Statement(ticket, as_of, _standing(conversation, as_of, connection))], events)


def _kind(message: Node, connection: Connection) -> EventKind | None:
    """What a message is; None if customers do not see it, or if it is a survey."""
    kind, content = _word(message, "message_type", _TYPES), message.maybe_text("content_type")
    if message.maybe_flag("private") or content == _SURVEY or kind == "activity":
        return None
    if kind == "incoming":
        return EventKind.CUSTOMER_MESSAGE
    if kind == "template":
        return EventKind.AUTOMATED_REPLY if content in _ANSWERS_OF_BOTS else EventKind.ACKNOWLEDGEMENT
    if message.raw("content_attributes.automation_rule_id") or message.raw("additional_attributes.campaign_id"):
        return EventKind.ACKNOWLEDGEMENT
    sender = message.maybe_node("sender")
    if sender is None:  # A person's, from the channel's own app; or that of an integration.
        echo = message.raw("content_attributes.external_echo") is True
        return EventKind.HUMAN_REPLY if echo else EventKind.AUTOMATED_REPLY
    return EventKind.HUMAN_REPLY if _is_person(sender, connection) else EventKind.AUTOMATED_REPLY


def _is_person(somebody: Node, connection: Connection) -> bool:
    """“agent_bot” and “captain_assistant” are none, nor is who is named in the option “bots”."""
    names = {(somebody.maybe_key(name) or "").casefold() for name in ("id", "name", "email")}
    is_user = (somebody.maybe_text("type") or "user") == "user"
    return is_user and not names & named(connection, "bots")


def _of_survey(body: Node, at: int) -> Told:
    """Only when the answer came tells when the customer gave it."""
    rating = body.raw("content_attributes.submitted_values.csat_survey_response.rating")
    if body.maybe_text("content_type") != _SURVEY or rating is None:
        return NOTHING
    stars = body.number("content_attributes.submitted_values.csat_survey_response.rating")
    scale = RatingScale.STARS if 1 <= stars <= _STARS else RatingScale.OFF_SCALE
    ticket = body.node("conversation").ticket("id")
    return Told([Statement(ticket, at, {"rating": Rating(stars, scale.value), "rated_at": at})])


def _of_conversation(event: str, body: Node, at: int, connection: Connection) -> Told:
    ticket, as_of = body.ticket("id"), _as_of(body, at)
    changes = _changes(body)
    changed_at = instant_of(changes["updated_at"].new) if "updated_at" in changes else None
    statements = [Statement(ticket, as_of, _standing(body, as_of, connection))]
    events = _opened(body, ticket, connection, created=event == "conversation_created")
    change = changes.get("status")
    if change is not None or event != "conversation_updated":
        old, new = _statuses(body, change)
        moment = changed_at or as_of
        statements.append(Statement(ticket, moment, _of_status(event, old, new, moment)))
    if _is_handed_over(body, changes, connection):
        moment = changed_at or as_of
        events.append(Event(ticket, f"{EventKind.ASSIGNED} {moment}", EventKind.ASSIGNED, moment))
    return Told(statements, events)


def _statuses(body: Node, change: _Change | None) -> tuple[str | None, str]:
    if change is None:
        return None, _word(body, "status", _STATUSES)
    told = Node({"old": change.old, "new": change.new}, "changed_attributes.status")
    return (_word(told, "old", _STATUSES) if change.old is not None else None), _word(told, "new", _STATUSES)


def _of_status(event: str, old: str | None, new: str, at: int) -> dict[str, Any]:
    if new == "resolved":
        when = {} if event == "conversation_created" or old == "resolved" else {"resolved_at": at}
        return {"status": Status.RESOLVED} | when
    return {"status": Status.OPEN} | ({"reopened_at": at} if old == "resolved" else {})


def _is_handed_over(body: Node, changes: Mapping[str, _Change], connection: Connection) -> bool:
    """Whether it was given to a person or a team; a bot gives it to everybody by opening what was pending."""
    status = changes.get("status")
    if status is not None and status.old in ("pending", 2) and status.new in ("open", 0):
        return True
    to_team = "team_id" in changes and changes["team_id"].new is not None
    assignee = body.maybe_node("meta.assignee")
    to_person = "assignee_id" in changes and changes["assignee_id"].new is not None
    return to_team or (to_person and (assignee is None or _is_person(assignee, connection)))


def _opened(conversation: Node, ticket: str, connection: Connection, *, created: bool = False) -> list[Event]:
    """Who opened it is told by its messages."""
    at = conversation.maybe_instant("created_at")
    if at is None or not (created or at >= connection.connected_at):
        return []
    return [Event(ticket, "opened", EventKind.OPENED, at)]


def _standing(conversation: Node, as_of: int, connection: Connection) -> dict[str, Any]:
    """The labels of a conversation, and who asked."""
    fields: dict[str, Any] = {"updated_at": as_of}
    for name in ("team", "assignee"):
        if conversation.has(f"meta.{name}"):
            somebody = conversation.maybe_node(f"meta.{name}")
            known = somebody is not None and (name == "team" or _is_person(somebody, connection))
            fields[name] = somebody.maybe_text("name") if somebody is not None and known else None
    if conversation.has("priority"):
        fields["priority"] = conversation.maybe_text("priority")
    if channel := conversation.maybe_text("channel"):
        plain = channel.removeprefix("Channel::")
        fields["channel"] = _CHANNELS.get(plain, plain)
    if connection.options.get("intents") == "tags" and conversation.has("labels"):
        fields["intent"] = first_of(conversation.texts("labels"))
    if subject := conversation.maybe_text("additional_attributes.mail_subject"):
        fields["subject"] = subject
    if language := conversation.maybe_text("additional_attributes.conversation_language"):
        fields["language"] = language
    if requester := _requester(conversation):
        fields["requester"] = requester
    return fields


def _requester(conversation: Node) -> str | None:
    names = ("email", "phone_number", "identifier", "id")
    return next((found for name in names if (found := conversation.maybe_key(f"meta.sender.{name}"))), None)


def _as_of(conversation: Node, at: int) -> int:
    found = (conversation.maybe_instant(name) for name in ("updated_at", "last_activity_at", "timestamp"))
    return next(filter(None, found), at)


def _changes(body: Node) -> dict[str, _Change]:
    """By name, what was changed: a list of objects with one name each."""
    found: dict[str, _Change] = {}
    for item in body.items("changed_attributes"):
        for name, change in item.value.items():
            if isinstance(change, dict):
                found[name] = _Change(change.get("previous_value"), change.get("current_value"))
    return found


def _word(node: Node, path: str, words: Sequence[str]) -> str:
    """One of the words, or its number."""
    value = node.raw(path)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(words):
        return words[value]
    text = node.text(path)
    if text not in words:
        raise node.wrong(path, f"none of {', '.join(words)}: “{shown(text)}”")
    return text


_FIELDS = frozenset(
    (
        "created_at", "updated_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at",
        "handed_over_at", "status", "resolved_at", "reopened_at", "rating", "rating_scale", "rated_at", "channel",
        "intent", "team", "assignee", "priority", "language", "subject", "requester",
    )
)  # fmt: skip

VENDOR = Vendor(
    key="chatwoot",
    title="Chatwoot",
    signed=_signed,
    read=_read,
    sample=_sample,
    fields=_FIELDS,
    steps=(
        "You need Chatwoot 4.11.2 or later: earlier ones do not sign what they send.",
        "In Chatwoot, as an administrator, open Settings → Integrations → Webhooks → Configure, and choose Add new "
        "webhook.",
        "URL: {address}. Events: Conversation Created, Conversation Status Changed, Conversation Updated, Message "
        "created, Message updated.",
        "Create it. Chatwoot makes a secret for it: edit the webhook, copy the secret, and give it to kpibot.",
    ),
    secret_is_theirs=True,
    notes=(
        "Chatwoot exports no conversations: what was opened before the webhook was connected stays incomplete.",
        "Merges, deletions and spam are not told.",
        "An outgoing message that no user and no bot has signed counts as an automated reply; what an automation "
        "rule or a campaign sends counts as an acknowledgement.",
        "A rating is dated by when it comes: Chatwoot does not say when it was given.",
    ),
    options={
        "intents": "“tags”: the first of a conversation's labels in alphabetical order is its intent. Without it, "
        "labels are not read.",
        "bots": "Users that are machines: their numbers, names or addresses, with commas between them.",
    },
)
