"""`kpibot imports`, `undo` and `problems`: what was imported, how to take it back, and what was wrong with it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import settings
from bot.bootstrap import now, open_store, zone_of
from bot.import_commands.history import show_imports, show_problems, show_undone
from bot.import_commands.progress import taking_back
from bot.import_commands.stopping import stopped
from bot.messages.mrkdwn import clean
from bot.recounting import counted_or_told
from kpi.errors import UserError
from kpi.ingest.history import journal
from kpi.ingest.history import problems as kept_problems
from kpi.ingest.history.entries import entry
from kpi.ingest.history.undo import undo as take_back
from kpi.wording.sentences import many


def imports() -> None:
    """List what was imported, the newest first."""
    configuration = settings.load()
    with open_store(configuration).reading() as connection:
        show_imports(journal.imports(connection), zone_of(configuration), Console())


def undo(number: Annotated[int, typer.Argument(metavar="NUMBER", help="As kpibot imports lists it.")]) -> None:
    """Take an import back: what it added goes, what it changed is as before. What later imports changed stays."""
    configuration = settings.load()
    store = open_store(configuration)
    with store.reading() as connection:
        kind = entry(connection, number).kind
    errors = Console(stderr=True)
    try:
        with taking_back(errors):
            undone = take_back(store, number, int(now().timestamp()))
    except KeyboardInterrupt:
        raise stopped(f"Stopped half-way. It goes on from there with: kpibot undo {number}", errors) from None
    show_undone(undone, kind, Console())
    counted_or_told(store, configuration.zone, errors)


def problems(
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="Of which import; else of the newest.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write them into a CSV file.")] = None,
) -> None:
    """List what was wrong with the rows of an imported file."""
    with open_store(settings.load()).reading() as connection:
        of = entry(connection, number)
        listed = kept_problems.problems(connection, of.id)
        if csv is None:
            show_problems(of, listed, Console())
        else:
            rows = list(listed)
            _write_csv(rows, csv)
            typer.echo(
                f"{many(len(rows), ('problem', 'problems'))} of import {of.id} {_is(rows)} in {clean(str(csv))}."
            )


def _is(listed: Sequence[object]) -> str:
    return "is" if len(listed) == 1 else "are"


def _write_csv(listed: Iterable[kept_problems.KeptProblem], path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            kept_problems.write_csv(listed, file)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.", "Name another file with --csv") from error
