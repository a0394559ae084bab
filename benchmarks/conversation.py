"""From the local Slack's delivery to the answer's arrival there, for each way to ask, beside the limits.

The demo with its sample team, or the bot on another store, runs in a process of its own. The times are those of the
local Slack's traffic: from when it begins to deliver what somebody did, to when it has taken the answer, inside the
acknowledgement or after it.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.playground.server import LocalSlack
from tests.support.local_slack import Person, call, wait_for_bot

MEDIAN, P99 = 30.0, 100.0  # milliseconds
HOME = 300.0  # milliseconds for the Home tab, whatever the size of the data
RUNS = 300
MENTIONS = 90  # the bot posts at most one a second in each channel, so these take their time
BETWEEN_MENTIONS = 1.05
HOMES, BETWEEN_HOMES = 30, 1.0  # Slack limits how often a tab may be shown
QUESTIONS = ("csat last week", "frt last month", "ttr 2026-W40", "csat last month by channel", "", "cast")
COMMAND = "a command"
NO_QUESTION = ("help",)  # computes nothing, so that this is the time of the way alone
PRESSED = "By channel"
FAILED = "Something broke"
LOG = "bot.log"

Exchange = dict[str, Any]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversation", description="How fast answers arrive.")
    parser.add_argument("--database", type=Path, help="a store to answer from, instead of the sample team's")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, slack_of(asked.database, Path(folder)) as slack:
        table = Table(
            "asked by", "answers", "median", "p99", "slowest", f"limits {MEDIAN:.0f} / {P99:.0f} ms", box=None
        )
        for name, taken in ways(slack):
            table.add_row(name, *figures(taken))
        table.add_row(f"App Home (limit {HOME:.0f} ms)", *figures(homes(slack), HOME, HOME))
        Console().print(table)


def ways(slack: LocalSlack) -> Iterator[tuple[str, list[float]]]:
    """Each way to ask, and the milliseconds that its answers took."""
    ada = Person(slack, "Ada", deadline=20)
    yield COMMAND, commands(ada, QUESTIONS)
    yield "a command for help", commands(ada, NO_QUESTION)
    yield "a button", buttons(ada)
    yield "a mention", mentions(ada)


@contextmanager
def slack_of(database: Path | None, folder: Path, **settings: str) -> Iterator[LocalSlack]:
    """The local Slack with the bot in it, which answers from this store, or from the demo's, made in the folder, where
    its log is.
    """
    demo = ["bot", "demo", "--port", "0", "--no-browser"]
    arguments = demo if database is None else ["benchmarks.serving", str(database.resolve())]
    root = Path(__file__).parents[1]
    environment = {"PYTHONPATH": str(root), "PATH": "", **settings}
    command = [sys.executable, "-m", *arguments]
    with (
        (folder / LOG).open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            url = next(line.split()[-1] for line in process.stdout if "http://" in line)
            slack = LocalSlack(int(url.rpartition(":")[2]))  # not started: it only tells where the other one is
            wait_for_bot(slack, deadline=20)
            yield slack
        finally:
            process.terminate()


def commands(ada: Person, questions: Sequence[str]) -> list[float]:
    """Milliseconds for each of many slash commands; the first few, which teach the bot its workspace, do not count."""
    for question in questions:
        answer = ada.types(f"/kpi {question}").plain
        if FAILED in answer:
            raise SystemExit(f"/kpi {question}: {answer}")
    asked = islice(cycle(questions), RUNS)
    return [measured(ada.slack, partial(ada.types, f"/kpi {question}")) for question in asked]


def buttons(ada: Person) -> list[float]:
    """Milliseconds for each of many presses, each below a new answer."""
    taken = []
    for _ in range(RUNS):
        call(ada.slack, "reset", {})
        ada.types("/kpi csat last week")
        answer = ada.waits_for("CSAT: ")
        taken.append(measured(ada.slack, partial(ada.presses, answer, PRESSED)))
    return taken


def mentions(ada: Person) -> list[float]:
    """Milliseconds for each of some mentions and direct messages."""
    call(ada.slack, "reset", {})
    taken = []
    for _ in range(MENTIONS // 3):
        began = time.monotonic()
        for channel in ("support", "founders", ada.direct):
            taken.append(measured(ada.slack, partial(ada.types, "@kpibot csat last week", channel)))
        time.sleep(max(0.0, began + BETWEEN_MENTIONS - time.monotonic()))
    return taken


def homes(slack: LocalSlack) -> list[float]:
    """Milliseconds from each of some openings of the Home tab until it is there, the very first one among them."""
    taken = []
    open_home = partial(call, slack, "open_home", {"person": Person(slack, "Ada").id})
    for _ in range(HOMES):
        taken.append(measured(slack, open_home))
        time.sleep(BETWEEN_HOMES)
    return taken


def measured(slack: LocalSlack, act: Callable[[], object]) -> float:
    """Milliseconds from the delivery of what is done to the arrival of its answer."""
    before = max((each["n"] for each in call(slack, "traffic")["traffic"]), default=0)
    act()
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at:
        exchanges = call(slack, f"traffic?since={before}")["traffic"]
        arrived = [each["at"] + each["ms"] / 1000 for each in exchanges if is_answer(each)]
        delivered = [each["at"] for each in exchanges if each["direction"] == "to_bot"]
        if arrived and delivered:
            return 1000 * float(min(arrived) - min(delivered))
        time.sleep(0.02)
    raise SystemExit("No answer came.")


def is_answer(exchange: Exchange) -> bool:
    """Whether an exchange brought an answer, in the acknowledgement of a command or after it."""
    if exchange["direction"] == "to_bot":
        return exchange["kind"] == "slash_commands" and bool(exchange["answer"])
    return "response_url" in exchange["kind"] or exchange["name"] in ("chat.postMessage", "views.publish")


def figures(taken: list[float], most: float = MEDIAN, most_p99: float = P99) -> tuple[str, ...]:
    """A row's cells."""
    median, p99 = median_and_p99(taken)
    kept = "kept" if median <= most and p99 <= most_p99 else "missed"
    return str(len(taken)), f"{median:.1f} ms", f"{p99:.1f} ms", f"{max(taken):.1f} ms", kept


def median_and_p99(taken: list[float]) -> tuple[float, float]:
    """In milliseconds."""
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


if __name__ == "__main__":
    main()
