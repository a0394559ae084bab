"""Gorgias: its HTTP integration sends a body that we ship, filled in with the ticket and its new message.

All values come as texts, also true, false and nothing (“True”, “None”); times are in UTC, without an offset.
"""

from collections.abc import Sequence
from typing import Any

from kpi.ingest.columns.ratings import Rating
from kpi.ingest.columns.values import standing
from kpi.model import EventKind, Exclusion, RatingScale, Status
from kpi.webhooks import pasted
from kpi.webhooks.options import named
from kpi.webhooks.reading import Node, delivered, hash_of, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.told import NOTHING, Event, Statement, Told
from kpi.webhooks.vendor import Delivered, Vendor

BODY = """{
  "subject": "{{ticket.subject}}",
  "customer": "{{ticket.customer.email}}",
  "event": "{{event.type}}",
  "ticket_id": "{{ticket.id}}",
  "status": "{{ticket.status}}",
  "priority": "{{ticket.priority}}",
  "channel": "{{ticket.channel}}",
  "language": "{{ticket.language}}",
  "assignee": "{{ticket.assignee_user.name}}",
  "begun_by_team": "{{ticket.from_agent}}",
  "spam": "{{ticket.spam}}",
  "created": "{{ticket.created_datetime}}",
  "updated": "{{ticket.updated_datetime}}",
  "closed": "{{ticket.closed_datetime}}",
  "trashed": "{{ticket.trashed_datetime}}",
  "message_id": "{{message.id}}",
  "message_created": "{{message.created_datetime}}",
  "message_from_agent": "{{message.from_agent}}",
  "message_public": "{{message.public}}",
  "message_via": "{{message.via}}",
  "message_sender": "{{message.sender.email}}"
}
"""

_STATUS_CHANGED, _FAILED = "ticket-status-updated", "ticket-message-failed"
_MESSAGES = frozenset(["ticket-message-created", _FAILED])
_ASSIGNED = frozenset(["ticket-handed-over", "ticket-assignment-updated"])
_LABELS = ("priority", "channel", "language", "assignee", "team", "subject")
_RULE = "rule"
_ANSWERS = "answers"
_MACHINES = frozenset(["bot", "ai_agent", "ai-agent", "self_service", "instant_answer"])
_OF_GORGIAS = ("@gorgias.com", "@gorgias.io")  # Its bot and its AI agent write from these.
_MOST_STARS = 5


def _read(request: Request, connection: Connection) -> Sequence[Delivered]:
    values = pasted.read(request)
    event = shown(str(values.raw("event") or "")) or "no event"
    return [delivered(hash_of(request.body), event, lambda: _told(values, connection))]


def _told(values: Node, connection: Connection) -> Told:
    if pasted.is_test(values):
        return NOTHING
    event = (values.maybe_text("event") or "").casefold().replace("_", "-")
    if event and not event.startswith("ticket-"):
        raise NotUnderstoodError(f"The event “{shown(event)}” is unknown.")
    ticket, updated = values.ticket("ticket_id"), values.instant("updated")
    fields = _standing(values, updated)
    if event not in _MESSAGES:  # A message may come just before the change of status that it brings.
        fields |= _status(values, event, updated)
    statements = [Statement(ticket, updated, fields), *_rating(values, ticket)]
    return Told(statements, _events(values, ticket, event, updated, connection))


def _standing(values: Node, updated: int) -> dict[str, Any]:
    fields: dict[str, Any] = {name: values.maybe_text(name) for name in _LABELS if values.has(name)}
    if values.has("customer"):
        fields["requester"] = values.maybe_text("customer")
    if values.has("trashed") or values.has("spam"):
        trashed, spam = values.maybe_instant("trashed"), values.maybe_flag("spam")
        fields["excluded"] = Exclusion.DELETED if trashed else Exclusion.SPAM if spam else None
    return fields | {"updated_at": updated}


def _status(values: Node, event: str, updated: int) -> dict[str, Any]:
    text = values.maybe_text("status")
    if text is None:
        return {}
    known = standing(text)
    if known is None or known.status is None:
        raise values.wrong("status", f"no status that is known: “{shown(text)}”")
    changed = event == _STATUS_CHANGED
    if known.status == Status.RESOLVED:
        closed = values.maybe_instant("closed") or (updated if changed else None)
        return {"status": Status.RESOLVED} | ({"resolved_at": closed} if closed else {})
    # There are but two: what has become open was closed, unless it is new.
    again = changed and updated > values.instant("created")
    return {"status": Status.OPEN} | ({"reopened_at": updated} if again else {})


def _rating(values: Node, ticket: str) -> list[Statement]:
    """An answer to the survey, where a team has added it to the body."""
    score = values.maybe_number("survey_score")
    if score is None:
        return []
    at = values.instant("survey_scored")
    scale = RatingScale.STARS if 1 <= score <= _MOST_STARS else RatingScale.OFF_SCALE
    return [Statement(ticket, at, {"rating": Rating(score, scale.value), "rated_at": at})]


def _events(values: Node, ticket: str, event: str, updated: int, connection: Connection) -> list[Event]:
    events = []
    created = values.instant("created")
    if created >= connection.connected_at or event == "ticket-created":
        events.append(Event(ticket, "opened", EventKind.OPENED, created))
        if values.maybe_flag("begun_by_team") is False:
            events.append(Event(ticket, "opening", EventKind.CUSTOMER_MESSAGE, created))
    if event in _ASSIGNED and values.maybe_text("assignee"):
        events.append(Event(ticket, f"{EventKind.ASSIGNED} {updated}", EventKind.ASSIGNED, updated))
    message = values.maybe_key("message_id")
    if message and event != _FAILED and values.maybe_flag("message_public") is not False:
        kind = _kind(values, connection)
        events.append(Event(ticket, message, kind, values.instant("message_created")))
    return events


def _kind(values: Node, connection: Connection) -> EventKind:
    if not values.flag("message_from_agent"):
        return EventKind.CUSTOMER_MESSAGE
    via = (values.maybe_text("message_via") or "").casefold()
    if via == _RULE:
        answers = connection.options.get("rules") == _ANSWERS
        return EventKind.AUTOMATED_REPLY if answers else EventKind.ACKNOWLEDGEMENT
    sender = (values.maybe_text("message_sender") or "").casefold()
    if via in _MACHINES or sender.endswith(_OF_GORGIAS) or sender in named(connection, "bots"):
        return EventKind.AUTOMATED_REPLY
    return EventKind.HUMAN_REPLY


_FIELDS = frozenset(
    (
        "created_at", "updated_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at",
        "handed_over_at", "status", "resolved_at", "reopened_at", "excluded", "rating", "rating_scale", "rated_at",
        "channel", "team", "assignee", "priority", "language", "subject", "requester",
    )
)  # fmt: skip

VENDOR = Vendor(
    key="gorgias",
    title="Gorgias",
    signed=pasted.signed,
    read=_read,
    sample=pasted.sample,
    fields=_FIELDS,
    steps=(
        "In Gorgias, open Settings → App Store (or Integrations) → HTTP Integration, and choose Add HTTP Integration.",
        "Name it kpibot. Triggers: Ticket created, Ticket updated, Ticket message created, and, where they are "
        "offered, Ticket status updated, Ticket assignment updated and Ticket handed over.",
        f"URL {{address}}, HTTP method POST, request content type JSON, and a header {pasted.HEADER} with the "
        "value {secret}.",
        "As the request body, paste the body below, and save.",
        "If calls for tickets fail while those for messages work, make two integrations: one for messages with the "
        "whole body, and one for tickets without the lines that begin with “message”.",
    ),
    body=BODY,
    notes=(
        "Ratings are not among what Gorgias's integrations are documented to send: CSAT needs an export, or "
        "the generic webhook. If yours can fill them in, add “survey_score” and “survey_scored” to the body.",
        "Teams are sent as numbers only, and tags in no form that can be read: team and intent are not told.",
        "When a ticket was opened again is told only if Gorgias offers the trigger Ticket status updated.",
        "What a rule sends counts as an acknowledgement, unless you say that yours answer (option “rules”).",
    ),
    options={
        "rules": "“answers”: what rules send are answers, so that they count as automation.",
        "bots": "The e-mail addresses of users that are programs, with commas between them: what they write is "
        "an automated reply. Gorgias's own bot and AI agent are known.",
    },
)
