"""When reviews are posted, which were, and what people have decided in them."""

import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel


class ReviewSchedule(SQLModel, table=True):
    """The reviews of a channel (`kpi.schedule.schedules`): `minute` of the local day in `zone` on a `weekday` (0 is
    Monday), each over `weeks` weeks, or over as many as the number of conversations calls for if that is None.

    `filters` narrows them, as one would type it. `owner` is the Slack id of who is told about trouble. `paused` says
    why they rest, None if they do not; `stale` counts the posts in a row that could only say that there are no data.
    """

    __tablename__ = "review_schedule"

    channel: str = Field(primary_key=True)
    owner: str
    weekday: int
    minute: int
    zone: str
    filters: str = ""
    weeks: int | None = None
    paused: str | None = None
    stale: int = 0
    who: str
    at: int = Field(sa_type=BigInteger)


class ReviewPost(SQLModel, table=True):
    """The post of a channel about the week that begins on `monday`, or about several that end with it; there is at most
    one (`kpi.schedule.posts`).

    `holder` has claimed it at `claimed_at` and is the only one that may post it. `ts` is the message once it is known
    to be there, and `figures` what it has told, for the next ones.
    """

    __tablename__ = "review_post"

    channel: str = Field(primary_key=True)
    monday: datetime.date = Field(primary_key=True)
    weeks: int
    state: str  # a kpi.schedule.posts.State
    due_at: int = Field(sa_type=BigInteger)
    holder: str | None = None
    claimed_at: int = Field(sa_type=BigInteger)
    attempts: int
    kind: str | None = None
    ts: str | None = None
    posted_at: int | None = Field(default=None, sa_type=BigInteger)
    why: str | None = None
    figures: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class ReviewFocus(SQLModel, table=True):
    """What a channel was to work on (`kpi.review.record.foci`): a `step` of the playbook for a `kpi`, in the segment of
    `labels` (value by dimension), named in the review of the week of `monday`, to be judged in that of `due`.

    `text`, `worth` and `figure` are as they were told, and `start` is the sample that it started from. `kept_by` is who
    wants it to go on whatever its verdict. It is over once it has an `outcome`.
    """

    __tablename__ = "review_focus"

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(index=True)
    monday: datetime.date
    due: datetime.date
    kpi: str
    step: str
    labels: Any = Field(sa_column=Column(JSON, nullable=False))
    text: str
    place: str
    worth: str
    figure: str
    start: Any = Field(sa_column=Column(JSON, nullable=False))
    at: int = Field(sa_type=BigInteger)
    chosen_by: str | None = None
    kept_by: str | None = None
    owner: str | None = None
    taken_at: int | None = Field(default=None, sa_type=BigInteger)
    outcome: str | None = None  # a kpi.review.record.foci.Outcome
    ended: datetime.date | None = None
    said: str | None = None


class ParkedKpi(SQLModel, table=True):
    """That a channel's reviews leave a KPI alone until a day (not including it)."""

    __tablename__ = "parked_kpi"

    channel: str = Field(primary_key=True)
    kpi: str = Field(primary_key=True)
    until: datetime.date
    why: str
    who: str
    at: int = Field(sa_type=BigInteger)


class NormalIntent(SQLModel, table=True):
    """That an intent, folded, may be as much as `percent` of all: it is normal for this team."""

    __tablename__ = "normal_intent"

    intent: str = Field(primary_key=True)
    percent: float
    who: str
    at: int = Field(sa_type=BigInteger)


class TicketCause(SQLModel, table=True):
    """What a person says was behind a low rating. No foreign key: it outlives the taking back of an import."""

    __tablename__ = "ticket_cause"

    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    cause: str  # a kpi.review.record.causes.Cause
    who: str
    at: int = Field(sa_type=BigInteger)


class AlertChannel(SQLModel, table=True):
    """A channel that wants to be told between reviews when something is far outside of its usual range. `owner` is the
    Slack id of who turned that on."""

    __tablename__ = "alert_channel"

    channel: str = Field(primary_key=True)
    owner: str
    snoozed_until: int | None = Field(default=None, sa_type=BigInteger)
    who: str
    at: int = Field(sa_type=BigInteger)


class Alert(SQLModel, table=True):
    """That a channel was told about a day of one subject: a KPI's key, or "intent:" and an intent."""

    channel: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    day: datetime.date = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
