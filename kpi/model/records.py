"""What support costs, and how people help themselves."""

import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

BY_HAND = "by hand"
"""The source of costs that somebody has entered. It is no help desk, and never shown as one."""


class Outcome(StrEnum):
    """How a self-service inquiry ended."""

    RESOLVED = "resolved"
    CONTACTED = "contacted"
    ABANDONED = "abandoned"


class Cost(SQLModel, table=True):
    """What support costs from `first_day` to `last_day`, or until changed: `cents` a month, or in all.

    `cents` are hundredths of the workspace's currency. What was entered by hand has no origin (`kpi.team.costs`).
    """

    source: str = Field(primary_key=True, foreign_key="source.name")
    entry: str = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)
    origin: int | None = Field(default=None, foreign_key="import.id")
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
    conversation: str | None = Field(default=None, index=True)


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
