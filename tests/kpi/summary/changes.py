"""Anything that can happen to a store, as hypothesis strategies, and how it is done to a real one."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, update
from sqlmodel import SQLModel

from kpi.errors import UserError
from kpi.ingest.history.journal import advance, finish
from kpi.ingest.history.undo import undo
from kpi.ingest.merging.events import add_events
from kpi.ingest.merging.labels import keep_spellings
from kpi.ingest.merging.merge import merge
from kpi.ingest.merging.record_merge import merge_records
from kpi.ingest.tickets.logs import Event
from kpi.labelling import by_hand, names, relabelling, rules
from kpi.model import EventKind, Exclusion, Import, Inquiry, InquiryDay, Outcome, Source, Status, table
from kpi.store import Store, insert_new
from kpi.summary.catching_up import catch_up
from kpi.summary.tables import summary_state
from kpi.team import settings
from kpi.team.typed_settings import to_set
from tests.kpi.ingest.imports import an_import

UTC_ZONE = ZoneInfo("UTC")
HOUR, DAY = 3_600, 86_400
START = int(datetime(2026, 3, 20, tzinfo=UTC).timestamp())
"""Nine days before the clocks change in Europe."""

LAST_DAY = 40
NOW = START + 60 * DAY
HELP_DESKS = ("chat", "mail")
NUMBERS = ("1", "2", "3", "4")
INTENTS = ("refund", "login", "other")
WORDS = ("refund", "log in", "please")

_AT = ("updated_at", "first_response_at", "first_human_response_at", "first_automated_response_at")
_MORE_AT = ("acknowledged_at", "handed_over_at", "resolved_at", "reopened_at", "rated_at")
_RATINGS = [(None, None), (5.0, "stars"), (1.0, "stars"), (1.0, "faces"), (9.0, "0 to 10"), (103.0, "off scale")]
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "status": st.sampled_from((None, *map(str, Status))),
    "excluded": st.sampled_from((None, None, None, *map(str, Exclusion))),
    "channel": st.sampled_from((None, "chat", "email")),
    "intent": st.sampled_from((None, *INTENTS)),
    "subject": st.sampled_from((None, "Refund, please", "cannot log in", "log in for a refund")),
    "team": st.sampled_from((None, "tier 2")),
    "requester": st.sampled_from((None, "ada", "ben")),
}
DECISIONS = (
    "zone Europe/Berlin",
    "zone Pacific/Apia",
    "zone America/Los_Angeles",
    "zone Pacific/Kiritimati",
    "zone Australia/Lord_Howe",
    "zone default",
    "hours mon-fri 9-17",
    "hours mon-sun 22-6",
    "hours default",
    "closed_days 2026-03-25",
    "target.frt 8 h",
    "target.frt channel:chat 30 min",
    "target.frt default",
    "target.frt channel:chat default",
)


@dataclass(frozen=True)
class Tickets:
    """A file of tickets; somebody may count between the rows and the end of it."""

    source: str
    fields: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    complete_until: int
    counted_between: bool = False


@dataclass(frozen=True)
class Log:
    """A file of events."""

    source: str
    events: tuple[Event, ...]
    complete_until: int


@dataclass(frozen=True)
class Records:
    """A file of self-service inquiries, or of days of them."""

    model: type[SQLModel]
    records: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Undone:
    """One of the imports is taken back."""

    place: int


@dataclass(frozen=True)
class Labelled:
    """A person says what a conversation is about, or takes that back; nothing happens if it is not there."""

    source: str
    number: str
    intent: str | None


@dataclass(frozen=True)
class Ruled:
    """A rule is added, or put in the `place` of another; without an intent that one is removed."""

    words: tuple[str, ...]
    intent: str | None
    place: int | None


@dataclass(frozen=True)
class Renamed:
    """An intent is called otherwise; without a new name it is called as it was."""

    old: str
    new: str | None


@dataclass(frozen=True)
class LookedThrough:
    """So many conversations are looked through for other intents."""

    number: int


@dataclass(frozen=True)
class Decided:
    """The team sets something."""

    line: str


@dataclass(frozen=True)
class Counted:
    """Somebody catches up."""


Labelling = Labelled | Ruled | Renamed | LookedThrough
Change = Tickets | Log | Records | Undone | Decided | Counted | Labelling

_instants = st.builds(
    lambda day, hour, slip: START + day * DAY + hour * HOUR + slip,
    st.integers(0, LAST_DAY),
    st.sampled_from((0, 7, 9, 10, 12, 16, 23)),
    st.sampled_from((0, 0, -1, 1)),
)
_untils = st.integers(5, LAST_DAY).map(lambda day: START + day * DAY)


@st.composite
def _tickets(draw: st.DrawFn) -> Tickets:
    fields = ["created_at"] if draw(st.sampled_from((True, True, True, False))) else []
    fields += [name for name in (*_AT, *_MORE_AT, *_VALUES) if draw(st.booleans())]
    rated = draw(st.booleans()) or not fields
    rows = []
    for number in draw(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4, unique=True)):
        values = [draw(_VALUES.get(name, st.none() | _instants | _instants)) for name in fields]
        if rated:
            values += draw(st.sampled_from(_RATINGS))
        rows.append((number, draw(_untils), *values))
    named = (*fields, *(("rating", "rating_scale") if rated else ()))
    return Tickets(draw(st.sampled_from(HELP_DESKS)), named, tuple(rows), draw(_untils), draw(st.booleans()))


_events = st.builds(
    Event,
    st.sampled_from(NUMBERS),
    st.sampled_from("abcd"),
    st.sampled_from([str(each) for each in EventKind]),
    _instants,
)
_logs = st.builds(Log, st.sampled_from(HELP_DESKS), st.lists(_events, min_size=1, max_size=5).map(tuple), _untils)
_outcomes = st.sampled_from([str(each) for each in Outcome])
_inquiries = st.fixed_dictionaries(
    {
        "external_id": st.sampled_from(("x", "y")),
        "as_of": _untils,
        "at": _instants,
        "outcome": _outcomes,
        "conversation": st.sampled_from((None, *NUMBERS)),
    }
)
_inquiry_days = st.fixed_dictionaries(
    {
        "day": st.integers(20, 31).map(lambda day: date(2026, 3, day)),
        "as_of": _untils,
        **dict.fromkeys(("resolved", "contacted", "abandoned"), st.integers(0, 3)),
    }
)


def _few(records: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    return st.lists(records, min_size=1, max_size=3).map(tuple)


_places = st.none() | st.integers(0, 3)
labelling = st.one_of(
    st.builds(Labelled, st.sampled_from(HELP_DESKS), st.sampled_from(NUMBERS), st.none() | st.sampled_from(INTENTS)),
    st.builds(
        Ruled,
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(tuple),
        st.none() | st.sampled_from(INTENTS),
        _places,
    ),
    st.builds(Renamed, st.sampled_from(INTENTS), st.none() | st.sampled_from((*INTENTS, "access"))),
    st.builds(LookedThrough, st.integers(1, 5)),
)

changes = st.one_of(
    _tickets(),
    _tickets(),
    _tickets(),
    _logs,
    st.builds(Records, st.just(Inquiry), _few(_inquiries))
    | st.builds(Records, st.just(InquiryDay), _few(_inquiry_days)),
    st.builds(Undone, st.integers(0, 5)),
    st.sampled_from(DECISIONS).map(Decided),
    labelling,
)


def do(store: Store, change: Change) -> None:
    """Make it happen."""
    match change:
        case Tickets():
            _import_tickets(store, change)
        case Log(source, events, until):
            number = _begin(store, source, ("created_at", "first_human_response_at", "status"))
            with store.writing() as connection:
                counts = add_events(connection, source, number, events)
                advance(connection, number, counts, len(events), {}, [])
                finish(connection, number, until, NOW)
        case Records(model, records):
            number = _begin(store, "help", (), kind="inquiries")
            with store.writing() as connection:
                counts = merge_records(connection, "help", number, model, records)
                advance(connection, number, counts, len(records), {}, [])
                finish(connection, number, None, NOW)
        case Undone(place):
            _undo(store, place)
        case Decided(line):
            with store.writing() as connection:
                settings.change(connection, *to_set(connection, line), "ada", NOW)
        case Counted():
            catch_up(store, UTC_ZONE)
        case LookedThrough(at_once):
            relabelling.step(store, at_once)
        case Labelled() | Ruled() | Renamed():
            with suppress(UserError), store.writing() as connection:
                _label(connection, change)


def _label(connection: Connection, change: Labelled | Ruled | Renamed) -> None:
    """UserError for what is not there."""
    match change:
        case Labelled(source, number, None):
            by_hand.take_back(connection, source, number, "ada", NOW)
        case Labelled(source, number, str(intent)):
            by_hand.give(connection, source, number, intent, "ada", NOW)
        case Ruled(words, str(intent), None):
            rules.add(connection, words, intent, "ada", NOW)
        case Ruled(words, intent, place):
            known = rules.all_(connection)
            if known and intent is None:
                rules.remove(connection, known[(place or 0) % len(known)].id, "ada", NOW)
            elif known and intent is not None:
                rules.replace(connection, known[(place or 0) % len(known)].id, words, intent, "ada", NOW)
        case Renamed(old, None):
            names.restore(connection, old, "ada", NOW)
        case Renamed(old, str(new)):
            names.rename(connection, old, new, "ada", NOW)


def _import_tickets(store: Store, file: Tickets) -> None:
    number = _begin(store, file.source, file.fields)
    half = len(file.rows) // 2
    for rows in (file.rows[:half], file.rows[half:]):
        with store.writing() as connection:
            counts = merge(connection, file.source, number, file.fields, rows)
            if "intent" in file.fields:
                place = 2 + file.fields.index("intent")
                keep_spellings(connection, "intent", {row[place]: row[place] for row in rows if row[place]})
            advance(connection, number, counts, len(rows), {}, [])
    if file.counted_between:
        catch_up(store, UTC_ZONE)
    with store.writing() as connection:
        finish(connection, number, file.complete_until, NOW)


def _undo(store: Store, place: int) -> None:
    with store.reading() as connection:
        numbers = connection.scalars(select(table(Import).c.id).where(table(Import).c.undone_at.is_(None))).all()
    if numbers:
        undo(store, numbers[place % len(numbers)], NOW)


def _begin(store: Store, source: str, fields: tuple[str, ...], **columns: Any) -> int:
    with store.writing() as connection:
        insert_new(connection, table(Source), {"name": source, "fields": [], "headers": [], "confirmed": {}})
    return an_import(store, fields, source, started_at=NOW, **columns)


def begin_empty(store: Store) -> None:
    """Without any row, as after the migrations."""
    with store.writing() as connection:
        for record in reversed(SQLModel.metadata.sorted_tables):
            if record is not summary_state:
                connection.execute(delete(record))
        connection.execute(update(summary_state).values(basis="", builder=None, claimed_at=0))
