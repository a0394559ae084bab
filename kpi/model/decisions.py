"""What a team has decided, and what the store keeps to itself."""

import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel


class Secret(SQLModel, table=True):
    """A random text that was made once for this store, by what it is for."""

    name: str = Field(primary_key=True)
    value: str


class Setting(SQLModel, table=True):
    """What a team has decided (`kpi.team.settings`): who, and when. What is not here is as it is by default."""

    key: str = Field(primary_key=True)
    value: Any = Field(sa_column=Column(JSON, nullable=False))
    who: str
    at: int = Field(sa_type=BigInteger)


class SettingChange(SQLModel, table=True):
    """That somebody changed a setting, a cost or a note. There was none before if `old` is None, and is none if `new`
    is.
    """

    __tablename__ = "setting_change"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    at: int = Field(sa_type=BigInteger)
    who: str
    old: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    new: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class Note(SQLModel, table=True):
    """A mark on the time line, from `first_day` to `last_day`. `kind` is a `kpi.team.notes.Kind`."""

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    first_day: datetime.date
    last_day: datetime.date
    text: str
    kind: str
    who: str
    at: int = Field(sa_type=BigInteger)
