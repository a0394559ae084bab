"""Looks a whole file over before anything is written: all that can be refused or asked is refused or asked here."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kpi import words
from kpi.errors import UserError
from kpi.ingest.columns.fitting import NOT_SATISFACTION
from kpi.ingest.columns.meaning import NPS, ColumnReading, Confidence
from kpi.ingest.columns.names import EACH_ROW, as_written, asks_for_satisfaction, distinct, named
from kpi.ingest.columns.profile import Profile
from kpi.ingest.columns.recognition import recognise
from kpi.ingest.planning import not_kept, questions
from kpi.ingest.planning.decisions import Decided, decide, reach_of, unknown_dates
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.questions import Question, UnsureError
from kpi.ingest.planning.record_plan import plan_records
from kpi.ingest.planning.said import said
from kpi.ingest.planning.shapes import refuse_aggregates, shape_of
from kpi.ingest.planning.sources import KnownSource, choose_source
from kpi.ingest.planning.survey import survey
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.records import recognise as recognise_record
from kpi.ingest.tables.opening import open_table
from kpi.ingest.tables.spreadsheet import SeveralSheets
from kpi.ingest.tables.table import Table, first_rows
from kpi.ingest.vendors import recognise as recognise_vendor

SAMPLE_ROWS = 4_000
"""By which a column's meaning is found out. How it is written is decided from all rows."""

_LISTED_HEADERS = 30


def inspect(path: Path, options: Options, known: Sequence[KnownSource] = ()) -> Plan:
    """Read the whole file once and decide how it will be read.

    Raises UserError if it cannot be imported, and UnsureError, which is one, if something has to be asked. If
    `options.accept`, guesses are taken as they are, and only what nothing speaks for is asked.
    """
    table = _opened(path, options)
    headers = distinct(table.header)
    # Who says what a column tells of tickets has a file of tickets.
    other = None if options.mapping.keys() & {*headers, EACH_ROW} else recognise_record(table.header)
    if other is not None:
        return plan_records(table, *other, options)
    vendor = recognise_vendor(table.header)
    source = choose_source(options.source, path, vendor, headers, known)
    if isinstance(source, Question):
        raise UnsureError(path.name, [source])
    options = options.remembering(source.confirmed, {*headers, EACH_ROW})
    sample = first_rows(table, SAMPLE_ROWS)
    profiles = [Profile.of(texts) for texts in sample.columns]
    columns = recognise(headers, profiles, vendor, said(path.name, options.mapping, headers))
    columns = not_kept.without(columns, options.not_kept)
    asked = _about_columns(path.name, columns, profiles, options)
    shape, columns = shape_of(path.name, columns, sample)
    looked = survey(table, columns, options, vendor)
    looked.check_numbers(path.name)
    decided = decide(path.name, looked, profiles, options, vendor, shape)
    asked = [question for question in (*asked, *decided.asked) if question.best is None or not options.accept]
    if asked:
        raise UnsureError(path.name, asked)
    return _plan(path.name, source.name, table, decided, options)


def _opened(path: Path, options: Options) -> Table:
    try:
        return open_table(path, options.sheet, options.most_bytes)
    except SeveralSheets as several:
        raise UnsureError(path.name, [questions.about_sheet(several.sheets)]) from several


def _about_columns(
    name: str, columns: Sequence[ColumnReading], profiles: Sequence[Profile], options: Options
) -> list[Question]:
    """What is to be asked of the columns. Raises UserError for a table that holds no tickets."""
    meanings = {column.meaning for column in columns}
    headers = [column.header for column in columns]
    if not any(column.meaning == "external_id" and column.confidence is not Confidence.GUESS for column in columns):
        refuse_aggregates(name, headers, profiles)
    if not meanings & {"created_at", "event_at", "external_id"} and EACH_ROW not in options.mapping:
        raise UserError(
            f"{name} has no column that tells a ticket number, and none that tells when tickets were opened."
            f" {_columns(headers)}",
            'Say which they are with --map "Column=external_id" and --map "Column=created_at".',
        )
    if "created_at" not in meanings:
        _refuse_unknown_openings(name, columns, profiles, options)
    asked = [
        questions.about_column(column, profile)
        for column, profile in zip(columns, profiles, strict=True)
        if column.confidence is Confidence.GUESS
    ]
    if not meanings & {"rating", NPS}:
        asked += _about_recommending(columns, profiles, options)
    if "external_id" not in meanings and EACH_ROW not in options.mapping:
        keys = [header for header, profile in zip(headers, profiles, strict=True) if profile.is_key]
        asked.append(questions.about_ticket_numbers(keys))
    return asked


def _about_recommending(
    columns: Sequence[ColumnReading], profiles: Sequence[Profile], options: Options
) -> list[Question]:
    """Of the first column that is named like a rating and not like one of satisfaction, but runs from 0 to 10."""
    for column, profile in zip(columns, profiles, strict=True):
        if column.why == NOT_SATISFACTION and column.header not in options.mapping:
            return (
                [] if asks_for_satisfaction(column.header) else [questions.about_recommending(column.header, profile)]
            )
    return []


def _refuse_unknown_openings(
    name: str, columns: Sequence[ColumnReading], profiles: Sequence[Profile], options: Options
) -> None:
    """Raise UserError for a column that is named like the opening, and is left aside only for how it is written."""
    for column, profile in zip(columns, profiles, strict=True):
        meant = named(as_written(column.header))
        is_opening = meant is not None and meant.meaning == "created_at" and column.meaning is None
        if is_opening and profile.values and column.header not in options.mapping:
            raise unknown_dates(name, column.header, profile.sample)


def _plan(name: str, source: str, table: Table, decided: Decided, options: Options) -> TicketPlan:
    if not decided.layout.supplies - {"updated_at", "requester"}:
        raise UserError(
            f"{name} tells nothing of its tickets beside their numbers."
            f" {_columns([column.header for column in decided.layout.columns])}",
            'Export dates, statuses or ratings as well, or say which column tells them: --map "Column=created_at"',
        )
    reach = reach_of(table, decided)
    latest = reach.latest
    if latest is None and any(column.total for column in decided.dates.values()):
        raise UserError(f"All dates in {name} are in the future.", "Check this computer's clock, and the file.")
    if options.as_of is not None and latest is not None and options.as_of < latest:
        raise UserError(
            f"{name} holds dates up to {words.instant(latest, options.zone)}, so it was not exported before that.",
            "Give the moment of the export with --as-of, or leave it out.",
        )
    complete_until = latest if options.as_of is None else options.as_of
    layout = replace(decided.layout, as_of=options.now if complete_until is None else complete_until)
    return TicketPlan(
        source=source,
        table=table,
        layout=layout,
        options=options,
        dates=decided.dates,
        rows=decided.rows,
        first_opening=reach.first_opening,
        last_opening=reach.last_opening,
        complete_until=complete_until,
    )


def _columns(headers: Sequence[str]) -> str:
    more = len(headers) - _LISTED_HEADERS
    listed = ", ".join(words.shorten(header) for header in headers[:_LISTED_HEADERS])
    return f"Its columns are: {listed}{f' and {more} more' if more > 0 else ''}."
