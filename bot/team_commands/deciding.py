"""What these commands have in common: the store, who types, what was typed, and how mistakes are told."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

from bot import settings, terminal
from bot.bootstrap import now, open_store
from bot.commands.deciding import Deciding
from bot.messages.mrkdwn import clean
from kpi.grammar.errors import QuestionError
from kpi.team.settings import read, usable

PROMPT = "kpibot"
MENDABLE = 2
"""Exit status."""


@contextmanager
def deciding(*, writing: bool = False, mending: bool = False) -> Iterator[Deciding]:
    """Kept at the end if `writing`. A mistake in what was typed is told with lines to type instead, and ends it.

    Settings that cannot be used are in the way, unless one is `mending` them: then they are as by default.
    """
    configuration = settings.load()
    store = open_store(configuration)
    try:
        with store.writing() if writing else store.reading() as connection:
            team = (usable if mending else read)(connection, configuration.zone)
            yield Deciding(connection, team, configuration.zone, now())
    except QuestionError as error:
        terminal.show_error(error, Console(stderr=True), PROMPT)
        raise typer.Exit(MENDABLE) from None


def who() -> str:
    """Who types: "terminal (anna)"."""
    try:
        return f"terminal ({getpass.getuser()})"
    except (KeyError, OSError):  # a container's user may have no name
        return "terminal"


def typed(arguments: Sequence[str]) -> str:
    """The line as it was typed: the shell has taken the quotes off, and what has blanks in it had some."""
    if len(arguments) == 1:
        return arguments[0]
    return " ".join(_quoted(argument) if " " in argument else argument for argument in arguments)


def say(text: str, console: Console | None = None) -> None:
    """A line, as it is."""
    out = console or Console()
    out.print(Text(clean(text)), soft_wrap=not out.is_terminal)


def as_it_is(text: str) -> None:
    """What is to be copied: no line is broken, however narrow the terminal is."""
    typer.echo(clean(text))


def _quoted(argument: str) -> str:
    """Of channel:Live chat only the name."""
    before, colon, name = argument.partition(":")
    if colon and " " not in before and not name.startswith(" "):
        return f'{before}:"{name}"'
    return f'"{argument}"'
