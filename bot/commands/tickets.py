"""`/kpi tickets csat last week`: the conversations behind a number."""

from dataclasses import replace
from functools import partial

from bot.commands import follow_ups
from bot.commands.asking import asking
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.ticket_rows import TicketRows
from kpi.answering.answer import answer
from kpi.answering.behind import behind

VERB = "tickets"


def command(bench: Workbench) -> Command:
    """A list of conversations."""
    shown = ("show me the", "show the", "show me", "show", "list the", "list", "which")
    named = ("tickets", "conversations")
    return Command(
        verb=VERB,
        usage="KPI [period]",
        does="The conversations behind a number, the worst first.",
        examples=("tickets csat last week", "show me the tickets behind ttr last month"),
        answer=partial(_answer, bench),
        also=("behind", *(f"{how} {what}" for how in shown for what in named)),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    with asking(bench, asked.text, VERB) as found:
        readout = answer(found.bare, found.facts, found.now)
        listed = behind(found.bare, found.connection, found.team)
    follow = follow_ups.after_tickets(readout, found.today, can_share=asked.can_share)
    rows = TicketRows.of(listed, found.question.period.zone, with_subjects=asked.alone)
    message = bench.messages.render(
        "tickets.j2", asked=asked, readout=readout, rows=rows, set_aside=found.set_aside, follow=follow
    )
    return replace(message, question=f"{VERB} {found.bare.text}")
