"""The weakest KPI over the weeks as a chart, with a sign on each week that a note on the time line marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from bot.messages.data_limits import CHART_TITLE
from bot.messages.mrkdwn import escaped_size
from bot.messages.plots import MOST_POINTS, Plot, plot
from kpi import words
from kpi.answering.readout import Readout
from kpi.answering.series import Point
from kpi.review import wording
from kpi.review.standing import Standing
from kpi.team.notes import Note

_SIGNS = "①②③④⑤⑥⑦⑧⑨"
MOST_NOTES = 3
"""Of one week."""
_LONGEST_NOTE = 60
_ROOM = 270  # characters of one week's notes, escaped: nine times that is below what Slack gives to small print


@dataclass(frozen=True)
class ReviewChart:
    """`marks` are the signs that labels of the plot end with, each with what was noted in that week; `unmarked` is how
    many notes stand at none."""

    title: str
    plot: Plot
    marks: list[tuple[str, str]]
    unmarked: int

    @classmethod
    def of(cls, readout: Readout, standing: Standing) -> "ReviewChart | None":
        """None where too few weeks hold data for a curve. The series of the readout are weeks."""
        drawn = plot(readout)
        if drawn is None:
            return None
        points = [point for point in readout.series if point.sample.value is not None][-MOST_POINTS:]
        noted = [_noted(point, readout.marks) for point in points]
        signs = dict(zip(dict.fromkeys(each for each in noted if each), _SIGNS, strict=False))
        labels = [_signed(label, signs.get(each, "")) for label, each in zip(drawn.labels, noted, strict=True)]
        shown = {each: _fitting(each) for each in signs}
        told = {note.number for each in shown.values() for note in each}
        return cls(
            title=words.shorten(f"{words.sentence(wording.named(standing))} by {drawn.every}", CHART_TITLE),
            plot=replace(drawn, labels=labels),
            marks=[(sign, "; ".join(map(_said, shown[each]))) for each, sign in signs.items()],
            unmarked=len({note.number for each in noted for note in each} - told),
        )


def _noted(point: Point, notes: Sequence[Note]) -> tuple[Note, ...]:
    period = point.period
    return tuple(each for each in notes if each.first_day < period.end and period.first <= each.last_day)


def _signed(label: str, sign: str) -> str:
    """The longest label, "28 Sep–4 Oct, part", leaves room for a sign."""
    return f"{label} {sign}" if sign else label


def _fitting(notes: Sequence[Note]) -> Sequence[Note]:
    """The first one at least."""
    sizes = accumulate(escaped_size(_said(each)) for each in notes[:MOST_NOTES])
    return notes[: max(1, sum(each <= _ROOM for each in sizes))]


def _said(note: Note) -> str:
    return words.shorten(note.said.rstrip("."), _LONGEST_NOTE)
