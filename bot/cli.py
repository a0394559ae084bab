"""The command `kpibot`."""

import json
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import structlog
import typer
from rich.console import Console

from bot import (
    import_commands,
    logs,
    prune_command,
    requests,
    review_command,
    settings,
    start,
    store_commands,
    team_commands,
    terminal,
    ticket_file,
)
from bot.bootstrap import build, open_store
from bot.commands import readout
from bot.commands.registry import Asked, Workbench
from bot.doctor.command import doctor
from bot.messages.message import Message
from bot.recounting import caught_up, made_anew
from bot.stopping import wait_to_be_stopped
from bot.team_commands.deciding import who
from kpi import words
from kpi.answering.readout_json import to_json
from kpi.errors import KpibotError
from kpi.span import day_name
from kpi.store import Store
from kpi.wording import sentences

PROMPT = "kpibot ask"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A self-hosted Slack bot that tells a support team the few numbers that matter.",
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


import_commands.register(app)
team_commands.register(app)
store_commands.register(app)
app.command()(review_command.review)
app.command("prune")(prune_command.prune_)


@app.command()
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(help="Such as: csat last month. Nothing gives all KPIs.")
    ] = None,
    as_json: AsJson = False,
    tickets: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all tickets behind the number to a new CSV file.")
    ] = None,
) -> None:
    """Answer in the terminal what `/kpi` answers in Slack."""
    text = " ".join(question or ())
    configuration = settings.load()
    kpibot = build(configuration)
    caught_up(kpibot.bench.store, configuration.zone, Console(stderr=True))
    asked = Asked(text, PROMPT, author=who)
    if as_json:
        found = readout.read(kpibot.bench, asked)
        understood: str | None = found.question.text
        _print_json(to_json(found, sentences.notes(found)))
    else:
        message = kpibot.registry.answer(asked)
        understood = message.question
        terminal.show(message, Console())
        _show_sequel(message, kpibot.bench.store, configuration.zone)
    if tickets is not None:
        _write_tickets(kpibot.bench, replace(asked, text=understood or text), tickets)


@app.command()
def serve() -> None:
    """Answer in Slack, until stopped."""
    start.will_serve()
    # Slack's libraries load slowly, and only who serves needs them.
    from bot.connection import connected
    from bot.warming import warm_up

    configuration = settings.load()
    logs.configure(configuration.log_level, configuration.log_format)
    kpibot = build(configuration)
    with connected(kpibot) as url:
        warm_up(kpibot.bench)
        structlog.get_logger("kpibot").info("connected to Slack", url=url)
        wait_to_be_stopped()


app.command()(doctor)


@app.command()
def migrate() -> None:
    """Bring the store's tables up to this version; all other commands do so as well."""
    store = open_store(settings.load())
    typer.echo(f"{store.name} is up to date.")


@app.command("rebuild")
def rebuild_() -> None:
    """Count every day anew from the tickets, and say whether the daily summary had been right."""
    configuration = settings.load()
    rebuilt = made_anew(open_store(configuration), configuration.zone, Console(stderr=True))
    counted = sentences.many(rebuilt.days, ("day was", "days were"))
    if rebuilt.left_from is not None:
        left = f"Days before {day_name(rebuilt.left_from)} are left as they are"
        typer.echo(f"{left}: their conversations are no longer kept.")
    if not rebuilt.differing:
        typer.echo(f"{counted} counted anew. All are as they had been.")
        return
    days = sorted(set(rebuilt.differing))
    typer.echo(f"{counted} counted anew. Other than before: {words.listed([f'{day}' for day in days], 10)}.")


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the local Slack listens.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open it in a browser.")] = True,
) -> None:
    """Try the bot in a local Slack in the browser, with a sample team's half year. Needs no Slack and no token."""
    from bot.demo import running  # as above

    with running(port) as url:
        typer.echo(f"\nkpibot answers in a local Slack at {url}\nType /kpi csat there. Ctrl+C ends it.")
        if browser:
            webbrowser.open(url)
        wait_to_be_stopped()


def main() -> None:
    """Run a command. Exit status 2: something for the user to mend; 1: a failure of ours."""
    logs.configure("WARNING")
    try:
        app()
    except KpibotError as error:
        terminal.show_error(error, Console(stderr=True), PROMPT)
        raise SystemExit(2) from None
    except Exception as error:  # noqa: BLE001
        # The outer edge. With an id, so that what the user reports can be found.
        failure = requests.number()
        structlog.get_logger("kpibot").error("failure", id=failure, exc_info=error)
        typer.echo(f"Something broke on our side (failure {failure}). Please report it with the lines above.", err=True)
        raise SystemExit(1) from None


def _show_sequel(message: Message, store: Store, first_zone: ZoneInfo) -> None:
    """In a terminal nobody else counts, so what is told at the end is all that there is to tell."""
    if message.sequel is not None:
        caught_up(store, first_zone, Console(stderr=True))
        for step in message.sequel:
            if step.news is not None:
                terminal.show(step.news, Console())


def _write_tickets(bench: Workbench, asked: Asked, file: Path) -> None:
    """What was written is said beside the answer, which may be JSON."""
    written = ticket_file.write(bench, asked, file)
    typer.echo(f"{sentences.many(written, ('ticket is', 'tickets are'))} in {file}.", err=True)


def _print_json(document: dict[str, Any]) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
