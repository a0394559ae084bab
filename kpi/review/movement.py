"""Which way a number moved: by its last change, or else by its last four weeks against the four before."""

from dataclasses import dataclass

from kpi.answering.readout import Readout
from kpi.comparison import Change
from kpi.samples import Number, Ratio, Sample
from kpi.state import LEAST


@dataclass(frozen=True)
class Movement:
    """A significant change of a number, from one sample to another; `over` says over what: "last 4 weeks"."""

    before: Sample
    now: Sample
    over: str

    @property
    def rises(self) -> bool:
        return (self.now.value or 0.0) > (self.before.value or 0.0)


def movement(readout: Readout) -> Movement | None:
    """None where it moved by no more than noise explains."""
    window, baseline, trend = readout.window, readout.baseline, readout.trend
    found = None
    if window is not None:
        found = _of(window.change, window.baseline, window.sample, window.called)
    elif baseline is not None and readout.reading is not None:
        found = _of(readout.change, baseline.sample, readout.reading.sample, "")
    if found is None and trend is not None:
        found = _of(trend.change, trend.earlier, trend.recent, "last 4 weeks")
    return found


def rises(readout: Readout) -> Movement | None:
    """Its movement, if that is up."""
    found = movement(readout)
    return found if found is not None and found.rises else None


def falls(readout: Readout) -> Movement | None:
    """Its movement, if that is down."""
    found = movement(readout)
    return found if found is not None and not found.rises else None


def _of(change: Change, before: Sample, now: Sample, over: str) -> Movement | None:
    """Of a few ratings, replies … nothing is said; what has no sampling error may be of any number."""
    counted = isinstance(now, Ratio | Number) or min(before.n, now.n) >= LEAST
    return Movement(before, now, over) if change.significant and change.absolute and counted else None
