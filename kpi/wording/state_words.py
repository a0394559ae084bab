"""How a value stands against its target or its own usual, in words."""

from kpi import words
from kpi.answering.readout import Readout
from kpi.catalogue import Better, Kpi, Target, Unit
from kpi.samples import Sample
from kpi.state import State, judge_sample
from kpi.wording.change_words import moved, value

_ABOUT = 0.10  # of the usual: less is about as usual
_ABOUT_POINTS = 10.0

_STATES = {
    State.ON_TARGET: "on target",
    State.SHORT: "missed",
    State.PERHAPS_SHORT: "perhaps missed",
    None: "not judged",
}


def stands(readout: Readout) -> str:
    """The state in a few words: "short of the target of 80 %", "perhaps slower than its usual 17 h"; "" without one."""
    state = readout.state
    if state is None or readout.reading is None:
        return ""
    own = _of_value(readout)
    if own is state:
        return _said(readout, state)
    # Of several rows another one is the worst: by a person on target, by the bot not.
    other = "perhaps slower" if state is State.PERHAPS_SHORT else "slower"
    return ", but ".join(filter(None, (_said(readout, own) if own else "", f"the bot {other} than its target")))


def in_a_cell(readout: Readout) -> str:
    """The same for a table: "on target (80 %)", "missed (1 h)", "worse than usual (5.37 EUR)"; "" without any."""
    if readout.reading is None or not readout.reading.n or readout.incomplete:
        return ""
    unit, currency = readout.kpi.unit, readout.currency
    if readout.target is None:
        return _usual_cell(readout)
    said = reached(readout.state)
    if readout.window is not None and readout.state is not None and readout.window.sample.value is not None:
        said += f", {readout.window.called} {words.amount(readout.window.sample.value, unit, currency)}"
    return f"{said} ({words.amount(readout.target.value, unit, currency)})"


def reached(state: State | None) -> str:
    """A state for a table: "perhaps missed"."""
    return _STATES[state]


def wanted(kpi: Kpi, target: Target | None, currency: str = "") -> str:
    """A target: "80 % or more", "1 h or less"; "its own usual" where there is none."""
    if target is None:
        return "none, it explains the others" if kpi.supporting else "its own usual, until one is set"
    return f"{words.amount(target.value, kpi.unit, currency)} or {'less' if kpi.better is Better.LOWER else 'more'}"


def target(readout: Readout) -> str | None:
    """What it is judged by: "Target: 80 % or more. Usual: 86.5 %, the median of 8 weeks."; None where nothing is."""
    if readout.reading is None or not readout.reading.n:
        return None
    said = []
    if readout.target is not None:
        called = "Limit" if _is_limit(readout.kpi) else "Target"
        said.append(f"{called}: {wanted(readout.kpi, readout.target, readout.currency)}.")
    if readout.usual is not None:
        usual = words.amount(readout.usual.value, readout.kpi.unit, readout.currency)
        weeks = f"{readout.usual.weeks} weeks{' together' if readout.usual.as_one else ''}"
        said.append(f"Usual: {usual}, {'that' if readout.usual.as_one else 'the median'} of {weeks}.")
    if readout.state is State.PERHAPS_SHORT:
        said.append("Chance alone could explain the gap.")
    return " ".join(said) or None


def unjudged(readout: Readout) -> str | None:
    """Why it has no state: "not judged: there are fewer than 5 intents"; None if it has one, or never has any."""
    has_data = readout.reading is not None and readout.reading.n
    if readout.state is not None or not readout.unjudged or readout.kpi.supporting or not has_data:
        return None
    return None if readout.incomplete else f"not judged: {readout.unjudged.removeprefix('too few: ')}"


def window(readout: Readout) -> str | None:
    """What stands in for a week with too few: "last 4 weeks: 72 % of 100 ratings, down 3 points (within noise) against
    the 4 weeks before; that is what is judged …"; None if nothing does."""
    found = readout.window
    if found is None or found.sample.value is None:
        return None
    kpi, currency = readout.kpi, readout.currency
    n = found.sample.n
    said = f"{found.called}: {value(found.sample.value, kpi.unit, currency)} of {words.count(n)} {kpi.counts[n != 1]}"
    if found.change.absolute is not None:
        before = f"the {found.called.removeprefix('last ')} before"
        said += f", {moved(found.change, found.sample, kpi, currency)} against {before}"
    return f"{said}; that is what is judged, as one week holds too few"


def judged_sample(readout: Readout) -> Sample | None:
    """What the state is of: the value's sample, or that of the weeks that stand in for it."""
    if readout.window is not None:
        return readout.window.sample
    return readout.reading.sample if readout.reading else None


def _of_value(readout: Readout) -> State | None:
    """The state of the value itself, which is that of the KPI unless it has other rows."""
    sample = judged_sample(readout)
    if sample is None or readout.reading is None or len(readout.reading.rows) < 2:
        return readout.state
    return judge_sample(readout.kpi, sample, readout.target, readout.usual.value if readout.usual else None).state


def _said(readout: Readout, state: State) -> str:
    if readout.target is None:
        return _against_usual(readout, state)
    if state is State.ON_TARGET:
        return "within the limit" if _is_limit(readout.kpi) else "on target"
    kpi, wanted_value = readout.kpi, words.amount(readout.target.value, readout.kpi.unit, readout.currency)
    if _is_limit(kpi):
        missed = f"above the limit of {wanted_value}"
    elif kpi.unit is Unit.SECONDS:
        missed = f"slower than the target of {wanted_value}"
    else:
        missed = f"{'above' if kpi.better is Better.LOWER else 'short of'} the target of {wanted_value}"
    return missed if state is State.SHORT else f"perhaps {missed}"


def _against_usual(readout: Readout, state: State) -> str:
    """ "about its usual 5.37 EUR", "perhaps slower than its usual 17 h"."""
    if readout.usual is None:
        return ""
    usual = words.amount(readout.usual.value, readout.kpi.unit, readout.currency)
    return f"{_side(readout, state, 'its usual')} {usual}"


def _usual_cell(readout: Readout) -> str:
    """ "slower than usual (17 h)", or "usually 17 h" where it is not judged."""
    if readout.usual is None:
        return ""
    usual = words.amount(readout.usual.value, readout.kpi.unit, readout.currency)
    if readout.kpi.supporting or readout.state is None:
        return f"usually {usual}"
    return f"{_side(readout, readout.state, 'usual')} ({usual})"


def _side(readout: Readout, state: State, usual: str) -> str:
    """On which side of its usual it is."""
    sample = judged_sample(readout)
    if readout.usual is None or sample is None or sample.value is None:
        return ""
    if state is State.ON_TARGET and _is_about(readout.kpi, sample.value, readout.usual.value):
        return f"about {usual}"
    above = sample.value > readout.usual.value
    sides = ("slower than", "faster than") if readout.kpi.unit is Unit.SECONDS else ("above", "below")
    perhaps = "perhaps " if state is State.PERHAPS_SHORT else ""
    return f"{perhaps}{sides[not above]} {usual}"


def _is_about(kpi: Kpi, now: float, usual: float) -> bool:
    least = _ABOUT_POINTS if kpi.unit is Unit.POINTS else _ABOUT * abs(usual)
    return abs(now - usual) < least


def _is_limit(kpi: Kpi) -> bool:
    """A share that is better the smaller it is has no target to reach, but a limit to keep."""
    return kpi.unit is Unit.PERCENT and kpi.better is Better.LOWER
