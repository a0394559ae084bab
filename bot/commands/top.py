"""`/kpi top`: the three questions of a weekly look at once, for the three largest intents."""

from dataclasses import replace
from functools import partial

from bot.commands import drill_downs
from bot.commands.asking import asking
from bot.commands.intent import desk
from bot.commands.intent_follow_ups import TOP, after_top, top_line
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.card_rows import TopRow, assumed
from bot.messages.message import Message
from kpi.answering.top_intents import top_intents
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.question import QuestionError


def command(bench: Workbench) -> Command:
    """The three largest intents."""
    return Command(
        verb=TOP,
        usage="[period]",
        does="The three largest intents: is that more than usual, who answers them, and what would a fix save?",
        examples=(TOP, "top last month", "top three last week"),
        answer=partial(_answer, bench),
        loose=("top three", "top 3", "top intents", "top three intents", "top 3 intents"),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    try:
        return _three(bench, asked)
    except QuestionError as error:
        lines = (top_line(each) if each.startswith(INTENT_DISTRIBUTION.name) else each for each in error.lines)
        raise QuestionError(error.sentence, *lines) from error


def _three(bench: Workbench, asked: Asked) -> Message:
    with asking(bench, replace(asked, text=f"{INTENT_DISTRIBUTION.name} {_rest(asked.text)}")) as found:
        top = top_intents(found.bare, desk(found))
        follow = after_top(top, found.today, can_share=found.can_share)
    question = top.readout.question
    rows = [TopRow.of(each, drill_downs.card_line(question, each.share.spelling), top) for each in top.intents]
    line = top_line(question.text)
    message = bench.messages.render(
        "top.j2",
        asked=asked,
        readout=top.readout,
        rows=rows,
        assumed=assumed([each.saving for each in top.intents]),
        line=line,
        set_aside=found.set_aside,
        follow=follow,
    )
    return replace(message, question=line)


def _rest(text: str) -> str:
    """What stands behind "top three intents"."""
    words = text.split()
    while words and words[0].lower() in ("three", "3", "intents", "intent"):
        words.pop(0)
    return " ".join(words)
