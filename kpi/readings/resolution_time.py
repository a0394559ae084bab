"""Resolution time: from opening to the last resolution still standing, on the calendar clock."""

from collections.abc import Mapping, Sequence

from kpi.catalogue import Unit
from kpi.dimensions import Dimension
from kpi.facts import Durations, Event, Facts, Sample, TimeRange
from kpi.readings.reading import Part, Reading

_OLD_DAYS = 60
_DAY = 86_400
_APART = 2.0  # a mean this many times the median needs a word of explanation


def sample(facts: Facts, time: TimeRange) -> Durations:
    """How long what was resolved had taken."""
    return facts.durations(Event.RESOLUTION, time)


def samples_by(facts: Facts, dimension: Dimension, time: TimeRange) -> Mapping[str | None, Sample]:
    """The same, told apart by a dimension's value."""
    return facts.durations_by(dimension, Event.RESOLUTION, time)


def samples_in(facts: Facts, times: Sequence[TimeRange]) -> Sequence[Sample]:
    """The same, in each time range."""
    return facts.durations_in(times, Event.RESOLUTION)


def read(facts: Facts, time: TimeRange) -> Reading:
    """Resolution time over the time range; the value is the median."""
    durations = sample(facts, time)
    return Reading(
        sample=durations,
        parts={
            "mean": Part(durations.mean, Unit.SECONDS, durations.n),
            "p90": Part(durations.quantile(0.9), Unit.SECONDS, durations.n),
        },
        left_out=facts.left_out(Event.RESOLUTION, time),
        notes=tuple(_why_apart(durations)),
    )


def _why_apart(durations: Durations) -> list[str]:
    """Why mean and median tell different stories, when they do."""
    if not durations.mean or durations.mean < _APART * (durations.value or 0):
        return []
    old = durations.longer_than(_OLD_DAYS * _DAY)
    if old == 1:
        return [f"The mean is far above the median: 1 conversation older than {_OLD_DAYS} days was closed."]
    if old:
        return [f"The mean is far above the median: {old:,} conversations older than {_OLD_DAYS} days were closed."]
    return ["The mean is far above the median: a few conversations took much longer than most."]
