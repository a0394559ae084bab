"""What moves on the screen while a store is moved; nothing where nobody sees it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.import_commands.stopping import stopped
from kpi.moving.contents import Tell

_SECONDS_BETWEEN = 0.1


@contextmanager
def moving(console: Console, when_stopped: str) -> Iterator[Tell]:
    """A bar that says what is being done; `when_stopped` is said after Ctrl+C."""
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(
            *shown, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal
        ) as bar:
            task = bar.add_task("Looking at the store", total=None)
            drawn_at, doing = 0.0, ""

            def tell(what: str, done: int, total: int) -> None:
                nonlocal drawn_at, doing
                if what != doing:
                    doing = what
                    bar.reset(task, description=what, total=total)
                is_time = time.monotonic() - drawn_at > _SECONDS_BETWEEN
                bar.update(task, completed=done, total=total, refresh=is_time)
                if is_time:
                    drawn_at = time.monotonic()

            yield tell
    except KeyboardInterrupt:
        raise stopped(when_stopped, console) from None
