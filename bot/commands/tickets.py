"""`/kpi tickets csat last week`: the conversations behind a number."""

from functools import partial

from bot.commands import follow_ups
from bot.commands.asking import asking
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.ticket_rows import TicketRows
from kpi.answer import answer
from kpi.behind import behind


def command(bench: Workbench) -> Command:
    """A list of conversations."""
    shown = ("show me the", "show the", "show me", "show", "list the", "list", "which")
    named = ("tickets", "conversations")
    return Command(
        verb="tickets",
        usage="KPI [period]",
        does="The conversations behind a number, the worst first.",
        examples=("tickets csat last week", "show me the tickets behind ttr last month"),
        answer=partial(_answer, bench),
        also=("behind", *(f"{how} {what}" for how in shown for what in named)),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    with asking(bench, asked.text) as found:
        readout = answer(found.question, found.facts, found.now)
        listed = behind(found.question, found.connection)
    follow = follow_ups.after_tickets(readout, found.today, can_share=asked.can_share)
    rows = TicketRows.of(listed, found.question.period.zone, with_subjects=asked.alone)
    return bench.messages.render("tickets.j2", asked=asked, readout=readout, rows=rows, follow=follow)
