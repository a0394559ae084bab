"""What was to be reached, and whether it was."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.asked import WEEKS
from benchmarks.conversation import MEDIAN, P99, median_and_p99
from benchmarks.duckdb_sides import DuckTickets
from benchmarks.kpibot_side import Kpibot
from benchmarks.rebuilding import TICKETS_A_DAY, Rebuilt
from benchmarks.sides import BY_CHANNEL, OVERVIEW, WEEKLY, Measured
from benchmarks.timing import Milliseconds, median

MOST_FOR_A_DAY = 100.0  # milliseconds
MOST_FOR_THE_SUMMARY = 2.0
_GROWTH_OF_CONVERSATION = 2.0
WORKS = {
    OVERVIEW: "Overview: all KPIs, 7 days against 7",
    BY_CHANNEL: "All KPIs that have channels, 90 days against 90, by channel",
    WEEKLY: f"Resolution time, {WEEKS} weeks × 40 intents",
}
_FASTER = {OVERVIEW: (10.0, 2.0), BY_CHANNEL: (10.0, 4.0), WEEKLY: (1.5, 4.0)}
"""Than DuckDB on the tickets, and how much slower it may become from the smallest history to the largest."""


class Outcome(NamedTuple):
    """A goal, what was measured, and whether that is good enough, or by how much it is not."""

    work: str
    goal: str
    measured: str
    verdict: str


class Told(NamedTuple):
    """Milliseconds of answers in the local Slack; `tickets` is None for the sample team."""

    tickets: int | None
    times: Milliseconds


def of_questions(results: Sequence[Measured]) -> Iterator[Outcome]:
    """At the largest history, and from the smallest to it."""
    smallest, largest = results[0], results[-1]
    for question, (faster, growth) in _FASTER.items():
        ours, theirs = (median(largest.times[question][side.name]) for side in (Kpibot, DuckTickets))
        at = f"at {largest.tickets:,}"
        yield Outcome(
            WORKS[question],
            f"≥ {faster:g} × faster than DuckDB on the tickets",
            f"{theirs / ours:.2f} × {at}: {ours:.1f} ms against {theirs:.1f} ms",
            _reached(theirs / ours, faster),
        )
        if len(results) > 1:
            before = median(smallest.times[question][Kpibot.name])
            yield _growth(WORKS[question], growth, ours / before, smallest.tickets, largest.tickets)


def of_conversation(told: Sequence[Told]) -> Iterator[Outcome]:
    """Of each history, and how it grows with it."""
    work = "A question end to end through the local Slack"
    for tickets, times in told:
        middle, p99 = median_and_p99(times)
        of = "the sample team" if tickets is None else f"{tickets:,} tickets"
        goal = f"median ≤ {MEDIAN:.0f} ms, p99 ≤ {P99:.0f} ms"
        over = max(middle / MEDIAN, p99 / P99)
        yield Outcome(work, goal, f"{middle:.1f} ms, {p99:.1f} ms ({of})", _kept(over, 1.0))
    sizes = [each for each in told if each.tickets is not None]
    if len(sizes) > 1:
        first, last = sizes[0], sizes[-1]
        grown = median(last.times) / median(first.times)
        yield _growth(work, _GROWTH_OF_CONVERSATION, grown, first.tickets or 0, last.tickets or 0)


def of_a_day(rebuilt: Rebuilt) -> Outcome:
    """Counting a busy day anew."""
    took = median(rebuilt.times)
    return Outcome(
        f"A dirty day of {TICKETS_A_DAY // 1000} k tickets rebuilt",
        f"≤ {MOST_FOR_A_DAY:.0f} ms",
        f"{took:.0f} ms ({rebuilt.tickets:,} tickets opened that day)",
        _kept(took, MOST_FOR_A_DAY),
    )


def of_imports(alone: float | None, with_summary: float | None, rows: int) -> Iterator[Outcome]:
    """By the seconds that the imports took, if they succeeded."""
    if alone and with_summary:
        yield Outcome(
            f"Import of {rows:,} rows with its summary",
            f"≤ {MOST_FOR_THE_SUMMARY:g} × the import alone",
            f"{with_summary / alone:.2f} ×: {with_summary:.1f} s against {alone:.1f} s",
            _kept(with_summary / alone, MOST_FOR_THE_SUMMARY),
        )


def _growth(work: str, most: float, grown: float, first: int, last: int) -> Outcome:
    return Outcome(
        work, f"≤ {most:g} × from 100 k to 10 M", f"{grown:.2f} × from {first:,} to {last:,}", _kept(grown, most)
    )


def _reached(value: float, least: float) -> str:
    return "met" if value >= least else f"missed by a factor of {least / value:.2f}"


def _kept(value: float, most: float) -> str:
    return "met" if value <= most else f"missed by a factor of {value / most:.2f}"
