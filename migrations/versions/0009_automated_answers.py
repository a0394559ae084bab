"""Acknowledgements of receipt apart from automated answers"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Where messages are kept, they tell which of a machine's replies was no more than an acknowledgement of receipt.
_REPLIES = """
    FROM ticket_event e
    WHERE e.source = ticket.source AND e.external_id = ticket.external_id AND e.at >= ticket.created_at
        AND e.kind = """
_OF_EVENTS = f"""
    UPDATE ticket SET
        acknowledged_at = (SELECT min(at) {_REPLIES} 'acknowledgement'),
        first_automated_response_at = (SELECT min(at) {_REPLIES} 'automated reply')
    WHERE EXISTS (SELECT 1 {_REPLIES} 'acknowledgement')
"""  # noqa: S608 - nothing in it comes from outside  # nosec


def upgrade() -> None:
    """Make the column and what counts by it. The summary is to be made anew."""
    op.add_column("ticket", sa.Column("acknowledged_at", sa.BigInteger()))
    known = sa.text("acknowledged_at IS NOT NULL")
    op.create_index(
        "ix_ticket_acknowledged_at", "ticket", ["acknowledged_at"], sqlite_where=known, postgresql_where=known
    )
    op.execute(_OF_EVENTS)
    op.add_column("kpi_day", sa.Column("answered_by_bot", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE summary_state SET basis = ''")
