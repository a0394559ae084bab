"""`/kpi csat last month`: one KPI over a period, perhaps told apart or narrowed."""

from dataclasses import replace
from functools import partial

from bot.commands import follow_ups
from bot.commands.asking import asking
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.plots import plot
from kpi.answer import answer
from kpi.readout import Readout


def command(bench: Workbench) -> Command:
    """The question about a KPI, which has no verb."""
    return Command(
        verb="",
        usage="KPI [period] [by channel]",
        does="One KPI: its value, what it is compared with, and whether the change is more than noise.",
        examples=(
            "csat",
            "frt last month",
            "ttr 2026-W30",
            "csat 2026-05-01..2026-05-31",
            "csat last month by channel",
            "how was csat last quarter?",
        ),
        answer=partial(_answer, bench),
    )


def read(bench: Workbench, text: str) -> Readout:
    """The readout that answers the question in `text`; QuestionError if there is none in it."""
    with asking(bench, text) as found:
        return answer(found.question, found.facts, found.now)


def _answer(bench: Workbench, asked: Asked) -> Message:
    with asking(bench, asked.text) as found:
        readout = answer(found.question, found.facts, found.now)
        follow = follow_ups.after_readout(readout, found.labels, found.today, can_share=asked.can_share)
    message = bench.messages.render(
        "readout.j2",
        asked=asked,
        readout=readout,
        plot=plot(readout),
        details=f"readouts/{readout.kpi.key}.j2",
        follow=follow,
    )
    return replace(message, question=readout.question.text)
