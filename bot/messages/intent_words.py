"""What stands in the table and the chart of intents."""

from dataclasses import dataclass

from bot.messages.data_limits import LABEL
from kpi import words
from kpi.answering.distribution import Distribution, IntentShare
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.wording import change_words

MOST_BARS = 12


@dataclass(frozen=True)
class Bars:
    """A bar for each of the largest intents."""

    labels: list[str]
    series: list[tuple[str, list[float]]]


def share(intent: IntentShare) -> str:
    """ "25.2 %", "25.2 %, above the limit" """
    said = words.percent(intent.share.value or 0)
    return f"{said}, above the limit" if intent.above_limit else said


def change(intent: IntentShare) -> str:
    """ "up 2.9 points (within noise)"; or why it is not compared."""
    return change_words.moved(intent.change, intent.share, INTENT_DISTRIBUTION)


def bars(distribution: Distribution) -> Bars:
    """The largest, by their share; two bars never have the same label."""
    labels: list[str] = []
    for intent in distribution.intents[:MOST_BARS]:
        label, number = words.shorten(intent.spelling, LABEL), 2
        while label in labels:
            label, number = f"{words.shorten(intent.spelling, LABEL - 5)} ({number})", number + 1
        labels.append(label)
    shares = [round(intent.share.value or 0, 1) for intent in distribution.intents[:MOST_BARS]]
    return Bars(labels, [("Share", shares)])
