"""What is being deleted because a team no longer keeps it (`kpi.forgetting`)."""

from typing import Any

from sqlmodel import Field, SQLModel

from kpi.model.columns import json_column


class Forgetting(SQLModel, table=True):
    """That a field of the tickets is being deleted: first from the tickets, then from the images of former imports.

    `after` is the key of the last row that was looked at, of the table `record`; empty at its beginning.
    """

    field: str = Field(primary_key=True)
    record: str
    after: list[Any] = json_column(list)
