"""From what was seen of a file to how it will be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kpi import words
from kpi.errors import UserError
from kpi.ingest.columns.date_columns import DateColumn, DateDecision
from kpi.ingest.columns.date_formats import resembled_format
from kpi.ingest.columns.dates import looks_like_date
from kpi.ingest.columns.durations import DurationReader, DurationUnit
from kpi.ingest.columns.fitting import NOT_TO_TEN
from kpi.ingest.columns.meaning import DURATIONS, INSTANTS, MESSAGES, NPS, ColumnReading
from kpi.ingest.columns.profile import Profile
from kpi.ingest.columns.ratings import RatingReader, Scale
from kpi.ingest.planning import questions
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.questions import Question
from kpi.ingest.planning.survey import Survey
from kpi.ingest.tables.table import Table
from kpi.ingest.tickets.cells import Cells
from kpi.ingest.tickets.layout import Layout, Shape
from kpi.ingest.tickets.times import read_times
from kpi.ingest.vendors.vendor import Vendor

_DATED = {*INSTANTS, "event_at"}
_EVENTS_OF_MESSAGES = ("created_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at")


@dataclass(frozen=True)
class Decided:
    """A layout, the columns of dates by header, how many rows there are, and what is still to be asked."""

    layout: Layout
    dates: Mapping[str, DateColumn]
    rows: int
    asked: Sequence[Question]


@dataclass(frozen=True)
class Reach:
    """The first and the last opening, and the latest instant that is not in the future."""

    first_opening: int | None
    last_opening: int | None
    latest: int | None


def decide(
    name: str, looked: Survey, profiles: Sequence[Profile], options: Options, vendor: Vendor | None, shape: Shape
) -> Decided:
    """How each column is written. Raises UserError if nothing tells when the tickets were opened that should."""
    opening = _header_of("created_at", looked.columns)
    chosen = looked.dates.decide(opening, options.day_first, options.zone_is_given)
    if chosen.unsure and vendor is not None and vendor.day_first is not None:
        chosen = looked.dates.decide(opening, vendor.day_first, options.zone_is_given)
    asked = [questions.about_day_and_month(chosen)] if chosen.unsure else []
    dates = {header: column for header, column in chosen.columns.items() if column is not None}
    durations: dict[str, DurationReader] = {}
    columns = []
    for column, profile in zip(looked.columns, profiles, strict=True):
        if column.meaning in DURATIONS:
            column, question = _duration(column, profile, looked, durations)
            asked += question
        elif column.meaning in _DATED:
            column = _dated(name, column, profile, chosen)
        elif column.meaning == "rating" and not looked.rating.fits:
            column = _unused(column, f"its values are on no rating scale: “{looked.rating.example_off}”")
        elif column.meaning == NPS and not looked.rating.fits_nps:
            column = _unused(column, NOT_TO_TEN)
        columns.append(column)
    layout = Layout(
        columns=columns,
        dates={header: column.reader for header, column in dates.items()},
        durations=durations,
        ratings=_rating_reader(looked),
        zone=options.zone,
        now=options.now,
        as_of=options.now,
        shape=shape,
        event_fields=_event_fields(shape, columns),
        vendor=vendor,
    )
    return Decided(layout, dates, looked.rows, asked)


def unknown_dates(name: str, header: str, texts: Sequence[str]) -> UserError:
    """For a column that should tell when tickets were opened."""
    leave_aside = questions.mapped(header, questions.NOT_USED)
    odd = next((text for text in texts if not looks_like_date([text])), None)
    other = next((text for text in texts if resembled_format(text) is not resembled_format(texts[0])), None)
    if odd is None and other is not None:
        what = f"are not all written alike: “{words.shorten(texts[0])}” and “{words.shorten(other)}”"
    else:
        what = f"are in no format that is known, such as “{words.shorten(odd or texts[0])}”"
    return UserError(
        f"The dates in “{header}” of {name} {what}.",
        f"Write them as 2024-12-31 23:59 and import the file again, or leave them aside with {leave_aside}",
    )


def reach_of(table: Table, decided: Decided) -> Reach:
    """From the columns of dates; where durations or messages tell later moments, from all rows."""
    opening = decided.dates.get(_header_of("created_at", decided.layout.columns) or "")
    told = set(decided.layout.places)
    if opening is not None and not told & {MESSAGES, *DURATIONS}:
        latest = max((column.last for column in decided.dates.values() if column.last is not None), default=None)
        return Reach(opening.first, opening.last, latest)
    return _reach_of_rows(table, decided.layout)


def _reach_of_rows(table: Table, layout: Layout) -> Reach:
    openings: list[int] = []
    latest: list[int] = []
    for batch in table.batches():
        instants = read_times(Cells(layout, batch))
        known = [at for at in chain(*instants.values()) if at is not None and at <= layout.now]
        opened = [at for at in instants.get("created_at", ()) if at is not None and at <= layout.now]
        openings += [min(opened), max(opened)] if opened else []
        latest += [max(known)] if known else []
    return Reach(min(openings, default=None), max(openings, default=None), max(latest, default=None))


def _header_of(meaning: str, columns: Sequence[ColumnReading]) -> str | None:
    return next((column.header for column in columns if column.meaning == meaning), None)


def _dated(name: str, column: ColumnReading, profile: Profile, chosen: DateDecision) -> ColumnReading:
    date = chosen.columns[column.header]
    if column.meaning == "created_at" and date is not None and not date.total:
        return _unused(column, "it is empty")
    if date is not None:
        return replace(column, why=f"{column.why}; {date.format.value}, {date.why}")
    if column.meaning == "created_at" and profile.values:
        raise unknown_dates(name, column.header, profile.sample)
    return _unused(column, "most of its values are in no date format that is known")


def _duration(
    column: ColumnReading, profile: Profile, looked: Survey, readers: dict[str, DurationReader]
) -> tuple[ColumnReading, list[Question]]:
    """The column with its unit, whose reader goes to `readers`; and what is to be asked of it."""
    survey = looked.durations[column.header]
    if survey.is_empty:
        readers[column.header] = DurationReader(DurationUnit.SECONDS)  # Of no value, as good as any.
        return column, []
    said = None if column.unit is None else DurationUnit[column.unit.upper()]
    found = survey.decide(column.header, said=said)
    if found is None:
        return _unused(column, "most of its values are no durations"), []
    readers[column.header] = found.reader
    question = [] if found.sure else [questions.about_unit(column, profile, found.unit)]
    return replace(column, why=f"{column.why}; {found.why}", unit=found.unit.name), question


def _rating_reader(looked: Survey) -> RatingReader:
    return looked.rating.reader() if looked.place(NPS) is None else RatingReader(Scale.ZERO_TO_TEN)


def _unused(column: ColumnReading, why: str) -> ColumnReading:
    return replace(column, meaning=None, why=why)


def _event_fields(shape: Shape, columns: Sequence[ColumnReading]) -> tuple[str, ...]:
    """What a log's events tell of a ticket, beyond what its rows say themselves."""
    told = {column.meaning for column in columns}
    if shape is Shape.MESSAGES:
        return (*_EVENTS_OF_MESSAGES, *(["handed_over_at"] if {"assigned_to", "private"} <= told else []))
    if shape is Shape.TICKETS:
        return ()
    answered = told & {"first_response_at", "first_human_response_at", "first_response_time"}
    resolved = told & {"resolved_at", "resolution_time"}
    return (*(() if answered else ("first_response_at",)), *(() if resolved else ("resolved_at", "reopened_at")))
