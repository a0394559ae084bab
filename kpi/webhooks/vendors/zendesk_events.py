"""What each of Zendesk's events says of its ticket."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.ingest.tickets.messages import KIND_OF, Author, author_of
from kpi.model import EventKind, Exclusion, Status
from kpi.webhooks.reading import Node, shown
from kpi.webhooks.request import Connection, NotUnderstoodError
from kpi.webhooks.told import NOTHING, Event, Statement, Told
from kpi.webhooks.vendors.zendesk_ratings import rating_told

PREFIX = "zen:event-type:"
FIELDS = frozenset(
    (
        "created_at", "updated_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at",
        "handed_over_at", "status", "resolved_at", "reopened_at", "excluded", "rating", "rating_scale", "rated_at",
        "channel", "priority", "subject", "requester", "intent",
    )
)  # fmt: skip

_DAY = 86_400
_NOBODY = frozenset(["", "0"])
_SYSTEM = "-1"

_STANDINGS: Mapping[str, Status | Exclusion] = {
    **dict.fromkeys(("new", "open", "pending", "hold"), Status.OPEN),
    **dict.fromkeys(("solved", "closed", "archived"), Status.RESOLVED),
    **dict.fromkeys(("deleted", "scrubbed"), Exclusion.DELETED),
}
_EXCLUSIONS: Mapping[str, Exclusion | None] = {
    "merged": Exclusion.MERGED,
    "marked_as_spam": Exclusion.SPAM,
    "soft_deleted": Exclusion.DELETED,
    "permanently_deleted": Exclusion.DELETED,
    "undeleted": None,
}
# What these say is in the ticket as it then is.
_CHANGES = frozenset(
    (
        "attachment_linked_to_comment", "attachment_redacted_from_comment", "brand_changed", "comment_made_private",
        "comment_redacted", "custom_field_changed", "custom_status_changed", "description_changed",
        "email_ccs_changed", "external_id_changed", "followers_changed", "form_changed", "next_sla_breach_changed",
        "ola_policy_changed", "organization_changed", "priority_changed", "problem_link_changed", "requester_changed",
        "schedule_changed", "sla_policy_changed", "subject_changed", "submitter_changed", "tags_changed",
        "task_due_at_changed", "type_changed",
    )
)  # fmt: skip
_SURVEYS = ("csat", "survey", "satisfaction")
_BY_HAND = frozenset([None, "web", "phone_call_outbound"])  # Where agents open tickets themselves.


@dataclass(frozen=True)
class _Message:
    """One of Zendesk's events: `what` happened to a ticket, and when."""

    what: str
    key: str
    ticket: str
    at: int
    detail: Node
    event: Node
    connection: Connection

    @property
    def bots(self) -> frozenset[str]:
        """The ids and names of agents that are machines, as a person has said."""
        told = str(self.connection.options.get("bots") or "")
        return frozenset(word.strip().casefold() for word in told.split(",") if word.strip())


_Part = tuple[Mapping[str, Any], Sequence[Event]]


def told(event: str, key: str, body: Node, connection: Connection, now: int) -> Told:
    """What an event tells; `event` is its type without the prefix, `key` its id. Zendesk's examples lie in the future
    and tell nothing.
    """
    domain, _, what = event.partition(".")
    if domain not in ("ticket", "messaging_ticket"):
        if what and body.text("type").startswith(PREFIX):
            return NOTHING  # Of users, organisations, articles, agents.
        raise NotUnderstoodError(f"Zendesk's event “{shown(event)}” is not known.")
    at = body.instant("time")
    if at > now + _DAY:
        return NOTHING
    detail = body.node("detail")
    message = _Message(what, key, detail.ticket("id"), at, detail, body.node("event"), connection)
    fields, events = _messaging(message) if domain == "messaging_ticket" else _of_ticket(message)
    return Told([Statement(message.ticket, at, fields)] if fields else [], events)


def _of_ticket(message: _Message) -> _Part:
    what = message.what
    if what in _EXCLUSIONS:
        return {"excluded": _EXCLUSIONS[what]}, []
    if what in _READERS:
        fields, events = _READERS[what](message)
    elif any(word in what for word in _SURVEYS):
        fields, events = rating_told(message.event, message.what, message.at), []
    elif what in _CHANGES:
        fields, events = {}, []
    else:
        raise NotUnderstoodError(f"Zendesk's event “ticket.{shown(what)}” is not known.")
    if "excluded" in fields:
        return fields, events  # Of what is deleted, the rest may have been made unreadable.
    return {**_as_it_is(message), **fields}, [*_opening(message), *events]


def _as_it_is(message: _Message) -> dict[str, Any]:
    """What every event says of its ticket."""
    detail = message.detail
    fields: dict[str, Any] = {
        "updated_at": detail.maybe_instant("updated_at"),
        "channel": detail.maybe_text("via.channel"),
        "requester": detail.maybe_key("requester_id"),
    }
    fields = {name: value for name, value in fields.items() if value is not None}
    if detail.has("priority"):
        priority = detail.maybe_text("priority")
        fields["priority"] = priority and priority.capitalize()
    if detail.has("subject"):
        fields["subject"] = detail.maybe_text("subject")
    if message.connection.options.get("intents") == "tags" and detail.has("tags"):
        fields["intent"] = min(_tags(detail), default=None)
    return fields


def _tags(detail: Node) -> list[str]:
    tags = detail.raw("tags")
    return tags.replace(",", " ").split() if isinstance(tags, str) else detail.texts("tags")


def _opening(message: _Message) -> list[Event]:
    """That all that has happened to the ticket is told, if it was opened since Zendesk sends its events."""
    detail, is_new = message.detail, message.what == "created"
    created = detail.maybe_instant("created_at")
    if created is None:
        created = message.at if is_new else 0
    if not is_new and created < message.connection.connected_at:
        return []
    opened = Event(message.ticket, "opened", EventKind.OPENED.value, created)
    requester, submitter = detail.maybe_key("requester_id"), detail.maybe_key("submitter_id")
    by_an_agent = requester is not None and submitter is not None and requester != submitter
    if by_an_agent and detail.maybe_text("via.channel") in _BY_HAND:
        return [opened]
    return [opened, Event(message.ticket, "opening", EventKind.CUSTOMER_MESSAGE.value, created)]


def _created(message: _Message) -> _Part:
    if not message.detail.maybe_text("status"):
        return {}, []
    status = _standing(message.detail, "status")
    if status is Status.RESOLVED:
        return {"status": status, "resolved_at": message.at}, []
    return ({"status": status} if isinstance(status, Status) else {"excluded": status}), []


def _status_changed(message: _Message) -> _Part:
    """Solved, then closed, is one resolution."""
    now = _standing(message.event, "current")
    before = _standing(message.event, "previous") if message.event.maybe_text("previous") else None
    if isinstance(now, Exclusion):
        return {"excluded": now}, []
    fields: dict[str, Any] = {"status": now}
    if isinstance(before, Exclusion):
        return {**fields, "excluded": None}, []
    if now is Status.RESOLVED and before is Status.OPEN:
        fields["resolved_at"] = message.at
    if now is Status.OPEN and before is Status.RESOLVED:
        fields["reopened_at"] = message.at
    return fields, []


def _standing(node: Node, path: str) -> Status | Exclusion:
    word = node.text(path)
    try:
        return _STANDINGS[word.casefold()]
    except KeyError:
        raise node.wrong(path, f"no status that is known: “{shown(word)}”") from None


def _assigned(message: _Message) -> _Part:
    to = message.event.maybe_key("current") or ""
    if to in _NOBODY or to in message.bots:
        return {}, []
    return {}, [Event(message.ticket, f"assigned {message.key}", EventKind.ASSIGNED.value, message.at)]


def _comment_added(message: _Message) -> _Part:
    comment = message.event.node("comment")
    if not comment.flag("is_public"):
        return {}, []
    kind = KIND_OF[_author(comment, message)]
    return {}, [Event(message.ticket, comment.key("id"), kind, message.at)]


def _author(comment: Node, message: _Message) -> Author:
    """Whoever asked is the customer, be it somebody of the team."""
    key, name = comment.maybe_key("author.id"), comment.maybe_text("author.name") or ""
    if {key, name.casefold()} & message.bots:
        return Author.MACHINE
    if key == _SYSTEM:
        return Author.AUTORESPONDER
    if key is not None and key == message.detail.maybe_key("requester_id"):
        return Author.CUSTOMER
    if not comment.flag("author.is_staff"):
        return Author.CUSTOMER
    named = author_of(name)
    return named if named in (Author.MACHINE, Author.AUTORESPONDER) else Author.PERSON


def _messaging(message: _Message) -> _Part:
    """A message of a chat. Those of Zendesk's own bot are the system's."""
    if message.what != "message_added":
        raise NotUnderstoodError(f"Zendesk's event “messaging_ticket.{shown(message.what)}” is not known.")
    word = message.event.text("actor.type")
    author = author_of(word)
    if author is Author.NOBODY or (message.event.maybe_key("actor.id") or "").casefold() in message.bots:
        author = Author.MACHINE
    if author is None:
        raise message.event.wrong("actor.type", f"no author that is known: “{shown(word)}”")
    return {}, [Event(message.ticket, message.event.key("message.id"), KIND_OF[author], message.at)]


_READERS: Mapping[str, Callable[[_Message], _Part]] = {
    "created": _created,
    "status_changed": _status_changed,
    "comment_added": _comment_added,
    "agent_assignment_changed": _assigned,
    "group_assignment_changed": _assigned,
}
