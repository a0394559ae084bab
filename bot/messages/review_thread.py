"""The messages in the thread of a review: what its numbers are made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy import Connection

from bot import buttons
from bot.messages import review_words
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.messages.review_conversations import MOST_ENTRIES, Listed, entries, rows, tables
from bot.messages.review_problems import problems
from kpi.answering import answer as answering
from kpi.answering.distribution import Distribution
from kpi.catalogue import CSAT, INTENT_DISTRIBUTION, Unit
from kpi.counting.days import Days
from kpi.filters import Filter
from kpi.period import Period
from kpi.question import Question
from kpi.review.agenda import Agenda, Kind
from kpi.review.conversations import Found, low_rated, unanswered, wrote_again
from kpi.review.record.causes import causes
from kpi.review.week import Week
from kpi.state import State
from kpi.team.settings import TeamSettings

_TOP_INTENTS = 3
_WAITING = "Nobody has answered these, the one that has waited longest first."
_CAME_BACK = "Customers wrote again, or it was opened again, when an automated answer was all they had."

Finder = Callable[[Connection, TeamSettings, Days, Sequence[Filter]], Found]


@dataclass(frozen=True)
class ReviewThread:
    """What stands below a review, none of it where the review has no data. A `test` has nothing that can be changed."""

    all_messages: Messages
    connection: Connection
    team: TeamSettings
    agenda: Agenda
    channel: str
    test: bool

    def messages(self) -> Iterator[Message]:
        """In their order."""
        if self.agenda.kind in (Kind.NOT_CONNECTED, Kind.STALE):
            return
        yield from self._low_ratings()
        for listed in self.lists[1][1:] if self.lists else ():
            yield self._table(listed, _WAITING)
        found = self._found(wrote_again)
        again = rows(found.conversations, Unit.SECONDS, self._period.zone)
        for listed in tables("Not helped by the automated answer", "Again after", "When", again):
            yield self._table(listed, _CAME_BACK)
        if behind := self._behind():
            yield behind

    @cached_property
    def lists(self) -> list[list[Listed]]:
        """Of a review of several weeks, the tables of all low ratings, and of all that wait: for a founder that is the
        report. Of a week there are none."""
        if self._week.weeks == 1:
            return []
        zone = self._period.zone
        low = rows(self._low_rated.conversations, Unit.POINTS, zone)
        waiting = rows(self._found(unanswered, self._until_now).conversations, Unit.SECONDS, zone, opened=True)
        return [
            tables("Low-rated conversations", "Rating", "Rated", low),
            tables("Conversations that nobody has answered", "Waits for", "Opened", waiting),
        ]

    # ---- low ratings

    @cached_property
    def _low_rated(self) -> Found:
        return self._found(low_rated)

    def _found(self, find: Finder, days: Days | None = None) -> Found:
        return find(self.connection, self.team, days or self._period.local_days, self._week.filters)

    def _low_ratings(self) -> Iterator[Message]:
        """Of a week the lowest, of several weeks all."""
        found = self._low_rated
        listed = found.conversations[: MOST_ENTRIES if self._week.weeks == 1 else None]
        labelled = causes(self.connection, [(each.source, each.external_id) for each in listed])
        rest = found.total - len(listed)
        question = Question(CSAT, self._period, filters=self._week.filters).text
        before = 0
        for part in entries(listed, labelled, self._period.zone, menus=not self.test):
            is_last = before + len(part) == len(listed)
            line = f"/kpi tickets {question}" if rest and is_last else ""
            yield self.all_messages.render(
                "review_low_rated.j2", entries=part, before=before, total=found.total, rest=rest, line=line
            )
            before += len(part)

    # ---- what else

    def _table(self, listed: Listed, said: str) -> Message:
        return self.all_messages.render("review_table.j2", listed=listed, said=said)

    def _behind(self) -> Message | None:
        agenda, found = self.agenda, self._distribution
        top = list(found.intents[:_TOP_INTENTS]) if found else []
        wrong, restated = problems(agenda.review), review_words.all_restated(agenda)
        if not (top or wrong or restated):
            return None
        return self.all_messages.render(
            "review_behind.j2",
            top=top,
            unclassified=found.unclassified if found else None,
            normal="" if self.test else self._above_its_limit,
            button_value=buttons.review_value(self.channel, agenda.monday),
            problems=wrong,
            restated=restated,
        )

    @property
    def _above_its_limit(self) -> str:
        """The intent that is judged, as it is spelt; "" if it is on target, or none is judged."""
        standing = self._week.of(INTENT_DISTRIBUTION)
        return standing.intent if standing.state in (State.SHORT, State.PERHAPS_SHORT) else ""

    @cached_property
    def _distribution(self) -> Distribution | None:
        question = Question(INTENT_DISTRIBUTION, self._period, filters=self._week.filters)
        return answering.answer(question, self._week.facts, self._week.now).distribution

    @property
    def _week(self) -> Week:
        return self.agenda.review.week

    @property
    def _period(self) -> Period:
        return self._week.period

    @property
    def _until_now(self) -> Days:
        """Who waits now is found on days that reach beyond the data; of weeks long over, who waited at their end."""
        if not self.agenda.review.waiting.now:
            return self._period.local_days
        today = self._week.now.astimezone(self._period.zone).date()
        return Days(self._period.first, today + timedelta(days=1), self._period.zone)
