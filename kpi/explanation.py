"""How a number was made, so that anyone can redo it by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kpi import statistics, wording, words
from kpi.answer import answer
from kpi.coverage import Coverage
from kpi.facts import Facts
from kpi.measures import Event
from kpi.question import Question
from kpi.readout import Readout
from kpi.samples import Durations, Sample, Share

_DATED_BY = {
    Event.OPENING: "when it was opened",
    Event.DUE: "when it had its 7 days",
    Event.REOPENING: "when it was opened again",
    Event.HANDOVER: "when it was handed over",
    Event.HUMAN_RESPONSE: "when a person first replied",
    Event.RESOLUTION: "when it was resolved, by the resolution that still stands",
    Event.RATING: "when the customer rated it; where that is not told, when it was resolved, else when last updated",
    Event.SCORE: "when the customer scored it; where that is not told, when it was resolved, else when last updated",
}

Input = tuple[str, int | float | str]


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


def explain(question: Question, facts: Facts, now: datetime) -> Explanation:
    """How the answer to the question at `now` (aware) comes about."""
    facts = facts.narrowed(question.filters)
    readout = answer(question, facts, now)
    reading = readout.reading
    return Explanation(
        readout=readout,
        definition=question.kpi.meaning,
        dated_by=_DATED_BY[question.kpi.dated_by],
        formula=_formula(readout),
        inputs=tuple(_inputs(readout)),
        left_out=reading.left_out if reading else {},
        sources=tuple(source.name for source in Coverage.of(question.kpi, facts.sources).sources),
        notes=tuple(_notes(readout)),
    )


def _formula(readout: Readout) -> str:
    reading = readout.reading
    counted = readout.kpi.counts[1]
    if reading is None:
        return "not connected, so there is nothing to compute"
    if reading.value is None:
        return f"no {counted}, so no value"
    value = words.amount(reading.value, readout.kpi.unit)
    many = wording.many(reading.n, readout.kpi.counts)
    if isinstance(reading.sample, Share):
        return f"{words.count(reading.sample.hits)} {readout.kpi.hits} ÷ {many} = {value}"
    if reading.n == 1 or not isinstance(reading.sample, Durations):
        return f"{many} = {value}"
    return f"the {_ordinal(_median_rank(reading.sample))} of {many}, from the quickest to the slowest = {value}"


def _inputs(readout: Readout) -> Iterator[Input]:
    if readout.reading is None:
        return
    yield from _sample_inputs(readout, readout.reading.sample, "")
    baseline = readout.baseline
    if baseline is not None and readout.change.absolute is not None:
        yield from _sample_inputs(readout, baseline.sample, f", {baseline.period.called}")


def _sample_inputs(readout: Readout, sample: Sample, when: str) -> Iterator[Input]:
    counted = readout.kpi.counts[1]
    if isinstance(sample, Share):
        yield f"{readout.kpi.hits} {counted}{when}", sample.hits
        yield f"{counted}{when}", sample.n
        return
    yield f"{counted}{when}", sample.n
    if not isinstance(sample, Durations) or sample.value is None or sample.mean is None:
        return
    yield f"rank of the median: half of {words.count(sample.n)}, rounded up{when}", _median_rank(sample)
    yield f"median in seconds{when}", sample.value
    yield f"all together in seconds{when}", round(sample.mean * sample.n)
    yield f"mean in seconds: all together ÷ {words.count(sample.n)}{when}", round(sample.mean, 1)


def _notes(readout: Readout) -> Iterator[str]:
    period = readout.question.period
    yield (
        f"The period runs from {words.instant(period.start_at, period.zone)} up to, and without, "
        f"{words.instant(period.end_at, period.zone)} ({wording.clock(readout)})."
    )
    if readout.reading is None or readout.reading.value is None:
        return
    if interval := readout.reading.sample.interval:
        low, high = (words.amount(bound, readout.kpi.unit) for bound in interval)
        how = "order statistics" if isinstance(readout.reading.sample, Durations) else "Wilson's score"
        yield f"95 % interval: {low} to {high} ({how})."
    if readout.change.significant is not None:
        yield f"{words.sentence(readout.change.why)}; a change counts as one at p = {statistics.SIGNIFICANCE} or less."
    yield from readout.reading.notes


def _median_rank(sample: Durations) -> int:
    return -(-sample.n // 2)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{words.count(number)}{ending}"
