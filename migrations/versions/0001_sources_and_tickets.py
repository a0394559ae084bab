"""Sources and tickets"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# An instant, and the column that has to hold something for its index to list a ticket.
INDEXED = {
    "created_at": "created_at",
    "first_response_at": "first_response_at",
    "first_human_response_at": "first_human_response_at",
    "first_automated_response_at": "first_automated_response_at",
    "resolved_at": "resolved_at",
    "rated_at": "rating_scale",
}


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "source",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("complete_until", sa.BigInteger()),
    )
    op.create_table(
        "ticket",
        sa.Column("source", sa.String(), sa.ForeignKey("source.name"), primary_key=True),
        sa.Column("external_id", sa.String(), primary_key=True),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger()),
        sa.Column("updated_at", sa.BigInteger()),
        sa.Column("first_response_at", sa.BigInteger()),
        sa.Column("first_human_response_at", sa.BigInteger()),
        sa.Column("first_automated_response_at", sa.BigInteger()),
        sa.Column("handed_over_at", sa.BigInteger()),
        sa.Column("resolved_at", sa.BigInteger()),
        sa.Column("reopened_at", sa.BigInteger()),
        sa.Column("status", sa.String()),
        sa.Column("excluded", sa.String()),
        sa.Column("rating", sa.Float()),
        sa.Column("rating_scale", sa.String()),
        sa.Column("rated_at", sa.BigInteger()),
        sa.Column("channel", sa.String()),
        sa.Column("intent", sa.String()),
        sa.Column("team", sa.String()),
        sa.Column("priority", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("subject", sa.String()),
        sa.Column("url", sa.String()),
    )
    for instant, known in INDEXED.items():
        where = sa.text(f"{known} IS NOT NULL")
        op.create_index(f"ix_ticket_{instant}", "ticket", [instant], sqlite_where=where, postgresql_where=where)
