"""What is being deleted because a team no longer keeps it"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "forgetting",
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
    )
