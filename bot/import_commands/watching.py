"""`kpibot import --watch FOLDER`: exports that land in a folder are imported by themselves, each once."""

import gc
import os
import shlex
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
import typer
from rich.console import Console

from bot import requests
from bot.bootstrap import now
from bot.import_commands import remembered
from bot.import_commands.landing import Landing
from bot.import_commands.stopping import stopped
from bot.messages import import_words
from bot.messages.import_words import ROWS
from bot.messages.mrkdwn import clean, shorten
from bot.recounting import caught_up, tell_later
from bot.team_commands.deciding import who
from kpi import words
from kpi.errors import KpibotError, UserError
from kpi.ingest.history.entries import entry
from kpi.ingest.importing import carry_out
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.sources import KnownSource, known_sources
from kpi.ingest.report import Report
from kpi.model import Import
from kpi.retention.freezing import freeze
from kpi.store import Store
from kpi.wording.sentences import many

EVERY = 5.0
"""Seconds between two looks, unless somebody says otherwise."""

AGAIN_AFTER = 30.0
"""Seconds after which a file is tried once more that could not be imported for the store's sake."""

_LONGEST_NAME = 80
_STOPPED = "Stopped. A file that was being imported goes on from there at the next start."


@dataclass
class Watching:
    """Says a line for each file, and goes on whatever is in one. `options` gives those that hold when it is read."""

    folder: Path
    store: Store
    first_zone: ZoneInfo
    options: Callable[[], Options]
    errors: Console
    _told: dict[Path, str] = field(default_factory=dict)
    _again: dict[Path, float] = field(default_factory=dict)

    def forever(self, every: float) -> None:
        """Until Ctrl+C or SIGTERM, which leave whole transactions: what was begun goes on at the next start."""
        if not self.folder.is_dir():
            raise UserError(f"There is no folder {self.folder}.", "Make it first, or name another with --watch.")
        self.options()  # what was typed wrong is said now, and not of each file
        _end_as_by_ctrl_c()
        landing = Landing(self.folder)
        _say(f"Watching {self.folder}: each file is imported once it is whole. Ctrl+C ends it.")
        try:
            while True:
                self.look(landing)
                time.sleep(every)
        except KeyboardInterrupt:
            raise stopped(_STOPPED, self.errors) from None

    def look(self, landing: Landing) -> None:
        """Take what is whole."""
        try:
            found = landing.whole()
        except OSError as error:
            self._say_once(self.folder, f"{self.folder} cannot be read: {error.strerror}. I try again.")
            return
        for path in found:
            if time.monotonic() >= self._again.get(path, 0.0):
                self._take(path, landing)

    def _take(self, path: Path, landing: Landing) -> None:
        """Nothing that is wrong with a file, or with the store for now, keeps the others waiting."""
        name = shorten(path.name, _LONGEST_NAME)
        try:
            self._bring_in(path, name, landing)
        except UserError as error:
            landing.take(path)
            _say(f"{name}: not imported. {error.sentence}\n{_to_type(path, error)}")
        except KpibotError as error:  # the store cannot be used for now
            self._again[path] = time.monotonic() + AGAIN_AFTER
            self._say_once(path, f"{name}: not imported yet. {error.sentence} {error.hint}".strip())
        except Exception as error:  # noqa: BLE001
            # The outer edge of the work on a file: a bug that one brings to light must not end the watch.
            landing.take(path)
            failure = requests.number()
            structlog.get_logger("kpibot").error("failure", id=failure, exc_info=error)
            _say(f"{name}: not imported. Something broke on our side (failure {failure}). Please report it.")

    def _bring_in(self, path: Path, name: str, landing: Landing) -> None:
        of = remembered.digest(path)
        with self.store.reading() as connection:
            before, known = remembered.earlier(connection, of), known_sources(connection)
        if before is not None:
            landing.take(path)
            _say(f"{name}: {self._known(before, path)}")
            return
        freeze(self.store, self.first_zone, now())
        report = self._carried_out(path, known)
        with self.store.writing() as connection:
            if landing.take(path):  # else somebody wrote while it was read: it comes again, as it is then
                remembered.remember(connection, of, entry(connection, report.number), who())
        self._told.pop(path, None)
        _say(f"{name}: {_became(report)}")
        try:
            caught_up(self.store, self.first_zone, self.errors)
        except KpibotError as error:
            tell_later(error, self.errors)

    def _carried_out(self, path: Path, known: Sequence[KnownSource]) -> Report:
        gc.disable()  # as of any import: what is read holds no cycles
        try:
            return carry_out(inspect(path, self.options(), known), self.store)
        finally:
            gc.enable()

    def _known(self, before: Import, path: Path) -> str:
        when = words.instant(before.started_at, self.options().zone).partition(" ")[2]
        said = f"already imported on {when}, as import {before.id}"
        if before.undone_at is None:
            return f"{said}. Nothing changed."
        return f"{said}, which was taken back since. To have it again: {_line(path)}"

    def _say_once(self, about: Path, said: str) -> None:
        if self._told.get(about) != said:
            self._told[about] = said
            _say(said)


def _end_as_by_ctrl_c() -> None:
    """What a service manager sends as well. A process that reads ahead ends by it without a word."""
    watcher = os.getpid()

    def end(_number: int, _frame: object) -> None:
        if os.getpid() != watcher:
            os._exit(0)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


def _became(report: Report) -> str:
    """ "zendesk, 1,204 rows: 12 added. 3 to look at: kpibot problems 7" """
    became = import_words.became(report.counts, report.rejected)
    said = f"{report.plan.source}, {many(report.rows, ROWS)}: {became}. This was import {report.number}."
    if report.problem_count:
        said += f" {words.count(report.problem_count)} to look at: kpibot problems {report.number}"
    return said


def _to_type(path: Path, error: UserError) -> str:
    return f"{error.hint} Type: {_line(path)}".strip()


def _line(path: Path) -> str:
    return f"kpibot import {shlex.quote(str(path))}"


def _say(text: str) -> None:
    """At once, also into a pipe."""
    typer.echo(clean(text))
