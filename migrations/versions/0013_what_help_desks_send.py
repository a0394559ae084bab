"""What help desks send as it happens"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, a column and an index."""
    nobody_knows = sa.text("created_at IS NULL")
    op.create_index(
        "ix_ticket_incomplete", "ticket", ["source"], sqlite_where=nobody_knows, postgresql_where=nobody_knows
    )
    op.add_column("source", sa.Column("authors_since", sa.BigInteger()))
    op.create_table(
        "webhook",
        sa.Column("source", sa.String(), sa.ForeignKey("source.name"), primary_key=True),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("former_secret", sa.String()),
        sa.Column("former_until", sa.BigInteger()),
        sa.Column("connected_at", sa.BigInteger(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("last_at", sa.BigInteger()),
        sa.Column("reached_at", sa.BigInteger()),
        sa.Column("away", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("quiet_told_at", sa.BigInteger()),
        sa.Column("bad_told_at", sa.BigInteger()),
        sa.Column("removed_at", sa.BigInteger()),
    )
    op.create_table(
        "delivery",
        sa.Column("source", sa.String(), sa.ForeignKey("source.name"), primary_key=True),
        sa.Column("delivery_id", sa.String(), primary_key=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.String()),
        sa.Column("headers", sa.JSON()),
        sa.Column("body", sa.Text()),
    )
    op.create_index("ix_delivery_received_at", "delivery", ["received_at"])
    op.create_index("ix_delivery_outcome", "delivery", ["outcome"])
    op.create_table(
        "delivery_hour",
        sa.Column("source", sa.String(), sa.ForeignKey("source.name"), primary_key=True),
        sa.Column("hour", sa.BigInteger(), primary_key=True),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("not_understood", sa.Integer(), nullable=False),
    )
