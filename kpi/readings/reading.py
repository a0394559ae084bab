"""What a KPI comes to over one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi.catalogue import Unit
from kpi.facts import Durations, Sample


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
    """

    sample: Sample
    parts: Mapping[str, Part] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

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
