"""What the tables are made of."""

from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Column, Index, Table, text
from sqlmodel import Field, SQLModel


def instant() -> Any:
    """A column of UTC seconds that may be empty."""
    return Field(default=None, sa_type=BigInteger)


def json_column(default: type) -> Any:
    """A column of JSON, never empty."""
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))


def index_of_tickets(name: str, where: str, *columns: str) -> Index:
    """Of the rows only where that holds, so that the others cost nothing."""
    condition = text(where)
    return Index(f"ix_ticket_{name}", *(columns or (name,)), sqlite_where=condition, postgresql_where=condition)


def table(model: type[SQLModel]) -> Table:
    """The table behind a model, for SQLAlchemy Core."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
