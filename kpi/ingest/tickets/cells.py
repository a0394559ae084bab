"""The cells of one batch by what they mean, and what was wrong with them."""

from collections.abc import Iterable, Sequence

from kpi.ingest.problem import Problem
from kpi.ingest.tables.table import Batch
from kpi.ingest.tickets.layout import Layout

_LONGEST_VALUE = 100


class Cells:
    """One batch; `problems` grows while it is read."""

    def __init__(self, layout: Layout, batch: Batch) -> None:
        self.layout = layout
        self.batch = batch
        self.problems: list[Problem] = []

    def texts(self, meaning: str) -> Sequence[str] | None:
        """Of the column that has the meaning; None without one."""
        place = self.layout.places.get(meaning)
        return None if place is None else self.batch.columns[place]

    def header(self, meaning: str) -> str:
        """Of the column that has the meaning."""
        return self.layout.columns[self.layout.places[meaning]].header

    def complain(self, meaning: str, places: Iterable[int], why: str) -> None:
        """Note a problem of these places in the batch: of their cells, or of the rows if no column has the meaning."""
        column = self.layout.places.get(meaning)
        for place in places:
            header = None if column is None else self.layout.columns[column].header
            text = "" if column is None else self.batch.columns[column][place].strip()[:_LONGEST_VALUE]
            self.problems.append(Problem(self.batch.numbers[place], header, text, why))
