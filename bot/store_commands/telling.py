"""How a whole store is spoken of in the terminal."""

from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.messages.mrkdwn import clean
from kpi.moving.files import leftovers
from kpi.wording.count_words import many


def holds(tables: int, rows: int) -> str:
    """How much is in it: "29 tables, 1,204,331 rows"."""
    return f"{many(tables, ('table', 'tables'))}, {many(rows, ('row', 'rows'))}"


def say(text: str) -> None:
    """A paragraph of a terminal. In a file or a pipe it stays one line."""
    console = Console()
    console.print(Text(clean(text)), soft_wrap=not console.is_terminal)


def say_leftovers(file: Path) -> None:
    """What an attempt that was killed has left beside a file, for nobody else will delete it."""
    for each in leftovers(file):
        say(f"{each} is left of an attempt that was broken off. Delete it, unless another one is running.")
