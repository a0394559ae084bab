"""Intents that a team gives to conversations, and who they are assigned to"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns and the tables. No ticket has any of it yet, so nothing is counted otherwise."""
    op.add_column("ticket", sa.Column("assignee", sa.String()))
    op.add_column("ticket", sa.Column("given_intent", sa.String()))
    op.create_table(
        "ticket_intent",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("external_id", sa.String(), primary_key=True),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "intent_rule",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "intent_name",
        sa.Column("intent", sa.String(), primary_key=True),
        sa.Column("becomes", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_intent_name_becomes", "intent_name", ["becomes"])
    op.create_table(
        "relabelling",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
    )
