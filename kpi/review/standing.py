"""How one KPI stands in a week: the readout, and how far what is judged is from its target."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.answering.readout import Readout
from kpi.catalogue import Better, Kpi, Target
from kpi.comparison import Change
from kpi.counting.days import Days
from kpi.readings.reading import Reading
from kpi.samples import Sample
from kpi.state import Judgement, State


@dataclass(frozen=True)
class Row:
    """One of the rows of what is judged: first replies by a person or by the bot; all other KPIs have one."""

    name: str
    sample: Sample
    judgement: Judgement


@dataclass(frozen=True)
class Standing:
    """One KPI in a week.

    `judged` is the reading that is judged, which may be of several weeks (`readout.window`); None where nothing is
    connected. The first of its `rows` is the one that decides; there are none where nothing is judged. `past` is by how
    much neighbouring weeks have differed (`kpi.comparison.step`), `intent` is how the one is spelt that is judged.
    """

    readout: Readout
    judged: Reading | None
    rows: tuple[Row, ...]
    judgement: Judgement
    past: Sequence[float] = ()
    intent: str = ""
    parked: bool = False

    @property
    def kpi(self) -> Kpi:
        return self.readout.kpi

    @property
    def row(self) -> Row | None:
        """The one that decides."""
        return self.rows[0] if self.rows else None

    @property
    def state(self) -> State | None:
        return self.judgement.state

    @property
    def gap(self) -> float:
        """0 where nothing is judged."""
        return self.judgement.gap or 0.0

    @property
    def why(self) -> str:
        """Why it is not judged, or no candidate for the weakest; "" if it is one."""
        return self.judgement.why or ("parked" if self.parked else "")

    @property
    def sample(self) -> Sample | None:
        """What is judged, or would be; None where nothing is connected."""
        if self.row:
            return self.row.sample
        return self.judged.sample if self.judged else None

    @property
    def against(self) -> Target | None:
        """The target, or the own usual as one."""
        return self.judgement.against or self.readout.target

    def state_of(self, row: str) -> State | None:
        """The state of one of the rows; None where it is not judged."""
        return next((each.judgement.state for each in self.rows if each.name == row), None)

    @property
    def days(self) -> Days:
        """Those that are judged."""
        window = self.readout.window
        return (window.period if window else self.readout.question.period).local_days

    # ---- how it moved

    @property
    def now(self) -> Sample | None:
        """What is compared: the week, or the weeks that stand in for it."""
        window = self.readout.window
        if window is not None:
            return window.sample
        return self.readout.reading.sample if self.readout.reading else None

    @property
    def before(self) -> Sample | None:
        """What it is compared with."""
        window, baseline = self.readout.window, self.readout.baseline
        if window is not None:
            return window.baseline
        return baseline.sample if baseline else None

    @property
    def change(self) -> Change:
        """From the one to the other."""
        return self.readout.window.change if self.readout.window else self.readout.change

    def is_worse(self, change: Change) -> bool:
        """Whether a change goes the wrong way."""
        up = (change.absolute or 0.0) > 0
        return up == (self.kpi.better is Better.LOWER)
