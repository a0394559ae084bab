"""Imports that can be taken back, per-field moments, folded labels; events, costs, inquiries and searches"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LABELS = ("channel", "intent", "team", "priority", "language")
NO_LIST, NO_NAMES = sa.text("'[]'"), sa.text("'{}'")


def upgrade() -> None:
    """Make the new tables, and enter what was imported before as one import for each source."""
    _sources()
    _imports()
    op.execute("ALTER TABLE ticket ADD COLUMN origin INTEGER REFERENCES import (id)")
    op.add_column("ticket", sa.Column("others", sa.JSON()))
    _enter_earlier_imports()
    _fold_labels()
    _other_records()


def _sources() -> None:
    op.add_column("source", sa.Column("vendor", sa.String()))
    op.add_column("source", sa.Column("headers", sa.JSON(), nullable=False, server_default=NO_LIST))
    op.add_column("source", sa.Column("confirmed", sa.JSON(), nullable=False, server_default=NO_NAMES))


def _imports() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), sa.ForeignKey("source.name"), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("undone_at", sa.BigInteger()),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("complete_until", sa.BigInteger()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("rows", "added", "updated", "unchanged")),
        sa.Column("rejected", sa.JSON(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
    )
    op.create_index("ix_import_source", "import", ["source"])
    op.create_table(
        "import_problem",
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("import.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String()),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
    )
    op.create_table(
        "before_image",
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("import.id"), primary_key=True),
        sa.Column("record", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("image", sa.JSON(), nullable=False),
    )


def _enter_earlier_imports() -> None:
    """What an import before this version told is known only for its source as a whole."""
    connection = op.get_bind()
    statement = sa.text(
        "INSERT INTO import (source, file, format, kind, started_at, finished_at, fields, complete_until, rows, added,"
        " updated, unchanged, rejected, problems)"
        " SELECT name, 'imported by an earlier version', 'csv', 'tickets', :now,"
        " CASE WHEN complete_until IS NULL THEN NULL ELSE :now END, fields, complete_until,"
        " tickets, tickets, 0, 0, '{}', 0"
        " FROM source JOIN (SELECT source, count(*) AS tickets FROM ticket GROUP BY source) AS counted"
        " ON counted.source = source.name"
    )
    connection.execute(statement, {"now": int(time.time())})
    op.execute("UPDATE ticket SET origin = (SELECT id FROM import WHERE import.source = ticket.source)")


def _fold_labels() -> None:
    label = op.create_table(
        "label",
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("folded", sa.String(), primary_key=True),
        sa.Column("spelling", sa.String(), nullable=False),
    )
    fold = op.create_table(
        "fold",
        sa.Column("spelling", sa.String(), primary_key=True),
        sa.Column("folded", sa.String(), nullable=False),
        prefixes=["TEMPORARY"],
    )
    connection = op.get_bind()
    for field in LABELS:
        column: sa.ColumnClause[str] = sa.column(field)
        ticket = sa.table("ticket", column)
        query = sa.select(column).select_from(ticket).where(column.is_not(None)).distinct()
        folded = {spelling: " ".join(spelling.split()).casefold() for spelling in connection.scalars(query).all()}
        if folded:
            spellings = {folded[spelling]: spelling for spelling in sorted(folded, reverse=True)}
            op.bulk_insert(label, [{"field": field, "folded": key, "spelling": spellings[key]} for key in spellings])
            op.bulk_insert(fold, [{"spelling": spelling, "folded": key} for spelling, key in folded.items()])
            # All at once: one by one, each of thousands of labels would be looked for in all tickets.
            same = sa.select(fold.c.folded).where(fold.c.spelling == ticket.c[field]).scalar_subquery()
            connection.execute(sa.update(ticket).where(column.is_not(None)).values({field: same}))
            connection.execute(sa.delete(fold))
    op.drop_table("fold")


def _other_records() -> None:
    op.create_table(
        "ticket_event",
        *_key(sa.Column("external_id", sa.String(), primary_key=True)),
        sa.Column("event_id", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _origin(),
    )
    op.create_table(
        "cost",
        *_key(sa.Column("entry", sa.String(), primary_key=True)),
        *_said(),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("monthly", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String()),
    )
    op.create_table(
        "inquiry",
        *_key(sa.Column("external_id", sa.String(), primary_key=True)),
        *_said(),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("conversation", sa.String()),
    )
    op.create_index("ix_inquiry_at", "inquiry", ["at"])
    op.create_table(
        "inquiry_day",
        *_key(sa.Column("day", sa.Date(), primary_key=True)),
        *_said(),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("resolved", "contacted", "abandoned")),
    )
    op.create_table(
        "search",
        *_key(sa.Column("day", sa.Date(), primary_key=True), sa.Column("query", sa.String(), primary_key=True)),
        *_said(),
        sa.Column("searches", sa.Integer(), nullable=False),
    )


def _key(*columns: sa.Column[object]) -> tuple[sa.Column[object], ...]:
    return (sa.Column("source", sa.String(), sa.ForeignKey("source.name"), primary_key=True), *columns)


def _said() -> tuple[sa.Column[object], ...]:
    """As of when, and by which import."""
    return (sa.Column("as_of", sa.BigInteger(), nullable=False), _origin())


def _origin() -> sa.Column[object]:
    return sa.Column("origin", sa.Integer(), sa.ForeignKey("import.id"), nullable=False)
