"""What happened to a ticket: {"type": "event", …} of the generic webhook."""

from collections.abc import Callable, Mapping
from typing import Any

from kpi.model import EventKind, Exclusion, Status
from kpi.webhooks.reading import Node
from kpi.webhooks.told import Event, Statement, Told
from kpi.webhooks.vendors.generic_tickets import rating_of, refuse_others

FIELDS = frozenset(
    (
        "created_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at", "handed_over_at",
        "status", "resolved_at", "reopened_at", "excluded", "rating", "rating_scale", "rated_at",
    )
)  # fmt: skip

MESSAGES = {
    kind.value: kind
    for kind in (
        EventKind.CUSTOMER_MESSAGE,
        EventKind.HUMAN_REPLY,
        EventKind.AUTOMATED_REPLY,
        EventKind.ACKNOWLEDGEMENT,
        EventKind.ASSIGNED,
    )
}
STATES: Mapping[str, Callable[[int], Mapping[str, Any]]] = {
    "resolved": lambda at: {"status": Status.RESOLVED, "resolved_at": at},
    "closed": lambda _: {"status": Status.RESOLVED},
    "reopened": lambda at: {"status": Status.OPEN, "reopened_at": at},
    "deleted": lambda _: {"excluded": Exclusion.DELETED},
    "merged": lambda _: {"excluded": Exclusion.MERGED},
    "spam": lambda _: {"excluded": Exclusion.SPAM},
    "test": lambda _: {"excluded": Exclusion.TEST},
    "restored": lambda _: {"excluded": None},
}
OPENED, RATED = "opened", "rated"
KINDS = (OPENED, *MESSAGES, *STATES, RATED)
CUSTOMER, TEAM = "customer", "team"

_AROUND = ("type", "ticket", "kind", "at", "id")


def told(item: Node) -> Told:
    """Of a ticket whose opening was told, all else that happens has to be told as well."""
    kind = " ".join(item.text("kind").casefold().replace("_", " ").replace("-", " ").split())
    if kind not in KINDS:
        raise item.wrong("kind", f"none of {', '.join(KINDS)}")
    refuse_others(item, (*_AROUND, *({OPENED: ("by",), RATED: ("rating", "rating_scale")}.get(kind, ()))))
    ticket, at = item.ticket("ticket"), item.instant("at")
    if kind in MESSAGES:
        return Told(events=[Event(ticket, item.maybe_key("id") or f"{kind} {at}", MESSAGES[kind].value, at)])
    if kind == OPENED:
        return Told(events=_opened(item, ticket, at))
    if kind == RATED:
        return Told([Statement(ticket, at, {"rating": rating_of(item), "rated_at": at})])
    return Told([Statement(ticket, at, STATES[kind](at))])


def _opened(item: Node, ticket: str, at: int) -> list[Event]:
    """What the team began counts from the customer's first message."""
    by = item.maybe_text("by") or CUSTOMER
    if by not in (CUSTOMER, TEAM):
        raise item.wrong("by", f"neither {CUSTOMER} nor {TEAM}")
    opened = Event(ticket, "opened", EventKind.OPENED.value, at)
    if by == TEAM:
        return [opened]
    return [opened, Event(ticket, item.maybe_key("id") or "opening", EventKind.CUSTOMER_MESSAGE.value, at)]
