"""What a trigger of Zendesk's sends with the body that we ship: the names that Zendesk's events lack.

It holds nothing that customers have written, so that nothing of theirs can break the JSON.
"""

from typing import Any

from kpi.webhooks.reading import Node, delivered, hash_of
from kpi.webhooks.request import Request
from kpi.webhooks.told import NOTHING, Statement, Told
from kpi.webhooks.vendor import Delivered

FIELDS = frozenset(["updated_at", "team", "assignee", "language", "url", "intent"])

BODY = """\
{
  "kpibot": "zendesk ticket",
  "id": "{{ticket.id}}",
  "at": "{{'now' | date: '%s'}}",
  "updated_at": "{{ticket.updated_at_with_timestamp}}",
  "team": "{{ticket.group.name}}",
  "assignee": "{{ticket.assignee.name}}",
  "language": "{{ticket.requester.language}}",
  "link": "{{ticket.link}}",
  "intent": ""
}
"""

_MARK = "kpibot"
_PLACEHOLDER = "{{"


def is_one(body: Node) -> bool:
    """Whether a delivery is the trigger's."""
    return body.has(_MARK)


def read(request: Request, body: Node) -> Delivered:
    """The trigger gives its messages no ids."""
    return delivered(hash_of(request.body), "trigger", lambda: _told(body))


def _told(body: Node) -> Told:
    if _PLACEHOLDER in str(body.raw("id")):
        return NOTHING  # The body itself, sent to try the webhook.
    ticket = body.ticket("id")
    # Zendesk writes the time of an update to the minute: too coarse to tell which of two came last.
    at = body.maybe_instant("at")
    if at is None:
        at = body.instant("updated_at")
    fields: dict[str, Any] = {name: body.maybe_text(name) for name in ("team", "assignee") if body.has(name)}
    told = {"language": body.maybe_text("language"), "intent": body.maybe_text("intent"), "url": _link(body)}
    fields |= {name: text for name, text in told.items() if text is not None}
    return Told([Statement(ticket, at, fields)]) if fields else NOTHING


def _link(body: Node) -> str | None:
    link = body.maybe_text("link")
    return link if link is None or "://" in link else f"https://{link.lstrip('/')}"
