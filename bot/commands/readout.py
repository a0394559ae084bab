"""`/kpi csat last month`: one KPI over a period, perhaps told apart or narrowed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.commands import drill_downs, follow_ups
from bot.commands.asking import Asking, asking
from bot.commands.follow_ups import Around
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.arrival_rows import ArrivalRows
from bot.messages.message import Message
from bot.messages.plots import plot
from kpi.answering.answer import answer
from kpi.answering.leading_intents import leading_intents
from kpi.answering.readout import Readout
from kpi.catalogue import ARRIVALS, INTENT_DISTRIBUTION, Target
from kpi.dimensions import CHANNEL, INTENT
from kpi.question import Question
from kpi.review.record.normal_intents import normal
from kpi.team.settings import TeamSettings
from kpi.team.targets import VALUE


def command(bench: Workbench) -> Command:
    """The question about a KPI, which has no verb."""
    return Command(
        verb="",
        usage="KPI [period] [vs period] [by channel] [channel:email] [weekly]",
        does="One KPI: its value, what it is compared with, and whether the change is more than noise.",
        examples=(
            "csat",
            "frt last month",
            "ttr 2026-W30",
            "csat 2026-05-01..2026-05-31",
            "csat last month by channel",
            "frt 90d by team weekly",
            "csat june vs may",
            "how was csat last quarter?",
        ),
        answer=partial(respond, bench),
    )


def read(bench: Workbench, asked: Asked) -> Readout:
    """The readout that answers the question in what was typed; QuestionError if there is none in it."""
    with asking(bench, asked) as found:
        return answer(_sensible(found.question), found.facts, found.now, limits=normal(found.connection))


def respond(bench: Workbench, asked: Asked) -> Message:
    """The answer to the question in what was typed; QuestionError if there is none in it."""
    with asking(bench, asked) as found:
        readout = answer(_sensible(found.question), found.facts, found.now, limits=normal(found.connection))
        beside = {"arrivals": _arrivals(found, readout), "leading": _leading(found, readout)}
        for_all = asked.for_all and readout.distribution is not None and found.can_share
        follow = follow_ups.after_readout(readout, around(found), can_share=found.can_share and not for_all)
    message = bench.messages.render(
        "readout.j2",
        asked=replace(asked, shared_by=asked.person) if for_all else asked,
        readout=readout,
        plot=plot(readout),
        details=f"readouts/{readout.kpi.key}.j2",
        targets=_targets(found.team, readout),
        follow=follow,
        **beside,
    )
    return replace(message, question=readout.question.text, for_all=for_all)


def around(found: Asking) -> Around:
    """What there is beside the answer to a question."""
    zone = found.question.period.zone
    opened = [each.first_opened for each in found.facts.sources if each.first_opened is not None]
    since = datetime.fromtimestamp(min(opened), zone).date() if opened else None
    dimensions = drill_downs.with_values(found.labels, has_hours=found.team.hours is not None)
    return Around(found.today, dimensions, since)


def _sensible(question: Question) -> Question:
    """Intents told apart by intent are what the question about intents shows anyway."""
    if question.kpi == INTENT_DISTRIBUTION and question.breakdown == INTENT:
        return replace(question, breakdown=None)
    return question


def _arrivals(found: Asking, readout: Readout) -> ArrivalRows | None:
    """By weekday and hour, where that is what was asked."""
    question = readout.question
    if question.kpi != ARRIVALS or question.breakdown or question.series or not readout.connected:
        return None
    return ArrivalRows.of(*found.facts.narrowed(question.filters).arrivals(question.period.local_days))


def _leading(found: Asking, readout: Readout) -> Mapping[str | None, str]:
    """Of intents told apart, the largest of each part."""
    question = readout.question
    if question.kpi != INTENT_DISTRIBUTION or readout.breakdown is None:
        return {}
    facts = found.facts.narrowed(question.filters)
    return leading_intents(facts, question.period.local_days, readout.breakdown.dimension)


def _targets(team: TeamSettings, readout: Readout) -> Mapping[str | None, Target | None]:
    """By segment: a channel may have a target of its own."""
    if readout.breakdown is None:
        return {}
    kpi, of_channels = readout.kpi, readout.breakdown.dimension == CHANNEL
    row = next(iter(kpi.targets or (VALUE,)))
    return {
        segment.value: team.targets.of(kpi.key, row, segment.value) if of_channels else readout.target
        for segment in readout.breakdown.segments
    }
