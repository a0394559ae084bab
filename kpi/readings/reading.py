"""What a KPI comes to over one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.samples import Durations, Sample, Share


@dataclass(frozen=True)
class Part:
    """A figure beside the value; `n` is how many it rests on, None where that says nothing, or nothing is connected."""

    value: float | None
    unit: Unit
    n: int | None = None


@dataclass(frozen=True)
class Reading:
    """A value with what it rests on.

    `left_out` says what was not counted, by reason; `notes` are sentences without which a reader would be misled.
    `rows` are the samples of a KPI that has several, by the rows that targets are for. `named` is what the value is of,
    where it is of one intent, as it is stored. `opened` are the days on which those were opened that had their 7 days.
    Something that the value needs is not `connected`, or lacks for some of the days: `incomplete`. `unjudged` says why
    the value is not to be judged, whatever it is; "" if it may be.
    """

    sample: Sample
    parts: Mapping[str, Part] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rows: Mapping[str, Sample] = field(default_factory=dict)
    named: str | None = None
    opened: Days | None = None
    connected: bool = True
    incomplete: bool = False
    unjudged: str = ""

    @property
    def value(self) -> float | None:
        """In the KPI's unit; None where there is no data."""
        return self.sample.value

    @property
    def n(self) -> int:
        """How many it rests on."""
        return self.sample.n


def duration_parts(name: str, durations: Durations) -> dict[str, Part]:
    """The median as `name`, with `name_mean` and `name_p90`."""
    figures = {name: durations.value, f"{name}_mean": durations.mean, f"{name}_p90": durations.quantile(0.9)}
    return {key: Part(value, Unit.SECONDS, durations.n) for key, value in figures.items()}


def share_part(hits: int, n: int) -> Part:
    """A percentage of `n`."""
    return Part(Share(hits, n).value, Unit.PERCENT, n)


def interval_parts(sample: Sample, unit: Unit) -> dict[str, Part]:
    """The ends of the value's 95 % interval."""
    low, high = sample.interval or (None, None)
    return {"interval_low": Part(low, unit, sample.n), "interval_high": Part(high, unit, sample.n)}
