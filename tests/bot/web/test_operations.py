"""`/readyz` and `/metrics` over real HTTP: what they tell of a bot that is well, of one that is not, and to whom."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from starlette.requests import Request

from bot.bootstrap import build
from bot.commands.registry import Asked
from bot.operations import state as states
from bot.operations.metrics import MOST_SOURCES, OTHER, Metrics
from bot.operations.pulse import LONGEST, Pulse
from bot.operations.readiness import MOST_LAG, Readiness
from bot.operations.state import Look
from bot.settings import Settings
from bot.web import operations
from bot.web.app import http_app
from bot.web.server import serving
from bot.web.webhooks import Webhooks
from kpi.errors import UserError
from kpi.store import Store
from kpi.summary import marks
from tests.support.databases import no_database, no_such_table
from tests.support.deliveries import Answer, Client, client, connect, event, taken_in
from tests.support.tickets import add, at, ticket

TOKEN = "let-me-see-the-numbers"
OK = {"ok": True}


@dataclass
class Health:
    """What the checks are told, to be changed at will."""

    slack: bool = True
    uncounted: float = 0.0
    seconds: float = 0.0
    pulse: Pulse = field(init=False)

    def __post_init__(self) -> None:
        self.pulse = Pulse("counting", 60.0, lambda: self.seconds)


@contextmanager
def pages(store: Store, health: Health, behind_a_proxy: bool = False, **more: Any) -> Iterator[Client]:
    """A client of a server that has both pages, and takes deliveries."""
    settings = Settings(_env_file=None, webhook_max_bytes=20_000, **more)
    metrics = Metrics()
    readiness = Readiness(Look(store, 1.0), lambda: health.slack, [health.pulse], lambda: health.uncounted)
    webhooks = Webhooks(store, settings, lambda: datetime.now(UTC), metrics)
    measured = operations.metrics_route(metrics, readiness, settings, behind_a_proxy=behind_a_proxy)
    web = http_app(webhooks.route, operations.readyz(readiness), measured)
    with webhooks.open(), serving(web, "127.0.0.1", 0) as address, client(address) as made:
        yield made


def get(client: Client, path: str, **headers: str) -> Answer:
    return client.post(path, b"", {name.replace("_", "-"): value for name, value in headers.items()}, "GET")


def not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is wrong, by check, now and not a second ago."""
    monkeypatch.setattr(states, "GOOD_FOR", 0.0)
    answer = get(client, "/readyz")
    assert answer.status == 503
    return dict(re.findall(r'"(\w+)":\{"ok":false,"why":"([^"]*)"', answer.text))


def test_a_bot_that_is_well_is_ready_and_one_that_is_not_says_what_is_wrong(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = Health()
    with pages(any_store, health) as mine:
        ready = get(mine, "/readyz")
        assert ready.status == 200
        assert ready.text == (
            '{"ready":true,"checks":{"database":{"ok":true},"migrations":{"ok":true},"slack":{"ok":true},'
            '"ticks":{"ok":true},"summary":{"ok":true,"days_waiting":0,"lag_seconds":0.0}}}'
        )
        assert ready.headers["content-type"] == "application/json"
        health.slack, health.seconds = False, 61.0
        wrong = {"slack": "it is not connected", "ticks": "counting has not run for 61 seconds"}
        assert not_ready(mine, monkeypatch) == wrong
        health.slack, health.seconds, health.uncounted = True, 0.0, MOST_LAG + 1
        assert get(mine, "/readyz").status == 200  # nothing waits
        with any_store.writing() as connection:
            marks.mark(connection, [20_000])
        assert not_ready(mine, monkeypatch) == {"summary": "days have waited for 1801 seconds"}
        with any_store.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert not_ready(mine, monkeypatch)["migrations"].startswith("the tables are of version 9999, and this program")
        assert get(mine, "/healthz").text == "ok"


def test_a_database_that_does_not_answer_keeps_nobody_waiting(
    postgresql_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is locked, so a question about its tables hangs; the page does not, and one question at a time is asked."""
    with ExitStack() as held, pages(postgresql_store, Health()) as mine:
        connection = held.enter_context(postgresql_store.writing())
        connection.execute(text("LOCK TABLE dirty_day IN ACCESS EXCLUSIVE MODE"))
        for _ in range(3):
            assert not_ready(mine, monkeypatch)["database"] == "it cannot be used, or does not answer within 1 seconds"
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'relation'"
        assert connection.scalar(text(f"{waiting} AND datname = current_database()")) == 1
        held.close()
        monkeypatch.setattr(states, "GOOD_FOR", 0.0)
        assert get(mine, "/readyz").status == 200


def test_a_tick_that_takes_long_is_alive_and_one_that_hangs_is_not() -> None:
    seconds = 0.0
    pulse = Pulse("posting", 30.0, lambda: seconds)
    with pulse.beat():
        seconds = LONGEST
        assert pulse.trouble == ""
        seconds = LONGEST + 1
        assert pulse.trouble == "posting has been at it for 1801 seconds"
    assert pulse.trouble == ""


def samples(answer: Answer) -> Mapping[str, float]:
    """The figures of a page of metrics."""
    assert answer.status == 200, answer
    lines = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_the_metrics_tell_what_came_how_it_went_and_how_far_behind_all_is(store: Store) -> None:
    add(store, "export", ticket(created_at=at("Mon 20 Jul 2026 09:00")), complete_until="Mon 20 Jul 2026 09:00")
    connect(store)
    with pages(store, Health(slack=False)) as mine:
        for _ in range(2):
            assert mine.sends(event(7)).status == 200
        assert mine.sends(b"{").status == 200
        assert mine.sends(b" " * 20_001).status == 413
        assert mine.post("/webhooks/zendesk", b"", {}).status == 401
        for name in ("Ada%20Lovelace", "nobody"):
            assert mine.post(f"/webhooks/{name}", b"", {}).status == 401
        taken_in(store)
        answer = get(mine, "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = samples(answer)
    came = {name: value for name, value in found.items() if name.startswith("kpibot_deliveries_total")}
    assert came == {
        'kpibot_deliveries_total{outcome="taken",source="zendesk"}': 1,
        'kpibot_deliveries_total{outcome="repeated",source="zendesk"}': 1,
        'kpibot_deliveries_total{outcome="not understood",source="zendesk"}': 1,
        'kpibot_deliveries_total{outcome="too large",source="zendesk"}': 1,
        'kpibot_deliveries_total{outcome="refused",source="zendesk"}': 1,
        'kpibot_deliveries_total{outcome="refused",source="unknown"}': 2,
    }
    assert found["kpibot_delivery_seconds_count"] == 7
    assert found['kpibot_check{check="database"}'] == 1
    assert found['kpibot_check{check="slack"}'] == 0
    assert found["kpibot_summary_days_waiting"] > 0
    assert found['kpibot_source_age_seconds{source="export"}'] > 0
    assert found['kpibot_imports{state="done"}'] == 0
    assert any(name.startswith('kpibot_build_info{version="') for name in found)
    assert "Lovelace" not in answer.text


def test_the_metrics_are_for_whoever_knows_the_token_or_is_near(store: Store) -> None:
    with pages(store, Health()) as mine:
        assert get(mine, "/metrics").status == 200
        for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
            assert get(mine, "/metrics", **{name: "203.0.113.7"}).status == 403
    with pages(store, Health(), behind_a_proxy=True) as mine:
        assert (said := get(mine, "/metrics")).status == 403
        assert said.text == "Set METRICS_TOKEN to read this from elsewhere."
    with pages(store, Health(), behind_a_proxy=True, metrics_token=SecretStr(TOKEN)) as mine:
        for wrong in ("", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é".encode().decode("latin-1")):
            assert get(mine, "/metrics", Authorization=wrong).status == 401
        assert get(mine, "/metrics").headers["www-authenticate"] == "Bearer"
        assert get(mine, "/metrics", Authorization=f"Bearer {TOKEN}").status == 200


@pytest.mark.parametrize(("host", "near"), [("127.0.0.1", True), ("::1", True), ("10.0.0.7", False), ("::2", False)])
def test_near_is_who_is_on_the_same_machine(host: str, near: bool) -> None:
    assert operations.is_near(Request({"type": "http", "headers": [], "client": (host, 4711)})) is near


def test_very_many_sources_do_not_make_very_many_series() -> None:
    metrics = Metrics()
    named = {metrics.source(f"zendesk-{number}") for number in range(3 * MOST_SOURCES)}
    assert len(named) == MOST_SOURCES + 1
    assert OTHER in named
    assert metrics.source("zendesk-0") == "zendesk-0"
    reach = {f"zendesk-{number:03}": number for number in range(3 * MOST_SOURCES)}
    ages = dict(operations.ages(states.State("", 0, reach, {}), 1000.0))
    assert len(ages) == MOST_SOURCES + 1
    assert ages[OTHER] == 1000 - MOST_SOURCES


def test_questions_are_counted_by_verb_and_by_what_became_of_them(tmp_path: Any) -> None:
    kpibot = build(Settings(_env_file=None, database_url=no_database(tmp_path)))
    ask: Callable[[str], Any] = lambda said: kpibot.registry.answer(Asked(said, "/kpi"))  # noqa: E731
    ask("csat last month")
    ask("help")
    ask("")
    with pytest.raises(UserError):
        ask("what about Ada Lovelace")
    with kpibot.bench.store.writing() as connection:
        connection.execute(text("DROP TABLE ticket"))
    with pytest.raises(Exception, match=no_such_table("ticket")):
        ask("csat")
    found = {
        (sample.labels["verb"], sample.labels["outcome"]): sample.value
        for metric in kpibot.metrics.commands.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
    assert found == {
        ("question", "ok"): 1,
        ("help", "ok"): 1,
        ("overview", "ok"): 1,
        ("question", "refused"): 1,
        ("question", "failed"): 1,
    }
    kpibot.bench.store.close()
