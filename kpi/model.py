"""The store's tables.

Instants are whole seconds since 1970-01-01 00:00 UTC: a duration is then a plain difference, in SQL and in
Python, on any database. Nothing is derived here: whether an instant is possible, or a resolution still
stands, is decided by whoever reads (`kpi.tickets`), because a later delivery may change the answer.
"""

from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Column, Table
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


def _instant(*, index: bool = False) -> Any:
    return Field(default=None, sa_type=BigInteger, index=index)


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

    source: str = Field(primary_key=True, foreign_key="source.name")
    external_id: str = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)

    created_at: int | None = _instant(index=True)
    updated_at: int | None = _instant()
    first_response_at: int | None = _instant(index=True)  # by anyone: the source need not say by whom
    first_human_response_at: int | None = _instant(index=True)
    first_automated_response_at: int | None = _instant(index=True)
    handed_over_at: int | None = _instant()
    resolved_at: int | None = _instant(index=True)
    reopened_at: int | None = _instant()

    status: str | None = None  # a Status
    excluded: str | None = None  # an Exclusion

    rating: float | None = None
    rating_scale: str | None = None  # a RatingScale
    rated_at: int | None = _instant(index=True)

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
