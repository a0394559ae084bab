"""`/kpi gaps last month`: what customers searched for and did not find."""

from dataclasses import replace
from datetime import date
from functools import partial

from bot.commands.deciding import deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.gap_rows import gap_rows, trend
from bot.messages.message import Message
from kpi import gaps as searches
from kpi import period
from kpi.dimensions import INTENT
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.labels import StoreLabels
from kpi.period import Period
from kpi.retention import gone

VERB = "gaps"
_LAST = "last month"
_OTHERS = (("Last 7 days", ""), ("Last month", _LAST), ("Last 90 days", "90d"))


def command(bench: Workbench) -> Command:
    """Searches that found nothing."""
    return Command(
        verb=VERB,
        usage="[period]",
        does="What customers searched for and did not find: how often, whether more than before, and which intent it "
        "resembles.",
        examples=(VERB, f"{VERB} {_LAST}"),
        answer=partial(_answer, bench),
        also=("content gaps", "searches that found nothing", "searches without results", "failed searches"),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench) as at:
        try:
            over = period.parse(_without_fillers(asked.text), at.today, at.team.zone)
        except UserError as error:
            raise QuestionError(error.sentence, f"{VERB} {_LAST}") from error
        gone.check(at.connection, at.team, over.local_days, what="searches")
        earlier = period.before(over)
        intents = StoreLabels(at.connection).values(INTENT)
        found = searches.gaps(at.connection, over.local_days, earlier.local_days if earlier else None, intents)
    question = f"{VERB} {over.text}"
    message = bench.messages.render(
        "gaps.j2",
        asked=asked,
        found=found,
        rows=gap_rows(found),
        trend=trend(found.searches, found.before),
        period=over,
        earlier=earlier,
        others=_others(over, at.today),
        question=question,
    )
    return replace(message, question=question)


def _others(over: Period, today: date) -> list[tuple[str, str]]:
    """Labels and questions for other periods than this one."""
    read = ((label, words, period.parse(words, today, over.zone)) for label, words in _OTHERS)
    return [(label, f"{VERB} {words}".strip()) for label, words, other in read if other.local_days != over.local_days]


def _without_fillers(text: str) -> str:
    """The period alone: "in june?" """
    first, _, rest = text.strip(" ?!.").partition(" ")
    return rest if first.casefold() in ("in", "for", "of", "over", "during") else text.strip(" ?!.")
