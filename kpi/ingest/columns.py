"""Which column of a file tells which field of a ticket, by its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kpi.errors import UserError

# Names for the fields of `kpi.model.Ticket`: of two columns for one field, the name that is first here wins.
SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "external_id": (
            "ticket id", "ticket number", "ticket no", "case number", "case id", "case enquiry id",
            "conversation id", "incident number", "incident id", "request number", "request id",
            "issue key", "complaint id", "number", "id", "key", "unique key", "ticket", "case", "sys id",
            "reference", "external id",
        ),
        "created_at": (
            "created at", "created", "created time", "created on", "created date", "creation date",
            "creation time", "create date", "date created", "opened at", "opened", "opened on", "open dt",
            "open date", "opened date", "date opened", "submitted at", "reported at", "received at",
            "date received", "started at", "sys created on", "sys created at",
        ),
        "updated_at": (
            "updated at", "updated", "updated on", "last update time", "last updated", "last updated at",
            "last modified", "last modified date", "modified at", "date updated", "sys updated on",
            "sys updated at",
        ),
        "first_response_at": (
            "first response at", "first response", "first responded at", "first reply at", "first reply",
            "first replied at", "first response date", "first reply date", "initial response time",
            "initial response at",
        ),
        "first_human_response_at": (
            "first agent reply at", "first agent reply", "first agent reply date",
            "first agent response at", "first agent response", "first human response at",
            "first human reply at", "first admin reply at",
        ),
        "first_automated_response_at": (
            "first bot reply at", "first bot reply", "first bot response at",
            "first automated response at", "first automated reply at", "first ai reply at",
        ),
        "handed_over_at": (
            "handed over at", "handed over", "handover at", "handoff at",
            "escalated to agent at",
        ),
        "resolved_at": (
            "resolved at", "solved at", "resolved", "solved", "resolved time", "resolved on",
            "resolved date", "resolution date", "date resolved", "date solved", "closed at", "closed",
            "closed dt", "closed time", "closed on", "closed date", "close date", "date closed",
            "completed at",
        ),
        "reopened_at": ("reopened at", "reopened", "reopened time", "reopened on", "last reopened at"),
        "status": (
            "status", "ticket status", "case status", "conversation status", "incident state", "state",
            "ticket state",
        ),
        "rating": (
            "satisfaction rating", "satisfaction score", "csat", "csat score", "csat rating",
            "customer satisfaction", "satisfaction", "customer rating", "rating", "survey results",
            "survey result",
        ),
        "rated_at": (
            "rated at", "rating at", "rated on", "rating date", "satisfaction rated at", "csat date",
        ),
        "channel": (
            "channel", "via", "via channel", "contact channel", "contact type", "source", "channel type",
            "origin", "submitted via", "open data channel type",
        ),
        "intent": (
            "intent", "topic", "contact reason", "category", "ticket category", "issue", "complaint type",
            "request type", "issue type", "type", "case type", "ticket type", "reason", "subcategory",
        ),
        "team": (
            "team", "group", "team name", "group name", "assignment group", "assigned group",
            "support group", "department", "inbox", "queue",
        ),
        "priority": ("priority", "ticket priority", "urgency", "severity"),
        "language": ("language", "lang", "locale", "customer language"),
        "subject": ("ticket subject", "subject", "short description", "case title", "title", "summary"),
        "url": ("url", "ticket url", "link", "ticket link", "permalink", "web url"),
    }
)  # fmt: skip

# What makes a name one of a duration, and of something that may say who a person is or what they wrote.
_DURATION = re.compile(
    r"\b(minutes|mins|hours|hrs|seconds|duration|time (spent|tracked))\b"
    r"|\b(wait|hold|reply|response|resolution|reaction|handle) time\b"
)
_PERSONAL = re.compile(
    r"\b(requester|submitter|customer|contact|caller|user|agent|assignee|assigned to|owner|author|handle|name"
    r"|e ?mail|phone|address|street|zip|(opened|closed|created|updated|resolved) by"
    r"|body|message|comments?|description|notes?|feedback|remark|text)\b"
)
_LISTED_HEADERS = 30


@dataclass(frozen=True)
class ColumnReading:
    """What a column was taken for (a field of `kpi.model.Ticket`, or None), and why. Headers are unique."""

    header: str
    field: str | None
    why: str


def read_columns(name: str, header: Sequence[str]) -> list[ColumnReading]:
    """One reading a column, in the file's order; `name` is the file's.

    Raises UserError if no column tells the tickets apart, or none tells when they were opened.
    """
    headers = _distinct(header)
    best = _best(header)
    readings = [_reading(index, headers, _field(cell), best, cell) for index, cell in enumerate(header)]
    if "external_id" not in best:
        raise _lacks(name, headers, "a ticket number", "Ticket ID, Case number, Conversation ID, Number or ID")
    if "created_at" not in best:
        raise _lacks(name, headers, "when the tickets were opened", "Created at, Opened at, Created or Date received")
    return readings


def _reading(index: int, headers: list[str], field: str | None, best: Mapping[str, int], cell: str) -> ColumnReading:
    if field is None:
        return ColumnReading(headers[index], None, _why_not(cell))
    if best[field] != index:
        return ColumnReading(headers[index], None, f"“{headers[best[field]]}” already tells this")
    return ColumnReading(headers[index], field, "by its name")


def _why_not(cell: str) -> str:
    words = _words(cell)
    if not words:
        return "it has no name"
    if _DURATION.search(words):
        return "it is named like a duration, and only points in time are read"
    if _PERSONAL.search(words):
        return "not kept: it may tell who somebody is or what they wrote"
    return "no KPI needs it"


def _best(header: Sequence[str]) -> dict[str, int]:
    """The column for each field: the one with the best name, of equal names the first."""
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(header):
        field = _field(cell)
        if field is not None:
            found.setdefault(field, []).append(index)
    return {field: min(indexes, key=lambda index: _rank(field, header[index])) for field, indexes in found.items()}


def _field(cell: str) -> str | None:
    key = _key(cell)
    return next((field for field, names in SYNONYMS.items() if any(_key(name) == key for name in names)), None)


def _rank(field: str, cell: str) -> int:
    return [_key(name) for name in SYNONYMS[field]].index(_key(cell))


def _words(cell: str) -> str:
    """Lower case, single spaces between words; without the type that Zendesk appends to custom columns."""
    plain = re.sub(r"\[\w+\]$", "", cell.strip())
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def _key(cell: str) -> str:
    """Equal for “Created at”, “created_at” and “CreatedAt”."""
    return _words(cell).replace(" ", "")


def _distinct(header: Sequence[str]) -> list[str]:
    """The headers as people will see them: those without a name, and repeated ones, get their place."""
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        plain = " ".join(cell.split())
        names.append(f"{plain} (column {place})".lstrip() if not plain or plain in names else plain)
    return names


def _lacks(name: str, headers: list[str], what: str, names: str) -> UserError:
    listed = ", ".join(headers[:_LISTED_HEADERS]) + (", …" if len(headers) > _LISTED_HEADERS else "")
    return UserError(
        f"{name} has no column that tells {what}. Its columns are: {listed}.",
        f"Name one of these columns {names}, and import it again.",
    )
