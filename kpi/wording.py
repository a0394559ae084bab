"""A readout in plain sentences, the same for Slack, the terminal and scripts. No markup of any kind."""

from itertools import groupby

from kpi import change_words, state_words, words
from kpi.breakdown import Breakdown, Segment
from kpi.catalogue import (
    AUTOMATION_RATE,
    BACKLOG,
    FIRST_RESPONSE_TIME,
    INTENT_DISTRIBUTION,
    RESOLUTION_RATE,
    SELF_SERVICE_RATE,
    WAITING,
    Kpi,
    Unit,
)
from kpi.dimensions import ARRIVED, LANGUAGE, PRIORITY, Dimension
from kpi.period import Period
from kpi.question import Filter, Question
from kpi.readout import Readout
from kpi.samples import Number, Ratio, Sample, Share
from kpi.span import Grain, Span

_NAMED = (PRIORITY, LANGUAGE)
_AT_THE_END = (BACKLOG, WAITING)
_MOST_MARKS = 3


def headline(readout: Readout) -> str:
    """The value, how it moved, whether that is noise, and how it stands against its target.

    "CSAT: 74.2 %, down 8.1 points (worse, beyond noise), short of the target of 80 %"
    """
    said = figure(readout)
    reading = readout.reading
    if reading is not None and readout.change.absolute is not None:
        if noise := change_words.in_brackets(readout.kpi, readout.change, reading.sample):
            said += f" ({noise})"
    elif reading is not None and readout.incomplete and reading.n:
        said += " (incomplete)"
    if stands := state_words.stands(readout):
        said += f"{_window_value(readout)}, {stands}"
    return said


def figure(readout: Readout) -> str:
    """The value and how it moved: "CSAT, only email: 74.2 %, down 8.1 points"."""
    reading = readout.reading
    title = ", ".join(filter(None, (readout.kpi.title, _value_is(readout), *narrowed(readout.question))))
    if reading is None or not readout.connected:
        return f"{title}: not connected"
    if reading.value is None:
        return f"{title}: no data"
    kpi, currency = readout.kpi, readout.currency
    moved = readout.change.absolute
    change = "" if moved is None else f", {change_words.difference(moved, reading.value, kpi.unit, currency)}"
    return f"{title}: {change_words.value(reading.value, kpi.unit, currency)}{change}"


def narrowed(question: Question) -> list[str]:
    """What it is narrowed to, a text a dimension: "only email or chat", "only without a team"."""
    grouped = groupby(question.filters, key=lambda each: each.dimension)
    return [f"only {_only(dimension, list(filters))}" for dimension, filters in grouped]


def sentences(readout: Readout) -> list[str]:
    """What it rests on, what it is compared with, how it is judged, and what is marked on the time line."""
    if readout.reading is None or not readout.connected:
        return []
    if not readout.reading.n:
        return [f"{scope(readout)}."]
    compared = before(readout) or verdict(readout)
    said = [scope(readout), words.sentence(compared)]
    if stead := state_words.window(readout):
        said.append(words.sentence(stead))
    said = [f"{each}." for each in said]
    said += filter(None, (state_words.target(readout),))
    if why := state_words.unjudged(readout):
        said.append(f"{words.sentence(why)}.")
    if readout.breakdown is None and (drift := trend(readout)):
        said.append(f"Last four weeks: {drift}.")
    return said + marks(readout)


def marks(readout: Readout) -> list[str]:
    """What is noted on the time line, the latest first: "On the time line: 27 October 2026: release 4.2."."""
    latest = sorted(readout.marks, key=lambda mark: mark.first_day, reverse=True)
    said = [f"On the time line: {mark.said.rstrip('.')}." for mark in latest[:_MOST_MARKS]]
    more = len(latest) - _MOST_MARKS
    return [*said, f"{many(more, ('more note', 'more notes'))} on the time line: ask “notes”."] if more > 0 else said


def segment(part: Segment, kpi: Kpi, currency: str = "") -> str:
    """ "email: 82 % of 120 ratings, 48 % of all; up 3 points (within noise)" """
    if part.sample.value is None:
        return f"{words.shorten(part.spelling)}: no data"
    counted = _of_so_many(part.sample, kpi, currency)
    share = words.percent(100 * part.share)
    return f"{words.shorten(part.spelling)}: {counted}, {share} of all; {segment_change(part, kpi, currency)}"


def segment_change(part: Segment, kpi: Kpi, currency: str = "") -> str:
    """ "up 3 points (within noise)"; or why it is not compared: "no data in the period before" """
    return change_words.moved(part.change, part.sample, kpi, currency)


def held(breakdown: Breakdown, kpi: Kpi) -> str:
    """How much of the total is listed: "these 5 channels hold all 120 ratings", "these 20 intents hold 95 % of …"."""
    listed, total = len(breakdown.segments), breakdown.total
    these = "this" if listed == 1 else f"these {words.count(listed)}"
    holds = "holds" if listed == 1 else "hold"
    name = _dimension(breakdown.dimension, listed)
    if not breakdown.rest:
        return f"{these} {name} {holds} all {many(total, kpi.counts)}"
    share = words.percent(100 * (total - breakdown.rest_n) / total)
    return f"{these} {name} {holds} {share} of {many(total, kpi.counts)}; {rest(breakdown, kpi)}"


def rest(breakdown: Breakdown, kpi: Kpi) -> str | None:
    """What the listed segments are without: "5 more channels hold 37 ratings"; None if they are all."""
    if not breakdown.rest:
        return None
    more = f"{words.count(breakdown.rest)} more {_of(breakdown.rest, breakdown.dimension.name)}"
    return f"{more} {'holds' if breakdown.rest == 1 else 'hold'} {many(breakdown.rest_n, kpi.counts)}"


def verdict(readout: Readout) -> str:
    """Whether the change is one: "worse, and more than noise explains"; or why there is none."""
    reading = readout.reading
    if readout.incomplete and reading is not None and reading.incomplete:
        return f"incomplete, so not compared: {reading.unjudged or 'some of its days are not known'}"
    if readout.incomplete and readout.as_of is not None:
        return f"incomplete, so not compared: the data reach only to {_local(readout.as_of, readout)}"
    return change_words.verdict(readout.kpi, readout.change, reading.sample if reading else None)


def before(readout: Readout) -> str | None:
    """What it is compared with: "before (8–14 November 2026): 82.3 % of 167 ratings"; None where nothing is."""
    baseline = readout.baseline
    if baseline is None or baseline.sample.value is None or readout.change.absolute is None:
        return None
    name = "compared with" if readout.question.versus else "before"
    dates = baseline.period.called
    when = f"{name} {dates}" if readout.question.versus else f"{name} ({dates})"
    return f"{when}: {_of_so_many(baseline.sample, readout.kpi, readout.currency)}"


def over(period: Period) -> str:
    """ "last 7 days (15–21 November 2026)", "last month (October 2026)", "June 2022", "June 2022 so far" """
    return period.label if period.called in period.label else f"{period.label} ({period.called})"


def scope(readout: Readout) -> str:
    """What the value rests on: "Last 7 days (15–21 November 2026): 25 ratings, too few to say much"."""
    reading = readout.reading
    counted = _rests_on(readout) if reading is not None and reading.n else f"no {readout.kpi.counts[1]}"
    if readout.few:
        counted += ", too few to say much"
    if (reading is None or not reading.n) and readout.incomplete and readout.as_of is not None:
        counted += f"; the data reach only to {_local(readout.as_of, readout)}"
    return f"{words.sentence(over(readout.question.period))}: {counted}"


def newest(readout: Readout) -> str | None:
    """Where the newest data are, if the period holds none: "the newest are in July 2026"."""
    return f"the newest are in {readout.newest.period.called}" if readout.newest else None


def trend(readout: Readout) -> str | None:
    """The last four weeks against the four before; None where there is no such comparison."""
    found = readout.trend
    if found is None or found.recent.value is None or found.earlier.value is None:
        return None
    kpi, currency = readout.kpi, readout.currency
    recent, earlier = (
        change_words.value(each, kpi.unit, currency) for each in (found.recent.value, found.earlier.value)
    )
    compared = f"{recent}, against {earlier} in the four weeks before"
    if isinstance(found.recent, Ratio):
        return compared
    return f"{compared}: {change_words.verdict(kpi, found.change, found.recent)}"


def caveats(readout: Readout) -> list[str]:
    """Sentences without which value, verdict and target would mislead."""
    reading = readout.reading
    if reading is None and not readout.missing:
        return ["Nothing has been imported yet."]
    if reading is None:
        return [f"No conversation imported so far says {' or '.join(readout.missing)}."]
    said = verdict(readout).casefold() if readout.incomplete else ""
    return [note for note in reading.notes if not said or note.rstrip(".").casefold() not in said]


def notes(readout: Readout) -> list[str]:
    """All that a reader has to know beside the value, in sentences."""
    said = caveats(readout)
    if readout.reading is None:
        return said
    if readout.connected and readout.reading.n == 0:
        said.insert(0, f"{scope(readout)}.")
    elif readout.connected and readout.change.absolute is None:
        said.insert(0, f"{words.sentence(verdict(readout))}.")
    if readout.few:
        said.append(f"Only {many(readout.reading.n, readout.kpi.counts)}: too few to say much.")
    for each in (state_words.window(readout), state_words.unjudged(readout)):
        said += [f"{words.sentence(each)}."] if each else []
    if drift := trend(readout):
        said.append(f"Last four weeks: {drift}.")
    if readout.behind:
        said.append(f"{words.sentence(behind(readout))}.")
    if readout.series_left_out:
        said.append(f"The first {words.count(readout.series_left_out)} points of the series are not shown.")
    if readout.newest is not None:
        said.append(f"The newest are in {readout.newest.period.called}: ask “{readout.newest.text}”.")
    return said


def clock(readout: Readout) -> str:
    """The zone, and for durations the clock."""
    zone = readout.question.period.zone.key
    if readout.kpi == FIRST_RESPONSE_TIME and readout.reading is not None:
        # Only of teams with opening hours something is answered outside them.
        has_hours = "answered_while_closed" in readout.reading.parts
        return f"{zone}, {'by opening hours' if has_hours else 'calendar clock, no opening hours set'}"
    return f"{zone}, calendar clock" if readout.kpi.unit is Unit.SECONDS else zone


def left_out(readout: Readout) -> str:
    """What was not counted, by reason: "left out: spam (2), rating off its scale (1)"."""
    reasons = readout.reading.left_out if readout.reading else {}
    if not reasons:
        return "nothing left out"
    return "left out: " + ", ".join(f"{reason} ({words.count(n)})" for reason, n in reasons.items())


def freshness(*readouts: Readout) -> str:
    """Up to when the data of all of them are complete, in local time; those that are not connected left aside."""
    ends = [readout.as_of for readout in readouts if readout.as_of is not None]
    said = f"data complete to {_local(min(ends), readouts[0])}" if ends else "no data yet"
    return " · ".join(filter(None, (said, behind(*readouts))))


def behind(*readouts: Readout) -> str:
    """What has come in and is not counted yet: "3 days are still being counted"; "" if nothing is."""
    days = max(readout.behind for readout in readouts)
    return f"{many(days, ('day is', 'days are'))} still being counted" if days else ""


def many(number: float, counted: tuple[str, str]) -> str:
    """ "1 rating", "1,204 ratings" """
    return f"{words.count(number)} {_of(round(number), counted)}"


def named(readout: Readout) -> str:
    """What the value is of, where it is of one intent, as it is spelt; "" elsewhere."""
    reading = readout.reading
    if reading is None or reading.named is None:
        return ""
    told = readout.distribution.intents if readout.distribution else ()
    return next((each.spelling for each in told if each.intent == reading.named), reading.named)


def _of(number: int, counted: tuple[str, str]) -> str:
    return counted[0] if number == 1 else counted[1]


def _only(dimension: Dimension, filters: list[Filter]) -> str:
    """A priority or a language needs its name: "high" alone could be anything."""
    name = dimension.name[0]
    if dimension == ARRIVED:
        return f"what came {words.either([each.spelling for each in filters])}"
    spellings = [words.shorten(each.spelling, 30) if each.value else f"without {words.a(name)}" for each in filters]
    return f"{name} {words.either(spellings)}" if dimension in _NAMED else words.either(spellings)


def _dimension(dimension: Dimension, number: int) -> str:
    return _of(number, ("part", "parts") if dimension == ARRIVED else dimension.name)


def _value_is(readout: Readout) -> str:
    """Which row the value is, or which intent."""
    if readout.kpi == INTENT_DISTRIBUTION:
        name = named(readout)
        return f"the largest “{words.shorten(name, 40)}”" if name else ""
    return readout.kpi.value_is


def _window_value(readout: Readout) -> str:
    """The value that was judged, where it is not that of the week."""
    found = readout.window
    if found is None or found.sample.value is None:
        return ""
    amount = change_words.value(found.sample.value, readout.kpi.unit, readout.currency)
    return f"; {found.called} {amount}"


def _rests_on(readout: Readout) -> str:
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
        case Share() if kpi in (RESOLUTION_RATE, AUTOMATION_RATE, SELF_SERVICE_RATE):
            return f"{words.count(sample.hits)} of {many(sample.n, kpi.counts)}{_opened(readout)}"
        case Share() if kpi == INTENT_DISTRIBUTION:
            return f"{words.count(sample.hits)} of {many(sample.n, kpi.counts)}"
    return many(sample.n, kpi.counts)


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
        return f"the data, {_local(readout.as_of, readout)}"
    return Span(period.span.last, period.end, Grain.DAYS).dates


def _of_so_many(sample: Sample, kpi: Kpi, currency: str) -> str:
    """ "82 % of 120 ratings", "5.37 EUR for each of 947 contacts", "541 opened conversations" """
    if sample.value is None:
        return "no data"
    if isinstance(sample, Number):
        return many(sample.count, kpi.counts)
    said = change_words.value(sample.value, kpi.unit, currency)
    if isinstance(sample, Ratio) and kpi.unit is Unit.MONEY:
        return f"{said} for each of {many(sample.n, kpi.counts)}"
    return f"{said} of {many(sample.n, kpi.counts)}"


def _local(instant: int, readout: Readout) -> str:
    return words.instant(instant, readout.question.period.zone)
