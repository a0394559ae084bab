"""All durations of a day in one row of the daily summary"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew, empty. Without a basis nobody reads the summary, and whoever first needs it makes it."""
    op.drop_table("kpi_day_durations")
    op.create_table(
        "kpi_day_durations",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("timing", "grouping")),
        sa.Column("day", sa.Integer(), primary_key=True),
        sa.Column("groups", sa.String(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("figures", "times")),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE summary_state SET basis = ''")
