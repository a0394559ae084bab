"""From what somebody typed to the question in it, with the store at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.commands.registry import Workbench
from kpi import question
from kpi.labels import StoreLabels
from kpi.question import Question
from kpi.tickets import TicketFacts


@dataclass(frozen=True)
class Asking:
    """A question being answered: the moment, the store as it is then, and its labels."""

    question: Question
    now: datetime
    connection: Connection
    labels: StoreLabels

    @property
    def facts(self) -> TicketFacts:
        """What happened, counted."""
        return TicketFacts(self.connection)

    @property
    def today(self) -> date:
        """The day, where the workspace is."""
        return self.now.astimezone(self.question.period.zone).date()


@contextmanager
def asking(bench: Workbench, text: str) -> Iterator[Asking]:
    """The question in `text`; QuestionError if there is none in it."""
    now = bench.clock()
    with bench.store.reading() as connection:
        labels = StoreLabels(connection)
        asked = question.parse(text, now.astimezone(bench.zone).date(), bench.zone, labels)
        yield Asking(asked, now, connection, labels)
