"""What a question asks for, whose period is still in the words of whoever asked."""

from dataclasses import dataclass

from kpi.catalogue import Kpi
from kpi.dimensions import Dimension
from kpi.filters import Filter, written
from kpi.span import Grain

EVERY = {"daily": Grain.DAYS, "weekly": Grain.WEEK, "monthly": Grain.MONTH}
"""The stretches of a series, by the word that asks for them."""


@dataclass(frozen=True)
class Terms:
    """As `kpi.question.Question`, with the period and what it is compared with as text."""

    kpi: Kpi
    period: str = ""
    breakdown: Dimension | None = None
    filters: tuple[Filter, ...] = ()
    series: Grain | None = None
    versus: str = ""
    corrected: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The question as one would type it. Values come last, so that no word after them can be taken for theirs."""
        versus = f"vs {self.versus}" if self.versus else ""
        by = f"by {self.breakdown.key}" if self.breakdown else ""
        every = next((word for word, grain in EVERY.items() if grain is self.series), "")
        return " ".join(filter(None, (self.kpi.name, self.period, versus, by, every, *written(self.filters))))
