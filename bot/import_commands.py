"""The commands that bring data in, and those that look at what was brought in: `kpibot import`, `imports` …"""

import gc
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.text import Text

from bot import settings
from bot.bootstrap import now, open_store, zone_of
from bot.import_dialogue import inspect_asking
from bot.import_history import show_imports, show_problems, show_undone
from bot.import_progress import looking_over, progress_bar, taking_back
from bot.import_report import confirm, show_report
from bot.messages.mrkdwn import clean
from bot.recounting import caught_up
from kpi import words
from kpi.errors import UserError
from kpi.ingest.history import journal
from kpi.ingest.history import problems as kept_problems
from kpi.ingest.history.entries import entry
from kpi.ingest.history.patterns import patterns
from kpi.ingest.history.undo import undo as take_back
from kpi.ingest.importing import carry_out
from kpi.ingest.planning import said
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.sources import KnownSource, known_sources
from kpi.ingest.records import KINDS
from kpi.model import BY_HAND
from kpi.store import Store
from kpi.wording.sentences import many

NOTHING_IMPORTED = "Nothing was imported."
INTERRUPTED = 130  # Of a program that Ctrl+C has ended: 128 and the number of SIGINT.
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
        raise UserError("Which file is to be imported?", "Try: kpibot import export.csv")
    configuration = settings.load()
    zone = _zone(timezone) if timezone else zone_of(configuration)
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
    gc.disable()  # What is read holds no cycles, and to look for some takes a sixth of the time.
    asking = not yes and not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    plan = _planned(file, options, configuration, asking=asking)
    if plan is not None:
        _carry_out(plan, configuration, is_confirmed=asking, as_json=as_json)


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
        caught_up(store, configuration.zone, errors)
    except KeyboardInterrupt:
        raise _stopped(f"Stopped half-way. It goes on from there with: kpibot undo {number}", errors) from None
    show_undone(undone, kind, Console())


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
        raise _stopped(NOTHING_IMPORTED, errors) from None
    if agreed:
        return plan
    console.print(NOTHING_IMPORTED)
    return None


def _carry_out(plan: Plan, configuration: settings.Settings, *, is_confirmed: bool, as_json: bool) -> None:
    """Import it, and say what became of it."""
    errors = Console(stderr=True)
    try:
        store = open_store(configuration)
        with progress_bar(plan.rows, errors) as progress:
            report = carry_out(plan, store, progress)
        caught_up(store, configuration.zone, errors)
        if as_json:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
            return
        with store.reading() as connection:
            found = patterns(kept_problems.problems(connection, report.number), report.rows)
        show_report(report, found, Console(), is_confirmed=is_confirmed)
    except KeyboardInterrupt:
        raise _stopped(_how_far(plan, open_store(configuration)), errors) from None


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


def _stopped(how_far: str, errors: Console) -> typer.Exit:
    """For Ctrl+C, with the exit status by which shells know it."""
    errors.print(Text(f"\n{how_far}" if errors.is_terminal else how_far), soft_wrap=not errors.is_terminal)
    return typer.Exit(INTERRUPTED)


def _is(listed: Sequence[object]) -> str:
    return "is" if len(listed) == 1 else "are"


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
        raise UserError(
            f"There is no example of “{kind}”, but of {words.listed(list(KINDS), most=len(KINDS))}.",
            f"Try: kpibot import --example {next(iter(KINDS))}",
        )
    return KINDS[kind].example


def _zone(name: str) -> ZoneInfo:
    try:
        return settings.zone(name)
    except ValueError as error:
        raise UserError(f"{error}.", "Try --timezone Europe/Berlin") from error


def _source(name: str) -> str:
    plain = name.strip()
    if plain == BY_HAND:
        raise UserError(f"“{BY_HAND}” are the costs that somebody has entered.", "Try --source zendesk")
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
