"""`kpibot config`: what the team has decided, who did, and when."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import settings as environment
from bot.bootstrap import now, open_store
from bot.commands.deciding import Deciding
from bot.commands.history import KINDS, read_line
from bot.commands.history import VERB as HISTORY
from bot.messages.mrkdwn import clean
from bot.recounting import figures_now, tell_later, what_moved
from bot.team_commands.deciding import deciding, say, typed, who
from kpi import forgetting
from kpi.errors import ConfigurationError, KpibotError
from kpi.grammar.errors import QuestionError
from kpi.restated import Figures
from kpi.team import settings, typed_settings
from kpi.team.keys import find
from kpi.team.plain_keys import ZONE
from kpi.team.privacy_keys import OF_PRIVACY
from kpi.team.settings import Listed

ANY_WORDS = {"ignore_unknown_options": True}
"""A minus may stand before a number, or before what goes from a list."""

MOST_CHANGES = 50

app = typer.Typer(help="What your team decides: time zone, currency, opening hours, targets.")


@app.callback(invoke_without_command=True)
def config(context: typer.Context) -> None:
    """What your team decides."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_() -> None:
    """List all settings, and where the value of each comes from."""
    table = _table("Setting", "Value", "From")
    with deciding(mending=True) as at:
        for each in settings.listing(at.connection, at.first_zone):
            _add(table, each.name, each.value, _source(each, at))
    Console().print(table)


@app.command()
def get(name: Annotated[list[str], typer.Argument(metavar="NAME", help="Such as zone, or target.csat.")]) -> None:
    """Say what a setting decides, what it is, and how to change it."""
    with deciding(mending=True) as at:
        said = typed_settings.which(at.connection, typed(name))
        found = settings.in_force(at.connection, said.name, at.first_zone)
        say(f"{found.name}: {found.value} ({_source(found, at)})")
        say(found.means)
        say(f"To change it: kpibot {find(found.name).line}")


@app.command("set", context_settings=ANY_WORDS)
def set_(
    setting: Annotated[list[str], typer.Argument(metavar="NAME VALUE", help="Such as: zone Europe/Berlin.")],
) -> None:
    """Change a setting: zone Europe/Berlin; hours mon-fri 9-17; target.csat 85 % bad 75 %; target.csat default."""
    with deciding(mending=True) as at:
        name, _ = typed_settings.to_set(at.connection, typed(setting), at.at)
    figures = _figures_before() if settings.restates(name) else None
    with deciding(writing=True, mending=True) as at:
        name, value = typed_settings.to_set(at.connection, typed(setting), at.at)
        before = _values(at)
        settings.change(at.connection, name, value, who(), at.at)
        after = _values(at)
        changed = [each for each in sorted({*before, *after}) if before.get(each) != after.get(each)]
        for each in changed:
            say(f"{each}: {before.get(each, settings.DEFAULT)} → {after.get(each, settings.DEFAULT)}")
        if not changed:
            say(f"{name} is as it was: {settings.in_force(at.connection, name, at.first_zone).value}")
    if set(changed) & OF_PRIVACY.keys():
        forgetting.finish(open_store(environment.load()))
    if any(map(settings.restates, changed)):
        say("Past periods are counted anew: their numbers may change.")
        _say_what_moved(figures)


@app.command()
def history(
    of: Annotated[list[str] | None, typer.Argument(metavar="[KIND] [before NUMBER]", help="Such as: targets.")] = None,
) -> None:
    """List who changed what and when, the newest first: all, or of targets, costs, rules, labels, schedules, admins."""
    table = _table("When", "Who", "What")
    with deciding(mending=True) as at:
        kind, before = _kind(" ".join(of or ()))
        found = settings.changes(at.connection, MOST_CHANGES + 1, before, KINDS[kind] if kind else ())
        shown = found[:MOST_CHANGES]
        for each in shown:
            _add(table, at.moment(each.at), each.who, each.said)
    if shown:
        Console().print(table)
    else:
        say(f"{'Nothing' if not kind else f'None of the {kind}'} was changed yet. Try: kpibot config list")
    if len(found) > len(shown):
        line = " ".join(filter(None, ("kpibot config history", kind, f"before {shown[-1].number}")))
        say(f"There are earlier ones: {line}")


def _kind(text: str) -> tuple[str, int | None]:
    """As `/kpi history` reads it; QuestionError with lines for here."""
    try:
        return read_line(text)
    except QuestionError as error:
        lines = (f"config {line}" if line.startswith(HISTORY) else f"ask {line}" for line in error.lines)
        raise QuestionError(error.sentence, *lines) from None


def _source(each: Listed, at: Deciding) -> str:
    """Where the value comes from."""
    if each.who is not None and each.at is not None:
        return f"{each.who}, {at.moment(each.at)}"
    zone_is_given = "timezone" in environment.load().model_fields_set
    return "environment (TIMEZONE)" if each.name == ZONE.name and zone_is_given else "default"


def _figures() -> Figures:
    """Of the last seven days, with all counted that has changed."""
    configuration = environment.load()
    return figures_now(open_store(configuration), configuration.zone, now(), Console(stderr=True))


def _figures_before() -> Figures | None:
    """None while there are none, as a setting cannot be used: it may be the one that is to be mended."""
    try:
        return _figures()
    except ConfigurationError:
        return None


def _say_what_moved(before: Figures | None) -> None:
    try:
        after = _figures()
    except KpibotError as error:
        tell_later(error, Console(stderr=True))
    else:
        for line in () if before is None else what_moved(before, after):
            say(line)


def _values(at: Deciding) -> dict[str, str]:
    return {each.name: each.value for each in settings.listing(at.connection, at.first_zone)}


def _table(first: str, *others: str) -> Table:
    """The first column is never cut."""
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name)
    return table


def _add(table: Table, *cells: str) -> None:
    table.add_row(*(Text(clean(cell)) for cell in cells))
