"""What somebody asks: text such as "csat last month by channel" → `Question`, and back to text."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from kpi import period
from kpi.answering import series
from kpi.catalogue import Kpi
from kpi.dimensions import Dimension
from kpi.filters import Filter
from kpi.grammar.errors import QuestionError
from kpi.grammar.reading import read
from kpi.grammar.terms import EVERY, Terms
from kpi.grammar.vocabulary import LIKELY
from kpi.labels import Labels, NoLabels
from kpi.period import Period
from kpi.periods.versus import compared
from kpi.span import Grain

__all__ = ["LIKELY", "Filter", "Labels", "Question", "QuestionError", "parse"]


@dataclass(frozen=True)
class Question:
    """A KPI over a period.

    It is compared with the period `versus`, or with the one just before if that is None. It may be told apart by
    `breakdown`, narrowed to what meets `filters` (of several values of one dimension: any of them), and shown as a
    `series` of days, weeks or months. `corrected` holds slips that were certain, as typed and as taken.
    """

    kpi: Kpi
    period: Period
    versus: Period | None = None
    breakdown: Dimension | None = None
    filters: tuple[Filter, ...] = ()
    series: Grain | None = None
    corrected: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The question as one would type it on any later day."""
        versus = self.versus.text if self.versus else ""
        return Terms(self.kpi, self.period.text, self.breakdown, self.filters, self.series, versus).text


def parse(text: str, today: date, zone: ZoneInfo, labels: Labels | None = None) -> Question:
    """The question in `text`; without `labels`, no value of any dimension is known.

    Raises QuestionError if there is no KPI in it, or something that makes no sense.
    """
    terms = read(text, today, labels or NoLabels())
    span, other = compared(terms.period, terms.versus, today)
    over = period.seen_on(today, span, zone)
    versus = period.versus(other, over, today) if other else None
    if not _fits(over, terms.series, today):
        grains = [None, *reversed(EVERY.values())]
        lines = (replace(terms, series=grain).text for grain in grains if _fits(over, grain, today))
        raise QuestionError(f"That would be more than {series.MOST_POINTS} points.", *reversed(list(lines)))
    return Question(terms.kpi, over, versus, terms.breakdown, terms.filters, terms.series, terms.corrected)


def _fits(over: Period, every: Grain | None, today: date) -> bool:
    return every is None or len(series.stretches(over, every, today)) <= series.MOST_POINTS
