"""Keeps the daily summary in step: in the background of a bot that serves, or while somebody in a terminal waits.

The same background deletes what a team no longer keeps, and every night what is too old.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text
from structlog.stdlib import BoundLogger

from bot import heap, pruning, requests
from bot.operations.pulse import Pulse
from bot.scheduler import Scheduler
from kpi import forgetting
from kpi.errors import KpibotError
from kpi.labelling import relabelling
from kpi.restated import Figures, figures, moved
from kpi.store import Store
from kpi.summary.catching_up import Rebuilt, catch_up, rebuild
from kpi.webhooks import liveness

SECONDS = 4
"""So often it is looked whether anything has changed: what comes in is counted within 5 seconds."""

ALIVE_WITHIN = 60.0
_JOB, _NIGHTLY = "recounting", "pruning"


def _now() -> datetime:
    return datetime.now().astimezone()


class Recounting:
    """Looks every few seconds whether any day has to be counted anew, which also mends what a crash has left undone."""

    def __init__(self, store: Store, first_zone: ZoneInfo, clock: Callable[[], datetime] = _now) -> None:
        self._store = store
        self._first_zone = first_zone
        self._clock = clock
        # Late runs are made up for, and never two at once.
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = Scheduler(job_defaults=defaults)
        # It would warn every few seconds that a run has not ended yet.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._log: BoundLogger = structlog.get_logger("kpibot")
        self._stopping = Event()
        self._pruning = pruning.Pruning(store, first_zone, clock, self._stopping.is_set)
        self._trouble = ""
        self.pulse = Pulse("counting", ALIVE_WITHIN)
        self._counted_at = time.monotonic()
        self._has_counted = False
        self.listens: Callable[[], bool] = lambda: True
        """Whether what help desks send reaches this bot: else nobody knows that nothing came."""

    def start(self) -> None:
        """From now on, until `stop`."""
        at_once = datetime.now().astimezone()
        self._scheduler.add_job(self._run, "interval", seconds=SECONDS, id=_JOB, next_run_time=at_once)
        self._scheduler.add_job(self._pruning.run, "interval", seconds=pruning.SECONDS, id=_NIGHTLY)
        self._scheduler.start()

    def soon(self) -> None:
        """At once, where it runs at all."""
        if self._scheduler.running:
            self._scheduler.modify_job(_JOB, next_run_time=datetime.now().astimezone())

    def pause(self, seconds: float) -> bool:
        """Wait so long, or until it is stopped; whether it still runs then."""
        return not self._stopping.wait(seconds)

    def stop(self) -> None:
        """As soon as the days that are just being counted are written; the others stay marked."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown()

    def is_counted(self, until: datetime) -> bool:
        """Whether all is counted that had changed until then, whatever has changed since."""
        return self._has_counted and self._clock() - timedelta(seconds=self.uncounted()) >= until

    def uncounted(self) -> float:
        """For how many seconds not all that had changed has been counted, if anything waits now."""
        return time.monotonic() - self._counted_at

    def _run(self) -> None:
        began = time.monotonic()
        with requests.request(), self.pulse.beat():
            if self._counts() and not self._stopping.is_set():
                self._counted_at = began
                self._has_counted = True

    def _counts(self) -> bool:
        """Whether it could. Trouble is told when it begins and when it is over, not every few seconds."""
        try:
            if self.listens():
                liveness.advance(self._store, int(self._clock().timestamp()))
            forgetting.finish(self._store, self._stopping.is_set)
            relabelling.finish(self._store, stopping=self._stopping.is_set)
            if catch_up(self._store, self._first_zone, stopping=self._stopping.is_set):
                heap.give_back()  # to count takes much memory for a moment
        except KpibotError as error:  # the next run may find the store usable again
            if error.sentence != self._trouble:
                self._log.warning("days cannot be counted", why=error.sentence)
            self._trouble = error.sentence
        except Exception as error:  # noqa: BLE001
            # The outer edge: a bug must not end the runs that are to come.
            if type(error).__name__ != self._trouble:
                self._log.error("failure", id=requests.number(), exc_info=error)
            self._trouble = type(error).__name__
        else:
            if self._trouble:
                self._log.info("days are counted again")
            self._trouble = ""
            return True
        return False


def caught_up(store: Store, first_zone: ZoneInfo, console: Console) -> None:
    """Count what has changed, with a bar for whoever waits."""
    _relabelled(store, console)
    with _bar(console) as bar:
        task = bar.add_task("", total=None)
        catch_up(store, first_zone, lambda done, total: bar.update(task, completed=done, total=total))


def counted_or_told(store: Store, first_zone: ZoneInfo, console: Console) -> None:
    """Count what a command has just changed. Where that cannot be done now it is said: the command itself is done."""
    try:
        caught_up(store, first_zone, console)
    except KpibotError as error:
        tell_later(error, console)
    except KeyboardInterrupt:
        _say("Its days are not all counted yet: the bot does that if it runs, else the next question.", console)


def tell_later(error: KpibotError, console: Console) -> None:
    """That what was changed is kept, though its days could not be counted because of an error."""
    _say("That is kept. Its days are counted later, by the bot if it runs, else by the next question:", console)
    _say(f"{error.sentence} {error.hint}".strip(), console)


def _say(text: str, console: Console) -> None:
    console.print(Text(text), soft_wrap=not console.is_terminal)


def made_anew(store: Store, first_zone: ZoneInfo, console: Console) -> Rebuilt:
    """Count everything, with a bar for whoever waits."""
    _relabelled(store, console)
    with _bar(console) as bar:
        task = bar.add_task("", total=None)
        return rebuild(store, first_zone, lambda done, total: bar.update(task, completed=done, total=total))


def figures_now(store: Store, first_zone: ZoneInfo, now: datetime, console: Console) -> Figures:
    """Those of the last seven days, when all that has changed is counted."""
    caught_up(store, first_zone, console)
    with store.reading() as connection:
        return figures(connection, first_zone, now)


def what_moved(before: Figures, after: Figures) -> list[str]:
    """In a line each, which figures of the last seven days are no longer what they were `before`."""
    return [each.said for each in moved(before, after)] or ["No figure of the last seven days has moved."]


def _relabelled(store: Store, console: Console) -> None:
    """Let all conversations have the intents that follow from rules and names."""
    with store.reading() as connection:
        is_due = relabelling.is_due(connection)
    if is_due:
        with _bar(console, "Looking through", "conversations,") as bar:
            task = bar.add_task("", total=None)
            relabelling.finish(store, progress=lambda done, total: bar.update(task, completed=done, total=total))


def _bar(console: Console, doing: str = "Counting", what: str = "days,") -> Progress:
    shown = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn(what), TimeRemainingColumn())
    return Progress(*shown, console=console, transient=True, disable=not console.is_terminal)
