"""What the name of a column says that it means, whatever help desk wrote it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from kpi.ingest.columns.durations import is_business_hours
from kpi.ingest.columns.values import plain_line
from kpi.ingest.vendors.vendor import header_key

# Names for each meaning (`columns.meaning`): of two columns with one meaning, the name that is first here wins.
NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "external_id": (
            "ticket id", "ticket number", "ticket no", "case number", "case id", "case enquiry id",
            "conversation id", "incident number", "incident id", "request number", "request id",
            "issue key", "complaint id", "number", "id", "key", "unique key", "ticket", "case", "session id",
            "thread id", "chat id", "sys id", "reference", "external id", "ticket ref", "ticketnummer",
            "vorgangsnummer", "fallnummer", "numéro de ticket", "número de ticket", "id de ticket",
        ),
        "created_at": (
            "created at", "created", "created time", "created on", "created date", "creation date",
            "creation time", "create date", "date created", "opened at", "opened", "opened on",
            "open dt", "open date", "opened date", "date opened", "open time", "submitted at", "submitted on",
            "reported at", "received at", "date received", "received on", "started at", "start time",
            "ticket created", "conversation started", "sys created on", "sys created at", "created time stamp",
            "erstellt am", "erstellt", "eröffnet am", "erstelldatum", "date de création", "créé le",
            "fecha de creación", "creado el", "data de criação",
        ),
        "updated_at": (
            "updated at", "updated", "updated on", "last update time", "last update", "last updated",
            "last updated at", "last modified", "last modified date", "modified at", "modified", "date updated",
            "updated time", "sys updated on", "sys updated at", "aktualisiert am", "geändert am",
            "date de mise à jour", "fecha de actualización",
        ),
        "first_response_at": (
            "first response at", "first response", "first responded at", "first reply at", "first reply",
            "first replied at", "first response date", "first reply date", "first response on",
            "initial response time", "initial response at", "first answered at", "responded at", "replied at",
            "erste antwort am", "erste antwort", "première réponse", "primera respuesta",
        ),
        "first_human_response_at": (
            "first agent reply at", "first agent reply", "first agent reply date", "first agent response at",
            "first agent response", "first human response at", "first human reply at", "first admin reply at",
        ),
        "first_automated_response_at": (
            "first bot reply at", "first bot reply", "first bot response at", "first automated response at",
            "first automated reply at", "first ai reply at",
        ),
        "handed_over_at": ("handed over at", "handed over", "handover at", "handoff at", "escalated to agent at"),
        "resolved_at": (
            "resolved at", "solved at", "resolved", "solved", "resolved time", "resolved on", "resolved date",
            "resolution date", "date resolved", "date solved", "solved on", "solved date", "gelöst am", "erledigt am",
            "résolu le", "date de résolution", "fecha de resolución", "closed at", "closed", "closed dt",
            "closed time", "closed on", "closed date", "close date", "close time", "date closed", "completed at",
            "completed on", "ended at", "geschlossen am", "fermé le", "fecha de cierre",
        ),
        "reopened_at": (
            "reopened at", "reopened", "reopened time", "reopened on", "last reopened at", "wiedereröffnet am",
        ),
        "first_response_time": (
            "first response time", "first reply time", "time to first response", "time to first reply", "frt",
            "first reply time minutes", "response time", "reply time", "reaction time", "time to reply",
            "initial response duration", "first response duration",
        ),
        "first_human_response_time": (
            "first agent reply time", "first agent response time", "time to first agent reply",
            "time to admin reply", "first human response time",
        ),
        "first_automated_response_time": ("first bot reply time", "first bot response time"),
        "resolution_time": (
            "resolution time", "time to resolution", "full resolution time", "time to resolve", "time to close",
            "time to solve", "handling time total", "ttr", "resolution duration", "calendar duration",
            "time open", "lösungszeit", "bearbeitungszeit",
        ),
        "status": (
            "status", "ticket status", "case status", "conversation status", "incident state", "ticket state",
            "status name", "state", "zustand", "statut", "estado",
        ),
        "rating": (
            "satisfaction rating", "satisfaction score", "csat", "csat score", "csat rating",
            "customer satisfaction", "customer satisfaction rating", "satisfaction", "customer rating", "rating",
            "survey results", "survey result", "survey score", "survey rating", "feedback rating", "score", "stars",
            "bewertung", "zufriedenheit", "kundenzufriedenheit", "évaluation", "valoración", "avaliação",
        ),
        "nps": (
            "nps", "nps score", "nps rating", "net promoter score", "net promoter", "likelihood to recommend",
            "recommendation score", "weiterempfehlung",
        ),
        "requester": (
            "requester id", "customer id", "contact id", "end user id", "caller id", "customer user id",
            "customer number", "requested by id", "requester external id", "requester email", "requester email address",
            "customer email", "customer email address", "contact email", "contact email address", "end user email",
            "caller email", "client email", "reporter email", "requester", "requested by", "caller", "customer",
            "contact", "reporter", "email", "email address", "kundennummer", "kunden id", "kunde", "kunden e-mail",
            "id du client", "e-mail du client", "correo del cliente",
        ),
        "rated_at": (
            "rated at", "rating at", "rated on", "rating date", "satisfaction rated at", "csat date",
            "survey date", "surveyed at", "survey answered at", "nps date", "bewertet am",
        ),
        "channel": (
            "channel", "via", "via channel", "contact channel", "contact type", "source", "channel type",
            "origin", "submitted via", "open data channel type", "ticket source", "case origin", "source name",
            "medium", "kanal", "canal",
        ),
        "intent": (
            "intent", "topic", "contact reason", "primary intent", "category", "ticket category", "issue",
            "complaint type", "request type", "issue type", "type", "case type", "ticket type", "reason",
            "case reason", "subcategory", "descriptor", "product", "kategorie", "anliegen", "thema", "catégorie",
            "motif", "categoría", "motivo",
        ),
        "team": (
            "team", "group", "team name", "group name", "assignment group", "assigned group", "assigned team",
            "support group", "department", "inbox", "queue", "abteilung", "gruppe", "équipe", "equipo",
        ),
        "assignee": (
            "assignee", "assignee name", "assigned to", "assigned to name", "assigned agent", "assigned user", "agent",
            "agent name", "owner", "owner name", "ticket owner", "case owner", "conversation owner", "handled by",
            "responder name", "assignee display name", "bearbeiter", "bearbeiterin", "zugewiesen an", "zuständig",
            "assigné à", "agent assigné", "asignado a", "agente", "responsável",
        ),
        "priority": ("priority", "ticket priority", "priority name", "urgency", "severity", "priorität", "priorité"),
        "language": ("language", "lang", "locale", "customer language", "sprache", "langue", "idioma"),
        "subject": (
            "ticket subject", "subject", "short description", "case title", "title", "summary", "betreff", "sujet",
            "asunto",
        ),
        "url": ("url", "ticket url", "link", "ticket link", "permalink", "web url", "conversation link"),
        "spam": ("spam", "is spam"),
        "deleted": ("deleted", "is deleted", "trashed", "archived by deletion"),
        "merged": ("merged", "is merged", "is duplicate"),
        "test": ("test", "is test", "test ticket"),
        "messages": (
            "messages", "comments", "conversations", "parts", "conversation parts", "threads", "replies",
            "conversation parts conversation parts",
        ),
        "event_id": ("message id", "event id", "comment id", "part id", "reply id"),
        "event_at": (
            "message date", "message at", "message time", "sent at", "sent on", "event time", "event date",
            "event at", "message created at", "posted at",
        ),
        "author": (
            "author type", "sender type", "author role", "sender role", "direction", "message direction", "role",
            "sent by", "message type", "incoming", "is incoming", "inbound", "is inbound",
        ),
        "private": ("private", "is private", "internal", "is internal", "private note", "public", "is public"),
        "created_at:time": (
            "created time of day", "open time of day", "opening time of day", "time opened", "time created", "time",
        ),
        "resolved_at:time": ("time resolved", "time closed", "time solved"),
        "first_response_at:time": ("time responded", "time of first response"),
    }
)  # fmt: skip

# Words that make a column of points in time an event, when the whole name is not known.
_EVENT_WORDS = (
    ("created_at", re.compile(r"\b(created|opened|received|submitted|reported|logged|started)\b")),
    ("resolved_at", re.compile(r"\b(resolved|solved|closed|completed|finished|ended|done|fixed)\b")),
    ("first_response_at", re.compile(r"\b(responded|replied|answered|acknowledged|sent|first touch)\b")),
)
_RECOMMENDING = re.compile(
    r"\b(?:nps|net promoter)\b|\b(?:likely|likelihood)\b.*\brecommend|\bwahrscheinlich\b.*empfehlen"
)
_SATISFYING = re.compile(r"\bcsat\b|\bsatisf|\bzufrieden")
_ABOUT_A_RATING = re.compile(
    r"\b(?:at|on|by|date|time|id|status|sent|survey name|comments?|feedback|reasons?|why|text|remarks?|type|category"
    r"|segment|group)\b"
)
_NO_EVENT = re.compile(
    r"\b(due|target|sla|deadline|expected|planned|estimated|synced|viewed|exported|until|breach|by|last|birth|next"
    r"|previous|scheduled|follow)\b"
)
# What may say who a person is, or what they wrote.
_PERSONAL = re.compile(
    r"\b(requester|submitter|customer|contact|caller|user|agent|assignee|assigned to|owner|author|handle|name"
    r"|e ?mail|phone|address|street|zip|(opened|closed|created|updated|resolved) by"
    r"|body|message|comments?|description|notes?|feedback|remark|text)\b"
)

PERSONAL = "not kept: it may tell who somebody is or what they wrote"

EACH_ROW = "each row"
"""Said in place of a header: each row is a ticket of its own."""

_UNNAMED = re.compile(r"\(column \d+\)")  # As `distinct` calls it.
_REPEATED = re.compile(r" \(column \d+\)$")
_WRAPPED = re.compile(
    r"(?:attributes|fields|properties|ticket|case|conversation|issue|incident|record|data|node)\.", re.I
)


class Named(NamedTuple):
    """What a name says: a meaning, and how good a name it is for that (0 is the best)."""

    meaning: str
    rank: int


def named(header: str) -> Named | None:
    """What the whole name is known to mean, also inside JSON: “attributes.created_at”."""
    if is_business_hours(header):
        return None
    plain = _WRAPPED.sub("", header, count=1) if _WRAPPED.match(header) else header
    by_name = _known().get(header_key(plain)) or _known().get(header_key(_without_unit(plain)))
    return by_name or (Named("nps", len(NAMES["nps"])) if asks_for_recommendation(plain) else None)


def asks_for_recommendation(header: str) -> bool:
    """Whether it is NPS, perhaps as the question itself: “How likely are you to recommend us to a friend?”."""
    words = plain_words(header)
    return bool(_RECOMMENDING.search(words)) and not _ABOUT_A_RATING.search(words)


def asks_for_satisfaction(header: str) -> bool:
    """Whether the name says that satisfaction was asked for, and nothing else."""
    return _SATISFYING.search(plain_words(header)) is not None


def event_named(header: str) -> str | None:
    """The instant that a column of dates may be about, by single words of its name."""
    words = plain_words(header)
    if _NO_EVENT.search(words):
        return None
    return next((field for field, pattern in _EVENT_WORDS if pattern.search(words)), None)


def why_not_used(header: str) -> str:
    """Why a column whose name means nothing to us is left aside."""
    words = plain_words(header)
    if not words or _UNNAMED.fullmatch(header):
        return "it has no name, and its values do not tell what it is"
    if is_business_hours(header):
        return "it counts business hours, and calendar time is needed"
    if _PERSONAL.search(words):
        return PERSONAL
    return "no KPI needs it"


def plain_words(header: str) -> str:
    """Lower case, single spaces between words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[^\W_]+", spaced.casefold()))


def distinct(header: Sequence[str]) -> list[str]:
    """The headers as people will see them: those without a name, and repeated ones, get their place."""
    names: dict[str, None] = {}
    for place, cell in enumerate(header, 1):
        plain = plain_line(cell)
        is_taken = not plain or plain in names or plain == EACH_ROW
        names[f"{plain} (column {place})".lstrip() if is_taken else plain] = None
    return list(names)


def as_written(header: str) -> str:
    """A header without the place that `distinct` has given it."""
    return _REPEATED.sub("", header)


def _without_unit(header: str) -> str:
    return re.sub(
        r"[\s_]*[(\[]?\b(in\s+)?(minutes|mins?|hours|hrs?|seconds|secs?|days)\b[)\]]?\s*$",
        "",
        header.strip(),
        flags=re.I,
    )


@cache
def _known() -> Mapping[str, Named]:
    known: dict[str, Named] = {}
    for meaning, names in NAMES.items():
        for rank, name in enumerate(names):
            known.setdefault(header_key(name), Named(meaning, rank))
    return known
