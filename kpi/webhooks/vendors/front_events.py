"""What each of Front's events says of its conversation, by the names that its API has for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.ingest.tickets.messages import KIND_OF, Author
from kpi.model import EventKind, Exclusion, Status
from kpi.webhooks.options import first_of, named
from kpi.webhooks.reading import Node, shown
from kpi.webhooks.request import Connection, NotUnderstoodError
from kpi.webhooks.told import NOTHING, Event, Statement, Told

FIELDS = frozenset(
    (
        "created_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at", "handed_over_at",
        "status", "resolved_at", "reopened_at", "excluded", "channel", "intent", "team", "assignee", "subject", "url",
        "requester",
    )
)  # fmt: skip

_AUTHORS: Mapping[str, Author] = {
    **dict.fromkeys(("user", "visitor", "bulk_reply", "macro"), Author.PERSON),
    **dict.fromkeys(("ai", "api", "application", "integration"), Author.MACHINE),
    **dict.fromkeys(("rule",), Author.AUTORESPONDER),
    **dict.fromkeys(("csat", "smart_csat"), Author.NOBODY),
}
_STATUSES: Mapping[str, Status | None] = {
    **dict.fromkeys(("assigned", "unassigned", "open", "waiting"), Status.OPEN),
    **dict.fromkeys(("archived", "resolved"), Status.RESOLVED),
    **dict.fromkeys(("deleted", "trashed", "spam"), None),
}
_MERGED = "conversations_merged"
_INTERNAL = frozenset({"discussion", "task"})
_REDACTED = "[REDACTED]"  # Who writes on Twitter is not told.
_UNANSWERABLE = "Front has sent a preview without an author. Switch on “Send full event data” for its webhooks."


@dataclass(frozen=True)
class _Event:
    """An event of Front's: what happened to a conversation, and when."""

    node: Node
    key: str
    ticket: str
    at: int
    bots: frozenset[str]

    def of(self, kind: EventKind, at: int | None = None, name: str = "") -> Event:
        """It, as the store knows events; a message by its own id."""
        return Event(self.ticket, name or f"{kind.value} {self.key}", kind.value, self.at if at is None else at)


_Part = tuple[Mapping[str, Any], Sequence[Event]]


def told(name: str, node: Node, connection: Connection) -> Told | None:
    """What an event of that name tells; None if there are none of that name."""
    if name in _WITHOUT_MEANING or name.startswith("call_"):
        return NOTHING
    if name not in _READERS and name not in _SAYING:
        return None
    conversation = node.node("conversation")
    if conversation.maybe_text("type") in _INTERNAL:
        return NOTHING
    event = _Event(
        node, node.key("id"), conversation.ticket("id"), node.instant("emitted_at"), named(connection, "bots")
    )
    fields, events = _READERS[name](event) if name in _READERS else (_SAYING[name], [])
    fields = {**_as_it_is(conversation, connection), **fields}
    merged = [
        Statement(other, event.at, {"excluded": Exclusion.MERGED})
        for other in (_merged(event) if name == _MERGED else ())
    ]
    statements = [Statement(event.ticket, event.at, fields), *merged]
    return Told(statements, [*_opening(event, conversation, connection), *events])


def _opening(event: _Event, conversation: Node, connection: Connection) -> list[Event]:
    """That all that has happened to it is told. Its first message is told by an event of its own."""
    created_at = conversation.maybe_instant("created_at")
    if created_at is None or created_at < connection.connected_at:
        return []
    return [event.of(EventKind.OPENED, created_at, "opened")]


def _as_it_is(conversation: Node, connection: Connection) -> dict[str, Any]:
    """What every event says of its conversation; a preview has but the number."""
    fields: dict[str, Any] = {"url": f"https://app.frontapp.com/open/{conversation.key('id')}"}
    if conversation.has("subject"):
        fields["subject"] = conversation.maybe_text("subject")
    if conversation.has("assignee"):
        fields["assignee"] = _name_of(conversation.maybe_node("assignee"))
    if (handle := conversation.maybe_text("recipient.handle")) not in (None, _REDACTED):
        fields["requester"] = handle
    if (status := _status(conversation)) is not None:
        fields["status"] = status
    if connection.options.get("intents") == "tags" and conversation.has("tags"):
        shared = (tag for tag in conversation.items("tags") if tag.raw("is_private") is not True)
        fields["intent"] = first_of(tag.maybe_text("name") or "" for tag in shared)
    return fields


def _status(conversation: Node) -> Status | None:
    """None where it is not told. What is snoozed is archived until its reminder, and not resolved."""
    word = conversation.maybe_text("status_category") or conversation.maybe_text("status")
    if word is None:
        return None
    if word not in _STATUSES:
        raise conversation.wrong("status", f"no status that kpibot knows: “{shown(word)}”")
    is_snoozed = word == "archived" and bool(conversation.items("scheduled_reminders"))
    return Status.OPEN if is_snoozed else _STATUSES[word]


def _inbound(event: _Event) -> _Part:
    """A customer's message opens an archived conversation again."""
    message = event.node.maybe_node("target.data")
    at = (message and message.maybe_instant("created_at")) or event.at
    name = (message and message.maybe_key("id")) or event.key
    events = [event.of(EventKind.CUSTOMER_MESSAGE, at, name), event.of(EventKind.WORK_BEGAN, at)]
    return {**_channel(message), **_inbox(event)}, events


def _outbound(event: _Event) -> _Part:
    message = event.node.maybe_node("target.data")
    if message is None or not message.has("author"):
        raise NotUnderstoodError(_UNANSWERABLE)
    fields = {**_channel(message), **_inbox(event)}
    kind = KIND_OF.get(_author(message.maybe_node("author"), event.bots))
    if kind is None or message.raw("is_draft") is True:
        return fields, []
    at = message.maybe_instant("created_at") or event.at
    return fields, [Event(event.ticket, message.maybe_key("id") or event.key, kind, at)]


def _author(author: Node | None, bots: frozenset[str]) -> Author:
    """Older versions of Front do not say of what kind a teammate is; a message of nobody's was sent by a rule."""
    if author is None:
        return Author.AUTORESPONDER
    names = (author.maybe_key("id"), author.maybe_text("username"), author.maybe_text("email"), _name_of(author))
    if any(name.casefold() in bots for name in names if name):
        return Author.MACHINE
    kind = author.maybe_text("type") or "user"
    if kind not in _AUTHORS:
        raise author.wrong("type", f"no kind of author that kpibot knows: “{shown(kind)}”")
    return _AUTHORS[kind]


def _channel(message: Node | None) -> dict[str, str]:
    kind = message.maybe_text("type") if message is not None else None
    return {"channel": kind} if kind else {}


def _inbox(event: _Event) -> dict[str, str]:
    """The inbox is the team that has it."""
    inboxes = event.node.items("source.data") if isinstance(event.node.raw("source.data"), list) else []
    name = next((name for inbox in inboxes if (name := inbox.maybe_text("name"))), None)
    return {"team": name} if name else {}


def _assigned(event: _Event) -> _Part:
    to = event.node.maybe_node("target.data")
    if to is None or _author(to, event.bots) is not Author.PERSON:
        return {}, []
    name = _name_of(to)
    return {"assignee": name} if name else {}, [event.of(EventKind.ASSIGNED)]


def _archived(event: _Event) -> _Part:
    """A reminder archives, too: the conversation is snoozed. Where there are tickets, their status resolves."""
    conversation = event.node.node("conversation")
    if event.node.maybe_text("source._meta.type") == "reminder":
        return {"status": Status.OPEN}, []
    if conversation.maybe_text("status_category") and _status(conversation) is not Status.RESOLVED:
        return {}, []
    return {}, [event.of(EventKind.RESOLVED)]


def _reopened(event: _Event) -> _Part:
    return {}, [event.of(EventKind.REOPENED)]


def _ticket_status(event: _Event) -> _Part:
    """Of a ticket that is open or waits again, work goes on."""
    status = _status(event.node.node("conversation"))
    kinds = {Status.RESOLVED: EventKind.RESOLVED, Status.OPEN: EventKind.WORK_BEGAN}
    return {}, [event.of(kinds[status])] if status is not None else []


def _moved(event: _Event) -> _Part:
    to = event.node.raw("target.data")
    inboxes = (
        event.node.items("target.data") if isinstance(to, list) else [event.node.node("target.data")] if to else []
    )
    name = next((name for inbox in inboxes if (name := inbox.maybe_text("name"))), None)
    return {"team": name} if name else {}, []


def _merged(event: _Event) -> list[str]:
    """The conversations that are no more, as the other one has their messages."""
    data = event.node.raw("target.data")
    ids = data.get("deleted_conversation_ids", data.get("ids")) if isinstance(data, Mapping) else data
    found = [each.get("id") if isinstance(each, Mapping) else each for each in ids] if isinstance(ids, list) else []
    if not found or not all(isinstance(each, str) for each in found):
        raise event.node.wrong("target.data", "no list of conversations")
    return [Node({"id": each}, "target.data").ticket("id") for each in found]


def _name_of(teammate: Node | None) -> str | None:
    if teammate is None:
        return None
    names = (teammate.maybe_text("first_name"), teammate.maybe_text("last_name"))
    return " ".join(filter(None, names)) or teammate.maybe_text("username")


_READERS: Mapping[str, Callable[[_Event], _Part]] = {
    "inbound": _inbound,
    "outbound": _outbound,
    "out_reply": _outbound,
    "assign": _assigned,
    "archive": _archived,
    "reopen": _reopened,
    "ticket_status_update": _ticket_status,
    "move": _moved,
}
_SAYING: Mapping[str, Mapping[str, Any]] = {
    "unassign": {"assignee": None},
    "reminder": {"status": Status.OPEN},
    "trash": {"excluded": Exclusion.DELETED},
    "restore": {"excluded": None},
    "tag": {},
    "untag": {},
    _MERGED: {},
}
_WITHOUT_MEANING = frozenset(
    {
        "comment",
        "conversation_snoozed",
        "custom_field_updated",
        "forward",
        "link_added",
        "link_removed",
        "macro_triggered",
        "mention",
        "message_bounce_error",
        "sending_error",
        "topic_identified",
    }
)
