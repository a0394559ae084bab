"""`/kpi explain csat last week`: how a number was made, so that anyone can redo it by hand."""

from dataclasses import replace
from functools import partial

from bot.commands import follow_ups
from bot.commands.asking import Asking, asking
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from kpi.answering.explanation import explain
from kpi.catalogue import Unit
from kpi.review.record.normal_intents import normal
from kpi.store_facts import StoreFacts

VERB = "explain"


def command(bench: Workbench) -> Command:
    """An explanation."""
    return Command(
        verb=VERB,
        usage="KPI [period]",
        does="How a number was made: its definition, its formula with the figures, and what was left out.",
        examples=("explain csat last week", "how was csat made last month?"),
        answer=partial(_answer, bench),
        also=("explain", "explained", "made", "calculate", "calculated", "computed", "worked out", "formula"),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    with asking(bench, asked, VERB) as found:
        explanation = explain(found.bare, _facts(found), found.now, normal(found.connection))
    follow = follow_ups.after_explanation(explanation.readout, found.today, can_share=found.can_share)
    message = bench.messages.render(
        "explain.j2", asked=asked, explanation=explanation, set_aside=found.set_aside, follow=follow
    )
    return replace(message, question=f"{VERB} {found.bare.text}")


def _facts(found: Asking) -> StoreFacts:
    """The daily summary has counts exactly, and medians within 1 %: those are taken from the tickets instead."""
    return StoreFacts(found.connection, found.team, from_tickets=found.question.kpi.unit is Unit.SECONDS)
