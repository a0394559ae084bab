"""When the first conversation of each source was opened"""

from alembic import op
from sqlalchemy import text

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_HELD = text("created_at IS NOT NULL AND excluded IS NULL")


def upgrade() -> None:
    """Make an index that has it ready."""
    columns = ["source", "created_at"]
    op.create_index("ix_ticket_first_opened", "ticket", columns, sqlite_where=_HELD, postgresql_where=_HELD)
