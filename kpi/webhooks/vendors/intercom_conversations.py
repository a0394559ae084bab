"""What an Intercom notification says of its conversation: as it is, and by its new parts.

A customer's message opens a closed conversation again. What is said of `part_type` is what files say of it, too
(`kpi.ingest.tickets.messages`), so that a message is the same event in both.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kpi.ingest.columns.ratings import RatingReader, Scale
from kpi.ingest.tickets.messages import KIND_OF, Author, author_of, is_assignment, is_note, is_of_the_team
from kpi.ingest.vendors.intercom import CONVERSATIONS
from kpi.model import EventKind, Status
from kpi.webhooks.options import first_of, named
from kpi.webhooks.reading import Node
from kpi.webhooks.request import Connection
from kpi.webhooks.told import Event, Statement, Told

FIELDS = frozenset(
    (
        "created_at", "updated_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at",
        "handed_over_at", "status", "resolved_at", "reopened_at", "excluded", "rating", "rating_scale", "rated_at",
        "channel", "priority", "intent", "team", "assignee", "subject", "url", "requester",
    )
)  # fmt: skip
CREATED = frozenset({"conversation.user.created", "conversation.admin.single.created"})

_BY_THE_TEAM = CONVERSATIONS.agent_started["source.delivered_as"]
_STATES = MappingProxyType({"open": Status.OPEN, "snoozed": Status.OPEN, "closed": Status.RESOLVED})
_AUTHOR_OF_TOPIC = MappingProxyType(
    {
        "conversation.user.replied": Author.CUSTOMER,
        "conversation.admin.replied": Author.PERSON,
        "conversation.operator.replied": Author.MACHINE,
    }
)
_RECEIPT = "channel_and_reply_time_expectation"  # “The team will reply as soon as they can.”
_OPENING_AGAIN = frozenset({"open", "assign_and_reopen", "note_and_reopen"})
_STARS = RatingReader(Scale.STARS)


def told(item: Node, notification: Node, topic: str, connection: Connection) -> Told:
    """Of a notification with a conversation, which is its `item`."""
    key = item.ticket("id")
    parts = item.items("conversation_parts.conversation_parts")
    opened_at = item.instant("created_at") if topic in CREATED else item.maybe_instant("created_at")
    whole = topic in CREATED or (opened_at is not None and opened_at >= connection.connected_at)
    bots = named(connection, "bots")
    events = [event for part in parts for event in _events(key, part, item, topic, bots)]
    if whole and opened_at is not None:
        events[:0] = _opening(key, item, opened_at)
    as_of = item.maybe_instant("updated_at") or notification.instant("created_at")
    fields = {**_standing(item), **_labels(item, parts), **({} if whole else _beginning(item))}
    statements = [Statement(key, as_of, fields)] if fields else []
    statements += _rating(key, item, as_of)
    if connection.options.get("intents") == "tags" and item.has("tags.tags"):
        intent = first_of(tag.maybe_text("name") or "" for tag in item.items("tags.tags"))
        told_at = notification.maybe_instant("created_at") or as_of  # A tag leaves “updated_at” as it is.
        statements.append(Statement(key, told_at, {"intent": intent}))
    return Told(statements, events)


def _opening(key: str, item: Node, at: int) -> Iterator[Event]:
    """That it is known from its beginning; and when the customer first wrote, also where the team began it."""
    yield Event(key, "opened", EventKind.OPENED.value, at)
    source = item.maybe_node("source") or item.maybe_node("conversation_message")
    if source is not None and _is_the_customers(source):
        yield Event(key, source.maybe_key("id") or "opening", EventKind.CUSTOMER_MESSAGE.value, at)
    elif (first := item.maybe_instant("first_contact_reply.created_at")) is not None:
        yield Event(key, "opening", EventKind.CUSTOMER_MESSAGE.value, first)


def _is_the_customers(source: Node) -> bool:
    return _author(source) is Author.CUSTOMER and source.maybe_text("delivered_as") not in _BY_THE_TEAM


def _events(key: str, part: Node, item: Node, topic: str, bots: frozenset[str]) -> Iterator[Event]:
    kind, part_key, at = part.maybe_text("part_type") or "comment", part.key("id"), part.instant("created_at")
    author = Author.AUTORESPONDER if kind == _RECEIPT else _author(part) or _AUTHOR_OF_TOPIC.get(topic)
    if author is Author.PERSON and _known_by(part.maybe_node("author")) & bots:
        author = Author.MACHINE
    if _is_message(part, kind):
        if author is None:
            raise part.wrong("author.type", "no kind of author that kpibot knows")
        if author in KIND_OF:
            yield Event(key, part_key, KIND_OF[author], at)
    state = _state(part, kind, author, item)
    if state is not None:
        yield Event(key, f"{state.value} {part_key}", state.value, at)
    to = part.maybe_node("assigned_to")
    if is_assignment(kind) and _is_somebody(to) and not _known_by(to) & bots:
        yield Event(key, f"{EventKind.ASSIGNED.value} {part_key}", EventKind.ASSIGNED.value, at)


def _known_by(who: Node | None) -> frozenset[str]:
    """What somebody may be named by: number, name or address, in lower case."""
    if who is None:
        return frozenset()
    names = (who.maybe_key("id"), who.maybe_text("name"), who.maybe_text("email"))
    return frozenset(name.casefold() for name in names if name)


def _is_somebody(to: Node | None) -> bool:
    """Whether a person or a team is meant."""
    return to is not None and to.maybe_key("id") not in (None, "0") and is_of_the_team(to.maybe_text("type") or "")


def _state(part: Node, kind: str, author: Author | None, item: Node) -> EventKind | None:
    """What a part makes of the conversation. That work goes on is a reopening only if it was closed before, and opening
    one that was snoozed is none.
    """
    if kind == "close":
        return EventKind.RESOLVED
    if kind in _OPENING_AGAIN:
        never_closed = item.has("statistics.last_close_at") and item.maybe_instant("statistics.last_close_at") is None
        return None if never_closed else EventKind.REOPENED
    if author is Author.CUSTOMER and _is_message(part, kind):
        return EventKind.WORK_BEGAN
    return None


def _is_message(part: Node, kind: str) -> bool:
    """Whether customers see it: anything that has a text, but notes and surveys."""
    return not is_note(kind) and bool(part.maybe_text("body") or part.items("attachments"))


def _author(message: Node) -> Author | None:
    author = author_of(message.maybe_text("author.type") or "")
    by_ai = message.raw("author.from_ai_agent") is True or message.raw("author.is_ai_answer") is True
    return Author.MACHINE if by_ai and author is not Author.CUSTOMER else author


def _standing(item: Node) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    status = _STATES.get(item.maybe_text("state") or "")
    if status is not None:
        fields["status"] = status
    if item.has("statistics.last_close_at"):
        fields["resolved_at"] = item.maybe_instant("statistics.last_close_at")
    if (updated_at := item.maybe_instant("updated_at")) is not None:
        fields["updated_at"] = updated_at
    return fields


def _beginning(item: Node) -> dict[str, Any]:
    """Of a conversation that is older than the connection: what Intercom has kept of its first messages."""
    first = item.maybe_instant("statistics.first_contact_reply_at")
    if first is None or not item.has("statistics.first_admin_reply_at"):
        return {}
    replied = item.maybe_instant("statistics.first_admin_reply_at")
    return {"created_at": first, "first_human_response_at": replied}


def _labels(item: Node, parts: Sequence[Node]) -> dict[str, Any]:
    """What it is called, who asked, and who has it; what this version of Intercom does not send is not told."""
    contacts = item.items("contacts.contacts")
    found = {
        "channel": item.maybe_text("source.type"),
        "priority": item.maybe_text("priority") if isinstance(item.raw("priority"), str) else None,
        "subject": item.maybe_text("title") or item.maybe_text("source.subject"),
        "url": item.maybe_text("links.conversation_web"),
        "requester": contacts[0].maybe_key("id") if contacts else item.maybe_key("user.id"),
    }
    return {**{field: value for field, value in found.items() if value is not None}, **_assigned(item, parts)}


def _assigned(item: Node, parts: Sequence[Node]) -> dict[str, str | None]:
    """The names of the person and the team that have it, as far as this delivery has them."""
    names = _names(parts)
    found: dict[str, str | None] = {}
    if item.has("assignee.type"):
        found |= _to_whom(item.node("assignee"), names)
    if item.has("admin_assignee_id"):
        assignee = item.maybe_key("admin_assignee_id")
        if assignee in (None, "0"):
            found["assignee"] = None
        elif assignee in names:
            found["assignee"] = names[assignee]
    for part in parts:
        to = part.maybe_node("assigned_to")
        if to is not None and is_assignment(part.maybe_text("part_type") or ""):
            found |= _to_whom(to, names)
    return found


def _names(parts: Sequence[Node]) -> Mapping[str, str]:
    """Of teammates and teams, by id."""
    found: dict[str, str] = {}
    for part in parts:
        for who in (part.maybe_node("author"), part.maybe_node("assigned_to")):
            if who is not None and is_of_the_team(who.maybe_text("type") or ""):
                key, name = who.maybe_key("id"), who.maybe_text("name")
                found |= {key: name} if key and name else {}
    return found


def _to_whom(to: Node, names: Mapping[str, str]) -> dict[str, str | None]:
    """Nobody is None, and so is a person whose name is not told: it is no longer who it was before."""
    name = to.maybe_text("name") or names.get(to.maybe_key("id") or "")
    if to.maybe_text("type") == "team":
        return {"team": name} if name else {}
    return {"assignee": name}


def _rating(key: str, item: Node, as_of: int) -> list[Statement]:
    value = item.maybe_number("conversation_rating.rating")
    if value is None:
        return []
    rated_at = item.maybe_instant("conversation_rating.created_at") or as_of
    changed_at = item.maybe_instant("conversation_rating.updated_at") or rated_at
    return [Statement(key, changed_at, {"rating": _STARS.read(f"{value:g}"), "rated_at": rated_at})]
