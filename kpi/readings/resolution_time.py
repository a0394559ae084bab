"""Resolution time: from opening to the last resolution still standing, on the calendar clock."""

from collections.abc import Iterator

from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Timing
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Part, Reading
from kpi.samples import Durations

_OLD_DAYS = 60
_DAY = 86_400
_APART = 2.0  # a mean this many times the median needs a word of explanation


class ResolutionTimeReader(TallyReader):
    """Reads it; the value is the median."""

    wanted = frozenset((Timing.RESOLUTION,))

    def sample(self, tally: Tally) -> Durations:
        return tally.time(Timing.RESOLUTION)

    def read(self, facts: Facts, days: Days) -> Reading:
        durations = self.sample(whole(self, facts, days))
        return Reading(
            sample=durations,
            parts={
                "mean": Part(durations.mean, Unit.SECONDS, durations.n),
                "p90": Part(durations.quantile(0.9), Unit.SECONDS, durations.n),
            },
            left_out=facts.left_out(Event.RESOLUTION, days),
            notes=tuple(_why_apart(durations)),
        )


def _why_apart(durations: Durations) -> Iterator[str]:
    """Why mean and median tell different stories, when they do."""
    if not durations.mean or durations.mean < _APART * (durations.value or 0):
        return
    old = durations.longer_than(_OLD_DAYS * _DAY)
    if old == 1:
        yield f"The mean is far above the median: 1 conversation older than {_OLD_DAYS} days was closed."
    elif old:
        yield f"The mean is far above the median: {old:,} conversations older than {_OLD_DAYS} days were closed."
    else:
        yield "The mean is far above the median: a few conversations took much longer than most."
