"""Where data come from, and how they came in."""

from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from kpi.model.columns import instant, json_column


class Source(SQLModel, table=True):
    """Where tickets come from: one help desk's exports, say.

    `fields` names the ticket fields that its imports have supplied, and `complete_until` is the moment up to which its
    data is complete; until its first import has finished it has none, and its tickets do not count yet. Both follow
    from the imports. `vendor` is the help desk's key, if it is one that is known. `headers` are the columns of its last
    import, by which the next export is known to be of this source, and `confirmed` is what a person has said of how
    they are read (`kpi.ingest.planning.options`). `authors_since`: whether people or the bot replied is told only of
    conversations that were opened from then on; None if of all, or of none (see `fields`). `first_gone` is when the
    first of its conversations was opened that are no longer kept (`kpi.retention`).
    """

    name: str = Field(primary_key=True)
    fields: list[str] = json_column(list)
    complete_until: int | None = instant()
    vendor: str | None = None
    headers: list[str] = json_column(list)
    confirmed: dict[str, Any] = json_column(dict)
    authors_since: int | None = instant()
    first_gone: int | None = instant()


DELIVERED = "webhook"
"""The format of an import that is no file: what a help desk sent as it happened, in the course of a day."""


class Import(SQLModel, table=True):
    """One file that was read into the store, or as much of it as was read before it was stopped.

    `kind` says what it held: tickets, costs, inquiries or searches. `fields` and `complete_until` are what it gives to
    its source once it has finished. `rejected` counts rows by the reason for which they were left out.
    """

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(foreign_key="source.name", index=True)
    file: str
    format: str
    kind: str
    started_at: int = Field(sa_type=BigInteger)
    finished_at: int | None = instant()
    undone_at: int | None = instant()
    fields: list[str] = json_column(list)
    complete_until: int | None = instant()
    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: dict[str, int] = json_column(dict)
    problems: int = 0


class ImportProblem(SQLModel, table=True):
    """Something wrong with a cell of an imported file, or with the whole row if `column` is None."""

    __tablename__ = "import_problem"

    import_id: int = Field(primary_key=True, foreign_key="import.id")
    number: int = Field(primary_key=True)
    row: int
    column: str | None = None
    value: str
    why: str


class BeforeImage(SQLModel, table=True):
    """A row as it was before an import changed it, for 30 days, so that the import can be taken back.

    `record` is the table's name, `key` the row's key without its source (a list in JSON if it is of several columns),
    and `image` its other columns by name, but for those without a value. What an import added has no image.
    """

    __tablename__ = "before_image"

    import_id: int = Field(primary_key=True, foreign_key="import.id")
    record: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    image: dict[str, Any] = json_column(dict)
