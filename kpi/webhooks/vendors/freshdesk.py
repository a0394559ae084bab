"""Freshdesk: rules of its automations call a webhook with a body that we ship.

They tell no times but when they were made, so that dates what happened. Of the events, Freshdesk names the first that
made a rule act, in a notation of its own: “{status:{from:2,to:4}}”, “{reply_sent:sent}”.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from kpi.ingest.columns.ratings import NO_RATING, RatingReader, Scale
from kpi.ingest.columns.values import standing
from kpi.ingest.vendors.freshdesk import TICKETS
from kpi.model import EventKind, Exclusion, RatingScale, Status
from kpi.webhooks import pasted
from kpi.webhooks.options import first_of
from kpi.webhooks.reading import Node, delivered, hash_of, instant_of, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.told import NOTHING, Event, Statement, Told
from kpi.webhooks.vendor import Delivered, Vendor

BODY = """{
  "ticket_subject": "{{ticket.subject}}",
  "requester_email": "{{ticket.requester.email}}",
  "by": "requester",
  "triggered_event": "{{triggered_event}}",
  "ticket_id": "{{ticket.id}}",
  "ticket_status": "{{ticket.status}}",
  "ticket_priority": "{{ticket.priority}}",
  "ticket_source": "{{ticket.source}}",
  "ticket_type": "{{ticket.ticket_type}}",
  "ticket_tags": "{{ticket.tags}}",
  "ticket_group_name": "{{ticket.group.name}}",
  "ticket_agent_name": "{{ticket.agent.name}}",
  "ticket_url": "{{ticket.url}}",
  "sent": "{{'now' | date: '%s'}}"
}
"""

_EVENT = re.compile(r"\{?\s*(\w+)\s*:\s*(?:\{\s*from\s*:(.*?),\s*to\s*:(.*?)\}|([^{}]*))\s*\}?")
_LONGEST_EVENT = 500
_LATEST_SECONDS = 7 * 86_400  # Freshdesk tries for a day or two; what is older is no time at all.
_RESOLVED, _CLOSED = "4", "5"  # The numbers of the statuses that everybody has; all others are open.
_AUTHORS = {"agent": EventKind.HUMAN_REPLY, "requester": EventKind.CUSTOMER_MESSAGE}
_SEEN_BY_CUSTOMERS = {"reply_sent": frozenset(["sent"]), "note_type": frozenset(["public"])}
_EXCLUSIONS = {
    "delete": Exclusion.DELETED,
    "deleted": Exclusion.DELETED,
    "marked_spam": Exclusion.SPAM,
    "spam": Exclusion.SPAM,
    "restored": None,
    "unmarked_as_spam": None,
}
_OTHER_ACTIONS = frozenset(["update", "updated", "linked", "unlinked"])
# What may make a rule act, and tells nothing but how the ticket stands. A change from one value to another need not be
# here, whatever it is of.
_OTHERS = frozenset(
    (
        "note_type", "time_sheet_action", "round_robin_assignment", "mail_del_failed_requester",
        "mail_del_failed_others", "response_due", "resolution_due", "association_type", "priority", "ticket_type",
        "group_id", "responder_id", "due_by",
    )
)  # fmt: skip
_LABELS = {
    "ticket_priority": "priority",
    "ticket_source": "channel",
    "ticket_group_name": "team",
    "ticket_agent_name": "assignee",
    "ticket_subject": "subject",
    "ticket_url": "url",
    "requester_email": "requester",
}
_RATINGS = RatingReader(Scale.HUNDREDS)


class _What(NamedTuple):
    """What happened: its name, and its value, before and now."""

    name: str
    old: str | None
    new: str


def _read(request: Request, connection: Connection) -> Sequence[Delivered]:
    values = pasted.read(request, wrapped_in="freshdesk_webhook")
    at = _moment(values, request)
    key = hash_of(request.body + str(at).encode())  # Without a time in it, the same body may well tell of two replies.
    event = shown(str(values.raw("triggered_event") or "")) or "no event"
    return [delivered(key, event, lambda: _told(values, at, connection))]


def _moment(values: Node, request: Request) -> int:
    """When it was made, if Freshdesk filled that in; else when it came."""
    made = instant_of(values.raw("sent"))
    return request.at if made is None or not request.at - _LATEST_SECONDS <= made <= request.at else made


def _told(values: Node, at: int, connection: Connection) -> Told:
    if pasted.is_test(values):
        return NOTHING
    ticket, what = values.ticket("ticket_id"), _what(values)
    fields = _standing(values, connection) | _changes(values, what, at) | {"updated_at": at}
    return Told([Statement(ticket, at, fields)], _events(values, ticket, what, at))


def _what(values: Node) -> _What:
    text = values.text("triggered_event")
    found = _EVENT.fullmatch(text) if len(text) <= _LONGEST_EVENT else None
    if found is None:
        raise values.wrong("triggered_event", f"no event as Freshdesk writes them: “{shown(text)}”")
    name, old, new, only = (part if part is None else part.strip().casefold() for part in found.groups())
    return _What(name or "", old, only or "" if new is None else new)


def _standing(values: Node, connection: Connection) -> dict[str, Any]:
    """The labels that a ticket has now. Its status is told by changes alone: a reply may come just before one."""
    fields: dict[str, Any] = {
        field: _in_words(field, values.maybe_key(name)) for name, field in _LABELS.items() if values.has(name)
    }
    intents = connection.options.get("intents")
    if intents == "type" and values.has("ticket_type"):
        fields["intent"] = values.maybe_text("ticket_type")
    if intents == "tags" and values.has("ticket_tags"):
        fields["intent"] = first_of((values.maybe_text("ticket_tags") or "").split(","))
    return fields


def _in_words(field: str, text: str | None) -> str | None:
    return None if text is None else TICKETS.values.get(field, {}).get(text, text)


def _changes(values: Node, what: _What, at: int) -> dict[str, Any]:
    """What the event itself says of the ticket. NotUnderstoodError if it is unknown."""
    if what.name == "status":
        return _of_status(_is_resolved(what.new), what.old, at)
    if what.name == "ticket_action":
        return _of_action(values, what.new, at)
    if what.name == "customer_feedback":
        rating = _RATINGS.read(what.new)
        if rating.scale == RatingScale.OFF_SCALE:
            raise NotUnderstoodError(f"“{shown(what.new)}” is no rating on Freshdesk's scale from -103 to 103.")
        return {} if rating == NO_RATING else {"rating": rating, "rated_at": at}
    if what.old is None and what.name not in _OTHERS and what.name not in _SEEN_BY_CUSTOMERS:
        raise NotUnderstoodError(f"The event “{shown(what.name)}” is unknown.")
    return {}


def _of_status(resolved: bool, old: str | None, at: int) -> dict[str, Any]:
    """A resolved ticket that is then closed keeps the first instant."""
    was_resolved = old in (_RESOLVED, _CLOSED)
    if resolved:
        return {"status": Status.RESOLVED} | ({} if was_resolved else {"resolved_at": at})
    return {"status": Status.OPEN} | ({"reopened_at": at} if was_resolved else {})


def _of_action(values: Node, action: str, at: int) -> dict[str, Any]:
    if action == "created":
        status = values.maybe_key("ticket_status")
        return {} if status is None else _of_status(_is_resolved(status), None, at)
    if action in _EXCLUSIONS:
        return {"excluded": _EXCLUSIONS[action]}
    if action not in _OTHER_ACTIONS:
        raise NotUnderstoodError(f"The action “{shown(action)}” is unknown.")
    return {}


def _is_resolved(status: str) -> bool:
    """By its number, or by its name. Statuses that a team has made itself are open ones."""
    if status in (_RESOLVED, _CLOSED) or status.isdigit():
        return status in (_RESOLVED, _CLOSED)
    known = standing(status)
    return known is not None and known.status == Status.RESOLVED


def _events(values: Node, ticket: str, what: _What, at: int) -> list[Event]:
    if what == _What("ticket_action", None, "created"):
        opened = [Event(ticket, "opened", EventKind.OPENED, at)]
        customers = [Event(ticket, "opening", EventKind.CUSTOMER_MESSAGE, at)]
        return opened if _is_begun_by_the_team(values) else opened + customers
    if what.new not in _SEEN_BY_CUSTOMERS.get(what.name, ()):
        return []
    by = values.text("by").casefold()
    if by not in _AUTHORS:
        raise values.wrong("by", "neither “agent” nor “requester”: it says who does what the rule waits for")
    return [Event(ticket, f"{_AUTHORS[by]} {at}", _AUTHORS[by], at)]


def _is_begun_by_the_team(values: Node) -> bool:
    source = values.maybe_key("ticket_source") or ""
    return source.casefold() in {word.casefold() for word in TICKETS.agent_started["Source"]}


_FIELDS = frozenset(
    (
        "created_at", "updated_at", "first_human_response_at", "status", "resolved_at", "reopened_at", "excluded",
        "rating", "rating_scale", "rated_at", "channel", "intent", "team", "assignee", "priority", "subject", "url",
        "requester",
    )
)  # fmt: skip

VENDOR = Vendor(
    key="freshdesk",
    title="Freshdesk",
    signed=pasted.signed,
    read=_read,
    sample=pasted.sample,
    fields=_FIELDS,
    steps=(
        "In Freshdesk, as an administrator, open Admin → Workflows → Automations. You make five rules: one on the tab "
        "Ticket Creation, four on the tab Ticket Updates.",
        "All five have the same action, Trigger Webhook: request type POST, URL {address}, custom headers "
        f"{pasted.HEADER}: {{secret}}, encoding JSON, content Advanced, and there the body below.",
        "Ticket Creation: New rule, with a condition that holds for all tickets: Source is any of, and choose all.",
        "Ticket Updates, first rule: when an action is performed by Agent, Requester or System, and the status is "
        "changed from any to any.",
        "Second rule: when an action is performed by Requester, and a reply is sent.",
        "Third rule: when an action is performed by Agent, and a reply is sent or a public note is added. In this "
        "rule's body write agent for requester, in the line that begins with “by”.",
        "Fourth rule: when an action is performed by Agent, Requester or System, and customer feedback is received, or "
        "the ticket is deleted or marked as spam.",
        "Keep the rules apart: Freshdesk tells only the first of several things that happen at once to one rule. If it "
        "does not take the body's last line (“sent”), leave that out, and the comma before it.",
    ),
    body=BODY,
    notes=(
        "Freshdesk tells no times but when a call was made, and not even that in all accounts: then everything is "
        "dated by when it comes. If Freshdesk has to try again, or defers calls beyond its limit for an hour, such "
        "dates are late; an export of tickets puts first replies right.",
        "Who wrote a reply is told by the rule alone: answers that a program sends through an agent's account count "
        "as a person's, and the automation rate is not told.",
        "Merged tickets are not told; Freshdesk closes them.",
    ),
    options={
        "intents": "“type”: a ticket's type is its intent; “tags”: the first of its tags in alphabetical order is. "
        "Without it, deliveries tell no intents.",
    },
)
