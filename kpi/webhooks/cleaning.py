"""What a delivery tells, as the store keeps it: labels folded, requesters hashed, nothing too long or unreal."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kpi.ingest.columns.meaning import INSTANTS, LABELS
from kpi.ingest.columns.values import LONGEST_SUBJECT, folded, label, link, ticket_number
from kpi.ingest.records.categories import OTHER, category_of
from kpi.ingest.requesters import RequesterReader
from kpi.ingest.tickets.logs import Event
from kpi.model import Outcome
from kpi.webhooks.request import NotUnderstoodError
from kpi.webhooks.told import CostTold, InquiryTold, Statement, Told

AHEAD_SECONDS = 300
"""How far the clock of a help desk may be ahead of ours: what it says as of later would never be corrected."""

_END = 4_102_444_800  # the year 2100
_LONGEST_ID = 200

Row = tuple[str, int, Mapping[str, Any]]
"""A ticket's number, the moment, and the columns that are stated."""


@dataclass(frozen=True)
class Clean:
    """What is written. `spellings` are by field and folded label."""

    rows: Sequence[Row] = ()
    events: Sequence[Event] = ()
    inquiries: Sequence[Mapping[str, Any]] = ()
    costs: Sequence[Mapping[str, Any]] = ()
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """Whether there is anything to write."""
        return any((self.rows, self.events, self.inquiries, self.costs))


class Cleaner:
    """Of one source, for what comes at one time. Fields that are `not_kept` are left out."""

    def __init__(self, requesters: RequesterReader, not_kept: Collection[str]) -> None:
        self._requesters = requesters
        self._not_kept = not_kept

    def clean(self, told: Told, at: int) -> Clean:
        """What was told at an instant. NotUnderstoodError for what cannot be kept."""
        spellings: dict[str, dict[str, str]] = {}
        latest = at + AHEAD_SECONDS
        return Clean(
            rows=[self._row(each, latest, spellings) for each in told.statements],
            events=[_event(each) for each in told.events],
            inquiries=[_inquiry(each, latest) for each in told.inquiries],
            costs=[_cost(each, latest) for each in told.costs],
            spellings=spellings,
        )

    def _row(self, told: Statement, latest: int, spellings: dict[str, dict[str, str]]) -> Row:
        columns: dict[str, Any] = {}
        for name, value in told.fields.items():
            if name in self._not_kept:
                continue
            if name == "rating":
                columns |= {"rating": value.value, "rating_scale": value.scale}
            elif name in LABELS:
                columns[name] = _label(name, value, spellings)
            elif name == "requester":
                columns[name] = None if value is None else self._requesters.column([value])[0]
            else:
                columns[name] = _READ.get(name, _as_it_is)(value)
        return _number(told.external_id), min(_instant(told.as_of), latest), columns


def _label(name: str, value: Any, spellings: dict[str, dict[str, str]]) -> str | None:
    if value is None:
        return None
    key, spelling = folded(value), label(value)
    if key is not None and spelling is not None:
        known = spellings.setdefault(name, {})
        known[key] = min(spelling, known.get(key, spelling))
    return key


def _number(text: str) -> str:
    try:
        return ticket_number(text)
    except ValueError as error:
        raise NotUnderstoodError(f"“{text[:60]}” is no ticket's number: {error}.") from error


def _instant(value: Any) -> int:
    if not 0 <= int(value) < _END:
        raise NotUnderstoodError(f"{int(value)} is no time between 1970 and 2100, in seconds.")
    return int(value)


def _event(told: Event) -> Event:
    name = label(told.event_id, _LONGEST_ID) or f"{told.kind} {told.at}"
    return Event(_number(told.external_id), name, told.kind, _instant(told.at))


def _inquiry(told: InquiryTold, latest: int) -> Mapping[str, Any]:
    if told.outcome not in set(Outcome):
        raise NotUnderstoodError(f"“{told.outcome[:60]}” is no outcome: resolved, contacted or abandoned.")
    return {
        "external_id": _id(told.external_id),
        "as_of": min(_instant(told.as_of), latest),
        "at": _instant(told.at),
        "outcome": str(told.outcome),
        "conversation": None if told.conversation is None else _number(told.conversation),
    }


def _cost(told: CostTold, latest: int) -> Mapping[str, Any]:
    try:
        first = date.fromisoformat(told.first_day)
        last = None if told.last_day is None else date.fromisoformat(told.last_day)
    except ValueError as error:
        raise NotUnderstoodError("A cost's days are written as 2026-07-01.") from error
    if last is not None and last < first:
        raise NotUnderstoodError(f"The cost's last day, {last}, is before its first, {first}.")
    if last is None and not told.monthly:
        raise NotUnderstoodError("A cost that is not monthly needs its last day.")
    return {
        "entry": _id(told.entry),
        "as_of": min(_instant(told.as_of), latest),
        "first_day": first,
        "last_day": last,
        "category": category_of(told.category) or OTHER,
        "cents": told.cents,
        "monthly": told.monthly,
        "note": None if told.note is None else label(told.note),
    }


def _id(text: str) -> str:
    found = label(text, _LONGEST_ID)
    if found is None:
        raise NotUnderstoodError("It has no id.")
    return found


def _as_it_is(value: Any) -> Any:
    return None if value is None else str(value)


_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys((*INSTANTS, "acknowledged_at"), lambda value: None if value is None else _instant(value)),
    "subject": lambda value: None if value is None else label(value, LONGEST_SUBJECT),
    "url": lambda value: None if value is None else link(value),
}


def together(parts: Sequence[Clean]) -> Clean:
    """All of them in one."""
    spellings: dict[str, dict[str, str]] = {}
    for part in parts:
        for name, known in part.spellings.items():
            mine = spellings.setdefault(name, {})
            for key, spelling in known.items():
                mine[key] = min(spelling, mine.get(key, spelling))
    return Clean(
        rows=[row for part in parts for row in part.rows],
        events=[event for part in parts for event in part.events],
        inquiries=[row for part in parts for row in part.inquiries],
        costs=[row for part in parts for row in part.costs],
        spellings=spellings,
    )
