"""What was imported, and what a source has from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kpi.errors import UserError
from kpi.ingest.history import problems as kept_problems
from kpi.ingest.history.images import KEPT_SECONDS
from kpi.ingest.merging.merge import ROWS_AT_ONCE, Counts
from kpi.ingest.planning.parts import Plan
from kpi.ingest.problem import Problem
from kpi.model import DELIVERED, BeforeImage, Import, Source, Webhook, table
from kpi.store import Store
from kpi.summary import marks

TICKETS = "tickets"
"""The kind of import that gives fields and completeness to its source."""

AUTHORS = frozenset({"first_human_response_at", "first_automated_response_at"})
"""The fields that say who answered."""

_import = table(Import)
_source = table(Source)
_image = table(BeforeImage)
_webhook = table(Webhook)


def begin(connection: Connection, plan: Plan) -> int:
    """Enter the import, and its source if that is new or what is remembered of it; gives the import's number."""
    _remember(connection, plan)
    row: dict[str, Any] = {
        "source": plan.source,
        "file": plan.table.name,
        "format": plan.table.format,
        "kind": plan.kind,
        "started_at": plan.options.now,
        "complete_until": plan.complete_until,
        "fields": sorted(plan.fields),
        **dict.fromkeys(("rows", "added", "updated", "unchanged", "problems"), 0),
        "rejected": {},
    }
    return int(connection.execute(insert(_import).returning(_import.c.id), row).scalar_one())


def advance(
    connection: Connection,
    number: int,
    counts: Counts,
    rows: int,
    rejected: Mapping[str, int],
    problems: Sequence[Problem],
) -> None:
    """Count what the same transaction has written, so that an import that dies half-way is told truthfully.

    Raises UserError if the import was undone meanwhile.
    """
    known = connection.execute(select(_import).where(_import.c.id == number).with_for_update()).one()
    if known.undone_at is not None:
        raise UserError(f"Import {number} was undone while it ran.", "Import the file again to have it back.")
    connection.execute(
        update(_import)
        .where(_import.c.id == number)
        .values(
            rows=known.rows + rows,
            added=known.added + counts.added,
            updated=known.updated + counts.updated,
            unchanged=known.unchanged + counts.unchanged,
            rejected=_sum(known.rejected, rejected),
            problems=known.problems + len(problems),
        )
    )
    kept_problems.keep(connection, number, problems)
    if not _wrote(known) and counts != Counts():
        refresh_source(connection, known.source)


def finish(connection: Connection, number: int, complete_until: int | None, now: int) -> None:
    """Enter that all of the file is in; its source counts from now on."""
    values = {"finished_at": now, "complete_until": complete_until}
    connection.execute(update(_import).where(_import.c.id == number, _import.c.undone_at.is_(None)).values(values))
    refresh_source(connection, connection.scalars(select(_import.c.source).where(_import.c.id == number)).one())


def refresh_source(connection: Connection, source: str) -> None:
    """Let the source have what follows from its imports that are not undone.

    It has the fields of all that wrote anything: also of one that was stopped, whose tickets are in; of what its help
    desk sends those that it has told so far. It is complete until the latest moment of those that have finished.
    """
    mine = (_import.c.source == source, _import.c.undone_at.is_(None), _import.c.kind == TICKETS)
    standing = connection.execute(select(_import).where(*mine)).all()
    hook = connection.execute(select(_webhook).where(_webhook.c.source == source)).first()
    by_files = {field for each in standing if _wrote(each) and each.format != DELIVERED for field in each.fields}
    delivered = {field for each in standing if _wrote(each) and each.format == DELIVERED for field in each.fields}
    fields = by_files | (delivered & set(hook.seen if hook else ()))
    ends = [each.complete_until for each in standing if each.finished_at and each.complete_until is not None]
    known = connection.execute(select(_source).where(_source.c.name == source).with_for_update()).one()
    since = [known.authors_since, hook.connected_at] if hook and fields & AUTHORS and not by_files & AUTHORS else []
    values = {
        "fields": sorted(fields),
        "complete_until": max(ends, default=None),
        "authors_since": min((at for at in since if at is not None), default=None),
    }
    connection.execute(update(_source).where(_source.c.name == source).values(values))
    if (known.fields, known.authors_since) != (values["fields"], values["authors_since"]) or not known.complete_until:
        # What a missing value means depends on what the source tells, and before its first import it tells nothing.
        marks.mark_source(connection, source, max([*ends, known.complete_until or 0]))
    elif ends:
        marks.mark_reach(connection, source, known.complete_until, max(ends))
    else:
        marks.mark_source(connection, source, known.complete_until)


def imports(connection: Connection) -> list[Import]:
    """All of them, the newest first."""
    rows = connection.execute(select(_import).order_by(_import.c.id.desc())).mappings()
    return [Import(**row) for row in rows]


def purge_images(store: Store, now: int) -> None:
    """Delete the images of imports that have become too old to be undone."""
    old = select(_import.c.id).where(_import.c.started_at < now - KEPT_SECONDS)
    with store.reading() as connection:
        numbers = connection.scalars(select(_image.c.import_id).where(_image.c.import_id.in_(old)).distinct()).all()
    for number in numbers:
        while _purged(store, number):
            pass


def _purged(store: Store, number: int) -> bool:
    """Whether any of the import's images were left to be deleted."""
    with store.writing() as connection:
        some = select(_image.c.record, _image.c.key).where(_image.c.import_id == number).limit(ROWS_AT_ONCE)
        found = connection.execute(some).all()
        for record in {row.record for row in found}:
            keys = [row.key for row in found if row.record == record]
            mine = (_image.c.import_id == number, _image.c.record == record, _image.c.key.in_(keys))
            connection.execute(delete(_image).where(*mine))
    return bool(found)


def _remember(connection: Connection, plan: Plan) -> None:
    """What the next file of the same source is known and read by."""
    known = connection.execute(select(_source).where(_source.c.name == plan.source).with_for_update()).first()
    said = plan.options.confirmed
    if known is None:
        row: dict[str, Any] = {"name": plan.source, "fields": [], "vendor": plan.vendor}
        connection.execute(insert(_source), {**row, "headers": list(plan.headers), "confirmed": said})
        return
    mapping = {**known.confirmed.get("mapping", {}), **said.get("mapping", {})}
    values: dict[str, Any] = {
        "vendor": plan.vendor or known.vendor,
        "headers": list(plan.headers),
        "confirmed": {**known.confirmed, **said, "mapping": mapping},
    }
    connection.execute(update(_source).where(_source.c.name == plan.source).values(values))


def _wrote(entry: Any) -> bool:
    """Whether an import has come as far as its first row."""
    return bool(entry.added or entry.updated or entry.unchanged)


def _sum(known: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {why: known.get(why, 0) + more.get(why, 0) for why in {**known, **more}}
