"""The answer to a question: the value, what it is compared with, whether the change is real, what one must know."""

from dataclasses import dataclass
from datetime import date

from kpi.answering.breakdown import Breakdown
from kpi.answering.distribution import Distribution
from kpi.answering.series import Point
from kpi.catalogue import Kpi, Target
from kpi.comparison import Change
from kpi.period import Period
from kpi.question import Question
from kpi.readings.reading import Reading
from kpi.samples import Balance, Durations, Sample, Share
from kpi.state import State
from kpi.team.notes import Note

FEW_OF_A_RATE, FEW_DURATIONS = 30, 10
"""Fewer than this say little by themselves."""


def few(sample: Sample) -> bool:
    """Whether a value rests on so little that it says little."""
    if isinstance(sample, Durations):
        return 0 < sample.n < FEW_DURATIONS
    return isinstance(sample, Share | Balance) and 0 < sample.n < FEW_OF_A_RATE


@dataclass(frozen=True)
class Baseline:
    """What a reading is compared with."""

    period: Period
    sample: Sample


@dataclass(frozen=True)
class Trend:
    """The last four weeks against the four before, which finds drifts that no single week shows."""

    recent: Sample
    earlier: Sample
    change: Change


@dataclass(frozen=True)
class Usual:
    """The median of single weeks, and of how many; or their value `as_one`, where single weeks hold too little."""

    value: float
    weeks: int
    as_one: bool = False


@dataclass(frozen=True)
class Window:
    """The weeks up to the end of a period that holds too little: these are judged in its place.

    `called` is "last 4 weeks". `change` is against the equal span before, whose sample is `baseline`.
    """

    called: str
    period: Period
    sample: Sample
    baseline: Sample
    change: Change


@dataclass(frozen=True)
class Readout:
    """The answer to a question.

    `reading` is None where the KPI is not connected: `missing` then says in words what no source tells, and is empty
    where nothing has been imported at all. `as_of` is the moment up to which the data are complete, in UTC seconds;
    `incomplete` says that the period reaches beyond it. `newest` asks for the latest period that holds data, where this
    one holds none. `breakdown` is there if the question asks for it and there is data, `distribution` if it is about
    intents. `series` is as asked; for a question over seven days without one it is the last weeks; it is empty where
    nothing has data. Of all time, the first `series_left_out` days, weeks or months are not in it.

    `target` is that of the value's row, `state` how the value stands against it or against the `usual`; `unjudged` says
    why it has none. `spelling` is that of the intent that the value is of, "" where it is of none. `marks` are the
    notes on the time line that the period and the series hold. `behind` is on how many days something has changed that
    is not counted yet. What the period holds of days before `counted_otherwise` was counted for other settings than
    those in force, and stays so, as conversations are no longer kept.
    """

    question: Question
    reading: Reading | None
    change: Change
    currency: str
    missing: tuple[str, ...] = ()
    baseline: Baseline | None = None
    trend: Trend | None = None
    as_of: int | None = None
    incomplete: bool = False
    newest: Question | None = None
    breakdown: Breakdown | None = None
    distribution: Distribution | None = None
    series: tuple[Point, ...] = ()
    series_left_out: int = 0
    target: Target | None = None
    usual: Usual | None = None
    window: Window | None = None
    state: State | None = None
    unjudged: str = ""
    marks: tuple[Note, ...] = ()
    behind: int = 0
    spelling: str = ""
    counted_otherwise: date | None = None

    @property
    def kpi(self) -> Kpi:
        """The KPI asked for."""
        return self.question.kpi

    @property
    def connected(self) -> bool:
        """Whether there is any source that tells it."""
        return self.reading is not None and self.reading.connected

    @property
    def few(self) -> bool:
        """Whether the value rests on so little that it says little."""
        return self.reading is not None and few(self.reading.sample)
