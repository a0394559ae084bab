"""docs/benchmarks.md, as it is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.goals import WORKS, Outcome
from benchmarks.kpibot_side import Kpibot
from benchmarks.sides import Measured
from benchmarks.tables import table
from benchmarks.timing import Milliseconds, median

_HEAD = """# How fast it is

Made by `make bench`, not by hand; `.venv/bin/python -m benchmarks.questions --large` adds a history of ten million
tickets. All of a table was measured in one run, in turns, so that a busy moment of the machine hits all alike. Figures
are medians in milliseconds; beside them, how many times that is kpibot's. Everything was warm.
"""
DELIVERIES = "## Deliveries\n"
"""Begins the section that is measured by itself."""

_NEXT = "\n## "

_SIDES = """## Questions

kpibot computes the whole answer of each KPI: the value with its interval and all that stands beside it, what was left
out, both comparisons and their tests, the usual week, what is judged, the series. It reads SQLite. The others compute
the plain figures of the two periods alone: counts, shares, medians, 90th percentiles and means, and first replies on
the calendar clock, which is less work than opening hours. All sides come to the same counts, and to the same medians
within 1 %; the run stops where they do not.

- *DuckDB on the tickets*: a copy in its own format, of the columns that the questions need, labels as enums, in the
  order of opening; one scan for all figures of a question (intents grouped by themselves, which is quicker), on all
  cores.
- *DuckDB on the same summary*: kpibot's summary, with a row for each bucket of its histograms. No win over it is
  claimed: it shows what the summary is worth, and what SQLite and Python cost.
- *SQL on the tickets in SQLite*: the store's own tickets and indices, a query for each event; medians in Python.
- *pandas on the tickets*: the same columns in memory.

The histories are generated: two years, six channels, forty intents, eight teams, two languages, four priorities, with a
day's and a week's rhythm.
"""

_WHY = """## Where a goal is missed

- *An overview* reads a few hundred rows, whatever the size of the history. Most of its time is Python's, which makes
  the whole readout of each KPI of them: intervals, tests, the weeks before, what is usual.
- *52 weeks × 40 intents* unpacks a histogram for each day and intent of two years, as a year is compared with the one
  before; DuckDB goes through the tickets of one. Rows by week would be fewer, and are not kept.
- *A dirty day* is one in UTC, and so two local ones; all conversations that were opened, answered, resolved, due or
  rated on them are read anew, several times as many as were opened, and counted for every grouping. It happens in the
  background, and readers do not wait for it.
- *An import with its summary* counts each day that it has touched once more from the store.
"""


def page(
    machine: Iterable[tuple[str, str]],
    outcomes: Sequence[Outcome],
    results: Sequence[Measured],
) -> str:
    """The page in Markdown."""
    blocks = [
        _HEAD,
        table(("", ""), machine),
        "## Goals\n",
        table(Outcome._fields, outcomes),
        _WHY,
        _SIDES,
        *(block for question in WORKS for block in _of_question(question, results)),
    ]
    return "\n".join(blocks).rstrip() + "\n"


def with_deliveries(page: str, section: str) -> str:
    """The page with another section on deliveries, which `benchmarks.deliveries` measures."""
    before, _, after = page.partition(DELIVERIES)
    _, heading, later = after.partition(_NEXT)
    return f"{before.rstrip()}\n\n{section.rstrip()}\n{heading}{later}".rstrip() + "\n"


def deliveries_of(page: str) -> str:
    """The section that there is, if any, and what comes after it."""
    return "".join(page.partition(DELIVERIES)[1:])


def _of_question(question: str, results: Sequence[Measured]) -> Iterator[str]:
    yield f"### {WORKS[question]}\n"
    header = ("tickets", *results[0].times[question])
    rows = ((f"{each.tickets:,}", *_cells(each.times[question])) for each in results)
    yield table(header, rows)


def _cells(times: Mapping[str, Milliseconds]) -> Iterator[str]:
    """The median of each, and how many times that is kpibot's."""
    ours = median(times[Kpibot.name])
    for name, taken in times.items():
        ratio = "" if name == Kpibot.name else f" ({median(taken) / ours:.2f} ×)"
        yield f"{median(taken):.1f}{ratio}"
