"""Resolution rate: what was resolved by the end of its first 7 days."""

from collections.abc import Iterator

from kpi.catalogue import RESOLUTION_RATE
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Measure
from kpi.readings import first_days
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Reading, interval_parts, share_part
from kpi.readings.standing import cannot_tell
from kpi.samples import Share

_MANY = 30  # of fewer, all may well be resolved


class ResolutionRateReader(TallyReader):
    """Reads it."""

    wanted = frozenset((Measure.DUE, Measure.DUE_RESOLVED))
    beside = first_days.SPLIT | {Measure.DUE_RESOLVED_BY_NOW}

    def sample(self, tally: Tally) -> Share:
        return Share(tally[Measure.DUE_RESOLVED], tally[Measure.DUE])

    def read(self, facts: Facts, days: Days) -> Reading:
        tally = whole(self, facts, days)
        share = self.sample(tally)
        return Reading(
            sample=share,
            parts={
                "by_now": share_part(tally[Measure.DUE_RESOLVED_BY_NOW], share.n),
                **first_days.split(tally),
                **interval_parts(share, RESOLUTION_RATE.unit),
            },
            left_out=first_days.left_out(facts, days, author_matters=False),
            notes=(
                *cannot_tell(RESOLUTION_RATE, facts),
                *first_days.unknown_authors(tally, "the parts leave {it} out"),
                *_only_resolved(tally),
            ),
            opened=first_days.opened(days),
        )


def _only_resolved(tally: Tally) -> Iterator[str]:
    """A file that holds no open conversations would give 100 % whatever the team does."""
    if tally[Measure.DUE] >= _MANY and tally[Measure.DUE] == tally[Measure.DUE_RESOLVED_BY_NOW]:
        yield "Every one of these is resolved by now. If the data hold only resolved conversations, this says nothing."
