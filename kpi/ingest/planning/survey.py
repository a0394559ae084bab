"""A whole file looked over before anything is written; none of its rows is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpi.errors import UserError
from kpi.ingest.columns.date_columns import DateSurvey
from kpi.ingest.columns.dates import combine
from kpi.ingest.columns.durations import DurationSurvey
from kpi.ingest.columns.meaning import DURATIONS, INSTANTS, NPS, TIME_OF_DAY, ColumnReading
from kpi.ingest.columns.ratings import RatingEvidence
from kpi.ingest.columns.values import ticket_numbers
from kpi.ingest.planning.options import Options
from kpi.ingest.tables.table import Batch, Table
from kpi.ingest.vendors.vendor import Vendor

_DATED = {*INSTANTS, "event_at"}


@dataclass
class Survey:
    """What is learnt about a file batch by batch.

    `rating_words` are the vendor's own, by what they mean.
    `bad_number` is why the ticket numbers of the first rows could not be used, if none of any row could.
    """

    columns: Sequence[ColumnReading]
    dates: DateSurvey
    durations: dict[str, DurationSurvey]
    rating_words: Mapping[str, str]
    rating: RatingEvidence = field(default_factory=RatingEvidence)
    rows: int = 0
    bad_number: str = "no row has as many cells as the header"
    has_number: bool = False

    def place(self, meaning: str) -> int | None:
        """Of the column that has a meaning."""
        return next((place for place, column in enumerate(self.columns) if column.meaning == meaning), None)

    def observe(self, batch: Batch) -> None:
        """Take one batch into account."""
        self.rows += len(batch.numbers) + len(batch.misfits)
        self.dates.observe({header: self._texts(place, batch) for header, place in self._dated()})
        for place, column in enumerate(self.columns):
            if column.header in self.durations:
                self.durations[column.header].observe(batch.columns[place])
        rating = self.place("rating" if self.place(NPS) is None else NPS)
        if rating is not None:
            texts, said = batch.columns[rating], self.rating_words
            self.rating.observe([said.get(text, text) for text in texts] if said else texts)
        number = self.place("external_id")
        if number is not None and not self.has_number and batch.numbers:
            self._look_at_numbers(batch.columns[number])

    def check_numbers(self, name: str) -> None:
        """Raise UserError if the column of ticket numbers has none that can be used."""
        number = self.place("external_id")
        if number is not None and not self.has_number:
            raise UserError(
                f"The column “{self.columns[number].header}” of {name} has no ticket number that can be used:"
                f" {self.bad_number}.",
                "Export the tickets again, without opening the file in a spreadsheet, and import that.",
            )

    def _dated(self) -> list[tuple[str, int]]:
        return [(column.header, place) for place, column in enumerate(self.columns) if column.meaning in _DATED]

    def _texts(self, place: int, batch: Batch) -> Sequence[str]:
        """Of a column of dates, together with their times of the day if another column has those."""
        times = self.place(f"{self.columns[place].meaning}{TIME_OF_DAY}")
        texts = batch.columns[place]
        return texts if times is None else combine(texts, batch.columns[times])

    def _look_at_numbers(self, texts: Sequence[str]) -> None:
        _, why_not = ticket_numbers(texts)
        self.has_number = len(why_not) < len(texts)
        if why_not:
            self.bad_number = next(iter(why_not.values()))


def survey(table: Table, columns: Sequence[ColumnReading], options: Options, vendor: Vendor | None) -> Survey:
    """Read the whole table once."""
    dated = [column.header for column in columns if column.meaning in _DATED]
    found = Survey(
        columns,
        DateSurvey(dated, options.zone, options.now),
        {column.header: DurationSurvey() for column in columns if column.meaning in DURATIONS},
        vendor.values.get("rating", {}) if vendor else {},
    )
    for batch in table.batches():
        found.observe(batch)
    return found
