"""A file on its way from Slack into the store, and how far it is."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from kpi.model.columns import instant, json_column


class State(StrEnum):
    """How far it is. `WORKING` ones go on by themselves; the others wait for somebody, or are over."""

    LOOKING = "looking"
    ASKING = "asking"
    FOUND = "found"
    KNOWN = "known"
    REFUSED = "refused"
    IMPORTING = "importing"
    DONE = "done"
    STOPPED = "stopped"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"


WORKING = frozenset({State.LOOKING, State.IMPORTING, State.UNDOING})


class Upload(SQLModel, table=True):
    """One file that somebody has brought, by its id in Slack.

    `person` has brought it, and `ts` is the message in which the bot tells of it, in `channel`, below `thread`. `round`
    counts how often it was looked over: a button of an earlier round is over. `said` is what people have said of how it
    is to be read, and `found` what was found, asked or done, for the message. `alive_at` is when whoever works on it
    last said so, in UTC seconds, `digest` the SHA-256 of its bytes, `began_at` the moment that its import has in the
    journal, and `who` has had it imported.
    """

    __tablename__ = "upload"

    id: int | None = Field(default=None, primary_key=True)
    file: str
    name: str
    person: str
    channel: str
    thread: str | None = None
    ts: str | None = None
    state: str = Field(index=True)
    round: int = 0
    said: dict[str, Any] = json_column(dict)
    found: dict[str, Any] = json_column(dict)
    brought_at: int = Field(sa_type=BigInteger)
    alive_at: int = Field(sa_type=BigInteger)
    digest: str | None = Field(default=None, index=True)
    began_at: int | None = instant()
    import_id: int | None = None
    who: str | None = None
