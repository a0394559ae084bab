"""Conversations with customers."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel

from kpi.model.columns import index_of_tickets, instant


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
    """What `Ticket.rating` means: 1 to 5 stars; -1, 0 or 1 for bad, neutral or good; a whole number from 0 to 10 for
    how likely the customer is to recommend the team (of NPS alone); or a value that is on no scale.
    """

    STARS = "stars"
    FACES = "faces"
    PROMOTER = "0 to 10"
    OFF_SCALE = "off scale"


class EventKind(StrEnum):
    """What happened. A message is one that customers see; what only the team sees is no event."""

    OPENED = "opened"  # by whomever: all that happened since has been told
    CUSTOMER_MESSAGE = "customer message"
    HUMAN_REPLY = "human reply"
    AUTOMATED_REPLY = "automated reply"
    ACKNOWLEDGEMENT = "acknowledgement"  # an automated reply too, but one that only says that a message has come in
    WORK_BEGAN = "work began"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    HANDED_OVER = "handed over"
    ASSIGNED = "assigned"  # to a person or a team: a hand-over if a machine had answered before


UNATTENDED = "first_human_response_at IS NULL AND (status = 'open' OR (status IS NULL AND resolved_at IS NULL))"
"""What may wait for a person, in SQL: to the letter what queries say, so that databases see that the index helps."""

OPENED_AGAIN = "first_human_response_at IS NULL AND status IS NULL AND reopened_at IS NOT NULL"
"""The same where nobody says how a conversation stands."""


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
    None there, or a list of the moment and the value of the latest that was stated of it otherwise. One that the origin
    tells in general, but not of this ticket, has -1. A ticket without `created_at` is incomplete. `requester` is a
    salted hash of who asked (`kpi.ingest.requesters`).
    """

    __table_args__ = (
        index_of_tickets("created_at", "created_at IS NOT NULL"),
        index_of_tickets("first_response_at", "first_response_at IS NOT NULL"),
        index_of_tickets("first_human_response_at", "first_human_response_at IS NOT NULL"),
        index_of_tickets("first_automated_response_at", "first_automated_response_at IS NOT NULL"),
        index_of_tickets("acknowledged_at", "acknowledged_at IS NOT NULL"),
        index_of_tickets("resolved_at", "resolved_at IS NOT NULL", "resolved_at", "requester"),  # who came back?
        index_of_tickets("rated_at", "rating_scale IS NOT NULL"),
        index_of_tickets("updated_at", "rating_scale IS NOT NULL AND rated_at IS NULL"),  # dates ratings without a time
        index_of_tickets("reopened_at", "reopened_at IS NOT NULL"),
        index_of_tickets("handed_over_at", "handed_over_at IS NOT NULL"),
        index_of_tickets("unattended", UNATTENDED, "created_at"),
        index_of_tickets("opened_again", OPENED_AGAIN, "created_at"),
        index_of_tickets("incomplete", "created_at IS NULL", "source"),
        index_of_tickets("first_opened", "created_at IS NOT NULL AND excluded IS NULL", "source", "created_at"),
    )

    source: str = Field(primary_key=True, foreign_key="source.name")
    external_id: str = Field(primary_key=True)
    as_of: int = Field(sa_type=BigInteger)
    origin: int | None = Field(default=None, foreign_key="import.id")
    others: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))

    created_at: int | None = instant()
    updated_at: int | None = instant()
    first_response_at: int | None = instant()  # by anyone: the source need not say by whom
    first_human_response_at: int | None = instant()
    first_automated_response_at: int | None = instant()  # no acknowledgement of receipt, if the source tells them apart
    acknowledged_at: int | None = instant()  # by a machine that said no more than that a message has come in
    handed_over_at: int | None = instant()
    resolved_at: int | None = instant()
    reopened_at: int | None = instant()

    status: str | None = None  # a Status
    excluded: str | None = None  # an Exclusion

    rating: float | None = None
    rating_scale: str | None = None  # a RatingScale
    rated_at: int | None = instant()

    channel: str | None = None  # this and the six below: a folded Label
    intent: str | None = None
    team: str | None = None
    priority: str | None = None
    language: str | None = None
    assignee: str | None = None
    given_intent: str | None = None
    subject: str | None = None
    url: str | None = None
    requester: str | None = None


class TicketEvent(SQLModel, table=True):
    """Something that happened to a conversation, from a log with a row for each. `kind` is an EventKind."""

    __tablename__ = "ticket_event"

    source: str = Field(primary_key=True, foreign_key="source.name")
    external_id: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    kind: str
    at: int = Field(sa_type=BigInteger)
    origin: int = Field(foreign_key="import.id")
