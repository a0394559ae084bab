"""A readout in plain sentences, the same for Slack, the terminal and scripts. No markup of any kind."""

from itertools import groupby

from kpi import words
from kpi.answer import Readout
from kpi.breakdown import Breakdown, Segment
from kpi.catalogue import Better, Kpi, Unit
from kpi.comparison import Change
from kpi.dimensions import LANGUAGE, PRIORITY, Dimension
from kpi.period import Period
from kpi.question import Filter, Question
from kpi.state import State, state

_NAMED = (PRIORITY, LANGUAGE)
_UNCHANGED, _ABOUT_THE_SAME = "unchanged", "about the same"


def headline(readout: Readout) -> str:
    """The value, how it moved, whether that is noise, and how it stands against its target.

    "CSAT: 74.2 %, down 8.1 points (worse, beyond noise), short of the target of 80 %"
    """
    said = figure(readout)
    if readout.change.absolute is not None and readout.reading is not None:
        if noise := _noise(readout.kpi, readout.change, readout.reading.value):
            said += f" ({noise})"
    elif readout.incomplete and readout.reading is not None and readout.reading.n:
        said += " (incomplete)"
    stands = _stands(readout)
    return f"{said}, {stands}" if stands else said


def figure(readout: Readout) -> str:
    """The value and how it moved: "CSAT, only email: 74.2 %, down 8.1 points"."""
    reading = readout.reading
    title = ", ".join(filter(None, (readout.kpi.title, readout.kpi.value_is, *narrowed(readout.question))))
    if reading is None:
        return f"{title}: not connected"
    if reading.value is None:
        return f"{title}: no data"
    moved = readout.change.absolute
    change = "" if moved is None else f", {_moved(moved, reading.value, readout.kpi.unit)}"
    return f"{title}: {_value(reading.value, readout.kpi.unit)}{change}"


def narrowed(question: Question) -> list[str]:
    """What it is narrowed to, a text a dimension: "only email or chat", "only without a team"."""
    grouped = groupby(question.filters, key=lambda each: each.dimension)
    return [f"only {_only(dimension, list(filters))}" for dimension, filters in grouped]


def segment(part: Segment, kpi: Kpi) -> str:
    """ "email: 82 % of 120 ratings, 48 % of all; up 3 points (within noise)" """
    if part.sample.value is None:
        return f"{words.shorten(part.spelling)}: no data"
    counted = f"{_value(part.sample.value, kpi.unit)} of {many(part.sample.n, kpi.counts)}"
    share = words.percent(100 * part.share)
    return f"{words.shorten(part.spelling)}: {counted}, {share} of all; {segment_change(part, kpi)}"


def segment_change(part: Segment, kpi: Kpi) -> str:
    """ "up 3 points (within noise)"; or why it is not compared: "no data in the period before" """
    if part.change.absolute is None or part.sample.value is None:
        return part.change.why
    noise = _noise(kpi, part.change, part.sample.value)
    moved = _moved(part.change.absolute, part.sample.value, kpi.unit)
    return f"{moved} ({noise})" if noise else moved


def rest(breakdown: Breakdown, kpi: Kpi) -> str | None:
    """What the listed segments are without: "5 more channels hold 37 ratings"; None if they are all."""
    if not breakdown.rest:
        return None
    more = f"{words.count(breakdown.rest)} more {_of(breakdown.rest, breakdown.dimension.name)}"
    return f"{more} {'holds' if breakdown.rest == 1 else 'hold'} {many(breakdown.rest_n, kpi.counts)}"


def verdict(readout: Readout) -> str:
    """Whether the change is one: "worse, and more than noise explains"; or why there is none."""
    if readout.incomplete and readout.as_of is not None:
        return f"incomplete, so not compared: the data reach only to {_local(readout.as_of, readout)}"
    return _verdict(readout.kpi, readout.change, readout.reading.value if readout.reading else None)


def before(readout: Readout) -> str | None:
    """What it is compared with: "before (8–14 November 2026): 82.3 % of 167 ratings"; None where nothing is."""
    baseline = readout.baseline
    if baseline is None or baseline.sample.value is None or readout.change.absolute is None:
        return None
    value = _value(baseline.sample.value, readout.kpi.unit)
    return f"before ({baseline.period.called}): {value} of {many(baseline.sample.n, readout.kpi.counts)}"


def over(period: Period) -> str:
    """ "last 7 days (15–21 November 2026)", "last month (October 2026)", "June 2022", "June 2022 so far" """
    return period.label if period.called in period.label else f"{period.label} ({period.called})"


def scope(readout: Readout) -> str:
    """What the value rests on: "Last 7 days (15–21 November 2026): 25 ratings, too few to say much"."""
    n = readout.reading.n if readout.reading else 0
    counted = many(n, readout.kpi.counts) if n else f"no {readout.kpi.counts[1]}"
    if readout.few:
        counted += ", too few to say much"
    if n == 0 and readout.incomplete and readout.as_of is not None:
        counted += f"; the data reach only to {_local(readout.as_of, readout)}"
    return f"{words.sentence(over(readout.question.period))}: {counted}"


def newest(readout: Readout) -> str | None:
    """Where the newest data are, if the period holds none: "the newest are in July 2026"."""
    return f"the newest are in {readout.newest.period.called}" if readout.newest else None


def target(readout: Readout) -> str | None:
    """How the value stands against its target: "short of the target of 80 %"; None where it is not judged."""
    if readout.kpi.target is None or readout.reading is None or readout.incomplete:
        return None
    wanted = words.amount(readout.kpi.target.value, readout.kpi.unit)
    match state(readout.kpi, readout.reading):
        case State.ON_TARGET:
            return f"on target ({wanted} or {'less' if readout.kpi.better is Better.LOWER else 'more'})"
        case State.PERHAPS_SHORT:
            return f"{_stands(readout)}: chance alone could explain the gap"
        case None:
            return f"too few to judge against the target of {wanted}" if readout.reading.n else None
        case _:
            return _stands(readout)


def trend(readout: Readout) -> str | None:
    """The last four weeks against the four before; None where there is no such comparison."""
    found = readout.trend
    if found is None or found.recent.value is None or found.earlier.value is None:
        return None
    unit = readout.kpi.unit
    recent, earlier = _value(found.recent.value, unit), _value(found.earlier.value, unit)
    said = _verdict(readout.kpi, found.change, found.recent.value)
    return f"{recent}, against {earlier} in the four weeks before: {said}"


def caveats(readout: Readout) -> list[str]:
    """Sentences without which value, verdict and target would mislead."""
    reading = readout.reading
    if reading is None and not readout.missing:
        return ["Nothing has been imported yet."]
    if reading is None:
        return [f"No conversation imported so far says {' or '.join(readout.missing)}."]
    return list(reading.notes)


def notes(readout: Readout) -> list[str]:
    """All that a reader has to know beside the value, in sentences."""
    said = caveats(readout)
    if readout.reading is None:
        return said
    if readout.reading.n == 0:
        said.insert(0, f"{scope(readout)}.")
    elif readout.change.absolute is None:
        said.insert(0, f"{words.sentence(verdict(readout))}.")
    if readout.few:
        said.append(f"Only {many(readout.reading.n, readout.kpi.counts)}: too few to say much.")
    if drift := trend(readout):
        said.append(f"Last four weeks: {drift}.")
    if readout.series_left_out:
        said.append(f"The first {words.count(readout.series_left_out)} points of the series are not shown.")
    if readout.newest is not None:
        said.append(f"The newest are in {readout.newest.period.called}: ask “{readout.newest.text}”.")
    return said


def clock(readout: Readout) -> str:
    """The zone, and for durations the clock."""
    zone = readout.question.period.zone.key
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
    return f"data complete to {_local(min(ends), readouts[0])}" if ends else "no data yet"


def many(number: int, counted: tuple[str, str]) -> str:
    """ "1 rating", "1,204 ratings" """
    return f"{words.count(number)} {_of(number, counted)}"


def _of(number: int, counted: tuple[str, str]) -> str:
    return counted[0] if number == 1 else counted[1]


def _only(dimension: Dimension, filters: list[Filter]) -> str:
    """A priority or a language needs its name: "high" alone could be anything."""
    name = dimension.name[0]
    spellings = [words.shorten(each.spelling, 30) if each.value else f"without {words.a(name)}" for each in filters]
    return f"{name} {words.either(spellings)}" if dimension in _NAMED else words.either(spellings)


def _stands(readout: Readout) -> str | None:
    """The state in a few words; None where it is not judged."""
    kpi, reading = readout.kpi, readout.reading
    if kpi.target is None or reading is None or readout.incomplete:
        return None
    missed = f"{'slower than' if kpi.unit is Unit.SECONDS else 'short of'} the target of "
    missed += words.amount(kpi.target.value, kpi.unit)
    said = {State.ON_TARGET: "on target", State.SHORT: missed, State.PERHAPS_SHORT: f"perhaps {missed}"}
    found = state(kpi, reading)
    return said[found] if found else None


def _noise(kpi: Kpi, change: Change, value: float | None) -> str:
    """Whether a change is one, in a few words; "" where nothing of it is seen."""
    if change.absolute is None or value is None or not _is_seen(change.absolute, value, kpi.unit):
        return ""
    if change.significant is None:
        return "too few to tell"
    return f"{_direction(kpi, change)}, beyond noise" if change.significant else "within noise"


def _value(value: float, unit: Unit) -> str:
    """A duration is never shown without saying which average it is."""
    amount = words.amount(value, unit)
    return f"median {amount}" if unit is Unit.SECONDS else amount


def _moved(difference: float, value: float, unit: Unit) -> str:
    """As precisely as the value that it stands beside: never "1 h 23 min, up 6 min 55 s".

    "about the same" where nothing of it would be seen, but the value before is shown as another.
    """
    shown = difference
    if unit is Unit.SECONDS:
        step = words.precision(value)
        shown = round(difference / step) * step
    said = words.change(shown, unit)
    if said == _UNCHANGED and words.amount(value, unit) != words.amount(value - difference, unit):
        return _ABOUT_THE_SAME
    return said


def _is_seen(difference: float, value: float, unit: Unit) -> bool:
    return _moved(difference, value, unit) not in (_UNCHANGED, _ABOUT_THE_SAME)


def _verdict(kpi: Kpi, change: Change, value: float | None) -> str:
    if change.absolute is None or value is None:
        return change.why if change.why.startswith("not comparable") else f"not compared: {change.why}"
    if not _is_seen(change.absolute, value, kpi.unit):
        return "no change"
    if change.significant is None:
        return "too few to tell whether that is noise"
    if not change.significant:
        return "within noise"
    return f"{_direction(kpi, change)}, and more than noise explains"


def _direction(kpi: Kpi, change: Change) -> str:
    up = (change.absolute or 0) > 0
    if kpi.unit is Unit.SECONDS:
        return "slower" if up else "faster"
    return "better" if up == (kpi.better is Better.HIGHER) else "worse"


def _local(instant: int, readout: Readout) -> str:
    return words.instant(instant, readout.question.period.zone)
