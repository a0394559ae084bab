"""A value's formula with its figures, and each of them by name, so that anyone can redo it by hand."""

from collections.abc import Iterator

from kpi import words
from kpi.answering.readout import Readout
from kpi.catalogue import (
    BACKLOG,
    COST_PER_CONTACT,
    INTENT_DISTRIBUTION,
    SELF_SERVICE_RATE,
    WAITING,
    Kpi,
    Unit,
)
from kpi.counting.days import Days
from kpi.facts import Facts
from kpi.measures import Measure
from kpi.readings import reader
from kpi.readings.standing import stood
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share
from kpi.team.targets import BOT
from kpi.wording.count_words import many, one_or_many

Input = tuple[str, int | float | str]
"""A figure by its name."""

_STANDING = {
    BACKLOG.key: (Measure.ENTERED, Measure.LEFT, "opened up to then", "resolved or closed by then"),
    WAITING.key: (
        *(Measure.WAITING_ENTERED, Measure.WAITING_LEFT),
        *("opened up to then, or open again", "answered by a person or resolved by then"),
    ),
}


def formula(readout: Readout, facts: Facts) -> str:
    """How the value follows from the figures, in a line: "207 satisfied ÷ 253 ratings = 81.8 %"."""
    reading = readout.reading
    if reading is None or not readout.connected:
        return "not connected, so there is nothing to compute"
    if reading.value is None:
        return f"no {readout.kpi.counts[1]}, so no value"
    kpi, sample = readout.kpi, reading.sample
    value = words.amount(reading.value, kpi.unit, readout.currency)
    counted = many(sample.n, kpi.counts)
    match sample:
        case Share() if kpi == SELF_SERVICE_RATE:
            return f"{_self_service(readout, facts)} = {value}"
        case Share() if kpi == INTENT_DISTRIBUTION:
            return f"{words.count(sample.hits)} of the largest intent ÷ {counted} = {value}"
        case Share():
            return f"{words.count(sample.hits)} {kpi.hits} ÷ {counted} = {value}"
        case Balance():
            promoters, detractors = words.count(sample.promoters), words.count(sample.detractors)
            return f"({promoters} promoters − {detractors} detractors) ÷ {counted} × 100 = {value}"
        case Ratio() if kpi.unit is Unit.MONEY:
            return f"{words.money(sample.amount, readout.currency)} ÷ {counted} = {value}"
        case Ratio():
            return f"{words.count(sample.amount)} {kpi.hits} ÷ {counted} = {value}"
        case Number():
            return _number(readout, facts, value)
        case Durations():
            if sample.n == 1:
                return f"{counted} = {value}"
            return f"the {_ordinal(_median_rank(sample))} of {counted}, from the quickest to the slowest = {value}"


def inputs(readout: Readout, facts: Facts) -> Iterator[Input]:
    """The figures of the period, and those of the one that it is compared with."""
    reading = readout.reading
    if reading is None or not readout.connected:
        return
    yield from _of_sample(readout.kpi, reading.sample, "")
    if isinstance(bot := reading.rows.get(BOT), Durations):
        yield from _of_durations("first replies", bot, ", by the bot")
    yield from _beside(readout, facts, readout.question.period.local_days, "")
    baseline = readout.baseline
    if baseline is not None and readout.change.absolute is not None:
        when = f", {baseline.period.called}"
        yield from _of_sample(readout.kpi, baseline.sample, when)
        yield from _beside(readout, facts, baseline.period.local_days, when)


def _of_sample(kpi: Kpi, sample: Sample, when: str) -> Iterator[Input]:
    counted = kpi.counts[1]
    match sample:
        case Share():
            yield f"{_hits(kpi)}{when}", sample.hits
            yield f"{counted}{when}", sample.n
        case Balance():
            yield f"promoters{when}", sample.promoters
            yield f"detractors{when}", sample.detractors
            yield f"{counted}{when}", sample.n
        case Ratio():
            yield f"support cost{when}" if kpi.unit is Unit.MONEY else f"{kpi.hits}{when}", round(sample.amount, 2)
            yield f"{counted}{when}", sample.n
        case Number():
            yield f"{counted}{when}", sample.count
        case Durations():
            yield from _of_durations(counted, sample, when)


def _hits(kpi: Kpi) -> str:
    """ "satisfied ratings", "conversations that had their 7 days, resolved in time" """
    counted = kpi.counts[1]
    if not kpi.hits:
        return "those of the largest intent"
    return f"{counted}, {kpi.hits}" if " " in counted else f"{kpi.hits} {counted}"


def _of_durations(counted: str, sample: Durations, when: str) -> Iterator[Input]:
    yield f"{counted}{when}", sample.n
    if sample.value is None or sample.mean is None:
        return
    yield f"rank of the median: half of {words.count(sample.n)}, rounded up{when}", _median_rank(sample)
    yield f"median in seconds{when}", sample.value
    yield f"all together in seconds{when}", round(sample.total)
    yield f"mean in seconds: all together ÷ {words.count(sample.n)}{when}", round(sample.mean, 1)


def _beside(readout: Readout, facts: Facts, days: Days, when: str) -> Iterator[Input]:
    """What the two counts are themselves made of."""
    kpi = readout.kpi
    if kpi.unit is Unit.MONEY:
        for category, cents in facts.spent(days).by_category.items():
            yield f"cost of {category}{when}", round(float(cents) / 100, 2)
    if kpi == COST_PER_CONTACT:
        tally = facts.tallies(reader(kpi).wanted, [days])[()][0]
        yield f"conversations opened{when}", tally[Measure.OPENED]
        yield f"self-service inquiries{when}", tally[Measure.INQUIRIES]
    if kpi == SELF_SERVICE_RATE:
        tally = facts.tallies(reader(kpi).wanted, [days])[()][0]
        yield f"inquiries resolved{when}", tally[Measure.INQUIRIES_RESOLVED]
        yield f"inquiries{when}", tally[Measure.INQUIRIES]
        yield f"conversations resolved by automation{when}", tally[Measure.DUE_AUTOMATED]
        yield f"conversations that had their 7 days{when}", tally[Measure.DUE]
    if kpi.key in _STANDING:
        entered, left, *names = _STANDING[kpi.key]
        tally = stood(reader(kpi), facts, days.end)
        yield f"{names[0]}{when}", tally[entered]
        yield f"{names[1]}{when}", tally[left]


def _number(readout: Readout, facts: Facts, value: str) -> str:
    kpi = readout.kpi
    if kpi.key not in _STANDING:
        return f"{value} {one_or_many(0, kpi.counts)}, each counted once"
    entered, left, came, went = _STANDING[kpi.key]
    tally = stood(reader(kpi), facts, readout.question.period.end)
    return f"{words.count(tally[entered])} {came} − {words.count(tally[left])} {went} = {value}"


def _self_service(readout: Readout, facts: Facts) -> str:
    tally = facts.tallies(reader(readout.kpi).wanted, [readout.question.period.local_days])[()][0]
    resolved = f"{words.count(tally[Measure.INQUIRIES_RESOLVED])} inquiries resolved"
    automated = f"{words.count(tally[Measure.DUE_AUTOMATED])} conversations resolved by automation"
    every = f"{words.count(tally[Measure.INQUIRIES])} inquiries"
    due = f"{words.count(tally[Measure.DUE])} conversations that had their 7 days"
    return f"({resolved} + {automated}) ÷ ({every} + {due})"


def _median_rank(sample: Durations) -> int:
    return -(-sample.n // 2)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{words.count(number)}{ending}"
