"""From what somebody typed to the question in it, with the store at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.commands.registry import Workbench
from kpi.grammar.terms import EVERY
from kpi.grammar.words import words
from kpi.labels import StoreLabels
from kpi.question import Question, QuestionError, parse
from kpi.tickets import TicketFacts


@dataclass(frozen=True)
class Asking:
    """A question being answered: the moment, the store as it is then, and its labels."""

    question: Question
    now: datetime
    connection: Connection
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
    def facts(self) -> TicketFacts:
        """What happened, counted."""
        return TicketFacts(self.connection)

    @property
    def today(self) -> date:
        """The day, where the workspace is."""
        return self.now.astimezone(self.question.period.zone).date()


@contextmanager
def asking(bench: Workbench, text: str, verb: str = "") -> Iterator[Asking]:
    """The question in `text`, which stood after `verb`; QuestionError, whose lines have the verb, if there is none."""
    now = bench.clock()
    with bench.store.reading() as connection:
        labels = StoreLabels(connection)
        today = now.astimezone(bench.zone).date()
        asked = _after(verb, text, today, bench, labels) if verb else parse(text, today, bench.zone, labels)
        yield Asking(asked, now, connection, labels)


def bare(question: Question) -> Question:
    """The question about the number itself, not told apart and not as a series."""
    return replace(question, breakdown=None, series=None)


def _after(verb: str, text: str, today: date, bench: Workbench, labels: StoreLabels) -> Question:
    if all(word.is_punctuation for word in words(text)):
        raise QuestionError("Of which metric, and when?", f"{verb} csat last week")
    try:
        return parse(text, today, bench.zone, labels)
    except QuestionError as error:
        raise QuestionError(error.sentence, *(f"{verb} {line}" for line in error.lines)) from error
