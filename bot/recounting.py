"""Keeps the daily summary in step: in the background of a bot that serves, or while somebody in a terminal waits."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kpi import words
from kpi.errors import KpibotError
from kpi.restated import Figures, Moved, figures, moved
from kpi.store import Store
from kpi.summary.catching_up import Rebuilt, catch_up, rebuild

SECONDS = 4
"""So often it is looked whether anything has changed: what comes in is counted within 5 seconds."""

_JOB = "recounting"


class Recounting:
    """Looks every few seconds whether any day has to be counted anew, which also mends what a crash has left undone."""

    def __init__(self, store: Store, first_zone: ZoneInfo) -> None:
        self._store = store
        self._first_zone = first_zone
        # Late runs are made up for, and never two at once.
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = BackgroundScheduler(job_defaults=defaults)
        logging.getLogger("apscheduler").setLevel(logging.WARNING)

    def start(self) -> None:
        """From now on, until `stop`."""
        at_once = datetime.now().astimezone()
        self._scheduler.add_job(self._run, "interval", seconds=SECONDS, id=_JOB, next_run_time=at_once)
        self._scheduler.start()

    def soon(self) -> None:
        """At once, where it runs at all."""
        if self._scheduler.running:
            self._scheduler.modify_job(_JOB, next_run_time=datetime.now().astimezone())

    def stop(self) -> None:
        """When what is being counted is written."""
        if self._scheduler.running:
            self._scheduler.shutdown()

    def _run(self) -> None:
        try:
            catch_up(self._store, self._first_zone)
        except KpibotError as error:  # the next run may find the store usable again
            structlog.get_logger("kpibot").warning("days could not be counted", why=error.sentence)


def caught_up(store: Store, first_zone: ZoneInfo, console: Console) -> None:
    """Count what has changed, with a bar for whoever waits."""
    with _bar(console) as bar:
        task = bar.add_task("", total=None)
        catch_up(store, first_zone, lambda done, total: bar.update(task, completed=done, total=total))


def made_anew(store: Store, first_zone: ZoneInfo, console: Console) -> Rebuilt:
    """Count everything, with a bar for whoever waits."""
    with _bar(console) as bar:
        task = bar.add_task("", total=None)
        return rebuild(store, first_zone, lambda done, total: bar.update(task, completed=done, total=total))


def what_moved(store: Store, first_zone: ZoneInfo, now: datetime, before: Figures) -> list[str]:
    """In a line each, which figures of the last seven days are no longer what they were `before`."""
    with store.reading() as connection:
        after = figures(connection, first_zone, now)
    return [_said(each) for each in moved(before, after)]


def _said(each: Moved) -> str:
    before, after = (
        "no data" if value is None else words.amount(value, each.kpi.unit) for value in (each.before, each.after)
    )
    return f"{each.kpi.title}: {before} → {after}"


def _bar(console: Console) -> Progress:
    shown = (TextColumn("Counting"), BarColumn(), MofNCompleteColumn(), TextColumn("days,"), TimeRemainingColumn())
    return Progress(*shown, console=console, transient=True, disable=not console.is_terminal)
