"""Help desks that send what happens as it happens, and what they have sent."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from kpi.model.columns import instant, json_column


class Webhook(SQLModel, table=True):
    """That a source's help desk sends what happens to it (`kpi.webhooks`).

    `vendor` is the key of who sends in which form. Deliveries are signed with `secret`, or, until `former_until`, with
    the one before. `connected_at` is since when: of conversations opened from then on everything has been told.
    `options` are what a person has said of how they are read, and `seen` the ticket fields that they have told so far.
    `last_at` is when the last one came, `reached_at` until when the bot would have taken one, and `away` holds the last
    stretches (from, to) in which it would not. `owner` is the Slack id of who hears of trouble, `quiet_told_at` and
    `bad_told_at` since when they know. Since `removed_at` none is taken any more.
    """

    source: str = Field(primary_key=True, foreign_key="source.name")
    vendor: str
    secret: str
    former_secret: str | None = None
    former_until: int | None = instant()
    connected_at: int = Field(sa_type=BigInteger)
    options: dict[str, Any] = json_column(dict)
    seen: list[str] = json_column(list)
    last_at: int | None = instant()
    reached_at: int | None = instant()
    away: list[Any] = json_column(list)
    owner: str | None = None
    who: str
    quiet_told_at: int | None = instant()
    bad_told_at: int | None = instant()
    removed_at: int | None = instant()


class Inbox(SQLModel, table=True):
    """A request of a help desk that was acknowledged, and waits to be taken into the store (`kpi.webhooks.inbox`).

    An SQLite store keeps these rows in a file beside its own, so `source` is no foreign key.
    """

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    )
    source: str
    received_at: int = Field(sa_type=BigInteger)
    headers: Any = Field(sa_column=Column(JSON, nullable=False))
    body: bytes = Field(sa_type=LargeBinary)


class Delivery(SQLModel, table=True):
    """One message of a help desk, by the id that it gave it. What was understood is kept for a few days, to know it
    when it comes again; what was not, with its `headers`, `body` and `why`, until it is replayed or too old.

    `event` is what the help desk calls what happened, `outcome` a `kpi.webhooks.ledger.Outcome`.
    """

    source: str = Field(primary_key=True, foreign_key="source.name")
    delivery_id: str = Field(primary_key=True)
    received_at: int = Field(sa_type=BigInteger, index=True)
    event: str
    outcome: str = Field(index=True)
    why: str | None = None
    headers: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    body: str | None = Field(default=None, sa_type=Text)


class DeliveryHour(SQLModel, table=True):
    """How many deliveries of a source came in an hour, counted since 1970-01-01 00:00 UTC.

    `received` are all that were signed; among them `repeated` ones and those `not_understood`.
    """

    __tablename__ = "delivery_hour"

    source: str = Field(primary_key=True, foreign_key="source.name")
    hour: int = Field(primary_key=True, sa_type=BigInteger)
    received: int = 0
    repeated: int = 0
    not_understood: int = 0
