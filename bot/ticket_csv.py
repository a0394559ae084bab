"""Conversations as CSV: the one place that writes them, for the terminal and for Slack."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.asking import Asking
from kpi.answering.behind import Conversation, one_by_one
from kpi.answering.listings import listing

HEADER = (
    *("ticket", "source", "link", "opened", "counted", "channel", "intent", "team", "value", "unit"),
    *("first reply seconds", "resolution seconds", "rating", "scale", "outcome", "subject"),
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(found: Asking, file: Path, order: str = "") -> int:
    """How many conversations were written to a new file: all that the answer to the question counts, subjects and all.

    They are read and written a few hundred at a time. OSError if the file cannot be written, or is there already.
    """
    total, conversations = one_by_one(found.bare, found.connection, found.team, order)
    unit = listing(found.question.kpi).unit
    # Excel takes a file for UTF-8 only where a mark says so.
    with file.open("x", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADER)
        rows.writerows(_rows(conversations, unit.value if unit else "", found.question.period.zone))
    return total


def _rows(conversations: Iterable[Conversation], unit: str, zone: ZoneInfo) -> Iterator[tuple[str | float, ...]]:
    for each in conversations:
        texts = (each.external_id, each.source, each.url, _local(each.opened_at, zone), _local(each.happened_at, zone))
        labels = (each.channel, each.intent, each.team)
        rating = "" if each.rating is None else f"{each.rating:g}"
        figures = (*_value(each, unit), _seconds(each.first_reply), _seconds(each.resolution), rating)
        last = (each.rating_scale if rating else "", each.outcome, each.subject)
        yield (*map(_cell, (*texts, *labels)), *figures, *map(_cell, last))


def _value(each: Conversation, unit: str) -> tuple[float | str, str]:
    return ("", "") if each.value is None else (f"{each.value:g}" if unit == "points" else round(each.value), unit)


def _seconds(value: float | None) -> float | str:
    return "" if value is None else round(value)


def _local(instant: int | None, zone: ZoneInfo) -> str:
    """With its distance from UTC, so that it says when that was without knowing the zone."""
    return "" if instant is None else datetime.fromtimestamp(instant, zone).isoformat(sep=" ")


def _cell(text: str | None) -> str:
    """A text that no spreadsheet takes for a formula."""
    shown = text or ""
    return f"'{shown}" if shown.lstrip(" \n").startswith(_FORMULAS) else shown
