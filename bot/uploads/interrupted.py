"""What is told of an import that was interrupted when all of it was in already, from what the store has of it."""

import io

from sqlalchemy import Connection

from bot.messages import import_words
from bot.uploads.found import Brought
from kpi import words
from kpi.ingest.history import problems as kept_problems
from kpi.ingest.merging.merge import Counts
from kpi.model import Import

_NOT_SAID = "I was interrupted when all of it was in. Its days are counted in the background: ask what has changed."


def brought(entry: Import) -> Brought:
    """What the journal says of it; what it has moved nobody knows any more."""
    counts = Counts(entry.added, entry.updated, entry.unchanged)
    return Brought(
        number=entry.id or 0,
        source=entry.source,
        rows=entry.rows,
        added=entry.added,
        updated=entry.updated,
        unchanged=entry.unchanged,
        became=words.sentence(import_words.became(counts, entry.rejected)),
        problem_count=entry.problems,
        trouble=_NOT_SAID,
    )


def problems(connection: Connection, number: int) -> bytes:
    """What was wrong with its rows, as CSV."""
    file = io.StringIO(newline="")
    kept_problems.write_csv(kept_problems.problems(connection, number), file)
    return file.getvalue().encode()
