"""`/kpi explain csat last week`: how a number was made, so that anyone can redo it by hand."""

from functools import partial

from bot.commands import follow_ups
from bot.commands.asking import asking
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from kpi.explanation import explain


def command(bench: Workbench) -> Command:
    """An explanation."""
    return Command(
        verb="explain",
        usage="KPI [period]",
        does="How a number was made: its definition, its formula with the figures, and what was left out.",
        examples=("explain csat last week", "how was csat made last month?"),
        answer=partial(_answer, bench),
        also=("explain", "explained", "made", "calculate", "calculated", "computed", "worked out", "formula"),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    with asking(bench, asked.text) as found:
        explanation = explain(found.question, found.facts, found.now)
    follow = follow_ups.after_explanation(explanation.readout, found.today, can_share=asked.can_share)
    return bench.messages.render("explain.j2", asked=asked, explanation=explanation, follow=follow)
