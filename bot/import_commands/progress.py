"""What moves on the screen while a person waits; nothing where nobody sees it."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from kpi.ingest.importing import Progress as Tell

_SECONDS_BETWEEN = 0.1


def looking_over(console: Console) -> AbstractContextManager[object]:
    """While a file is looked over, which cannot tell how far it is."""
    return _waiting("Looking the file over", console)


def taking_back(console: Console) -> AbstractContextManager[object]:
    """While an import is undone."""
    return _waiting("Taking it back", console)


@contextmanager
def progress_bar(rows: int, console: Console) -> Iterator[Tell]:
    """A bar while an import of so many rows runs, and how many are done.

    It is drawn by whoever tells how far it is: with a thread of its own, no second process could be forked to read
    ahead (`kpi.ingest.ahead`).
    """
    shown = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TextColumn("rows,"), TimeRemainingColumn())
    with Progress(*shown, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal) as bar:
        task = bar.add_task("Importing", total=rows)
        drawn_at = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal drawn_at
            is_time = time.monotonic() - drawn_at > _SECONDS_BETWEEN
            bar.update(task, completed=done, total=total, refresh=is_time)
            if is_time:
                drawn_at = time.monotonic()

        yield tell


def _waiting(what: str, console: Console) -> AbstractContextManager[object]:
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True,
        disable=not console.is_terminal,
    )  # fmt: skip
    bar.add_task(what, total=None)
    return bar
