"""What came of a soak, as a part of docs/benchmarks.md."""

from collections.abc import Iterator, Sequence
from itertools import chain
from statistics import median

from benchmarks.tables import percentile, table
from soak.day import Result
from soak.memory import Moment, growth
from soak.team import KINDS, NAMES, PEOPLE

P99, MEGABYTES = 300.0, 250.0
FLAT = 10.0
"""MB by which the bot may have grown from when it was warm to the end, along the line through all moments."""
WARM_AFTER = 1 / 6
"""The share of the run in which caches are filled, and which does not count for whether memory is flat."""
KEPT = 0.98
"""The share of the rate of deliveries that has to be kept on average."""

Goal = tuple[str, str, str, bool]


def section(result: Result) -> str:
    """Goals, questions, memory, and what was wrong."""
    parts = [
        f"### {PEOPLE} people, {result.plan.a_second:g} deliveries a second, on {result.database}\n",
        f"{result.plan.seconds / 60:g} minutes; the machine's load was {result.load:.1f} when it began.\n",
        table(("what", "goal", "measured", "verdict"), _judged(goals(result))),
        table(("asked", "answers", "median", "p95", "p99", "longest"), _questions(result)),
        table(("memory", "median", "most"), _memory(result.moments)),
        *(f"- {each}" for each in _also(result)),
        *(f"- **Wrong**: {each}" for each in result.wrong),
    ]
    return "\n".join(parts).rstrip() + "\n"


def goals(result: Result) -> Iterator[Goal]:
    """What was to be reached, what was measured, and whether that is enough."""
    answers, sent = _answers(result), result.sent
    p99, rate = percentile(answers, 99), len(sent["milliseconds"]) / sent["took"]
    serving, together = (max(column) for column in _columns(result.moments))
    warm = _warm(result)
    grown = growth(warm) * (warm[-1].seconds - warm[0].seconds) / 3600
    yield "p99 of a question", f"≤ {P99:.0f} ms", f"{p99:.0f} ms", p99 <= P99
    wanted = result.plan.a_second
    yield "deliveries a second, sustained", f"≥ {KEPT:.0%} of {wanted:g}", f"{rate:.1f}", rate >= KEPT * wanted
    yield "deliveries that failed", "0", f"{sent['failed']}", not sent["failed"]
    yield "memory of the bot at most", f"≤ {MEGABYTES:.0f} MB", f"{serving:.0f} MB", serving <= MEGABYTES
    yield (
        "the same with the processes that read files",
        f"≤ {MEGABYTES:.0f} MB",
        f"{together:.0f} MB",
        together <= MEGABYTES,
    )
    said = f"{grown:+.1f} MB in {(warm[-1].seconds - warm[0].seconds) / 60:.0f} minutes ({growth(warm):+.1f} an hour)"
    yield "growth of the bot's memory, once warm", f"≤ {FLAT:.0f} MB", said, grown <= FLAT
    yield "what was wrong or lost", "nothing", f"{len(result.wrong) or 'nothing'}", not result.wrong


def _judged(all_goals: Iterator[Goal]) -> Iterator[Sequence[str]]:
    for *cells, is_met in all_goals:
        yield (*cells, "met" if is_met else "missed")


def _questions(result: Result) -> Iterator[Sequence[str]]:
    asked = result.asked["milliseconds"]
    for kind in KINDS:
        if len(asked.get(kind, ())) > 1:
            yield _row(NAMES.get(kind, f"`{kind}`"), asked[kind])
    yield _row("all questions", _answers(result))
    yield _row("deliveries", result.sent["milliseconds"])


def _row(name: str, taken: Sequence[float]) -> Sequence[str]:
    times = (percentile(taken, 50), percentile(taken, 95), percentile(taken, 99), max(taken))
    return name, f"{len(taken):,}", *(f"{each:.0f} ms" for each in times)


def _memory(moments: Sequence[Moment]) -> Iterator[Sequence[str]]:
    names = ("the bot (resident)", "with the processes that it starts (PSS)")
    for name, column in zip(names, _columns(moments), strict=True):
        yield name, f"{median(column):.0f} MB", f"{max(column):.0f} MB"


def _also(result: Result) -> Iterator[str]:
    """What is not judged."""
    if result.brought_in:
        looking, importing = (f"{seconds:.0f} s" for seconds in result.brought_in)
        yield f"The file with {result.plan.rows:,} rows was looked over in {looking}, and imported in {importing}."
    yield f"All deliveries were taken in {result.taken_in_after:.1f} s after the last one was acknowledged."
    yield f"What watches it was answered: {_counts(result.fetched)}."
    if result.asked["refusals"]:
        yield f"Slack has refused: {_counts(result.asked['refusals'])}."
    yield f"The latest question was asked {result.asked['late']} ms after it was due."


def _counts(counted: dict[str, int]) -> str:
    return ", ".join(f"{what} {times} times" for what, times in sorted(counted.items()))


def _answers(result: Result) -> list[float]:
    return list(chain.from_iterable(result.asked["milliseconds"].values()))


def _warm(result: Result) -> Sequence[Moment]:
    return [each for each in result.moments if each.seconds > WARM_AFTER * result.plan.seconds]


def _columns(moments: Sequence[Moment]) -> tuple[list[float], list[float]]:
    return [each.serving for each in moments], [each.together for each in moments]
