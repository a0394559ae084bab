"""kpibot itself: the whole of `answer` for each KPI, from the team's settings to the readout."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.asked import TOTAL, Asked, ByChannel, Counts, Weekly
from kpi.answering.answer import answer
from kpi.answering.preparing import prepare
from kpi.answering.readout import Readout
from kpi.catalogue import AUTOMATION_RATE, CSAT, KPIS, RESOLUTION_RATE, RESOLUTION_TIME, Kpi
from kpi.dimensions import CHANNEL, INTENT, Dimension
from kpi.period import Period
from kpi.question import Question
from kpi.samples import Durations, Sample, Share
from kpi.span import Grain
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings

Samples = dict[str, Sample | None]
"""By the key of the KPI."""

TOLD_APART = tuple(kpi for kpi in KPIS if kpi.dimensions)
"""Self-service and costs have no channel."""


class Kpibot:
    """On a store with its summary."""

    name = "kpibot"

    def __init__(self, database: Path, now: datetime) -> None:
        self._store = Store(f"sqlite:///{database}")
        self._now = now

    def overview(self, asked: Asked) -> ByChannel:
        """As `/kpi` answers it."""
        samples = {key: _sample(readout) for key, readout in self._answers(KPIS, asked).items()}
        return {TOTAL: _counts(samples)}

    def by_channel(self, asked: Asked) -> ByChannel:
        """As `/kpi … 90d by channel` answers it for each KPI that has channels."""
        readouts = self._answers(TOLD_APART, asked, CHANNEL)
        found: dict[str, Samples] = {TOTAL: {key: _sample(each) for key, each in readouts.items()}}
        for key, readout in readouts.items():
            for segment in readout.breakdown.segments if readout.breakdown else ():
                found.setdefault(segment.value or "none", {})[key] = segment.sample
        return {channel: _counts(samples) for channel, samples in found.items()}

    def weekly(self, asked: Asked) -> Weekly:
        """As `/kpi resolution time by intent weekly` answers it."""
        readout = self._answers((RESOLUTION_TIME,), asked, INTENT, Grain.WEEK)[RESOLUTION_TIME.key]
        assert readout.breakdown is not None
        return {
            (segment.value or "", week): (sample.n, sample.value or 0.0)
            for segment in readout.breakdown.segments
            for week, sample in enumerate(segment.series)
            if sample.n
        }

    def _answers(
        self, kpis: Sequence[Kpi], asked: Asked, by: Dimension | None = None, series: Grain | None = None
    ) -> dict[str, Readout]:
        with self._store.reading() as connection:
            team = settings.read(connection, asked.zone)
            facts = StoreFacts(connection, team)
            over = Period("these days", asked.first, asked.end, team.zone, Grain.DAYS)
            prepare(facts, over, kpis, by)
            questions = [Question(kpi, over, breakdown=by, series=series) for kpi in kpis]
            return {each.kpi.key: answer(each, facts, self._now, brief=len(kpis) > 1) for each in questions}


def _sample(readout: Readout) -> Sample | None:
    return readout.reading.sample if readout.reading else None


def _counts(samples: Samples) -> Counts:
    csat, resolved, due, automated = (
        samples.get(kpi.key) for kpi in (CSAT, RESOLUTION_TIME, RESOLUTION_RATE, AUTOMATION_RATE)
    )
    return Counts(
        rated=csat.n if csat else 0,
        satisfied=_hits(csat),
        resolved=resolved.n if isinstance(resolved, Durations) else 0,
        due=due.n if due else 0,
        due_resolved=_hits(due),
        due_automated=_hits(automated),
    )


def _hits(sample: Sample | None) -> int:
    return int(sample.hits) if isinstance(sample, Share) else 0
