"""For how long conversations are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and note when the first conversation was opened that is gone."""
    op.create_table(
        "retention",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kept_from", sa.Date()),
        sa.Column("since", sa.BigInteger()),
        sa.Column("opened_before", sa.BigInteger()),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("otherwise_before", sa.Date()),
        sa.Column("gone", sa.BigInteger(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("holder", sa.String()),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
    )
    op.add_column("source", sa.Column("first_gone", sa.BigInteger()))
