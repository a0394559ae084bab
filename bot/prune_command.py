"""`kpibot prune`: deletes what the team no longer keeps, or says what that would be."""

from typing import Annotated

import typer
from rich.console import Console

from bot import settings
from bot.bootstrap import now, open_store
from bot.recounting import caught_up
from kpi.retention.pruning import Pruned, prune, would_prune
from kpi.span import day_name
from kpi.team.retention_key import in_words
from kpi.wording.sentences import many

_CONVERSATIONS = ("conversation", "conversations")


def prune_(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted.")] = False,
) -> None:
    """Delete conversations that are older than your team keeps them, as the bot does nightly. Daily figures stay."""
    configuration = settings.load()
    store = open_store(configuration)
    if dry_run:
        with store.reading() as connection:
            found = would_prune(connection, configuration.zone, now())
    else:
        caught_up(store, configuration.zone, Console(stderr=True))
        found = prune(store, configuration.zone, now())
    for line in _said(found, dry_run=dry_run):
        typer.echo(line)


def _said(found: Pruned | None, *, dry_run: bool) -> list[str]:
    if found is None:
        return ["All conversations are kept. To keep them for two years: kpibot config set retention 24 months"]
    gone = many(found.conversations, _CONVERSATIONS)
    if found.inquiries:
        gone += f" and {many(found.inquiries, ('self-service inquiry', 'self-service inquiries'))}"
    is_one = found.conversations + found.inquiries == 1
    what = "would be deleted" if dry_run else "is deleted" if is_one else "are deleted"
    lines = [
        f"Kept are {in_words(found.months)}: what happened from {day_name(found.kept_from)} on.",
        f"{gone} {what}; the figures of the days before stay as they are.",
    ]
    if found.still_open:
        stay = "stays: it is open, or something" if found.still_open == 1 else "stay: they are open, or something"
        lines.append(f"{many(found.still_open, ('older one', 'older ones'))} {stay} has happened since.")
    return lines
