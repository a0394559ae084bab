"""What a channel's review says: its post, and the messages of its thread."""

from dataclasses import dataclass
from datetime import date

from bot.commands.deciding import deciding
from bot.commands.registry import Workbench
from bot.messages import review_words
from bot.messages.message import Message
from bot.messages.review_post import ReviewPost
from bot.messages.review_thread import ReviewThread
from kpi.opening_hours.times import clock
from kpi.review.agenda import Agenda, Kind
from kpi.review.agenda import agenda as made
from kpi.review.playbook import Playbook
from kpi.review.review import period_of
from kpi.schedule.schedules import Schedule
from kpi.schedule.typed_schedule import filters_of
from kpi.span import WEEKDAYS


@dataclass(frozen=True)
class Composed:
    """A review: its post, and what stands in its thread."""

    kind: Kind
    message: Message
    thread: tuple[Message, ...]
    agenda: Agenda


class Composer:
    """Composes reviews from what the store knows when it is asked."""

    def __init__(self, bench: Workbench, playbook: Playbook) -> None:
        self._bench = bench
        self._playbook = playbook

    def compose(
        self, schedule: Schedule, monday: date, weeks: int, *, late: bool = False, test: bool = False
    ) -> Composed:
        """The review of so many weeks, of which the last begins on this Monday. A `late` one says so, and so does a
        `test`, which has no buttons that change anything."""
        with deciding(self._bench) as at:
            filters = filters_of(at.connection, schedule.filters, at.team, at.now)
            period = period_of(monday, weeks, at.team.zone)
            agenda = made(at.connection, at.team, period, at.now, self._playbook, schedule.channel, filters)
            opening = review_words.opening(agenda, late=late, test=test, again=_again(schedule, weeks))
            thread = ReviewThread(self._bench.messages, at.connection, at.team, agenda, schedule.channel, test)
            post = ReviewPost(self._bench.messages, agenda, schedule.channel, opening, schedule.stale + 1, test)
            return Composed(agenda.kind, post.message(thread.lists), tuple(thread.messages()), agenda)


def _again(schedule: Schedule, weeks: int) -> str:
    """ "every Monday at 09:00", "every 4 weeks, on a Monday at 09:00" """
    day, time = WEEKDAYS[schedule.weekday], clock(schedule.minute)
    return f"every {day} at {time}" if weeks == 1 else f"every {weeks} weeks, on a {day} at {time}"
