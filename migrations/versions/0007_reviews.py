"""When reviews are posted, which were, what people have decided in them; alerts between them"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "review_schedule",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("filters", sa.String(), nullable=False),
        sa.Column("weeks", sa.Integer()),
        sa.Column("paused", sa.String()),
        sa.Column("stale", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "review_post",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("monday", sa.Date(), primary_key=True),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.String()),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String()),
        sa.Column("ts", sa.String()),
        sa.Column("posted_at", sa.BigInteger()),
        sa.Column("why", sa.String()),
        sa.Column("figures", sa.JSON()),
    )
    _make_decisions()
    _make_alerts()


def _make_decisions() -> None:
    op.create_table(
        "review_focus",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kpi", "step")),
        sa.Column("labels", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("text", "place", "worth", "figure")),
        sa.Column("start", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("chosen_by", sa.String()),
        sa.Column("kept_by", sa.String()),
        sa.Column("owner", sa.String()),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("outcome", sa.String()),
        sa.Column("ended", sa.Date()),
        sa.Column("said", sa.String()),
    )
    op.create_index("ix_review_focus_channel", "review_focus", ["channel"])
    op.create_table(
        "parked_kpi",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("kpi", sa.String(), primary_key=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "normal_intent",
        sa.Column("intent", sa.String(), primary_key=True),
        sa.Column("percent", sa.Float(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "ticket_cause",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("external_id", sa.String(), primary_key=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _make_alerts() -> None:
    op.create_table(
        "alert_channel",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("snoozed_until", sa.BigInteger()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "alert",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
