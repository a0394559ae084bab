"""How a number was made, so that anyone can redo it by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kpi import statistics, words
from kpi.answering.answer import answer
from kpi.answering.coverage import Coverage
from kpi.answering.readout import Readout
from kpi.answering.targets import NO_LIMITS
from kpi.catalogue import BACKLOG, WAITING, Kpi, Target, Unit
from kpi.comparison import BEYOND_USUAL
from kpi.facts import Facts
from kpi.measures import Event
from kpi.question import Question
from kpi.samples import Balance, Durations, Number, Ratio
from kpi.wording import sentences, state_words
from kpi.wording.formulas import Input, formula, inputs

_DATED_BY = {
    Event.OPENING: "when it was opened",
    Event.DUE: "when it had its 7 days, that is 7 times 24 hours after it was opened",
    Event.REOPENING: "when it was opened again",
    Event.HANDOVER: "when it was handed over",
    Event.HUMAN_RESPONSE: "when a person first replied",
    Event.RESOLUTION: "when it was resolved, by the resolution that still stands",
    Event.SCORE: "when the customer gave the score; where that is not told, when it was resolved, else last updated",
    Event.RATING: "when the customer rated it; where that is not told, when it was resolved, else when last updated",
}
_AT_THE_END = "when the period ends, or up to which the data are complete"


@dataclass(frozen=True)
class Explanation:
    """`formula` holds this question's figures, `inputs` each of them by name, `left_out` what was not counted and why.

    `dated_by` says which instant decides whether a conversation is in the period. `sources` are those that were asked.
    """

    readout: Readout
    definition: str
    dated_by: str
    formula: str
    inputs: tuple[Input, ...]
    left_out: Mapping[str, int]
    sources: tuple[str, ...]
    notes: tuple[str, ...]


def explain(question: Question, facts: Facts, now: datetime, limits: Mapping[str, Target] = NO_LIMITS) -> Explanation:
    """How the answer to the question at `now` (aware) comes about. Intents may have `limits` of their own."""
    facts = facts.narrowed(question.filters)
    readout = answer(question, facts, now, limits=limits)
    reading = readout.reading
    return Explanation(
        readout=readout,
        definition=question.kpi.meaning,
        dated_by=dated_by(question.kpi),
        formula=formula(readout, facts),
        inputs=tuple(inputs(readout, facts)),
        left_out=reading.left_out if reading else {},
        sources=tuple(source.name for source in Coverage.of(question.kpi, facts.sources).sources),
        notes=tuple(_notes(readout)),
    )


def dated_by(kpi: Kpi) -> str:
    """At which moment something counts: "when it was opened"."""
    return _AT_THE_END if kpi in (BACKLOG, WAITING) else _DATED_BY[kpi.dated_by]


def _notes(readout: Readout) -> Iterator[str]:
    period = readout.question.period
    yield (
        f"The period runs from {words.instant(period.start_at, period.zone)} up to, and without, "
        f"{words.instant(period.end_at, period.zone)} ({sentences.clock(readout)})."
    )
    if readout.reading is None or readout.reading.value is None:
        return
    if interval := readout.reading.sample.interval:
        low, high = (words.amount(bound, readout.kpi.unit) for bound in interval)
        yield f"95 % interval: {low} to {high} ({_how_of_interval(readout)})."
    if readout.change.significant is not None:
        yield f"{words.sentence(readout.change.why)}; {_what_counts(readout)}."
    yield from filter(None, (state_words.target(readout),))
    for said in (state_words.window(readout), state_words.unjudged(readout)):
        if said:
            yield f"{words.sentence(said)}."
    if readout.kpi.unit is Unit.MONEY:
        yield "A monthly cost is spread evenly over the days of its month, any other over its own days."
    yield from readout.reading.notes


def _how_of_interval(readout: Readout) -> str:
    match readout.reading.sample if readout.reading else None:
        case Durations():
            return "order statistics"
        case Balance():
            return "by the variance of promoters, passives and detractors"
    return "Wilson's score"


def _what_counts(readout: Readout) -> str:
    if readout.reading is not None and isinstance(readout.reading.sample, Ratio | Number):
        return f"a change counts as one from {BEYOND_USUAL:g} times its usual change on"
    return f"a change counts as one at p = {statistics.SIGNIFICANCE} or less"
