"""An import or an undo that somebody has stopped with Ctrl+C."""

import typer
from rich.console import Console
from rich.text import Text

INTERRUPTED = 130  # Of a program that Ctrl+C has ended: 128 and the number of SIGINT.


def stopped(how_far: str, errors: Console) -> typer.Exit:
    """For Ctrl+C, with the exit status by which shells know it."""
    errors.print(Text(f"\n{how_far}" if errors.is_terminal else how_far), soft_wrap=not errors.is_terminal)
    return typer.Exit(INTERRUPTED)
