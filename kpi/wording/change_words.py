"""How a value moved, and whether that is more than chance explains, in words."""

from kpi import words
from kpi.catalogue import Better, Kpi, Unit
from kpi.comparison import Change
from kpi.samples import Number, Ratio, Sample

_UNCHANGED, _ABOUT_THE_SAME = "unchanged", "about the same"
_USUAL = "within its usual change"


def value(sample_value: float, unit: Unit, currency: str = "") -> str:
    """A value with its unit; a duration is never shown without saying which average it is."""
    amount = words.amount(sample_value, unit, currency)
    return f"median {amount}" if unit is Unit.SECONDS else amount


def moved(change: Change, sample: Sample, kpi: Kpi, currency: str = "") -> str:
    """ "up 3 points (within noise)"; or why it is not compared: "no data in the period before"."""
    if change.absolute is None or sample.value is None:
        return change.why
    said = difference(change.absolute, sample.value, kpi.unit, currency)
    noise = in_brackets(kpi, change, sample)
    return f"{said} ({noise})" if noise else said


def in_short(change: Change, sample: Sample, kpi: Kpi, currency: str = "") -> str:
    """The same for a narrow column: "up 3 points (noise)", "up 0.22 EUR (as usual)"."""
    return (
        moved(change, sample, kpi, currency).replace("(within noise)", "(noise)").replace(f"({_USUAL})", "(as usual)")
    )


def difference(absolute: float, now: float, unit: Unit, currency: str = "") -> str:
    """As precisely as the value that it stands beside: never "1 h 23 min, up 6 min 55 s".

    "about the same" where nothing of it would be seen, but the value before is shown as another.
    """
    shown = absolute
    if unit is Unit.SECONDS:
        step = words.precision(now)
        shown = round(absolute / step) * step
    said = words.change(shown, unit, currency)
    if said == _UNCHANGED and words.amount(now, unit, currency) != words.amount(now - absolute, unit, currency):
        return _ABOUT_THE_SAME
    return said


def in_brackets(kpi: Kpi, change: Change, sample: Sample) -> str:
    """Whether a change is one, in a few words: "worse, beyond noise"; "" where nothing of it is seen, or is known."""
    if not _is_seen(kpi, change, sample):
        return ""
    if _has_no_error(sample):
        if change.significant is None:
            return ""
        return _beyond_usual(kpi, change) if change.significant else _USUAL
    if change.significant is None:
        return "too few to tell"
    return f"{direction(kpi, change)}, beyond noise" if change.significant else "within noise"


def verdict(kpi: Kpi, change: Change, sample: Sample | None) -> str:
    """Whether the change is one: "worse, and more than noise explains"; or why there is none."""
    if change.absolute is None or sample is None or sample.value is None:
        return change.why if change.why.startswith("not comparable") else f"not compared: {change.why}"
    if not _is_seen(kpi, change, sample):
        return "no change"
    if _has_no_error(sample):
        if change.significant is None:
            return change.why
        return _beyond_usual(kpi, change) if change.significant else _USUAL
    if change.significant is None:
        return "too few to tell whether that is noise"
    if not change.significant:
        return "within noise"
    return f"{direction(kpi, change)}, and more than noise explains"


def direction(kpi: Kpi, change: Change) -> str:
    """ "better", "slower"; "" where neither way is better."""
    up = (change.absolute or 0) > 0
    if kpi.better is Better.NEITHER:
        return ""
    if kpi.unit is Unit.SECONDS:
        return "slower" if up else "faster"
    return "better" if up == (kpi.better is Better.HIGHER) else "worse"


def _beyond_usual(kpi: Kpi, change: Change) -> str:
    return ", ".join(filter(None, (direction(kpi, change), "beyond its usual change")))


def _has_no_error(sample: Sample) -> bool:
    """Whether it is compared with its own earlier changes, as costs and counts are, and not with chance."""
    return isinstance(sample, Ratio | Number)


def _is_seen(kpi: Kpi, change: Change, sample: Sample) -> bool:
    if change.absolute is None or sample.value is None:
        return False
    return difference(change.absolute, sample.value, kpi.unit) not in (_UNCHANGED, _ABOUT_THE_SAME)
