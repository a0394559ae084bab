"""Looks a whole file over before anything is written: all that can be refused is refused here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from kpi import words
from kpi.catalogue import KPIS, missing
from kpi.errors import UserError
from kpi.ingest.columns import ColumnReading, read_columns
from kpi.ingest.date_columns import DateColumn, DateEvidence, choose_formats
from kpi.ingest.dates import DateFormat, DateReader
from kpi.ingest.layout import INSTANTS, Layout
from kpi.ingest.ratings import RatingEvidence
from kpi.ingest.reading import Reading, read_file
from kpi.ingest.values import ticket_number

_EXPORT_AGAIN = "Export the tickets again with that column, and import that file."


@dataclass(frozen=True)
class Plan:
    """A file that can be imported, and how it will be read.

    `dates` says by header how each column of dates is written. `rows` counts those below the header that are not
    blank. The openings and `complete_until`, the moment up to which the file is complete, are instants.
    """

    source: str
    reading: Reading
    layout: Layout
    dates: Mapping[str, DateColumn]
    rows: int
    first_opening: int | None
    last_opening: int | None
    complete_until: int

    @property
    def columns(self) -> Sequence[ColumnReading]:
        """What each column is taken for, in the file's order."""
        return self.layout.columns

    @property
    def cannot_feed(self) -> dict[str, str]:
        """By key, the KPIs that cannot be told from this file, and what it does not say."""
        lacking = {kpi.key: missing(kpi, self.layout.fields) for kpi in KPIS}
        return {key: f"the file does not say {' or '.join(words)}" for key, words in lacking.items() if words}


def inspect(
    path: Path, *, source: str, zone: ZoneInfo, now: int, day_first: bool | None = None, as_of: int | None = None
) -> Plan:
    """Read the whole file once and decide how it will be read. Raises UserError if it cannot be imported.

    Wall times are in `zone`. `day_first` decides where the values leave open which number of a date is the day.
    `as_of` is when the file was exported; if nobody knows, its latest instant that is not in the future has to do.
    """
    reading = read_file(path)
    survey = _Survey(read_columns(path.name, reading.header), zone, now)
    for _, row in reading.rows():
        survey.observe(row)
    survey.check_ticket_numbers()
    chosen = choose_formats(survey.dates, day_first)
    columns = [_decided(column, chosen, survey.rating) for column in survey.columns]
    dates = {header: column for header, column in chosen.items() if column is not None}
    opening = _opening(survey.header_of("created_at"), survey, chosen)
    latest = max((column.last for column in dates.values() if column.last is not None), default=None)
    if latest is None:
        raise UserError(f"All dates in {path.name} are in the future.", "Check this computer's clock, and the file.")
    if as_of is not None and as_of < latest:
        raise UserError(
            f"{path.name} holds dates up to {words.instant(latest, zone)}, so it was not exported before that.",
            "Give the moment of the export with --as-of, or leave it out.",
        )
    complete_until = latest if as_of is None else as_of
    readers = {
        column.field: survey.readers[dates[column.header].format] for column in columns if column.field in INSTANTS
    }
    layout = Layout(columns, readers, survey.rating.reader(), zone, now, as_of=complete_until)
    return Plan(source, reading, layout, dates, survey.rows, opening.first, opening.last, complete_until)


class _Survey:
    """What is learnt about a file row by row; none of the rows is kept."""

    def __init__(self, columns: Sequence[ColumnReading], zone: ZoneInfo, now: int) -> None:
        self.columns = columns
        # One for all columns and for the later reading: what it remembers serves them all.
        self.readers = {format: DateReader(format, zone) for format in DateFormat}
        self.dates = {column.header: DateEvidence(self.readers, now) for column in columns if column.field in INSTANTS}
        self.rating = RatingEvidence()
        self.rows = 0
        self._bad_number = ""
        self._has_number = False
        fields = [column.field for column in columns]
        self._id = fields.index("external_id")
        self._rating = fields.index("rating") if "rating" in fields else None
        self._dates = [
            (index, self.dates[column.header]) for index, column in enumerate(columns) if column.field in INSTANTS
        ]

    def observe(self, row: list[str]) -> None:
        self.rows += 1
        if len(row) < len(self.columns):
            return
        for index, evidence in self._dates:
            evidence.observe(row[index])
        if self._rating is not None:
            self.rating.observe(row[self._rating])
        if not self._has_number:
            self._look_at_number(row[self._id])

    def check_ticket_numbers(self) -> None:
        """Raise UserError if not one row can be told from another."""
        if not self._has_number:
            why = self._bad_number or "no row has as many cells as the header"
            raise UserError(
                f"The column “{self.header_of('external_id')}” has no ticket number that can be used: {why}.",
                "Export the tickets again, without opening the file in a spreadsheet, and import that.",
            )

    def header_of(self, field: str) -> str:
        return next(column.header for column in self.columns if column.field == field)

    def _look_at_number(self, text: str) -> None:
        try:
            ticket_number(text)
            self._has_number = True
        except ValueError as error:
            self._bad_number = str(error)


def _decided(column: ColumnReading, dates: Mapping[str, DateColumn | None], rating: RatingEvidence) -> ColumnReading:
    """The column with how it is written, or without its field if its values are not what its name says."""
    if column.field in INSTANTS:
        date = dates[column.header]
        if date is None:
            return replace(column, field=None, why="most of its values are in no date format that is known")
        return replace(column, why=f"{column.why}; {date.format.value}, {date.why}")
    if column.field == "rating" and not rating.fits:
        return replace(column, field=None, why=f"its values are on no rating scale: “{rating.example_off}”")
    return column


def _opening(header: str, survey: _Survey, dates: Mapping[str, DateColumn | None]) -> DateColumn:
    """The column of the openings. Raises UserError if it tells none."""
    evidence, column = survey.dates[header], dates[header]
    if not evidence.total:
        raise UserError(f"The column “{header}” is empty: it has to tell when the tickets were opened.", _EXPORT_AGAIN)
    if column is None:
        raise UserError(
            f"The dates in “{header}”, such as “{evidence.example}”, are in no format that is known.",
            "Write them as 2024-12-31 23:59, and import the file again.",
        )
    return column
