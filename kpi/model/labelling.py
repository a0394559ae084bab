"""What a team says conversations are about, beside what their sources say (`kpi.labelling`). Intents are folded."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel


class TicketIntent(SQLModel, table=True):
    """The intent that a person gave a conversation. No foreign key: it outlives the taking back of an import."""

    __tablename__ = "ticket_intent"

    source: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    intent: str
    who: str
    at: int = Field(sa_type=BigInteger)


class IntentRule(SQLModel, table=True):
    """Conversations in whose subject one of the `words` stands are about `intent`: of several rules the first one."""

    __tablename__ = "intent_rule"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    words: Any = Field(sa_column=Column(JSON, nullable=False))
    intent: str
    who: str
    at: int = Field(sa_type=BigInteger)


class IntentName(SQLModel, table=True):
    """That what is called `intent` by a source, a rule or a person is called `becomes`: a rename, or a merger. What it
    becomes may have been renamed in turn; at the end is one that becomes itself, spelt as people want it."""

    __tablename__ = "intent_name"

    intent: str = Field(primary_key=True)
    becomes: str = Field(index=True)
    who: str
    at: int = Field(sa_type=BigInteger)


class Relabelling(SQLModel, table=True):
    """That the tickets are to be looked through for other intents, from the key after (`source`, `external_id`) on:
    rules or names have changed. There is at most one, with the id 1; `since` is when the last change was."""

    id: int = Field(default=1, primary_key=True)
    since: int = Field(sa_type=BigInteger)
    source: str = ""
    external_id: str = ""
