"""The commands that bring data in, and those that look at what was brought in: `kpibot import`, `imports` …"""

import gc
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from bot import settings
from bot.bootstrap import now, open_store
from bot.import_dialogue import inspect_asking
from bot.import_history import show_imports, show_problems, show_undone
from bot.import_report import confirm, progress_bar, show_report
from kpi.errors import UserError
from kpi.ingest import journal, said
from kpi.ingest import problems as kept_problems
from kpi.ingest.entries import entry
from kpi.ingest.importing import carry_out
from kpi.ingest.options import Options
from kpi.ingest.plan import inspect
from kpi.ingest.records import KINDS
from kpi.ingest.sources import KnownSource, known_sources
from kpi.ingest.undo import undo as take_back
from kpi.store import Store

LONGEST_SOURCE = 60  # characters: it stands in front of every ticket number


def import_(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A help desk's export: CSV, XLSX, ODS or JSON, also gzipped or in a zip."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Which help desk it is from; else found out, or the file's name.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help='Such as "Opened on=created_at", or "Opened on=ignore".'),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="The zone of dates that name none, such as Europe/Berlin.")
    ] = None,
    day_first: Annotated[bool | None, typer.Option("--day-first/--month-first", help="How to read 03/04/2026.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="When it was exported: now, or such as 2026-07-27T09:00. Else its latest date.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet of a workbook to read.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: take the best reading, and import.")] = False,
    example: Annotated[
        str | None,
        typer.Option(metavar="KIND", help=f"Print an example file of {', '.join(KINDS)}, and import nothing."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Read a file of tickets, costs, inquiries or searches into the store. The same file twice changes nothing."""
    if example is not None:
        typer.echo(_example(example), nl=False)
        return
    if file is None:
        raise UserError("Which file?", "Try: kpibot import export.csv")
    configuration = settings.load()
    zone = _zone(timezone) if timezone else configuration.zone
    options = Options(
        zone=zone,
        zone_is_given=timezone is not None,
        now=int(now().timestamp()),
        source=None if source is None else _source(source),
        day_first=day_first,
        as_of=_moment(as_of, zone) if as_of else None,
        sheet=sheet,
        mapping=said.mapping(mapping or ()),
        accept=yes,
    )
    known = _known_sources(configuration)
    console, errors = Console(), Console(stderr=True)
    gc.disable()  # What is read holds no cycles, and to look for some takes a sixth of the time.
    asking = not yes and not as_json and sys.stdin.isatty()
    plan = inspect_asking(file, options, known, console) if asking else inspect(file, options, known)
    if asking and not confirm(plan, console):
        console.print("Nothing was imported.")
        return
    with progress_bar(errors) as progress:
        report = carry_out(plan, open_store(configuration), progress)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    else:
        show_report(report, console)


def imports() -> None:
    """List what was imported, the newest first."""
    configuration = settings.load()
    with open_store(configuration).reading() as connection:
        show_imports(journal.imports(connection), configuration.zone, Console())


def undo(number: Annotated[int, typer.Argument(metavar="NUMBER", help="As kpibot imports lists it.")]) -> None:
    """Take an import back: what it added goes, what it changed is as before. What later imports changed stays."""
    store = open_store(settings.load())
    with store.reading() as connection:
        kind = entry(connection, number).kind
    show_undone(take_back(store, number, int(now().timestamp())), kind, Console())


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
            _write_csv(listed, csv)
            typer.echo(f"{of.problems} problems of import {of.id} are in {csv}.")


def _known_sources(configuration: settings.Settings) -> list[KnownSource]:
    """Without making a store where there is none: a file that is refused leaves nothing behind."""
    if Store(configuration.database_url).is_new:
        return []
    with open_store(configuration).reading() as connection:
        return known_sources(connection)


def _write_csv(listed: Iterable[kept_problems.KeptProblem], path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            kept_problems.write_csv(listed, file)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.", "Name another file with --csv") from error


def _example(kind: str) -> str:
    if kind not in KINDS:
        raise UserError(f"There is no example of “{kind}”.", f"Try: kpibot import --example {next(iter(KINDS))}")
    return KINDS[kind].example


def _zone(name: str) -> ZoneInfo:
    try:
        return settings.zone(name)
    except ValueError as error:
        raise UserError(f"{error}.", "Try --timezone Europe/Berlin") from error


def _source(name: str) -> str:
    plain = name.strip()
    if not plain or len(plain) > LONGEST_SOURCE or not plain.isprintable():
        raise UserError(f"A source's name is 1 to {LONGEST_SOURCE} characters on one line.", "Try --source zendesk")
    return plain


def _moment(text: str, zone: ZoneInfo) -> int:
    """A moment that is not in the future, in UTC seconds; "now" is one."""
    try:
        moment = now() if text == "now" else datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"“{text}” is no moment.", "Try --as-of now, or --as-of 2026-07-27T09:00") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment > now():
        raise UserError(f"“{text}” is in the future: no file holds that yet.", "Try --as-of now")
    return int(moment.timestamp())
