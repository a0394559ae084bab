"""`/kpi csat last month`: one KPI over a period."""

from functools import partial

from bot import buttons
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from kpi import question
from kpi.answer import Readout, answer
from kpi.tickets import TicketFacts


def command(bench: Workbench) -> Command:
    """The question about a KPI, which has no verb."""
    return Command(
        verb="",
        usage="KPI [period]",
        does="One KPI: its value, what it is compared with, and whether the change is more than noise.",
        examples=("csat", "frt last month", "ttr 2026-W30", "csat 2026-05-01..2026-05-31"),
        answer=partial(_answer, bench),
    )


def read(bench: Workbench, text: str) -> Readout:
    """The readout that answers the question in `text`; QuestionError if there is none in it."""
    now = bench.clock()
    asked = question.parse(text, now.astimezone(bench.zone).date(), bench.zone)
    with bench.store.reading() as connection:
        return answer(asked, TicketFacts(connection), now)


def _answer(bench: Workbench, asked: Asked) -> Message:
    readout = read(bench, asked.text)
    return bench.messages.render(
        "readout.j2",
        readout=readout,
        details=f"readouts/{readout.kpi.key}.j2",
        share=buttons.value(readout.question.text),
        prompt=asked.prompt,
        shared_by=asked.shared_by,
    )
