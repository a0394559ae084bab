"""Looks a file over: what it is, how it will be read, and what is wrong with its first rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.messages import import_words
from bot.uploads.found import Column, Found, Refused
from bot.uploads.jobs.job import Place, Tell
from bot.uploads.questions import Question
from bot.uploads.said import options
from kpi.errors import UserError
from kpi.ingest.columns.meaning import ColumnReading
from kpi.ingest.columns.names import distinct
from kpi.ingest.columns.profile import Profile
from kpi.ingest.columns.recognition import recognise
from kpi.ingest.columns.values import is_nothing
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.questions import UnsureError, plain_meaning
from kpi.ingest.planning.sources import known_sources
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.problem import Problem
from kpi.ingest.tables.opening import open_table
from kpi.ingest.tables.table import Table, first_rows
from kpi.ingest.vendors import recognise as recognise_vendor
from kpi.team import settings
from kpi.words import shorten

PREVIEWED = 20_000
"""Rows that are read as they will be imported, to see what is wrong with them."""

_SAMPLED = 400
_EXAMPLES = 2
_LONGEST_EXAMPLE, _LONGEST_WHY = 40, 80
_UNSHOWN = frozenset({"requester", "messages", "body", "author"})
"""Columns that may hold people's names or what they wrote: a message about the file repeats none of it."""

_BY_NAME = ("by its name", "as its name says")
_AS_SEEN = ", as its values are written"  # which the examples show
_NO_KEY = b""  # Requesters are hashed with nothing: what is read here is thrown away.


@dataclass(frozen=True)
class Look:
    """A `jobs.job.Job`. Gives what was found, what has to be asked, or why the file cannot be imported."""

    place: Place
    file: Path
    said: Mapping[str, Any]
    most_bytes: int

    def run(self, _tell: Tell) -> Found | list[Question] | Refused:
        """Reads the whole file once, and its first rows once more."""
        with closing(self.place.store()) as store, store.reading() as connection:
            team = settings.read(connection, self.place.zone)
            known = known_sources(connection)
        # When it was exported is said of what was found, and changes nothing of it.
        told = options({**self.said, "as_of": None}, team, self.place.now, self.most_bytes)
        try:
            return found(inspect(self.file, told, known))
        except UnsureError as unsure:
            return [Question.of(question) for question in unsure.questions]
        except UserError as error:
            return _refused(error, self.file, told)


def found(plan: Plan) -> Found:
    """What a plan says, and what is wrong with the first rows."""
    problems, rejected, looked_at = _previewed(plan)
    zone = plan.options.zone
    opened, note, remarks = "", "", []
    if isinstance(plan, TicketPlan):
        opened = import_words.opened(plan.first_opening, plan.last_opening, zone)
        note = import_words.zone_of_dates(zone)
        remarks = [] if "external_id" in plan.layout.places else [import_words.EACH_ROW_A_TICKET]
    return Found(
        kind=plan.kind,
        source=plan.source,
        rows=plan.rows,
        columns=_columns(plan.columns, plan.table),
        zone=zone.key,
        opened=opened,
        zone_note=note,
        complete_until=plan.complete_until,
        tells=import_words.tells(plan),
        remarks=[*remarks, *map(_without_options, plan.remarks)],
        problems=[import_words.in_words(each) for each in problems[: import_words.PROBLEMS_SHOWN]],
        problem_count=len(problems),
        looked_at=looked_at,
        rejected=rejected,
    )


def _previewed(plan: Plan) -> tuple[list[Problem], dict[str, int], int]:
    problems: list[Problem] = []
    rejected: Counter[str] = Counter()
    rows = 0
    parts = plan.parts(_NO_KEY)
    for part in parts:
        rows += part.rows
        problems += part.problems
        rejected.update(part.rejected)
        if rows >= PREVIEWED:
            break
    with suppress(AttributeError):
        parts.close()  # type: ignore[attr-defined]  # ends what reads ahead
    return problems, dict(rejected), rows


def _columns(readings: Sequence[ColumnReading], table: Table) -> list[Column]:
    sample = first_rows(table, _SAMPLED).columns
    return [_column(reading, texts) for reading, texts in zip(readings, sample, strict=True)]


def _column(reading: ColumnReading, texts: Sequence[str]) -> Column:
    meaning = reading.meaning
    examples = [] if meaning is None or meaning in _UNSHOWN else _examples(texts)
    why = shorten(_beyond_the_name(import_words.why_read_so(reading)), _LONGEST_WHY)
    read_as = "" if meaning is None else plain_meaning(meaning)
    return Column(reading.header, meaning, read_as, why, examples)


def _beyond_the_name(why: str) -> str:
    """What else speaks for it, such as how its dates are written: nearly all are read by their names."""
    parts = [part.removesuffix(_AS_SEEN) for part in why.split("; ")]
    return "; ".join(part for part in parts if part not in _BY_NAME and not part.endswith("'s"))


def _examples(texts: Sequence[str]) -> list[str]:
    filled = dict.fromkeys(text.strip() for text in texts if not is_nothing(text.strip()))
    return [shorten(text, _LONGEST_EXAMPLE) for text in list(filled)[:_EXAMPLES]]


def _refused(error: UserError, file: Path, told: Options) -> Refused:
    """Whoever types is told of an option; whoever presses, of a button."""
    if "--map" in error.hint:
        return Refused(error.sentence, "", _recognised(file, told))
    return Refused(error.sentence, "" if "--" in error.hint else error.hint)


def _recognised(file: Path, told: Options) -> list[Column]:
    """The columns as they are taken for what they are, as far as that goes."""
    table = open_table(file, told.sheet, told.most_bytes)
    headers = distinct(table.header)
    profiles = [Profile.of(texts) for texts in first_rows(table, _SAMPLED).columns]
    known = {header: meaning for header, meaning in told.mapping.items() if header in headers}
    return _columns(recognise(headers, profiles, recognise_vendor(table.header), known), table)


def _without_options(remark: str) -> str:
    """A remark without the option that would be typed in a terminal: Slack has a form for that."""
    return remark.partition(" The other way round: --")[0]
