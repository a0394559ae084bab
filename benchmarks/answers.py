"""From Enter to an answer on the screen, and what of that is kpibot's own work, beside the same figure by hand in SQL.

The sample team's half year, the local Slack, Chromium. A figure by hand is one query with `sqlite3`, without a
comparison, a test, or what was left out: less than an answer, and the least that one would do instead.
"""

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table

from bot.bootstrap import build
from bot.commands.registry import Asked
from bot.demo import running
from bot.settings import load

RUNS = 30
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
BY_HAND = {
    "csat last month": """SELECT avg(rating >= 4) FROM ticket WHERE rating_scale = 'stars' AND excluded IS NULL
        AND rated_at BETWEEN unixepoch('now', 'start of month', '-1 month') AND unixepoch('now', 'start of month')""",
    "ttr last month": """SELECT resolved_at - created_at FROM ticket WHERE status = 'resolved' AND excluded IS NULL
        AND resolved_at BETWEEN unixepoch('now', 'start of month', '-1 month') AND unixepoch('now', 'start of month')
        ORDER BY 1""",
}
QUESTIONS = ("csat", "frt last month", "csat last month", "ttr last month", "", "help", "cast")
# Resolves when a message has been added to the page; the clock runs in the page, from the form's submission.
UNTIL_ANSWERED = """() => new Promise((resolve) => {
  const began = performance.now();
  const seen = () => requestAnimationFrame(() => resolve(performance.now() - began));
  new MutationObserver((_, observer) => { observer.disconnect(); seen(); })
    .observe(document.getElementById("messages"), { childList: true });
  document.getElementById("composer-form").requestSubmit();
})"""


def main() -> None:
    """Measure, and print a table of medians and of the slowest of each in milliseconds."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("This needs Chromium.")
    with (
        tempfile.TemporaryDirectory() as folder,
        running(0, Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        page = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS).new_page()
        page.goto(url)
        Console().print(measured(page, Path(folder) / "kpibot.db"))


def measured(page: Page, database: Path) -> Table:
    """A row a question: on the screen, kpibot's own part of that, the figure by hand, and the ratio of the two."""
    settings = load().model_copy(update={"database_url": f"sqlite:///{database}"})
    replies = build(settings).replies
    table = Table("question", "on the screen", "slowest", "computed", "by hand in SQL", "ratio", box=None)
    for question in QUESTIONS:
        asked = Asked(question, "/kpi")
        screen = [seen(page, f"/kpi {question}") for _ in range(RUNS)]
        computed = median(partial(replies.to, asked))
        hand = median(partial(by_hand, database, question)) if question in BY_HAND else None
        figures = (statistics.median(screen), max(screen), computed, hand, hand and computed / hand)
        table.add_row(f"/kpi {question}", *("" if figure is None else f"{figure:.1f}" for figure in figures))
    return table


def seen(page: Page, text: str) -> float:
    """Milliseconds from Enter to the first frame that shows the answer."""
    page.get_by_role("textbox").fill(text)
    milliseconds: float = page.evaluate(UNTIL_ANSWERED)
    return milliseconds


def median(work: Callable[[], object]) -> float:
    """Of the milliseconds that the work takes."""
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def by_hand(database: Path, question: str) -> list[object]:
    """The one query, on a connection of its own."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(BY_HAND[question]).fetchall()


if __name__ == "__main__":
    main()
