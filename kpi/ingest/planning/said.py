"""What a person said of columns with `--map "Column=field"`, checked against the file."""

import difflib
from collections.abc import Mapping, Sequence

from kpi.errors import UserError
from kpi.ingest.columns.durations import SECONDS
from kpi.ingest.columns.meaning import DURATIONS, MEANINGS
from kpi.ingest.columns.names import EACH_ROW
from kpi.ingest.planning.questions import NOT_USED

_UNITS = {unit.name.lower() for unit in SECONDS}


def mapping(said: Sequence[str]) -> dict[str, str | None]:
    """“Column=field” each, by column; None for a column that is not to be used. Raises UserError for anything else."""
    return dict(_pair(text) for text in said)


def said(name: str, mapping: Mapping[str, str | None], headers: Sequence[str]) -> dict[str, str | None]:
    """The mapping of columns that the file `name` has. Raises UserError if it has none of that name."""
    for header in mapping:
        if header not in headers and header != EACH_ROW:
            close = difflib.get_close_matches(header, headers, n=1)
            hint = f"Did you mean “{close[0]}”? " if close else ""
            raise UserError(f"{name} has no column “{header}”.", f"{hint}Its columns are: {', '.join(headers)}.")
    return {header: meaning for header, meaning in mapping.items() if header != EACH_ROW}


def _pair(text: str) -> tuple[str, str | None]:
    header, equals, meaning = text.rpartition("=")
    header, meaning = " ".join(header.split()), meaning.strip().casefold().replace(" ", "_")
    if not equals or not header:
        raise UserError(f"“{text}” says of no column what it means.", 'Try --map "Opened on=created_at"')
    if meaning == NOT_USED:
        return header, None
    plain, _, unit = meaning.partition(":")
    if meaning in MEANINGS or (plain in DURATIONS and unit in _UNITS):
        return header, meaning
    close = difflib.get_close_matches(meaning, sorted(MEANINGS), n=3)
    hint = f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(sorted(MEANINGS))}, {NOT_USED}."
    raise UserError(f"A column cannot mean “{meaning}”.", hint)
