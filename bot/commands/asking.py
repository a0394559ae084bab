"""From what somebody typed to the question in it, with the store at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.commands import assignees
from bot.commands.registry import Asked, Workbench
from kpi.dimensions import ARRIVED, ASSIGNEE
from kpi.grammar.terms import EVERY
from kpi.grammar.words import words
from kpi.labels import StoreLabels
from kpi.question import Question, QuestionError, parse
from kpi.store_facts import StoreFacts
from kpi.team import settings
from kpi.team.settings import TeamSettings


@dataclass(frozen=True)
class Asking:
    """A question being answered: how it was asked, the moment, the store as it is then, what the team has decided, and
    the labels."""

    question: Question
    asked: Asked
    now: datetime
    connection: Connection
    team: TeamSettings
    labels: StoreLabels

    @property
    def bare(self) -> Question:
        """The question about the number itself, not told apart and not as a series."""
        return bare(self.question)

    @property
    def set_aside(self) -> str:
        """What the bare question lacks, as one types it: "by channel weekly"; "" if that is nothing."""
        apart = self.question.breakdown
        by = f"by {apart.key}" if apart else ""
        every = next((word for word, grain in EVERY.items() if grain is self.question.series), "")
        return f"{by} {every}".strip()

    @property
    def can_share(self) -> bool:
        """Whether only the asker sees the answer, and it may be shown to the channel: assignees never are."""
        told = (self.question.breakdown, *(each.dimension for each in self.question.filters))
        return self.asked.can_share and ASSIGNEE not in told

    @cached_property
    def facts(self) -> StoreFacts:
        """What happened, counted."""
        return StoreFacts(self.connection, self.team)

    @property
    def today(self) -> date:
        """The day, where the workspace is."""
        return self.now.astimezone(self.question.period.zone).date()


@contextmanager
def asking(bench: Workbench, asked: Asked, verb: str = "") -> Iterator[Asking]:
    """The question in what was typed after `verb`; QuestionError, whose lines have the verb, if there is none.

    KpibotError for a question about assignees, where those are not for whoever asks.
    """
    now = bench.clock()
    with bench.store.reading() as connection:
        team = settings.read(connection, bench.zone)
        labels = assignees.labels(connection, asked, team)
        today = now.astimezone(team.zone).date()
        read = partial(_after, verb) if verb else parse
        question = read(asked.text, today, team.zone, labels)
        _check_hours(question, team)
        yield Asking(question, asked, now, connection, team, labels)


def _check_hours(question: Question, team: TeamSettings) -> None:
    """QuestionError if it is told apart by opening hours, and there are none."""
    asks = question.breakdown == ARRIVED or any(each.dimension == ARRIVED for each in question.filters)
    if asks and team.hours is None:
        others = tuple(each for each in question.filters if each.dimension != ARRIVED)
        by = None if question.breakdown == ARRIVED else question.breakdown
        raise QuestionError(
            "No opening hours are set, so nothing arrives outside of them. An admin sets them with: "
            "config set hours mon-fri 9-17",
            replace(question, breakdown=by, filters=others).text,
        )


def bare(question: Question) -> Question:
    """The question about the number itself, not told apart and not as a series."""
    return replace(question, breakdown=None, series=None)


def _after(verb: str, text: str, today: date, zone: ZoneInfo, labels: StoreLabels) -> Question:
    if all(word.is_punctuation for word in words(text)):
        raise QuestionError("Of which metric, and when?", f"{verb} csat last week")
    try:
        return parse(text, today, zone, labels)
    except QuestionError as error:
        raise QuestionError(error.sentence, *(f"{verb} {line}" for line in error.lines)) from error
