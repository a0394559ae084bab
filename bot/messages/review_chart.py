"""The weakest KPI over the weeks as a chart, with a sign on each week that a note on the time line marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.messages.data_limits import CHART_TITLE
from bot.messages.plots import MOST_POINTS, Plot, plot
from kpi import words
from kpi.answering.readout import Readout
from kpi.answering.series import Point
from kpi.review import wording
from kpi.review.standing import Standing
from kpi.team.notes import Note

_SIGNS = "①②③④⑤⑥⑦⑧⑨"
_LONGEST_NOTE = 120


@dataclass(frozen=True)
class ReviewChart:
    """`marks` are the signs that labels of the plot end with, each with what was noted in that week; `unmarked` is how
    many notes have none."""

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
        shown = {note.number for each in signs for note in each}
        return cls(
            title=words.shorten(f"{words.sentence(wording.named(standing))} by {drawn.every}", CHART_TITLE),
            plot=replace(drawn, labels=labels),
            marks=[(sign, "; ".join(_said(each))) for each, sign in signs.items()],
            unmarked=len({note.number for each in noted for note in each} - shown),
        )


def _noted(point: Point, notes: Sequence[Note]) -> tuple[Note, ...]:
    period = point.period
    return tuple(each for each in notes if each.first_day < period.end and period.first <= each.last_day)


def _signed(label: str, sign: str) -> str:
    """The longest label, "28 Sep–4 Oct, part", leaves room for a sign."""
    return f"{label} {sign}" if sign else label


def _said(notes: Sequence[Note]) -> Iterator[str]:
    return (words.shorten(each.said.rstrip("."), _LONGEST_NOTE) for each in notes)
