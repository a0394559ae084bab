"""Help Scout: webhooks with a conversation as it is, the event's name in a header, and no id of the delivery.

A conversation has all or some of its threads with it: each is a message, a note or a line of the log. A customer's
message opens a closed conversation again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from kpi.ingest.columns.ratings import RatingReader, Scale
from kpi.ingest.tickets.messages import KIND_OF, Author
from kpi.model import EventKind, RatingScale, Status
from kpi.webhooks.options import first_of, named
from kpi.webhooks.reading import Node, delivered, hash_of, shown
from kpi.webhooks.request import Connection, NotUnderstoodError, Request
from kpi.webhooks.signatures import equal, in_base64
from kpi.webhooks.told import NOTHING, Event, Exclusion, Statement, Told
from kpi.webhooks.vendor import Delivered, Sample, Vendor

_EVENT, _SIGNATURE = "x-helpscout-event", "x-helpscout-signature"
_CREATED = frozenset({"convo.created", "convo.ai-answers.created"})
_WITH_A_CONVERSATION = _CREATED | {
    "convo.agent.reply.created",
    "convo.ai-answers-email.reply.created",
    "convo.assigned",
    "convo.custom-fields",
    "convo.customer.reply.created",
    "convo.merged",
    "convo.moved",
    "convo.note.created",
    "convo.status",
    "convo.tags",
}
_WITHOUT_MEANING = frozenset({"convo.ai-answers-email.resolution", "message.survey.response.received"})
_OF_OTHER_THINGS = ("beacon.", "customer.", "organization.", "tag.", "user.")
_FIELDS = frozenset(
    (
        "created_at", "updated_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at",
        "handed_over_at", "status", "resolved_at", "reopened_at", "excluded", "rating", "rating_scale", "rated_at",
        "channel", "intent", "team", "assignee", "subject", "url", "requester",
    )
)  # fmt: skip

_STATUSES = {"active": Status.OPEN, "open": Status.OPEN, "pending": Status.OPEN, "closed": Status.RESOLVED}
_MESSAGES = frozenset({"customer", "message", "reply", "chat", "beaconchat", "phone"})
_BY_A_WORKFLOW = frozenset({"workflow", "workflows"})
_WORDS = RatingReader(Scale.WORDS)


def _signed(secret: str, request: Request) -> bool:
    right = in_base64(secret.encode(errors="surrogatepass"), request.body, "sha1")
    return equal(request.header(_SIGNATURE), right)


def _sample(secret: str, at: int) -> Sample:
    body = json.dumps({"id": at, "tag": "kpibot-test"}).encode()
    signature = in_base64(secret.encode(errors="surrogatepass"), body, "sha1")
    return Sample({"content-type": "application/json", _EVENT: "tag.updated", _SIGNATURE: signature}, body)


def _read(request: Request, connection: Connection) -> Sequence[Delivered]:
    """The same conversation is sent with several events, and by an id alone with some: the event is part of the key."""
    event = request.header(_EVENT).strip()
    if not event:
        raise NotUnderstoodError("The header X-HelpScout-Event is missing: it says what has happened.")
    body = Node.of(request)
    key = hash_of(event.encode(errors="replace") + b"\n" + request.body)
    return [delivered(key, shown(event), partial(_told, event, body, request, connection))]


def _told(event: str, body: Node, request: Request, connection: Connection) -> Told:
    if event in _WITHOUT_MEANING or event.startswith(_OF_OTHER_THINGS):
        return NOTHING
    if event == "convo.deleted":
        return Told([Statement(body.ticket("id"), request.at, {"excluded": Exclusion.DELETED})])
    if event == "satisfaction.ratings":
        return _rating(body)
    if event not in _WITH_A_CONVERSATION:
        raise NotUnderstoodError(f"“{shown(event)}” is no event that kpibot knows.")
    if body.maybe_text("state") == "draft":
        return NOTHING
    return _of_conversation(event, body, connection)


def _rating(body: Node) -> Told:
    key = body.maybe_ticket("conversationId") or body.ticket("ticketId")
    at = body.maybe_instant("modifiedAt") or body.instant("createdAt")
    rating = _WORDS.read(body.text("rating"))
    if rating.scale != RatingScale.FACES:
        raise body.wrong("rating", f"no rating that kpibot knows: “{shown(body.text('rating'))}”")
    return Told([Statement(key, at, {"rating": rating, "rated_at": at})])


def _of_conversation(event: str, body: Node, connection: Connection) -> Told:
    key, created_at = body.ticket("id"), body.instant("createdAt")
    threads = [thread for thread in body.items("_embedded.threads") if thread.maybe_text("state") != "draft"]
    as_of, bots = _as_of(body, threads), named(connection, "bots")
    events: list[Event] = []
    if event in _CREATED or created_at >= connection.connected_at:
        events += _opening(key, body, threads, created_at)
    for thread in threads:
        events += _events(key, thread, bots)
    closed_at = body.maybe_instant("closedAt")
    if closed_at is not None and body.maybe_text("status") == "closed":
        events.append(Event(key, f"{EventKind.RESOLVED.value} {closed_at}", EventKind.RESOLVED.value, closed_at))
    if event == "convo.assigned" and _assignee(body) and not _is_a_machine(body.node("assignee"), bots):
        assigned_at = body.maybe_instant("userUpdatedAt") or as_of
        events.append(Event(key, f"{EventKind.ASSIGNED.value} {assigned_at}", EventKind.ASSIGNED.value, assigned_at))
    fields = {**_standing(event, body), **_labels(body, event)}
    if connection.options.get("intents") == "tags" and body.has("tags"):
        fields["intent"] = first_of(tag.maybe_text("tag") or "" for tag in body.items("tags"))
    merged = [Statement(other, as_of, {"excluded": Exclusion.MERGED}) for other in _merged(threads, key)]
    return Told([Statement(key, as_of, fields), *merged], events)


def _as_of(body: Node, threads: Sequence[Node]) -> int:
    """The latest that it has of itself, as nothing says when it was sent."""
    names = ("createdAt", "userUpdatedAt", "closedAt", "customerWaitingSince.time")
    told = [body.maybe_instant(name) for name in names if name != "customerWaitingSince.time" or _is_waiting(body)]
    return max(at for at in (*told, *(thread.maybe_instant("createdAt") for thread in threads)) if at is not None)


def _is_waiting(body: Node) -> bool:
    return isinstance(body.raw("customerWaitingSince"), Mapping)


def _opening(key: str, body: Node, threads: Sequence[Node], at: int) -> Iterator[Event]:
    """Where the team began it, it counts from the customer's first message; but a call is the customer's, whoever wrote
    it down.
    """
    yield Event(key, "opened", EventKind.OPENED.value, at)
    is_known = any(
        _author(each, frozenset()) is Author.CUSTOMER and each.maybe_instant("createdAt") == at for each in threads
    )
    if (_is_by_the_customer(body) or body.maybe_text("type") == "phone") and not is_known:
        yield Event(key, "opening", EventKind.CUSTOMER_MESSAGE.value, at)


def _is_by_the_customer(body: Node) -> bool:
    return (body.maybe_text("createdBy.type") or body.maybe_text("source.via")) == "customer"


def _events(key: str, thread: Node, bots: frozenset[str]) -> Iterator[Event]:
    if thread.maybe_text("type") not in _MESSAGES or thread.maybe_text("state") not in (None, "published", "hidden"):
        return
    author, thread_key, at = _author(thread, bots), thread.key("id"), thread.instant("createdAt")
    yield Event(key, thread_key, KIND_OF[author], at)
    if author is Author.CUSTOMER:
        yield Event(key, f"{EventKind.WORK_BEGAN.value} {thread_key}", EventKind.WORK_BEGAN.value, at)


def _author(thread: Node, bots: frozenset[str]) -> Author:
    """Help Scout's users are the team; its system users are machines, where its webhooks tell them apart."""
    by, who = thread.maybe_text("createdBy.type"), thread.maybe_node("createdBy")
    if by == "customer" or (by is None and thread.maybe_text("type") == "customer"):
        return Author.CUSTOMER
    if who is not None and _is_a_machine(who, bots):
        return Author.MACHINE
    return Author.AUTORESPONDER if thread.maybe_text("source.type") in _BY_A_WORKFLOW else Author.PERSON


def _is_a_machine(who: Node, bots: frozenset[str]) -> bool:
    names = (who.maybe_key("id"), _name_of(who), who.maybe_text("email"))
    return who.maybe_text("type") == "system_user" or any(name.casefold() in bots for name in names if name)


def _standing(event: str, body: Node) -> dict[str, Any]:
    """An exclusion is taken back only where the status has changed: it may have been somebody else's."""
    status, state = body.text("status"), body.maybe_text("state")
    if state == "deleted":
        return {"excluded": Exclusion.DELETED}
    if status == "spam":
        return {"excluded": Exclusion.SPAM}
    if status not in _STATUSES:
        raise body.wrong("status", f"no status that kpibot knows: “{shown(status)}”")
    taken_back = {"excluded": None} if event == "convo.status" else {}
    return {"status": _STATUSES[status], **taken_back}


def _labels(body: Node, event: str) -> dict[str, Any]:
    number = body.maybe_key("number")
    found = {
        "channel": body.maybe_text("type"),
        "subject": body.maybe_text("subject"),
        "url": number and f"https://secure.helpscout.net/conversation/{body.key('id')}/{number}",
        "requester": body.maybe_text("primaryCustomer.email")
        or (body.maybe_text("createdBy.email") if _is_by_the_customer(body) else None)
        or body.maybe_key("primaryCustomer.id"),
        "updated_at": body.maybe_instant("userUpdatedAt"),
    }
    known: dict[str, Any] = {field: value for field, value in found.items() if value is not None}
    return {**known, **(_assignee(body) or ({"assignee": None} if event == "convo.assigned" else {}))}


def _assignee(body: Node) -> dict[str, str]:
    """The name of the person or the team that has it."""
    to = body.maybe_node("assignee")
    if to is None:
        return {}
    name = _name_of(to)
    return {"team" if to.maybe_text("type") == "team" else "assignee": name} if name else {}


def _name_of(who: Node) -> str:
    return " ".join(filter(None, (who.maybe_text("first"), who.maybe_text("last"))))


def _merged(threads: Sequence[Node], key: str) -> list[str]:
    """The conversations of which it says that they were merged into it."""
    path = "action.associatedEntities.originalConversation"
    some = (thread.maybe_ticket(path) for thread in threads if thread.maybe_text("action.type") == "merged")
    return sorted({other for other in some if other is not None and other != key})


VENDOR = Vendor(
    key="help_scout",
    title="Help Scout",
    signed=_signed,
    read=_read,
    sample=_sample,
    fields=_FIELDS,
    kept_headers=(_EVENT,),
    steps=(
        "In Help Scout, open Manage → Apps, choose Webhooks and install it (this takes an account owner or"
        " an administrator).",
        "Enter this callback URL: {address}",
        "Enter this secret key: {secret}",
        "Choose all events of Conversations, and Rating received. Leave “only send notifications” off: kpibot needs"
        " the conversations themselves.",
        "Save. Help Scout has no test of its own: change the status of a conversation to see a delivery come in.",
    ),
    notes=(
        "Help Scout does not send its automatic replies: how many got an acknowledgement is not known.",
        "Webhooks of version 2 do not tell AI from people: name Help Scout's AI in the option “bots”, or what it writes"
        " counts as a person's reply. Webhooks of version 3, which are made through the API, tell it.",
        "That a teammate opened a closed conversation again without a message from the customer is seen, but not"
        " counted as a reopening; a customer's message is.",
        "Inboxes come as numbers only: conversations are told apart by team where they are assigned to one.",
        "Which conversations were merged into another is told only if Help Scout sends the line about it.",
    ),
    options={
        "intents": "“tags”: the first of a conversation's tags in alphabetical order is its intent. Without it, tags"
        " are not read.",
        "bots": "Users that are machines: their numbers, names or addresses, with commas between them.",
    },
)
