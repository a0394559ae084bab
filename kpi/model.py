"""The store's tables.

Instants are whole seconds since 1970-01-01 00:00 UTC: a duration is then a plain difference, in SQL and in
Python, on any database. Nothing is derived here: whether an instant is possible, or a resolution still
stands, is decided by whoever reads (`kpi.tickets`), because a later delivery may change the answer.
"""

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


def _instant() -> Any:
    return Field(default=None, sa_type=BigInteger)


def _index(instant: str, known: str) -> Index:
    """On an instant, for periods to be found by. Of the rows only where `known` is, so that the others cost nothing."""
    where = text(f"{known} IS NOT NULL")
    return Index(f"ix_ticket_{instant}", instant, sqlite_where=where, postgresql_where=where)


class Source(SQLModel, table=True):
    """Where tickets come from: one help desk's exports, say.

    `fields` names the ticket fields that it has ever supplied. `complete_until` is the moment up to which its data is
    complete; until its first import has finished it has none, and its tickets do not count yet.
    """

    name: str = Field(primary_key=True)
    fields: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    complete_until: int | None = _instant()


class Ticket(SQLModel, table=True):
    """One conversation with a customer, as its source described it at `as_of`."""

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

    channel: str | None = None
    intent: str | None = None
    team: str | None = None
    priority: str | None = None
    language: str | None = None
    subject: str | None = None
    url: str | None = None


def table(model: type[SQLModel]) -> Table:
    """The table behind a model, for SQLAlchemy Core."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
