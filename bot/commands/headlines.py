"""The headline figures of the last seven days: what matters most first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kpi import period
from kpi.answering.answer import answer
from kpi.answering.preparing import prepare
from kpi.answering.readout import Readout
from kpi.catalogue import BACKLOG, KPIS, VOLUME, WAITING, Target
from kpi.comparison import Change
from kpi.period import Period
from kpi.question import Question
from kpi.state import State
from kpi.store_facts import StoreFacts
from kpi.wording.change_words import direction

_COUNTS = (VOLUME, BACKLOG, WAITING)
_STATES: Mapping[State | None, int] = {State.SHORT: 0, State.PERHAPS_SHORT: 1}
_WORSE, _BETTER, _USUAL, _NO_DATA = 2, 3, 4, 5


@dataclass(frozen=True)
class Headlines:
    """The readouts of all connected KPIs, the `lacking` ones, and those of volume, backlog and waiting.

    First come those that miss their target, then those that have got worse, or better, beyond noise.
    """

    over: Period
    connected: tuple[Readout, ...]
    lacking: tuple[Readout, ...]
    counts: tuple[Readout, ...]

    @property
    def every(self) -> tuple[Readout, ...]:
        return self.connected + self.lacking

    @property
    def newest(self) -> Question | None:
        """Asks for the newest data, where the seven days hold none of any KPI."""
        if any(each.reading is not None and each.reading.n for each in self.connected):
            return None
        return next((each.newest for each in self.connected if each.newest is not None), None)


def headlines(facts: StoreFacts, now: datetime, limits: Mapping[str, Target]) -> Headlines:
    """As of `now` (aware). `limits` are those of intents that are normal for the team."""
    over = period.parse("", now.astimezone(facts.team.zone).date(), facts.team.zone)
    prepare(facts, over, (*KPIS, *_COUNTS))
    kpis, counts = (
        [answer(Question(kpi, over), facts, now, brief=True, limits=limits) for kpi in some] for some in (KPIS, _COUNTS)
    )
    connected = sorted((each for each in kpis if each.connected), key=_rank)
    lacking = (each for each in kpis if not each.connected)
    known = (each for each in counts if each.reading is not None and each.reading.n)
    return Headlines(over, tuple(connected), tuple(lacking), tuple(known))


def _rank(readout: Readout) -> int:
    if readout.reading is None or not readout.reading.n:
        return _NO_DATA
    return _STATES.get(readout.state, _moved(readout, readout.change))


def _moved(readout: Readout, change: Change) -> int:
    if not change.significant:
        return _USUAL
    return _WORSE if direction(readout.kpi, change) in ("worse", "slower") else _BETTER
