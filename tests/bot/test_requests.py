"""A bot in a process of its own, told things that are nobody else's: what its log has of them, and how it stops."""

import json
import re
import signal
import socket
import subprocess
import threading
from typing import Any

from bot import requests
from bot.lanes import Lanes
from bot.playground.server import LocalSlack
from kpi.store import Store
from tests.bot.conftest import Kpibot
from tests.bot.test_connection import its_settings
from tests.support.deliveries import SECRET, client, connect, event
from tests.support.local_slack import Person, wait_for_bot
from tests.support.past_the_program import change, rows
from tests.support.uploading import bot_says, export, sends

ROWS = 10_000
"""So many that an import is not over when the bot is asked to stop right after it was wanted."""
PRIVATE = ("Lovelace", "ada@example.com", "4111", "Question 7", SECRET, "T9999", "closed,refund")
HOSTILE = '/kpi csat of "Ada Lovelace" <mailto:ada@example.com|ada@example.com> 4111 1111 1111 1111'


def test_the_log_has_a_request_of_each_thing_and_nothing_of_anybody_and_an_import_ends_before_the_bot(
    kpibot: Kpibot, database: str
) -> None:
    store = Store(database)
    connect(store)
    store.close()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with LocalSlack() as slack:
        process = kpibot.start(
            "serve", **its_settings(slack), HTTP_PORT=f"{port}", LOG_LEVEL="DEBUG", LOG_FORMAT="json"
        )
        wait_for_bot(slack, deadline=30)
        ada = Person(slack, "ada", 60.0)
        with client(f"http://127.0.0.1:{port}") as zendesk:
            assert json.loads(zendesk.post("/readyz", b"", {}, "GET").text)["checks"]["slack"] == {"ok": True}
            delivers(zendesk)
        assert "4111" in ada.types(HOSTILE).plain
        assert ada.types("/kpi csat 2026-W30").plain.startswith("CSAT: 80 %")
        change(database, "DROP TABLE search")
        failed = ada.types("/kpi gaps").plain
        sends(ada, "Lovelace.csv", export(ROWS))
        ada.presses(bot_says(ada, f"{ROWS:,} rows"), f"Import {ROWS:,} rows")
        lines = stopped(process)
    assert not [each for each in lines for word in PRIVATE if word in json.dumps(each)]
    told = re.search(r"`([0-9a-f]{8})`", failed)
    assert told, failed
    assert_requests(lines, told[1])
    assert rows(database, "SELECT finished_at > 0 FROM import ORDER BY id DESC LIMIT 1") == [(True,)]


def delivers(zendesk: Any) -> None:
    """One that is understood, one that is not, and one of nobody's."""
    assert zendesk.sends(event(7)).status == 200
    assert zendesk.sends(event(8, "Lovelace")).status == 200
    assert zendesk.post("/webhooks/Ada%20Lovelace", event(7), {}).status == 401


def stopped(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """What it had logged when it ended as it was asked to."""
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "")
    return [json.loads(line) for line in err.splitlines()]


def assert_requests(lines: list[dict[str, Any]], failed: str) -> None:
    """Each answer and delivery has an id of its own, and what a person is told of a failure is that id."""
    about = {
        (each["event"], each.get("verb") or each.get("source"), each["outcome"]): each
        for each in lines
        if "outcome" in each
    }
    assert about.keys() >= {
        ("answered", "question", "refused"),
        ("answered", "question", "ok"),
        ("answered", "gaps", "failed"),
        ("delivery", "zendesk", "kept"),
        ("delivery", "zendesk", "not understood"),
    }
    assert about["answered", "question", "ok"]["kpi"] == "csat"
    assert len({each["request"] for each in about.values()}) == len(about)
    of_failure = [each["event"] for each in lines if each.get("request") == failed]
    assert of_failure == ["answered", "failure"]


def test_in_the_end_what_waits_is_begun_for_a_while_and_what_was_begun_is_ended() -> None:
    ended: list[int] = []
    goes_on = threading.Event()

    def do(number: int) -> None:
        if number == 2:
            goes_on.wait(10)
        ended.append(number)

    with requests.Executor(1) as executor:
        jobs = [executor.submit(do, number) for number in range(5)]
        threading.Timer(0.5, goes_on.set).start()
        executor.finish(0.2)
        assert ended == [0, 1, 2]
        assert [each.cancelled() for each in jobs] == [False, False, False, True, True]
    with requests.Executor(2) as executor:
        for number in range(100):
            executor.submit(do, 10 + number)
        executor.finish(10)
        assert len(ended) == 103


def test_what_is_done_later_is_of_the_same_request() -> None:
    lanes, seen = Lanes(), list[str]()
    with requests.Executor(1) as executor:
        for _ in range(2):
            with requests.request() as number:
                assert executor.submit(requests.number).result() == number
                lanes.put("one", lambda: seen.append(requests.number()))
                seen.append(number)
    lanes.finish(10)
    assert len(set(seen)) == 2
    assert sorted(seen) == sorted([*set(seen), *set(seen)])
    assert requests.number() != requests.number()
