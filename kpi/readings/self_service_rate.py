"""Self-service rate: what customers or the bot resolved without a person."""

from collections.abc import Iterator, Mapping, Sequence

from kpi import words
from kpi.catalogue import SELF_SERVICE_RATE, Unit
from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.facts import Facts, Key, Tally
from kpi.measures import Measure
from kpi.readings import first_days
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Part, Reading, interval_parts, share_part
from kpi.samples import Sample, Share

_WEAK, _MATURE, _MOST = 50.0, 80.0, 98.0  # percent
_LEAST = 10  # of fewer, no level is spoken of
_OUTCOME_NAMES = ("inquiries_resolved", "inquiries_contacted", "inquiries_abandoned")


class SelfServiceRateReader(TallyReader):
    """Reads it. Nothing tells inquiries apart, so that it has no breakdown."""

    wanted = frozenset((Measure.INQUIRIES, Measure.INQUIRIES_RESOLVED, Measure.DUE, Measure.DUE_AUTOMATED))
    beside = frozenset((Measure.INQUIRIES_CONTACTED, Measure.DUE_AUTHOR_KNOWN))

    def sample(self, tally: Tally) -> Share:
        """Of nothing where there are no self-service data: conversations alone would be another number."""
        if not tally[Measure.INQUIRIES]:
            return Share(0, 0)
        resolved = tally[Measure.INQUIRIES_RESOLVED] + tally[Measure.DUE_AUTOMATED]
        return Share(resolved, tally[Measure.INQUIRIES] + tally[Measure.DUE])

    def samples(
        self, facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Sample]]:
        """As `Reader`; ValueError for a breakdown."""
        if by:
            raise ValueError("nothing tells self-service inquiries apart")
        return super().samples(facts, stretches)

    def read(self, facts: Facts, days: Days) -> Reading:
        tally = whole(self, facts, days)
        share, alone = self.sample(tally), first_days.automated(tally)
        return Reading(
            sample=share,
            parts={
                **_outcomes(tally),
                "automation_alone": Part(alone.value, Unit.PERCENT, alone.n),
                **interval_parts(share, SELF_SERVICE_RATE.unit),
            },
            left_out=first_days.left_out(facts, days, author_matters=False),
            notes=tuple(_notes(tally, share) if share.n else _not_connected(alone)),
            opened=first_days.opened(days),
            connected=share.n > 0,
        )


def _outcomes(tally: Tally) -> dict[str, Part]:
    n = tally[Measure.INQUIRIES]
    if not n:
        return {name: Part(None, Unit.PERCENT) for name in _OUTCOME_NAMES}
    resolved, contacted = tally[Measure.INQUIRIES_RESOLVED], tally[Measure.INQUIRIES_CONTACTED]
    counts = (resolved, contacted, n - resolved - contacted)
    return {name: share_part(count, n) for name, count in zip(_OUTCOME_NAMES, counts, strict=True)}


def _not_connected(alone: Share) -> Iterator[str]:
    without = "" if alone.value is None else f" (automation alone: {words.percent(alone.value)})"
    yield f"No self-service data in the period: not connected{without}."


def _notes(tally: Tally, share: Share) -> Iterator[str]:
    yield from first_days.unknown_authors(tally, "automation is not taken to have resolved {it}")
    if share.value is None or share.n < _LEAST:
        return
    if share.value < _WEAK:
        yield f"Below {_WEAK:.0f} % self-service is weak."
    elif share.value >= _MATURE:
        yield f"{_MATURE:.0f} to {_MOST:.0f} % is what mature self-service reaches."
