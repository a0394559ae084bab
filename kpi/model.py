"""The store's tables.

Instants are whole seconds since 1970-01-01 00:00 UTC: a duration is then a plain difference, in SQL and in
Python, on any database. Nothing is derived here: whether an instant is possible, or a resolution still
stands, is decided by whoever reads (`kpi.tickets`), because a later delivery may change the answer.
"""

import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Column, Index, Table, text
from sqlmodel import Field, SQLModel


class Status(StrEnum):
    """Where a conversation stands, whatever its help desk calls it."""

    OPEN = "open"
    RESOLVED = "resolved"


class Exclusion(StrEnum):
    """Why a conversation counts nowhere."""

    SPAM = "spam"
    DELETED = "deleted"
    MERGED = "merged"
    TEST = "test"


class RatingScale(StrEnum):
    """What `Ticket.rating` means: 1 to 5 stars; -1, 0 or 1 for bad, neutral or good; or a value that is on no scale."""

    STARS = "stars"
    FACES = "faces"
    OFF_SCALE = "off scale"


class EventKind(StrEnum):
    """What happened. A message is one that customers see; what only the team sees is no event."""

    CUSTOMER_MESSAGE = "customer message"
    HUMAN_REPLY = "human reply"
    AUTOMATED_REPLY = "automated reply"
    WORK_BEGAN = "work began"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    HANDED_OVER = "handed over"


class Outcome(StrEnum):
    """How a self-service inquiry ended."""

    RESOLVED = "resolved"
    CONTACTED = "contacted"
    ABANDONED = "abandoned"


def _instant() -> Any:
    return Field(default=None, sa_type=BigInteger)


def _json(default: type) -> Any:
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))


def _index(instant: str, known: str) -> Index:
    """On an instant, for periods to be found by. Of the rows only where `known` is, so that the others cost nothing."""
    where = text(f"{known} IS NOT NULL")
    return Index(f"ix_ticket_{instant}", instant, sqlite_where=where, postgresql_where=where)


class Source(SQLModel, table=True):
    """Where tickets come from: one help desk's exports, say.

    `fields` names the ticket fields that its imports have supplied, and `complete_until` is the moment up to which its
    data is complete; until its first import has finished it has none, and its tickets do not count yet. Both follow
    from the imports. `vendor` is the help desk's key, if it is one that is known. `headers` are the columns of its last
    import, by which the next export is known to be of this source, and `confirmed` is what a person has said of how
    they are read (`kpi.ingest.planning.options`).
    """

    name: str = Field(primary_key=True)
    fields: list[str] = _json(list)
    complete_until: int | None = _instant()
    vendor: str | None = None
    headers: list[str] = _json(list)
    confirmed: dict[str, Any] = _json(dict)


class Import(SQLModel, table=True):
    """One file that was read into the store, or as much of it as was read before it was stopped.

    `kind` says what it held: tickets, costs, inquiries or searches. `fields` and `complete_until` are what it gives to
    its source once it has finished. `rejected` counts rows by the reason for which they were left out.
    """

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(foreign_key="source.name", index=True)
    file: str
    format: str
    kind: str
    started_at: int = Field(sa_type=BigInteger)
    finished_at: int | None = _instant()
    undone_at: int | None = _instant()
    fields: list[str] = _json(list)
    complete_until: int | None = _instant()
    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: dict[str, int] = _json(dict)
    problems: int = 0


class ImportProblem(SQLModel, table=True):
    """Something wrong with a cell of an imported file, or with the whole row if `column` is None."""

    __tablename__ = "import_problem"

    import_id: int = Field(primary_key=True, foreign_key="import.id")
    number: int = Field(primary_key=True)
    row: int
    column: str | None = None
    value: str
    why: str


class BeforeImage(SQLModel, table=True):
    """A row as it was before an import changed it, for 30 days, so that the import can be taken back.

    `record` is the table's name, `key` the row's key without its source (a list in JSON if it is of several columns),
    and `image` its other columns by name, but for those without a value. What an import added has no image.
    """

    __tablename__ = "before_image"

    import_id: int = Field(primary_key=True, foreign_key="import.id")
    record: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    image: dict[str, Any] = _json(dict)


class Label(SQLModel, table=True):
    """How a label is spelt to people. Tickets hold it folded: in lower case, with single spaces.

    Of several spellings it is the first in the order of their characters, whichever came first.
    """

    field: str = Field(primary_key=True)
    folded: str = Field(primary_key=True)
    spelling: str


class Ticket(SQLModel, table=True):
    """One conversation with a customer, as its source described it at `as_of`.

    `origin` is the import that said so: the fields that it tells are of that moment (all, if it was no import). Of each
    field that was told at another moment, `others` has the moment by name. One that the conversation's events tell has
    None there: nothing else is asked. One that the origin tells in general, but not of this ticket, has -1. A ticket
    without `created_at` is incomplete.
    """

    __table_args__ = (
        _index("created_at", known="created_at"),
        _index("first_response_at", known="first_response_at"),
        _index("first_human_response_at", known="first_human_response_at"),
        _index("first_automated_response_at", known="first_automated_response_at"),
        _index("resolved_at", known="resolved_at"),
        _index("rated_at", known="rating_scale"),  # also finds ratings without a time
    )

    source: str = Field(primary_key=True, foreign_key="source.name")
    external_id: str = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)
    origin: int | None = Field(default=None, foreign_key="import.id")
    others: dict[str, int | None] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))

    created_at: int | None = _instant()
    updated_at: int | None = _instant()
    first_response_at: int | None = _instant()  # by anyone: the source need not say by whom
    first_human_response_at: int | None = _instant()
    first_automated_response_at: int | None = _instant()
    handed_over_at: int | None = _instant()
    resolved_at: int | None = _instant()
    reopened_at: int | None = _instant()

    status: str | None = None  # a Status
    excluded: str | None = None  # an Exclusion

    rating: float | None = None
    rating_scale: str | None = None  # a RatingScale
    rated_at: int | None = _instant()

    channel: str | None = None  # this and the four below: a folded Label
    intent: str | None = None
    team: str | None = None
    priority: str | None = None
    language: str | None = None
    subject: str | None = None
    url: str | None = None


class TicketEvent(SQLModel, table=True):
    """Something that happened to a conversation, from a log with a row for each. `kind` is an EventKind."""

    __tablename__ = "ticket_event"

    source: str = Field(primary_key=True, foreign_key="source.name")
    external_id: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    kind: str
    at: int = Field(sa_type=BigInteger)
    origin: int = Field(foreign_key="import.id")


class Cost(SQLModel, table=True):
    """What support costs from `first_day` to `last_day`, or until changed: `cents` a month, or in all.

    `cents` are hundredths of the workspace's currency.
    """

    source: str = Field(primary_key=True, foreign_key="source.name")
    entry: str = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)
    origin: int = Field(foreign_key="import.id")
    first_day: datetime.date
    last_day: datetime.date | None = None
    category: str
    cents: int = Field(sa_type=BigInteger)
    monthly: bool
    note: str | None = None


class Inquiry(SQLModel, table=True):
    """Somebody who looked for help by themselves. `conversation` is the ticket's number if they then asked."""

    source: str = Field(primary_key=True, foreign_key="source.name")
    external_id: str = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)
    origin: int = Field(foreign_key="import.id")
    at: int = Field(sa_type=BigInteger, index=True)
    outcome: str  # an Outcome
    conversation: str | None = None


class InquiryDay(SQLModel, table=True):
    """How many self-service inquiries of a local day ended how, where single ones are not known."""

    __tablename__ = "inquiry_day"

    source: str = Field(primary_key=True, foreign_key="source.name")
    day: datetime.date = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)
    origin: int = Field(foreign_key="import.id")
    resolved: int
    contacted: int
    abandoned: int


class Search(SQLModel, table=True):
    """How often a query found nothing on a local day. Queries hold no e-mail addresses and no long numbers."""

    source: str = Field(primary_key=True, foreign_key="source.name")
    day: datetime.date = Field(primary_key=True)
    query: str = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)
    origin: int = Field(foreign_key="import.id")
    searches: int


def table(model: type[SQLModel]) -> Table:
    """The table behind a model, for SQLAlchemy Core."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
