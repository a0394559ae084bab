"""A readout in plain sentences, the same for Slack, the terminal and scripts. No markup of any kind."""

from kpi import words
from kpi.answer import Readout, Trend
from kpi.catalogue import Better, Kpi, Unit
from kpi.comparison import Change
from kpi.state import State, state


def headline(readout: Readout) -> str:
    """ "CSAT: 74.2 %, down 8.1 points" """
    reading = readout.reading
    if reading is None:
        return f"{readout.kpi.title}: not connected"
    if reading.value is None:
        return f"{readout.kpi.title}: no data"
    value = words.amount(reading.value, reading.unit)
    moved = readout.change.absolute
    change = "" if moved is None else f", {words.change(moved, reading.unit)}"
    return f"{readout.kpi.title}: {value}{change}"


def verdict(readout: Readout) -> str:
    """Whether the change is one: "worse, and more than noise explains"."""
    change = readout.change
    if change.absolute is None:
        return f"not compared: {change.why}"
    if change.significant is None:
        return "too few to tell whether that is noise"
    if not change.significant:
        return "within noise"
    return f"{direction(readout.kpi, change)}, and more than noise explains"


def direction(kpi: Kpi, change: Change) -> str:
    """What a change means: "better", "worse", and for durations "faster", "slower"."""
    up = (change.absolute or 0) > 0
    if kpi.unit is Unit.SECONDS:
        return "slower" if up else "faster"
    return "better" if up == (kpi.better is Better.HIGHER) else "worse"


def before(readout: Readout) -> str | None:
    """What it is compared with: "82.3 % of 167 ratings, 8–14 November 2026"; None without a value there."""
    baseline = readout.baseline
    if baseline is None or baseline.reading.value is None:
        return None
    value = words.amount(baseline.reading.value, baseline.reading.unit)
    return f"{value} ({many(baseline.reading.n, readout.kpi.counts)}), {baseline.period.dates}"


def target(readout: Readout) -> str | None:
    """How the value stands against its target: "short of the target of 80 %"; None without one."""
    row = readout.kpi.target
    if row is None or readout.reading is None or readout.reading.value is None:
        return None
    wanted = words.amount(row.value, readout.kpi.unit)
    match state(readout.kpi, readout.reading):
        case State.ON_TARGET:
            return f"on target ({wanted})"
        case State.SHORT:
            return f"short of the target of {wanted}"
        case State.PERHAPS_SHORT:
            return f"perhaps short of the target of {wanted}: chance alone could explain the gap"
        case None:
            return None


def trend(readout: Readout) -> str | None:
    """The last four weeks against the four before; None where there is no such comparison."""
    found: Trend | None = readout.trend
    if found is None or found.recent.value is None or found.earlier.value is None or found.change.absolute is None:
        return None
    unit = readout.kpi.unit
    recent, earlier = words.amount(found.recent.value, unit), words.amount(found.earlier.value, unit)
    said = "within noise"
    if found.change.significant:
        said = f"{direction(readout.kpi, found.change)}, and more than noise explains"
    return f"{recent} against {earlier} in the four weeks before: {said}"


def notes(readout: Readout) -> list[str]:
    """Sentences that a reader needs in order not to be misled."""
    said = [*_absent(readout), *_reach(readout)]
    if readout.few and readout.reading is not None:
        said.append(f"Only {many(readout.reading.n, readout.kpi.counts)}: too few to say much.")
    if readout.reading is not None:
        said += readout.reading.notes
    if readout.baseline is not None and readout.change.absolute is None:
        said.append(f"Not compared: {readout.change.why}.")
    if drift := trend(readout):
        said.append(f"Last four weeks: {drift}.")
    return said


def source(readout: Readout) -> str:
    """Where the figure comes from: period, zone and clock."""
    period = readout.question.period
    clock = " · calendar clock" if readout.kpi.unit is Unit.SECONDS else ""
    return f"{period.dates} · {period.zone.key}{clock}"


def left_out(readout: Readout) -> str:
    """What was not counted, by reason: "left out: 2 spam, 1 test"."""
    reasons = readout.reading.left_out if readout.reading else {}
    if not reasons:
        return "nothing left out"
    return "left out: " + ", ".join(f"{words.count(n)} {reason}" for reason, n in reasons.items())


def freshness(readout: Readout) -> str:
    """Up to when the data are complete, in local time."""
    if readout.as_of is None:
        return "no data yet"
    return f"data complete to {words.instant(readout.as_of, readout.question.period.zone)}"


def many(number: int, counted: tuple[str, str]) -> str:
    """ "1 rating", "1,204 ratings" """
    return f"{words.count(number)} {counted[0] if number == 1 else counted[1]}"


def _absent(readout: Readout) -> list[str]:
    if readout.reading is None:
        return [f"No source says {' or '.join(readout.missing)}."]
    if readout.reading.n:
        return []
    period = readout.question.period
    said = f"No {readout.kpi.counts[1]} in {period.dates}."
    if readout.newest is None:
        return [said]
    return [said, f"The newest are in {readout.newest.period.label}: ask “{readout.newest.text}”."]


def _reach(readout: Readout) -> list[str]:
    if not readout.incomplete or readout.as_of is None:
        return []
    until = words.instant(readout.as_of, readout.question.period.zone)
    return [f"Incomplete: the data reach only to {until}."]
