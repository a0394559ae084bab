"""Tells the owner of a schedule, in a direct message, what the channel is not to be bothered with."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import structlog
from structlog.stdlib import BoundLogger

from bot import failures, requests
from bot.delivery import Delivery
from bot.messages.environment import Messages
from bot.messages.review_words import PAUSES
from bot.refusals import UnexpectedRefusalError
from kpi.errors import KpibotError
from kpi.schedule.due import Run
from kpi.schedule.schedules import Pause, Schedule
from kpi.span import Grain, containing

_TEMPLATE = "owner_told.j2"


class Owner:
    """Whoever made a schedule, or the next to own it. What cannot be told is in the log; nothing is told twice."""

    def __init__(self, delivery: Delivery, messages: Messages) -> None:
        self._delivery = delivery
        self._messages = messages
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def of_skipped(self, schedule: Schedule, mondays: Sequence[date], why: str) -> None:
        """Reviews that were due more than a day ago have not been posted, and will not be."""
        self._tell(schedule, "skipped", weeks=[_week(each) for each in mondays], why=why)

    def of_pause(self, schedule: Schedule, why: Pause) -> None:
        """Reviews rest until somebody mends what is in the way."""
        self._tell(schedule, "paused", why=why.name.lower())

    def of_no_data(self, schedule: Schedule, *, connected: bool) -> None:
        """Reviews rest until data come: new ones, or any at all where nothing is `connected`."""
        self._tell(schedule, "paused", why=Pause.STALE.name.lower(), posts=PAUSES, connected=connected)

    def of_doubt(self, run: Run, why: str, *, thread: bool) -> None:
        """A review, or some of its thread, may be there or not, and nobody but a person can tell."""
        self._tell(run.schedule, "thread in doubt" if thread else "in doubt", weeks=[_week(run.monday)], why=why)

    def of_failure(self, run: Run, error: Exception, *, thread: bool) -> None:
        """A review, or some of its thread, could not be posted, and is tried again. A bug is told by the id that the
        log has it as."""
        known = error if isinstance(error, KpibotError) else None
        number = "" if known else requests.number()
        if known is None:
            self._log.error("a review failed", id=number, channel=run.schedule.channel, exc_info=error)
        self._tell(run.schedule, "failed", weeks=[_week(run.monday)], error=known, id=number, thread=thread)

    def of_untaken(self, schedule: Schedule) -> None:
        """Nobody took on the focus of two reviews in a row."""
        self._tell(schedule, "untaken")

    def _tell(self, schedule: Schedule, what: str, **more: Any) -> None:
        message = self._messages.render(_TEMPLATE, what=what, channel=schedule.channel, **more)
        try:
            self._delivery.post(schedule.owner, message)
        except (KpibotError, UnexpectedRefusalError) as error:
            self._log.warning("an owner could not be told", owner=schedule.owner, what=what, why=failures.said(error))
        else:
            self._log.info("an owner was told", owner=schedule.owner, channel=schedule.channel, what=what)


def _week(monday: date) -> tuple[str, str]:
    """Of a week its name to type, and its days."""
    span = containing(monday, Grain.WEEK)
    return span.text, span.dates
