"""What stands in the cells of tables about KPIs: shorter than the sentences of `kpi.wording`, with the same meaning."""

from collections.abc import Sequence

from kpi import wording, words
from kpi.breakdown import Segment
from kpi.catalogue import Better, Kpi, Unit
from kpi.readout import Readout
from kpi.samples import Sample
from kpi.state import State, judge_sample

NOTHING = "–"

_STATES = {
    State.ON_TARGET: "on target",
    State.SHORT: "missed",
    State.PERHAPS_SHORT: "perhaps missed",
    None: "too few to judge",
}


def value(sample: Sample, unit: Unit) -> str:
    """ "84.3 %", "median 58 min", "no data" """
    if sample.value is None:
        return "no data"
    amount = words.amount(sample.value, unit)
    return f"median {amount}" if unit is Unit.SECONDS else amount


def change(readout: Readout) -> str:
    """ "down 8.1 points (worse, beyond noise)"; or why it is not compared."""
    reading = readout.reading
    if reading is None or reading.value is None:
        return NOTHING
    return wording.segment_change(Segment(None, "", reading.sample, 1, readout.change), readout.kpi)


def target(readout: Readout) -> str:
    """ "on target (80 %)", "missed (1 h)"; a dash where there is none to judge against."""
    reading = readout.reading
    if readout.target is None or reading is None or not reading.n or readout.incomplete:
        return NOTHING
    return f"{_STATES[readout.state]} ({words.amount(readout.target.value, readout.kpi.unit)})"


def reached(sample: Sample, readout: Readout) -> str:
    """How a segment's value stands against the target: "perhaps missed"."""
    return _STATES[judge_sample(readout.kpi, sample, readout.target).state]


def wanted(kpi: Kpi) -> str:
    """A KPI's target: "80 % or more", "1 h or less"; "none of its own" where it has none."""
    target = next(iter(kpi.targets.values()), None)
    if target is None:
        return "none of its own"
    return f"{words.amount(target.value, kpi.unit)} or {'less' if kpi.better is Better.LOWER else 'more'}"


def sources(names: Sequence[str]) -> str:
    """Where the conversations come from: "zendesk, shop and 4 more"."""
    return words.listed(names)
