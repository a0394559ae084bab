"""`/kpi` alone: every KPI over the last seven days."""

from dataclasses import replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from bot.commands import follow_ups
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from kpi import period
from kpi.answering.answer import answer
from kpi.answering.preparing import prepare
from kpi.catalogue import BACKLOG, KPIS, VOLUME, WAITING
from kpi.errors import UserError
from kpi.grammar.vocabulary import FILLERS
from kpi.grammar.words import words
from kpi.period import Period
from kpi.question import Question, QuestionError
from kpi.review.record.normal_intents import normal
from kpi.store_facts import StoreFacts
from kpi.team import settings

_ASKING = (
    *("overview", "summary", "everything", "all kpis", "all the kpis", "the kpis", "our kpis"),
    *("all numbers", "all the numbers", "the numbers", "our numbers", "all metrics", "the metrics", "our metrics"),
    *("how did we do", "how are we doing", "how have we been doing", "how did it go"),
)
_COUNTS = (VOLUME, BACKLOG, WAITING)
_OF_PERIODS = frozenset(("all", "and", "from", "this", "to"))
_DASHES = ("-", "–", "—", "..", "...")


def command(bench: Workbench) -> Command:
    """All KPIs at once."""
    return Command(
        verb="overview",
        usage="[period]",
        does="All KPIs on one screen; without a period, over the last seven days.",
        examples=("", "overview last month"),
        answer=partial(_answer, bench),
        loose=_ASKING,
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    now = bench.clock()
    with bench.store.reading() as connection:
        team = settings.read(connection, bench.zone)
        today = now.astimezone(team.zone).date()
        over = _period(asked.text, today, team.zone)
        facts = StoreFacts(connection, team)
        prepare(facts, over, (*KPIS, *_COUNTS))
        own = normal(connection)
        readouts, counts = (
            [answer(Question(kpi, over), facts, now, limits=own) for kpi in kpis] for kpis in (KPIS, _COUNTS)
        )
    follow = follow_ups.after_overview(readouts, counts, over, today, can_share=asked.can_share)
    message = bench.messages.render(
        "overview.j2", asked=asked, readouts=readouts, counts=counts, period=over, follow=follow
    )
    return replace(message, question=f"overview {over.text}")


def _period(text: str, today: date, zone: ZoneInfo) -> Period:
    try:
        return period.parse(_without_fillers(text), today, zone)
    except UserError as error:
        raise QuestionError(error.sentence, "overview last week") from error


def _without_fillers(text: str) -> str:
    """A period as it is, and what stands around it in a sentence left away: "show me the overview of last month"."""
    said = (word for word in words(text) if not word.is_punctuation or word.text in _DASHES)
    return " ".join(word.text for word in said if word.text.lower() not in FILLERS - _OF_PERIODS)
