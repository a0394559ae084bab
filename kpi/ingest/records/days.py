"""The days and points in time in the columns of a table, written as all of a column says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kpi.errors import UserError
from kpi.ingest.columns.date_columns import DateSurvey
from kpi.ingest.columns.dates import DateReader
from kpi.ingest.columns.values import is_nothing
from kpi.ingest.planning.questions import UnsureError, about_day_and_month
from kpi.ingest.records.cells import Cells, Rows

NOT_READABLE = "not a date that is written {}"


def date_readers(
    cells: Cells,
    roles: Sequence[str],
    *,
    zone: ZoneInfo,
    now: int,
    day_first: bool | None,
    aside: Callable[[str], object] = is_nothing,
) -> Mapping[str, DateReader]:
    """By role, the first of which comes first in a row; none for a column without dates.

    Texts for which `aside` holds are not looked at.

    Raises UserError for a column of something else, and UnsureError where no value tells which number is the day.
    """
    headers = {cells.headers[role]: role for role in roles if role in cells.headers}
    survey = DateSurvey(list(headers), zone, now)
    examples = dict.fromkeys(headers, "")
    for rows in cells.batches():
        columns = {
            header: ["" if aside(text.strip()) else text for text in rows.texts(role)]
            for header, role in headers.items()
        }
        survey.observe(columns)
        examples = {header: example or next(filter(None, columns[header]), "") for header, example in examples.items()}
    decision = survey.decide(next(iter(headers), None), day_first)
    if decision.unsure:
        raise UnsureError(cells.table.name, [about_day_and_month(decision)])
    found: dict[str, DateReader] = {}
    for header, role in headers.items():
        column = decision.columns[header]
        if not examples[header]:
            continue
        if column is None:
            raise _unknown(header, examples[header])
        found[role] = column.reader
    return found


def date_reader(cells: Cells, role: str, *, zone: ZoneInfo, now: int, day_first: bool | None) -> DateReader:
    """Of a column that must not be empty. Raises as `date_readers` does."""
    found = date_readers(cells, [role], zone=zone, now=now, day_first=day_first)
    if role not in found:
        raise UserError(f"The column “{cells.headers[role]}” is empty.", "Export the file again, with dates in it.")
    return found[role]


def instants_of(rows: Rows, role: str, reader: DateReader, now: int) -> Sequence[int | None]:
    """One a row. Rows that tell none, or one in the future, are left out."""
    instants, unreadable = reader.column(rows.texts(role))
    rows.reject(role, unreadable, NOT_READABLE.format(reader.format.value))
    rows.reject(role, [place for place, at in enumerate(instants) if at is None], "no date")
    rows.reject(role, [place for place, at in enumerate(instants) if at is not None and at > now], "in the future")
    return instants


def local_days(instants: Sequence[int | None], zone: ZoneInfo) -> list[date | None]:
    """The days on which they are in the zone."""
    return [None if instant is None else datetime.fromtimestamp(instant, zone).date() for instant in instants]


def _unknown(header: str, example: str) -> UserError:
    return UserError(
        f"The dates in “{header}”, such as “{example.strip()}”, are in no format that is known.",
        "Write them as 2024-12-31, and import the file again.",
    )
