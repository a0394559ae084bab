"""What of a readout is judged, and against what: the state that the readout has, row by row, and with its gap."""

from collections.abc import Mapping, Sequence

from kpi.answering.readout import Readout
from kpi.catalogue import INTENT_DISTRIBUTION, Kpi, Target
from kpi.counting.days import Days
from kpi.dimensions import CHANNEL, INTENT
from kpi.facts import Facts
from kpi.filters import Filter
from kpi.readings import reader
from kpi.readings.intent_distribution import IntentReader
from kpi.readings.reading import Reading
from kpi.review.decisions import Decisions
from kpi.review.standing import Row
from kpi.state import Judgement, State, judge_sample
from kpi.team.targets import VALUE

_WORST_FIRST = (State.SHORT, State.PERHAPS_SHORT, State.ON_TARGET, None)

_NOT_OVER = "the week is not over, and its own usual is that of whole weeks"

Judged = tuple[Reading | None, tuple[Row, ...]]
"""The reading that is judged, and its rows, the one that decides first; none where nothing is judged."""


def judged(readout: Readout, facts: Facts, filters: Sequence[Filter], decisions: Decisions) -> Judged:
    """Of the week, or of the weeks that stand in for it."""
    reading, kpi = readout.reading, readout.kpi
    if reading is None or readout.state is None:
        return reading, ()
    days = (readout.window.period if readout.window else readout.question.period).local_days
    targets = targets_of(kpi, facts, filters)
    if kpi == INTENT_DISTRIBUTION and decisions.normal:
        return _worst_intent(facts, days, targets[VALUE], decisions.normal)
    if readout.window:
        reading = reader(kpi).following(reading).read(facts, days)
    usual = readout.usual.value if readout.usual else None
    samples = reading.rows or {VALUE: reading.sample}
    rows = (Row(name, sample, judge_sample(kpi, sample, targets.get(name), usual)) for name, sample in samples.items())
    return reading, tuple(sorted(rows, key=_worst_first))


def unjudged(readout: Readout) -> Judgement:
    """Why it is not judged."""
    if readout.reading is None or not readout.connected:
        return Judgement(None, why=readout.unjudged or "not connected")
    if readout.question.period.unfinished and readout.target is None and readout.reading.n:
        return Judgement(None, why=_NOT_OVER)
    return Judgement(None, why=readout.unjudged or "no data")


def worse(state: State | None) -> int:
    """The place of a state among all, the worst first."""
    return _WORST_FIRST.index(state)


def _worst_first(row: Row) -> tuple[int, float]:
    return worse(row.judgement.state), -(row.judgement.gap or 0.0)


def targets_of(kpi: Kpi, facts: Facts, filters: Sequence[Filter]) -> Mapping[str, Target | None]:
    """By row; those of a channel, where it is asked for in one."""
    channels = [each.value for each in filters if each.dimension == CHANNEL]
    channel = channels[0] if len(channels) == 1 else None
    return {row: facts.team.targets.of(kpi.key, row, channel) for row in (kpi.targets or (VALUE,))}


def _worst_intent(facts: Facts, days: Days, usual: Target | None, normal: Mapping[str, Target]) -> Judged:
    """The intent that is furthest above its limit: one that is normal has its own, all others have the same."""
    shares = {str(key[0]): found[0] for key, found in IntentReader().samples(facts, [days], (INTENT,)).items()}
    largest = sorted((intent for intent in shares if shares[intent].hits), key=lambda name: (-shares[name].hits, name))
    others = [intent for intent in largest if intent not in normal][:1]
    rows = {
        intent: Row(VALUE, shares[intent], judge_sample(INTENT_DISTRIBUTION, shares[intent], normal.get(intent, usual)))
        for intent in largest
        if intent in normal or intent in others
    }
    worst = min(rows, key=lambda intent: _worst_first(rows[intent]))
    return IntentReader(worst).read(facts, days), (rows[worst],)
