"""The whole of a soak, from an empty folder to what came of it."""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.export import write_export
from benchmarks.history import TWO_YEARS, build_summary, write_history
from kpi.store import Store
from kpi.webhooks import inbox
from soak import processes, truth
from soak.bringing_in import BroughtIn, bring_in
from soak.memory import Moment, memory_of
from soak.processes import METRICS_TOKEN, Bot, People
from soak.team import REVIEWED, people
from soak.watching import failed, watching
from tests.support.deliveries import connect
from tests.support.local_slack import Person
from tests.support.postgres import Server
from tests.support.reviewing import HOUR, scheduled

UTC_ZONE = ZoneInfo("UTC")
REVIEW_AFTER, IMPORT_AFTER = 1 / 3, 1 / 2
"""Shares of the run."""
PATIENCE = 60.0
_LOOKS_EVERY = 0.1


@dataclass(frozen=True)
class Plan:
    """What is to be done in so many `seconds`: in a history of so many `tickets` so many deliveries `a_second`, and an
    import of so many `rows`. The review comes `review_in` so long after the beginning, and may be due already.
    """

    seconds: float
    review_in: timedelta
    tickets: int = 100_000
    rows: int = 100_000
    a_second: float = 50
    seed: int = 1
    tell: Callable[[str], None] = lambda _stage: None


@dataclass
class Result:
    """What was measured, and what was wrong: `asked` as `soak.people` tells it, `sent` as `benchmarks.sending`."""

    plan: Plan
    database: str
    load: float
    asked: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] = field(default_factory=dict)
    moments: list[Moment] = field(default_factory=list)
    fetched: dict[str, int] = field(default_factory=dict)
    brought_in: BroughtIn | None = None
    taken_in_after: float = 0.0
    """Seconds after the last delivery was acknowledged."""
    wrong: list[str] = field(default_factory=list)


def run(folder: Path, server: Server | None, plan: Plan) -> Result:
    """In this folder, on SQLite if there is no server."""
    result = Result(plan, "PostgreSQL" if server else "SQLite", os.getloadavg()[0])
    plan.tell(f"a history of {plan.tickets:,} conversations, on {result.database}")
    url = _prepared(folder, server, plan)
    write_export(folder / "large.csv", plan.rows)
    port = processes.free_port()
    with processes.people_at(f"http://127.0.0.1:{port}", plan.seed) as asking:
        with _store(url) as store:
            _schedule(store, asking, datetime.now(UTC) + plan.review_in)
        with processes.serving(asking, port, folder, url) as bot:
            plan.tell(f"{plan.seconds / 60:g} minutes begin")
            _live(result, asking, bot, folder)
            with _store(url) as store:
                result.taken_in_after = _until_taken_in(store)
            status = bot.stop()
        reviews = truth.reviews(Person(asking.slack, people()[0].name))
    plan.tell("the bot has stopped; what it has left is looked over")
    log = (folder / processes.LOG).read_text(encoding="utf-8")
    with _store(url) as store:
        result.wrong += truth.of_store(store, len(result.sent["milliseconds"]), result.sent["failed"], plan.rows)
    said = processes.kpibot(folder, url, "rebuild")
    found = {
        "the bot ended with": status,
        "reviews": "" if reviews == 1 else f"{reviews} are there",
        "the summary": "" if "All are as they had been" in said else said,
        "said on the log": truth.complaints(log),
    }
    result.wrong += [f"{what}: {which}" for what, which in found.items() if which]
    return result


def _prepared(folder: Path, server: Server | None, plan: Plan) -> str:
    """The address of a store with a history, a source that sends, and all of it counted."""
    history = folder / "kpibot.db"
    write_history(history, plan.tickets, TWO_YEARS, datetime.now(UTC))
    with _store(f"sqlite:///{history}") as store:
        connect(store)
    build_summary(history)
    if server is None:
        return f"sqlite:///{history}"
    url = server.new_database()
    processes.kpibot(folder, url, "copy", "--from", f"sqlite:///{history}", "--to", url)
    return url


@contextmanager
def _store(url: str) -> Iterator[Store]:
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


def _schedule(store: Store, asking: People, due: datetime) -> None:
    """The weekly review of the channel comes in this minute."""
    hour = {"weekday": due.weekday(), "minute": due.hour * 60 + due.minute, "zone": UTC_ZONE}
    scheduled(store, asking.slack.people[0].id, due - HOUR, channel=REVIEWED, **hour)


def _until_taken_in(store: Store) -> float:
    """For how many seconds deliveries wait that are acknowledged; what waits after `PATIENCE` is taken for lost."""
    began = time.monotonic()
    while inbox.waiting(store) and time.monotonic() < began + PATIENCE:
        time.sleep(_LOOKS_EVERY)
    return time.monotonic() - began


def _live(result: Result, asking: People, bot: Bot, folder: Path) -> None:
    """The day itself."""
    plan = result.plan
    with ExitStack() as stack:
        moments = stack.enter_context(memory_of(bot.process.pid))
        statuses = stack.enter_context(watching(bot.address, METRICS_TOKEN))
        sender = stack.enter_context(processes.sending(bot.address, plan.seconds, plan.a_second))
        executor = stack.enter_context(ThreadPoolExecutor(1))
        hearing = executor.submit(sender.communicate)  # it tells more than a pipe holds
        asking.begin(plan.seconds)
        time.sleep(plan.seconds * IMPORT_AFTER)
        plan.tell(f"{plan.rows:,} rows are brought in")
        content = (folder / "large.csv").read_bytes()
        try:
            result.brought_in = bring_in(Person(asking.slack, people()[0].name), content, plan.rows)
        except AssertionError as error:
            result.wrong.append(f"{error}")
        result.asked = asking.told()
        result.sent = json.loads(hearing.result()[0])
    result.moments, result.fetched = moments, dict(statuses)
    result.wrong += [f"{what}: {times} times" for what, times in result.asked["wrong"].items()]
    result.wrong += [f"{what}: {times} times" for what, times in failed(statuses).items()]
