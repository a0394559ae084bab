"""How many of what a value rests on, in words."""

from kpi import words
from kpi.answering.readout import Readout
from kpi.catalogue import (
    AUTOMATION_RATE,
    BACKLOG,
    INTENT_DISTRIBUTION,
    RESOLUTION_RATE,
    SELF_SERVICE_RATE,
    WAITING,
    Kpi,
    Unit,
)
from kpi.samples import Number, Ratio, Sample, Share
from kpi.span import Grain, Span
from kpi.wording import change_words

_AT_THE_END = (BACKLOG, WAITING)
_BY_HITS = (RESOLUTION_RATE, AUTOMATION_RATE, SELF_SERVICE_RATE, INTENT_DISTRIBUTION)


def many(number: float, counted: tuple[str, str]) -> str:
    """ "1 rating", "1,204 ratings" """
    return f"{words.count(number)} {one_or_many(round(number), counted)}"


def one_or_many(number: int, counted: tuple[str, str]) -> str:
    """ "rating", "ratings" """
    return counted[0] if number == 1 else counted[1]


def rests_on(readout: Readout) -> str:
    """What the value of a readout with data was counted from: "541 of 584 conversations …, opened 8–14 November"."""
    reading = readout.reading
    if reading is None:
        return ""
    kpi, sample = readout.kpi, reading.sample
    match sample:
        case Number():
            at = f" at the end of {_last_day(readout)}" if kpi in _AT_THE_END else ""
            return f"{many(sample.count, kpi.counts)}{at}"
        case Ratio():
            amount = words.money(sample.amount, readout.currency) if kpi.unit is Unit.MONEY else ""
            return f"{amount or f'{words.count(sample.amount)} {kpi.hits}'} for {many(sample.n, kpi.counts)}"
        case Share() if kpi in _BY_HITS:
            return f"{words.count(sample.hits)} of {many(sample.n, kpi.counts)}{_opened(readout)}"
    return many(sample.n, kpi.counts)


def of_so_many(sample: Sample, kpi: Kpi, currency: str) -> str:
    """ "82 % of 120 ratings", "5.37 EUR for each of 947 contacts", "541 opened conversations" """
    if sample.value is None:
        return "no data"
    if isinstance(sample, Number):
        return many(sample.count, kpi.counts)
    said = change_words.value(sample.value, kpi.unit, currency)
    if isinstance(sample, Ratio) and kpi.unit is Unit.MONEY:
        return f"{said} for each of {many(sample.n, kpi.counts)}"
    return f"{said} of {many(sample.n, kpi.counts)}"


def local(instant: int, readout: Readout) -> str:
    """A moment where the workspace is."""
    return words.instant(instant, readout.question.period.zone)


def _opened(readout: Readout) -> str:
    """When those were opened that had their 7 days: ", opened 8–14 November 2026"."""
    opened = readout.reading.opened if readout.reading else None
    if opened is None or readout.question.period.grain is Grain.ALL:
        return ""
    who = ", the conversations" if readout.kpi == SELF_SERVICE_RATE else ","
    return f"{who} opened {Span(opened.first, opened.end, Grain.DAYS).dates}"


def _last_day(readout: Readout) -> str:
    """Of an unfinished period, the moment up to which the data go."""
    period = readout.question.period
    if readout.as_of is not None and readout.as_of < period.end_at:
        return f"the data, {local(readout.as_of, readout)}"
    return Span(period.span.last, period.end, Grain.DAYS).dates
