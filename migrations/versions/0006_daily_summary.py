"""The daily summary, and indices by which the conversations of a day are found"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTS = (
    "opened",
    "known_requester",
    "repeated",
    "answered_while_closed",
    "target_due",
    "target_met",
    "resolved",
    "resolved_once",
    "automated_resolution",
    "human_resolution",
    "due",
    "due_resolved",
    "due_resolved_by_now",
    "due_author_known",
    "due_automated",
    "due_confirmed",
    "due_person",
    "due_otherwise",
    "reopened",
    "handed_over",
    "rated",
    "satisfied",
    "rated_in_stars",
    "stars",
    "rated_by_proxy",
    "scored",
    "promoters",
    "detractors",
    "entered",
    "left_open",
    "old_entered",
    "old_left",
    "waiting_entered",
    "waiting_left",
    "waiting_bot_entered",
    "waiting_bot_left",
    "inquiries",
    "inquiries_resolved",
    "inquiries_contacted",
)


def upgrade() -> None:
    """Make them. The summary is filled by whoever first needs it."""
    op.create_table("kpi_day", *_group(), *map(_count, COUNTS), sqlite_with_rowid=False)
    op.create_table(
        "kpi_day_durations",
        sa.Column("timing", sa.String(), primary_key=True),
        *_group(),
        _count("n"),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("total", "logs", "squares")),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("histogram", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kpi_day_hours",
        *_group(),
        sa.Column("hour", sa.Integer(), primary_key=True),
        _count("opened"),
        _count("replied"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kpi_day_left_out",
        *_group(),
        sa.Column("event", sa.String(), primary_key=True),
        sa.Column("reason", sa.String(), primary_key=True),
        _count("n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dirty_day",
        sa.Column("day", sa.Integer(), primary_key=True, autoincrement=False),
        _count("changes"),
    )
    state = op.create_table(
        "summary_state",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("builder", sa.String()),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "basis": "", "builder": None, "claimed_at": 0}])
    op.drop_index("ix_ticket_resolved_at", "ticket")
    _index("resolved_at", "resolved_at IS NOT NULL", "resolved_at", "requester")
    _index("reopened_at", "reopened_at IS NOT NULL")
    _index("handed_over_at", "handed_over_at IS NOT NULL")
    _index("updated_at", "rating_scale IS NOT NULL AND rated_at IS NULL")
    _index(
        "unattended",
        "first_human_response_at IS NULL AND (status = 'open' OR (status IS NULL AND resolved_at IS NULL))",
        "created_at",
    )
    _index(
        "opened_again",
        "first_human_response_at IS NULL AND status IS NULL AND reopened_at IS NOT NULL",
        "created_at",
    )
    op.create_index("ix_inquiry_conversation", "inquiry", ["conversation"])


def _group() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("grouping", sa.String(), primary_key=True),
        sa.Column("day", sa.Integer(), primary_key=True),
        sa.Column("first", sa.String(), primary_key=True),
        sa.Column("second", sa.String(), primary_key=True),
    )


def _count(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Float() if name == "stars" else sa.Integer(), nullable=False)


def _index(name: str, known: str, *columns: str) -> None:
    where = sa.text(known)
    columns = columns or (name,)
    op.create_index(f"ix_ticket_{name}", "ticket", list(columns), sqlite_where=where, postgresql_where=where)
