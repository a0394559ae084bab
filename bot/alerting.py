"""Tells channels that want it when yesterday was far outside of its usual range."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from structlog.stdlib import BoundLogger

from bot.commands.registry import Workbench
from bot.delivery import Delivery
from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from bot.reviewing.history import GONE, PASSING
from bot.reviewing.rounds import IsCounted, nobody_knows
from kpi.alerts import channels, told, wording
from kpi.alerts.channels import AlertChannel
from kpi.alerts.outliers import Outlier, is_known, outliers
from kpi.dimensions import INTENT
from kpi.grammar.errors import QuestionError
from kpi.schedule import schedules
from kpi.schedule.typed_schedule import filters_of
from kpi.span import DAY
from kpi.store_facts import StoreFacts
from kpi.team import settings
from kpi.team.settings import TeamSettings

FROM_HOUR, UNTIL_HOUR = 8, 20
"""Nobody is told at night: alerts come between these hours, where the team is."""

EVENT = "kpibot_alert"
_VERSION = 1


@dataclass(frozen=True)
class Told:
    """An outlier in words."""

    headline: str
    why: str
    question: str


class Alerting:
    """Looks at yesterday, once its data are complete, for each channel that has alerts turned on: at the conversations
    that the channel's reviews are about, if it has any.

    A help desk that sends all the time changes some day all the time: no more has to be counted than what had come in
    when the data were first complete.
    """

    def __init__(self, bench: Workbench, delivery: Delivery, is_counted: IsCounted = nobody_knows) -> None:
        self._bench = bench
        self._delivery = delivery
        self._is_counted = is_counted
        self._complete_since: dict[tuple[str, date], datetime] = {}
        self._looked_at: set[tuple[str, date]] = set()
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def run(self) -> None:
        """Post what is new; what is in the way of one channel does not keep the others waiting."""
        now = self._bench.clock()
        with self._bench.store.reading() as connection:
            team = settings.read(connection, self._bench.zone)
            wanting = channels.all_of_them(connection)
        local = now.astimezone(team.zone)
        if not FROM_HOUR <= local.hour < UNTIL_HOUR:
            return
        yesterday = local.date() - DAY
        for each in wanting:
            if not each.is_snoozed(int(now.timestamp())) and (each.channel, yesterday) not in self._looked_at:
                self._look(each, yesterday, now, team)

    def _look(self, channel: AlertChannel, day: date, now: datetime, team: TeamSettings) -> None:
        """What may pass is tried again at the next look, all else not before the next day."""
        try:
            is_done = self._is_told(channel, day, now, team)
        except QuestionError:  # its reviews are narrowed to what no conversation has any more
            self._log.warning("no alerts", channel=channel.channel, why="nothing is as its filter says")
            is_done = True
        except (LostError, RefusedError, UnexpectedRefusalError) as error:
            self._log.warning("an alert could not be posted", channel=channel.channel, why=str(error))
            is_done = not (isinstance(error, RefusedError) and error.code in PASSING)
        if is_done:
            self._looked_at.add((channel.channel, day))

    def _is_told(self, channel: AlertChannel, day: date, now: datetime, team: TeamSettings) -> bool:
        """Whether the day is known, and all that is to be told of it is."""
        with self._bench.store.reading() as connection:
            reviewed = schedules.of(connection, channel.channel)
            filters = filters_of(connection, reviewed.filters, team, now) if reviewed else ()
            facts = StoreFacts(connection, team).narrowed(filters)
            if not is_known(facts, day):
                return False
            since = self._complete_since.setdefault((channel.channel, day), now)
            if facts.behind and not self._is_counted(since):
                return False
            found, spellings = outliers(facts, day), facts.spellings(INTENT)
        with self._bench.store.writing() as connection:
            new = told.claim(connection, channel.channel, found, int(now.timestamp()))
        if new:
            self._tell(channel, new, [_in_words(each, spellings.get(each.intent or "", ""), team) for each in new])
        return True

    def _tell(self, channel: AlertChannel, new: Sequence[Outlier], said: Sequence[Told]) -> None:
        """What may have arrived is not told again; a claim that was not posted for sure is given back."""
        try:
            message = self._bench.messages.render("alert.j2", alerts=said)
            self._delivery.post(channel.channel, message, metadata=_metadata(new))
        except LostError:
            raise
        except Exception as error:
            with self._bench.store.writing() as connection:
                told.release(connection, channel.channel, new)
            if not (isinstance(error, RefusedError) and error.code in GONE):
                raise
            self._end(channel, error, said)

    def _end(self, channel: AlertChannel, refusal: RefusedError, said: Sequence[Told]) -> None:
        """The bot can post nothing there any more: its owner is told, once."""
        with self._bench.store.writing() as connection:
            channels.turn_off(connection, channel.channel, "kpibot", int(self._bench.clock().timestamp()))
        lost = self._bench.messages.render("alerts_lost.j2", channel=channel.channel, why=refusal, alerts=said)
        self._delivery.post(channel.owner, lost)


def _in_words(outlier: Outlier, spelling: str, team: TeamSettings) -> Told:
    """With the question that shows the days before."""
    name = spelling or outlier.intent or ""
    narrowed = f' intent:"{outlier.intent}"' if outlier.intent is not None and '"' not in outlier.intent else ""
    kpi = "volume" if outlier.intent is not None else outlier.kpi.name
    question = f"{kpi} 30d{narrowed} daily"
    return Told(wording.headline(outlier, name, team.currency), wording.why(outlier), question)


def _metadata(new: Sequence[Outlier]) -> dict[str, Any]:
    subjects = [each.subject for each in new[:_MOST_SUBJECTS]]
    return {"event_type": EVENT, "event_payload": {"v": _VERSION, "subjects": subjects, "day": new[0].day.isoformat()}}


_MOST_SUBJECTS = 5  # as many as are told in full
