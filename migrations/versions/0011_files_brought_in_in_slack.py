"""Files that people bring in in Slack, on their way to an import"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread", sa.String()),
        sa.Column("ts", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("brought_at", sa.BigInteger(), nullable=False),
        sa.Column("alive_at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String()),
        sa.Column("began_at", sa.BigInteger()),
        sa.Column("import_id", sa.Integer()),
        sa.Column("who", sa.String()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_upload_digest", "upload", ["digest"])
    op.create_index("ix_upload_state", "upload", ["state"])
