"""Deletes every night, for as long as the bot serves, what the team no longer keeps of conversations."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog
from structlog.stdlib import BoundLogger

from bot import requests
from kpi.errors import KpibotError
from kpi.retention.nightly import is_due, put_off, unseen_since
from kpi.retention.pruning import prune
from kpi.retention.turn import TakenError
from kpi.store import Store
from kpi.team import settings
from kpi.team.settings import TeamSettings

SECONDS = 300
"""So often it is looked whether it is time."""


class Pruning:
    """Looks, and deletes where it is due; what is broken off goes on at the next look, of whichever bot."""

    def __init__(
        self, store: Store, first_zone: ZoneInfo, clock: Callable[[], datetime], stopping: Callable[[], bool]
    ) -> None:
        self._store = store
        self._first_zone = first_zone
        self._clock = clock
        self._stopping = stopping
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def run(self) -> None:
        """Trouble keeps nothing from being tried again at the next look."""
        try:
            self._run(self._clock())
        except TakenError:
            return  # another bot is at it
        except KpibotError as error:
            self._log.warning("old conversations cannot be deleted", why=error.sentence)
        except Exception as error:  # noqa: BLE001
            # The outer edge: a bug must not end the looks that are to come.
            self._log.error("failure", id=requests.number(), exc_info=error)

    def _run(self, now: datetime) -> None:
        with self._store.reading() as connection:
            team = settings.read(connection, self._first_zone)
            due = is_due(connection, team, now)
            unseen = unseen_since(connection, team, now)
        if due and unseen is not None:
            self._put_off(team, now, unseen)
        elif due:
            done = prune(self._store, self._first_zone, now, stopping=self._stopping)
            if done is not None and (done.conversations or done.inquiries):
                self._log.info("old conversations deleted", number=done.conversations, inquiries=done.inquiries)

    def _put_off(self, team: TeamSettings, now: datetime, unseen: date) -> None:
        with self._store.writing() as connection:
            put_off(connection, team, now)
        self._log.warning(
            "old conversations are kept for a day longer: set this machine's clock if it is wrong",
            today=f"{now.astimezone(team.zone).date()}",
            last_looked=f"{unseen}",
        )
