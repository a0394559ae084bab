"""What was acknowledged comes into the store by itself, whatever goes wrong on the way."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.operations.metrics import Metrics
from bot.operations.pulse import Pulse
from bot.web import taking_in
from bot.web.taking_in import TakingIn
from kpi.store import Store
from kpi.webhooks import inbox, ledger
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.taking import Incoming
from kpi.webhooks.vendors import zendesk
from tests.support.deliveries import connect, event
from tests.support.waiting import wait_until


@pytest.fixture
def store(any_store: Store) -> Store:
    connect(any_store)
    return any_store


def put(store: Store, *numbers: int) -> None:
    now = int(time.time())
    requests = [Request({}, event(number), now) for number in numbers]
    inbox.put(store, [Incoming("zendesk", zendesk.VENDOR, each, Connection(now - 3600)) for each in requests])


def there(store: Store) -> int:
    with store.reading() as connection:
        return len(ledger.kept(connection, limit=1_000))


def test_what_another_bot_has_left_is_taken_in_at_the_start_and_what_comes_later_soon(store: Store) -> None:
    put(store, *range(250))
    metrics = Metrics()
    taking = TakingIn(store, metrics)
    with taking.running():
        wait_until(lambda: there(store) == 250)
        put(store, 7, 250)
        taking.soon(1)
        wait_until(lambda: there(store) == 251)
    counted = metrics.registry.get_sample_value
    name = "kpibot_deliveries_total"
    assert counted(name, {"source": "zendesk", "outcome": "taken"}) == 251
    assert counted(name, {"source": "zendesk", "outcome": "repeated"}) == 1


def test_when_it_is_to_end_nothing_waits_any_more(store: Store) -> None:
    taking = TakingIn(store, Metrics())
    with taking.running():
        put(store, *range(400))
    assert there(store) == 400
    assert inbox.waiting(store) == 0


class Tired(Pulse):
    """Rests a moment after each look."""

    @contextmanager
    def beat(self) -> Iterator[None]:
        with super().beat():
            yield
        time.sleep(0.5)


def test_what_comes_just_after_the_last_look_is_found_by_one_more(store: Store) -> None:
    taking = TakingIn(store, Metrics())
    taking.pulse = Tired("taking in", 60.0)
    with taking.running():
        time.sleep(0.25)
        put(store, 1)
    assert there(store) == 1


def test_trouble_is_told_once_and_that_it_is_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "LOOKED_EVERY", 0.05)
    taking = TakingIn(store, Metrics())
    with store.writing() as connection:
        connection.execute(text("ALTER TABLE delivery_hour RENAME TO elsewhere"))
    with capture_logs() as lines, taking.running():
        put(store, 1)
        taking.soon(1)
        wait_until(lambda: bool(lines))
        time.sleep(0.3)
        with store.writing() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO delivery_hour"))
        wait_until(lambda: there(store) == 1)
    assert [line["event"] for line in lines] == ["failure", "deliveries are taken in again", "no more deliveries"]
