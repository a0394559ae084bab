"""`/kpi sources`: where the data come from, how fresh they are, and what was wrong with what came in last."""

from datetime import datetime
from functools import partial

from bot.commands.deciding import Deciding, deciding
from bot.commands.quickly import quick
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.source_rows import SourceRows, SourceWords
from kpi.counting.days import Days
from kpi.dimensions import SOURCE
from kpi.grammar.errors import QuestionError
from kpi.ingest.history.feeds import feeds
from kpi.measures import Measure
from kpi.silence import silences
from kpi.span import DAY
from kpi.store_facts import StoreFacts

VERB = "sources"
MOST, ROOM = 12, 7_500


def command(bench: Workbench) -> Command:
    """All sources."""
    return Command(
        verb=VERB,
        usage="",
        does="Where the data come from: up to when each source is complete, and what its last import brought.",
        examples=(VERB,),
        answer=partial(_answer, bench),
        also=("data sources",),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    if asked.text.strip(" .!?"):
        raise QuestionError(f"“{VERB}” takes no more words.", VERB, "volume by source")
    with deciding(bench) as at:
        rows = _rows(at, alone=asked.alone)
    return bench.messages.render("sources.j2", asked=asked, sources=rows)


def _rows(at: Deciding, *, alone: bool) -> SourceRows:
    facts = StoreFacts(at.connection, at.team)
    is_counted = quick(facts, at.connection)
    quiet = silences(facts, at.today) if is_counted else {}
    opened = _opened(facts, at) if is_counted else {}
    told = SourceWords(at.connection, at.team.zone, at.today, quiet, opened, alone)
    return told.rows(feeds(at.connection), MOST, ROOM)


def _opened(facts: StoreFacts, at: Deciding) -> dict[str, int]:
    """How many conversations each has."""
    fed = [each for each in facts.sources if each.complete_until is not None]
    firsts = [each.first_opened for each in fed if each.first_opened is not None]
    if not firsts:
        return {}
    first = datetime.fromtimestamp(min(firsts), at.team.zone).date()
    every = Days(first, at.today + DAY, at.team.zone)
    counted = facts.tallies((Measure.OPENED,), [every], (SOURCE,))
    return {name: tally[Measure.OPENED] for (name,), [tally] in counted.items() if name is not None}
