"""`/kpi` alone: every KPI over the last seven days."""

from functools import partial

from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from kpi import period
from kpi.answer import answer
from kpi.catalogue import KPIS
from kpi.errors import UserError
from kpi.question import Question, QuestionError
from kpi.tickets import TicketFacts


def command(bench: Workbench) -> Command:
    """All KPIs at once."""
    return Command(
        verb="overview",
        usage="[period]",
        does="All KPIs on one screen; without a period, over the last seven days.",
        examples=("", "overview last month"),
        answer=partial(_answer, bench),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    now = bench.clock()
    try:
        over = period.parse(asked.text, now.astimezone(bench.zone).date(), bench.zone)
    except UserError as error:
        raise QuestionError(error.sentence, "overview last week") from error
    with bench.store.reading() as connection:
        facts = TicketFacts(connection)
        readouts = [answer(Question(kpi, over), facts, now) for kpi in KPIS]
    return bench.messages.render("overview.j2", readouts=readouts, period=over, prompt=asked.prompt)
