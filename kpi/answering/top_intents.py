"""The three questions of a weekly look, for the largest intents: how much, who answers, and what a fix would save."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.answering.answer import answer
from kpi.answering.distribution import IntentShare
from kpi.answering.intent_card import CardDesk
from kpi.answering.one_intent import Beside, OneIntent, Saving
from kpi.answering.readout import Readout
from kpi.catalogue import AUTOMATION_RATE, CSAT
from kpi.question import Question
from kpi.readings.reading import Part

MOST = 3


@dataclass(frozen=True)
class TopIntent:
    """One of them: its `share`, the parts of how its conversations `ended` ({} if nothing tells), its `csat` beside the
    team's (None without ratings), and what a fix would save."""

    share: IntentShare
    ended: Mapping[str, Part]
    csat: Beside | None
    saving: Saving


@dataclass(frozen=True)
class TopIntents:
    """The largest intents, the largest first, of the `readout` of the question about intents."""

    readout: Readout
    intents: tuple[TopIntent, ...]


def top_intents(question: Question, desk: CardDesk) -> TopIntents:
    """Of a question about intents that is not told apart."""
    readout = answer(question, desk.facts, desk.now, limits=desk.normal)
    largest = readout.distribution.intents[:MOST] if readout.distribution is not None else ()
    return TopIntents(readout, tuple(_top(question, each, desk) for each in largest))


def _top(question: Question, share: IntentShare, desk: CardDesk) -> TopIntent:
    about = OneIntent(share.intent, desk.facts, question.filters, question.period.local_days)
    about.prepare((AUTOMATION_RATE, CSAT))
    return TopIntent(share, about.ended(), about.beside(CSAT), about.saving())
