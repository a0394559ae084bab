"""`kpibot import`: reads a file into the store."""

import gc
import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot import settings
from bot.bootstrap import not_kept_in, now, open_store, zone_of
from bot.import_commands import typed
from bot.import_commands.dialogue import inspect_asking
from bot.import_commands.progress import looking_over, progress_bar
from bot.import_commands.report import confirm, show_report
from bot.import_commands.stopping import stopped
from bot.import_commands.watching import EVERY, Watching
from bot.recounting import counted_or_told
from kpi import words
from kpi.errors import UserError
from kpi.ingest.history import journal
from kpi.ingest.history import problems as kept_problems
from kpi.ingest.history.patterns import patterns
from kpi.ingest.importing import carry_out
from kpi.ingest.planning import said
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.sources import KnownSource, known_sources
from kpi.ingest.records import KINDS
from kpi.ingest.report import Report
from kpi.retention.freezing import freeze
from kpi.store import Store
from kpi.wording.sentences import many

NOTHING_IMPORTED = "Nothing was imported."

_File = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="A help desk's export: CSV, XLSX, ODS or JSON, also gzipped or in a zip."),
]
_Source = Annotated[str | None, typer.Option(help="Which help desk it is from; else found out, or the file's name.")]
_Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help='Such as "Opened on=created_at", or "Opened on=ignore".'),
]
_Timezone = Annotated[str | None, typer.Option(help="The zone of dates that name none, such as Europe/Berlin.")]
_DayFirst = Annotated[bool | None, typer.Option("--day-first/--month-first", help="How to read 03/04/2026.")]
_AsOf = Annotated[
    str | None, typer.Option(help="When it was exported: now, or such as 2026-07-27T09:00. Else its latest date.")
]
_Sheet = Annotated[str | None, typer.Option(help="Which sheet of a workbook to read.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Do not ask: take the best reading, and import.")]
_Example = Annotated[
    str | None, typer.Option(metavar="KIND", help=f"Print an example file of {', '.join(KINDS)}, and import nothing.")
]
_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
_Watch = Annotated[
    Path | None,
    typer.Option("--watch", metavar="FOLDER", help="Import what lands in this folder, each file once, until stopped."),
]
_Every = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, max=86_400, help="With --watch: how often to look at the folder.")
]


def import_(
    file: _File = None,
    source: _Source = None,
    mapping: _Mapping = None,
    timezone: _Timezone = None,
    day_first: _DayFirst = None,
    as_of: _AsOf = None,
    sheet: _Sheet = None,
    yes: _Yes = False,
    example: _Example = None,
    as_json: _AsJson = False,
    watch: _Watch = None,
    every: _Every = EVERY,
) -> None:
    """Read a file of tickets, costs, inquiries or searches into the store. The same file twice changes nothing."""
    if example is not None:
        typer.echo(typed.example(example), nl=False)
        return
    configuration = settings.load()
    said_of_file = {
        "source": None if source is None else typed.source(source),
        "day_first": day_first,
        "sheet": sheet,
        "mapping": said.mapping(mapping or ()),
        "accept": yes or watch is not None,
    }
    options = partial(_options, configuration, timezone, as_of, said_of_file)
    if watch is not None:
        _refuse_beside_a_folder({"FILE": file, "--as-of": as_of, "--json": as_json})
        Watching(watch, open_store(configuration), configuration.zone, options, Console(stderr=True)).forever(every)
        return
    if file is None:
        raise UserError("Which file is to be imported?", "Try: kpibot import export.csv")
    asking = not yes and not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    _bring_in(file, options(), configuration, asking=asking, as_json=as_json)


def _options(
    configuration: settings.Settings, timezone: str | None, as_of: str | None, said_of_file: Mapping[str, Any]
) -> Options:
    """Those that hold now: while a folder is watched, the team may decide otherwise."""
    zone = typed.zone(timezone) if timezone else zone_of(configuration)
    return Options(
        zone=zone,
        zone_is_given=timezone is not None,
        now=int(now().timestamp()),
        as_of=typed.moment(as_of, zone) if as_of else None,
        not_kept=not_kept_in(configuration),
        **said_of_file,
    )


def _refuse_beside_a_folder(given: Mapping[str, object]) -> None:
    """What is said of one file cannot be meant of all that will land somewhere."""
    for name, value in given.items():
        if value:
            raise UserError(f"{name} is for one file, and --watch is for many.", "Try: kpibot import --watch FOLDER")


def _bring_in(file: Path, options: Options, configuration: settings.Settings, *, asking: bool, as_json: bool) -> None:
    gc.disable()  # What is read holds no cycles, and to look for some takes a sixth of the time.
    plan = _planned(file, options, configuration, asking=asking)
    if plan is None:
        return
    errors = Console(stderr=True)
    store = open_store(configuration)
    freeze(store, configuration.zone, now())
    _tell(_carried_out(plan, store, errors), store, is_confirmed=asking, as_json=as_json)
    counted_or_told(store, configuration.zone, errors)


def _planned(file: Path, options: Options, configuration: settings.Settings, *, asking: bool) -> Plan | None:
    """How the file will be read; None if the person does not want that."""
    console, errors = Console(), Console(stderr=True)
    try:
        known = _known_sources(configuration)
        if not asking:
            with looking_over(errors):
                return inspect(file, options, known)
        plan = inspect_asking(file, options, known, console, errors)
        agreed = confirm(plan, console)
    except EOFError:  # Ctrl+D
        agreed = False
        console.print()
    except KeyboardInterrupt:
        raise stopped(NOTHING_IMPORTED, errors) from None
    if agreed:
        return plan
    console.print(NOTHING_IMPORTED)
    return None


def _carried_out(plan: Plan, store: Store, errors: Console) -> Report:
    try:
        with progress_bar(plan.rows, errors) as progress:
            return carry_out(plan, store, progress)
    except KeyboardInterrupt:
        raise stopped(_how_far(plan, store), errors) from None


def _tell(report: Report, store: Store, *, is_confirmed: bool, as_json: bool) -> None:
    """What became of the file."""
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        return
    with store.reading() as connection:
        found = patterns(kept_problems.problems(connection, report.number), report.rows)
    show_report(report, found, Console(), is_confirmed=is_confirmed)


def _how_far(plan: Plan, store: Store) -> str:
    """What the journal says, whose entries are written together with the rows that they count."""
    with store.reading() as connection:
        of_plan = (plan.source, plan.table.name, plan.options.now)
        mine = [each for each in journal.imports(connection) if (each.source, each.file, each.started_at) == of_plan]
    if not mine:
        return NOTHING_IMPORTED
    if mine[0].finished_at is not None:
        return f"Import {mine[0].id} was finished already: all of its {many(mine[0].rows, ('row', 'rows'))} are in."
    done = f"Stopped after {words.count(mine[0].rows)} of {many(plan.rows, ('row', 'rows'))}."
    return f"{done} Import the file again: it goes on from there. Or take it back: kpibot undo {mine[0].id}"


def _known_sources(configuration: settings.Settings) -> list[KnownSource]:
    """Without making a store where there is none: a file that is refused leaves nothing behind."""
    if Store(configuration.database_url).is_new:
        return []
    with open_store(configuration).reading() as connection:
        return known_sources(connection)
