"""The conversations behind a number as a CSV file: `kpibot ask csat --tickets out.csv`."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands import explain, tickets
from bot.commands.asking import asking
from bot.commands.registry import Workbench
from kpi.answering.behind import Behind, Conversation, behind
from kpi.errors import UserError
from kpi.question import QuestionError

HEADER = (
    *("ticket", "source", "link", "opened", "counted", "channel", "intent", "team"),
    *("value", "unit", "scale", "outcome", "subject"),
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(bench: Workbench, question: str, file: Path) -> int:
    """How many were written to a new file: all that the number of a question, with or without its verb, counts.

    UserError if the question is about no KPI, if there is such a file already, or if it cannot be made.
    """
    text = question.removeprefix(f"{explain.VERB} ").removeprefix(f"{tickets.VERB} ")
    try:
        with asking(bench, text) as found:
            listed = behind(found.bare, found.connection, found.team, limit=None)
    except QuestionError as error:
        hint = f"Type `kpibot ask csat --tickets {file}`."
        raise UserError("Tickets are written for one metric at a time.", hint) from error
    try:
        # Excel takes a file for UTF-8 only where a mark says so.
        with file.open("x", encoding="utf-8-sig", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(HEADER)
            rows.writerows(_rows(listed, found.question.period.zone))
    except FileExistsError:
        raise UserError(f"There is a file {file} already, and nothing was written.", "Name another one.") from None
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}.", "Name another file.") from error
    return listed.total


def _rows(listed: Behind, zone: ZoneInfo) -> Iterator[tuple[str | float, ...]]:
    unit = listed.unit.value if listed.unit else ""
    for each in listed.conversations:
        texts = (each.external_id, each.source, each.url, _local(each.opened_at, zone), _local(each.happened_at, zone))
        labels = (each.channel, each.intent, each.team)
        value = _value(each, unit)
        last = (each.rating_scale if unit == "points" else "", each.outcome, each.subject)
        yield (*map(_cell, (*texts, *labels)), *value, *map(_cell, last))


def _value(each: Conversation, unit: str) -> tuple[float | str, str]:
    return ("", "") if each.value is None else (f"{each.value:g}" if unit == "points" else round(each.value), unit)


def _local(instant: int | None, zone: ZoneInfo) -> str:
    """With its distance from UTC, so that it says when that was without knowing the zone."""
    return "" if instant is None else datetime.fromtimestamp(instant, zone).isoformat(sep=" ")


def _cell(text: str | None) -> str:
    """A text that no spreadsheet takes for a formula."""
    shown = text or ""
    return f"'{shown}" if shown.lstrip(" \n").startswith(_FORMULAS) else shown
