"""Alembic's entry: runs the revisions on the connection that `kpi.migrating` hands over, in its transaction."""

from alembic import context
from sqlmodel import SQLModel

import bot.memory
import bot.uploads.model  # noqa: F401 - fills the metadata, with the others
import kpi.model
import kpi.summary.tables  # noqa: F401 - as above

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
context.run_migrations()
