"""What an import will do, and what it did, in words: the same in the terminal and in Slack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.messages.mrkdwn import shorten
from kpi import words
from kpi.catalogue import COST_PER_CONTACT, COST_PER_RESOLUTION, KPIS, SELF_SERVICE_RATE
from kpi.ingest.columns.meaning import ColumnReading, Confidence
from kpi.ingest.history.patterns import Pattern
from kpi.ingest.history.problems import KeptProblem
from kpi.ingest.history.undo import Undone
from kpi.ingest.merging.merge import Counts
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.ticket_plan import TicketPlan
from kpi.ingest.problem import Problem
from kpi.model import DELIVERED, Import
from kpi.span import day_name
from kpi.wording.sentences import many

ROWS = ("row", "rows")
PROBLEMS_SHOWN = 5
EACH_ROW_A_TICKET = "Each row is taken for a ticket of its own."
_LONGEST = 40
_LISTED = 12
_BAR = 14
_PROBLEMS = ("problem", "problems")
_HEDGE = {Confidence.SURE: "", Confidence.LIKELY: "likely, as ", Confidence.GUESS: "a guess, as "}
_COUNTED = {
    "tickets": ("ticket", "tickets"),
    "costs": ("cost", "costs"),
    "inquiries": ("inquiry", "inquiries"),
    "inquiry-days": ("day of inquiries", "days of inquiries"),
    "searches": ("search", "searches"),
}
_BESIDE_TICKETS = {
    SELF_SERVICE_RATE.key: "self-service inquiries",
    COST_PER_CONTACT.key: "what support costs",
    COST_PER_RESOLUTION.key: "what support costs",
}
"""By KPI, what has to be told beside tickets."""


class _Named(Protocol):
    @property
    def header(self) -> str: ...


def file_of(entry: Import) -> str:
    """The name of the file that was imported, or that it was none: what a help desk has sent in a day."""
    return "sent by itself" if entry.format == DELIVERED else entry.file


def outcome(entry: Import) -> str:
    """What the journal says of an import: "1,000 added, 200 unchanged"; what is not as usual stands first."""
    numbers = {"added": entry.added, "updated": entry.updated, "unchanged": entry.unchanged}
    numbers |= {"left out": sum(entry.rejected.values())}
    parts = [f"{words.count(number)} {what}" for what, number in numbers.items() if number]
    parts += [many(entry.problems, _PROBLEMS)] if entry.problems else []
    return _ended(entry, ", ".join(parts) or "no rows")


def outcome_by_reason(entry: Import) -> str:
    """The same, but with why rows were left out: "1,000 added, 7 left out (no ticket number)" """
    counts = Counts(entry.added, entry.updated, entry.unchanged)
    return _ended(entry, became(counts, entry.rejected))


def became(counts: Counts, rejected: Mapping[str, int]) -> str:
    """ "1,000 added, 12 updated, 3 left out (no ticket number)" """
    found = {"added": counts.added, "updated": counts.updated, "unchanged": counts.unchanged}
    found |= {f"left out ({why})": number for why, number in rejected.items()}
    return ", ".join(f"{words.count(number)} {what}" for what, number in found.items() if number) or "nothing to import"


def opened(first: int | None, last: int | None, zone: ZoneInfo) -> str:
    """From which day to which the conversations were opened."""
    ends = [_day(instant, zone) for instant in (first, last) if instant is not None]
    return f"Opened {' to '.join(dict.fromkeys(ends))}." if ends else "No opening dates."


def complete(until: int | None, zone: ZoneInfo) -> str:
    """Up to when the file is complete; nothing if that is not known."""
    return "" if until is None else f"Complete to {words.instant(until, zone)}."


def zone_of_dates(zone: ZoneInfo) -> str:
    """How dates without a zone are read."""
    return f"Dates without a zone were read as {zone.key}."


def tells(plan: Plan) -> list[str]:
    """Which KPIs a file of tickets tells, which it tells together with something else, and which not and why."""
    return kpis_told(plan.cannot_feed) if isinstance(plan, TicketPlan) else []


def kpis_told(cannot_feed: Mapping[str, str]) -> list[str]:
    """The same, by what it is that keeps it from telling a KPI, by the KPI's key."""
    able = [kpi for kpi in KPIS if kpi.key not in cannot_feed]
    told = [kpi.title for kpi in able if kpi.key not in _BESIDE_TICKETS]
    lines = [f"It tells {words.listed(told, most=len(KPIS))}." if told else "It tells no KPI."]
    beside = ((_BESIDE_TICKETS[kpi.key], kpi.title) for kpi in able if kpi.key in _BESIDE_TICKETS)
    lines += [f"Together with {what} also {titles}." for what, titles in _alike(beside)]
    missing = ((cannot_feed[kpi.key], kpi.title) for kpi in KPIS if kpi.key in cannot_feed)
    return lines + [f"Not {titles}: {why}." for why, titles in _alike(missing)]


def why_read_so(column: ColumnReading) -> str:
    """Why a column was taken for what it was taken for, and how sure that is."""
    return f"{_HEDGE[column.confidence]}{column.why}"


def in_words(found: Problem | KeptProblem, *, with_value: bool = True) -> str:
    """Where it is, and why: "Row 3, Opened: “soon” is no date" """
    where = f"Row {found.row}" + (f", {shorten(found.column, _LONGEST)}" if found.column else "")
    value = f" “{shorten(found.value, _LONGEST)}”" if found.value and with_value else ""
    return f"{where}:{value} {found.why}"


def problems(found: Sequence[Problem], count: int, patterns: Sequence[Pattern]) -> tuple[list[str], int]:
    """What many have in common, then the first of the others; and of how many of all `count` that says nothing."""
    alike = {(pattern.column, pattern.why) for pattern in patterns}
    single = [each for each in found if (each.column, each.why) not in alike][:PROBLEMS_SHOWN]
    more = count - sum(pattern.count for pattern in patterns) - len(single)
    return [*(pattern.sentence for pattern in patterns), *map(in_words, single)], more


def listed(columns: Sequence[_Named]) -> str:
    """The headers of some columns, shortened: no more than a line or two."""
    return words.listed([shorten(column.header, _LONGEST) for column in columns], most=_LISTED)


def bar(done: int, total: int) -> str:
    """How much of something is done: "▓▓▓▓▓▓░░░░░░░░ 42 %" """
    share = min(done / total, 1.0) if total else 0.0
    filled = round(share * _BAR)
    return f"{'▓' * filled}{'░' * (_BAR - filled)} {round(100 * share)} %"


def undone(done: Undone, kind: str) -> list[str]:
    """What is gone, what is as it was before, and what is not; `kind` is that of the import."""
    parts = [
        f"{many(number, _COUNTED[kind])} {what}"
        for number, what in ((done.removed, "removed"), (done.restored, "restored"))
        if number
    ]
    said = " and ".join(parts) or "there was nothing left to take back"
    lines = [f"Import {done.number} is undone: {said}."]
    if done.kept:
        is_there = "is" if done.kept == 1 else "are"
        lines.append(f"{many(done.kept, _COUNTED[kind])} {is_there} kept: a later import changed what is in there.")
    if done.found_unchanged:
        numbers = words.listed([str(number) for number in done.found_unchanged])
        whose, which = ("Import", "its file") if len(done.found_unchanged) == 1 else ("Imports", "their files")
        lines.append(f"{whose} {numbers} found {kind} unchanged; import {which} again to have them back.")
    if done.kept_from is not None and kind in ("tickets", "inquiries"):
        lines.append(f"Figures of days before {day_name(done.kept_from)} stay: what they count is no longer kept.")
    return lines


def _ended(entry: Import, said: str) -> str:
    if entry.undone_at is not None:
        return f"undone: {said}"
    return said if entry.finished_at is not None else f"stopped half-way: {said}"


def _day(instant: int, zone: ZoneInfo) -> str:
    day = datetime.fromtimestamp(instant, zone)
    return f"{day.day} {day:%b %Y}"


def _alike(kpis: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """From pairs of a text and a KPI's title: each text once, with all its titles."""
    grouped: dict[str, list[str]] = {}
    for text, title in kpis:
        grouped.setdefault(text, []).append(title)
    return [(text, words.listed(titles, most=len(titles))) for text, titles in grouped.items()]
