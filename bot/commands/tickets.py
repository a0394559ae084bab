"""`/kpi tickets csat last week`: the conversations behind a number, a page at a time, or all of them as CSV."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import ticket_csv
from bot.commands import follow_ups
from bot.commands.asking import Asking, asking
from bot.commands.list_pages import AT_ONCE, ListPages
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message, Step
from bot.messages.ticket_rows import TicketRows
from kpi import words
from kpi.answering.answer import answer
from kpi.answering.behind import Behind, behind
from kpi.errors import UserError
from kpi.grammar import list_words
from kpi.grammar.list_words import Wanted
from kpi.question import QuestionError

VERB = "tickets"
EXCEL_ROWS = 1_048_576
"""https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3"""

_NO_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


def command(bench: Workbench) -> Command:
    """A list of conversations."""
    shown = ("show me the", "show the", "show me", "show", "list the", "list", "which")
    named = ("tickets", "conversations")
    return Command(
        verb=VERB,
        usage="KPI [period] [sorted by rating|opened|first reply|resolution] [page 2] [csv]",
        does="The conversations behind a number, the worst first; all of them as a CSV file, sent to you alone.",
        examples=(
            "tickets csat last week",
            "show me the tickets behind ttr last month",
            "tickets frt sorted by opened",
        ),
        answer=partial(_answer, bench),
        also=("behind", *(f"{how} {what}" for how in shown for what in named)),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    text, wanted = list_words.taken(asked.text)
    asked = replace(asked, text=text)
    if wanted.as_csv:
        return _as_csv(bench, asked, wanted)
    with asking(bench, asked, VERB) as found:
        _check_order(found, wanted)
        readout = answer(found.bare, found.facts, found.now)
        listed, wanted = _page(found, wanted)
    pages = ListPages.of(f"{VERB} {found.bare.text}", wanted, listed.total)
    follow = follow_ups.after_tickets(readout, found.today, pages.question, can_share=found.can_share)
    zone = found.question.period.zone
    rows = TicketRows.of(listed, zone, with_subjects=asked.alone, sorted_by=wanted.order)
    message = bench.messages.render(
        "tickets.j2",
        asked=asked,
        readout=readout,
        rows=rows,
        pages=pages,
        set_aside=found.set_aside,
        by_hours=found.team.hours is not None,
        follow=follow,
    )
    return replace(message, question=pages.question)


def _check_order(found: Asking, wanted: Wanted) -> None:
    """QuestionError if it is to be sorted by what a list has not."""
    if wanted.strange:
        ways = words.either(list(list_words.ORDERS))
        lines = (f"{VERB} {found.bare.text} sorted by {order}" for order in list_words.ORDERS)
        raise QuestionError(f"A list is sorted by {ways}, not by “{words.shorten(wanted.strange)}”.", *lines)


def _page(found: Asking, wanted: Wanted) -> tuple[Behind, Wanted]:
    """The page that is wanted; the last one if there are not so many."""
    read = partial(behind, found.bare, found.connection, found.team, AT_ONCE, order=wanted.order)
    listed = read(after=AT_ONCE * (wanted.page - 1))
    if listed.conversations or wanted.page == 1:
        return listed, wanted
    last = max(1, -(-listed.total // AT_ONCE))
    return read(after=AT_ONCE * (last - 1)), replace(wanted, page=last)


def _as_csv(bench: Workbench, asked: Asked, wanted: Wanted) -> Message:
    """That it comes; it is made and sent afterwards, as a million rows take a while."""
    with asking(bench, asked, VERB) as found:
        _check_order(found, wanted)
        question = found.bare.text
    if asked.send is None:
        hint = "In a terminal type `kpibot ask csat --tickets out.csv`."
        raise UserError("A file is sent only for a new message in Slack.", hint)
    coming = bench.messages.render("tickets_csv.j2", asked=asked, question=question, stage="coming", total=0, name="")
    return replace(coming, sequel=_sent(bench, replace(asked, text=question), wanted))


def _sent(bench: Workbench, asked: Asked, wanted: Wanted) -> Iterator[Step]:
    name = f"{VERB}-{_NO_FILE_NAME.sub('-', asked.text)[:_LONGEST_NAME].strip('-')}.csv"
    told = partial(bench.messages.render, "tickets_csv.j2", asked=asked, question=asked.text, name=name)
    with TemporaryDirectory(prefix="kpibot-") as folder:  # which goes with all that is in it, whatever happens
        file = Path(folder) / name
        with asking(bench, asked, VERB) as found:
            total = _written(found, file, wanted)
        if total and asked.send is not None:
            too_many = total >= EXCEL_ROWS
            asked.send(name, file, told(stage="file", total=total, zone=found.team.zone.key, too_many=too_many))
    yield Step(told(stage="sent", total=total))


def _written(found: Asking, file: Path, wanted: Wanted) -> int:
    try:
        return ticket_csv.write(found, file, wanted.order)
    except OSError as error:
        hint = "Ask whoever runs kpibot to make room where it keeps temporary files."
        raise UserError(f"The file could not be written: {error.strerror}.", hint) from error
