"""One writer takes what comes at once: together where it can, each alone where one of them breaks it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.web.intake import CrowdedError, Intake
from kpi.errors import ConfigurationError
from kpi.model import Delivery, table
from kpi.store import Store
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.taking import Incoming, Taken
from kpi.webhooks.vendor import Delivered, Vendor
from kpi.webhooks.vendors import zendesk
from tests.support.deliveries import connect, event

T = TypeVar("T")
DELIVERY = table(Delivery)
CONFIDENTIAL = "Ada Lovelace"


def incoming(number: int, vendor: Vendor = zendesk.VENDOR) -> Incoming:
    now = int(time.time())
    return Incoming("zendesk", vendor, Request({}, event(number), now), Connection(now - 3600))


def _breaks(request: Request, _connection: Connection) -> Sequence[Delivered]:
    raise ValueError(f"{CONFIDENTIAL} {request.body!r}")


def broken() -> Vendor:
    """A help desk whose reader has a bug."""
    ours = zendesk.VENDOR
    return Vendor(ours.key, ours.title, ours.signed, _breaks, ours.sample, ours.fields, ours.steps)


def outcomes(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        return {row.delivery_id: row.outcome for row in connection.execute(select(DELIVERY))}


def run(story: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a browser of another test may have left its event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result()


async def all_of(takes: Sequence[Awaitable[Taken]]) -> list[Taken | BaseException]:
    return await asyncio.gather(*takes, return_exceptions=True)


@contextmanager
def somebody_writes(store: Store) -> Iterator[Callable[[], None]]:
    """Until it is told to end, nobody else can."""
    begun, end = Event(), Event()

    def write() -> None:
        with store.writing():
            begun.set()
            end.wait(20)

    thread = Thread(target=write)
    thread.start()
    begun.wait(10)
    try:
        yield end.set
    finally:
        end.set()
        thread.join()


@pytest.fixture
def store(any_store: Store) -> Store:
    connect(any_store)
    return any_store


def test_what_waited_together_is_all_there_when_it_is_answered(store: Store) -> None:
    async def story(intake: Intake, over: Callable[[], None]) -> None:
        takes = [asyncio.create_task(intake.take(incoming(number % 150))) for number in range(300)]
        await asyncio.sleep(0.1)
        assert outcomes(store) == {}
        assert not any(each.done() for each in takes)
        over()
        taken = await all_of(takes)
        assert taken.count(Taken(1, repeated=False)) == taken.count(Taken(1, repeated=True)) == 150
        assert len(outcomes(store)) == 150

    intake = Intake(store)
    with intake.running(), somebody_writes(store) as over:
        run(story(intake, over))


def test_one_that_breaks_us_keeps_nobody_out_and_is_kept_for_later(store: Store) -> None:
    async def story(intake: Intake) -> list[Taken | BaseException]:
        some = [incoming(1), incoming(2, broken()), incoming(3)]
        return await all_of([intake.take(each) for each in some])

    intake = Intake(store)
    with intake.running(), capture_logs() as lines:
        first, second, third = run(story(intake))
    assert first == third == Taken(1, repeated=False)
    (line,) = lines
    assert second == Taken(1, repeated=False, why=f"Something broke on our side (failure {line['id']}).")
    assert sorted(outcomes(store).values()) == ["not understood", "taken", "taken"]
    assert (line["event"], line["source"], line["kind"]) == ("failure", "zendesk", "ValueError")
    assert "test_intake.py" in line["where"]
    assert CONFIDENTIAL not in f"{lines}"


def test_so_many_may_wait_and_no_more(store: Store) -> None:
    async def story(intake: Intake, over: Callable[[], None]) -> list[Taken | BaseException]:
        takes = [asyncio.create_task(intake.take(incoming(0)))]
        await asyncio.sleep(0.1)  # the writer has taken it, and waits for its turn
        takes += [asyncio.create_task(intake.take(incoming(number))) for number in range(1, 6)]
        await asyncio.sleep(0.05)
        over()
        return await all_of(takes)

    intake = Intake(store, most_waiting=3)
    with intake.running(), somebody_writes(store) as over:
        taken = run(story(intake, over))
    assert taken[:4] == [Taken(1, repeated=False)] * 4
    assert [type(each) for each in taken[4:]] == [CrowdedError, CrowdedError]
    assert len(outcomes(store)) == 4


def test_in_the_end_what_waits_is_stored_and_nothing_more_is_taken(store: Store) -> None:
    intake = Intake(store)

    async def story() -> list[Taken | BaseException]:
        with somebody_writes(store) as over:
            running = intake.running()
            running.__enter__()
            takes = [asyncio.create_task(intake.take(incoming(number))) for number in range(20)]
            await asyncio.sleep(0.1)
            ending = asyncio.create_task(asyncio.to_thread(running.__exit__, None, None, None))
            await asyncio.sleep(0.1)
            with pytest.raises(CrowdedError):
                await intake.take(incoming(99))
            over()
            await ending
        return await all_of(takes)

    assert run(story()) == [Taken(1, repeated=False)] * 20
    assert outcomes(store).keys() == {f"created-{number}" for number in range(20)}


def test_where_the_store_cannot_be_written_each_is_told_so_and_later_ones_are_taken(store: Store) -> None:
    impatient = Store(store.url.render_as_string(hide_password=False), busy_seconds=0.1)
    intake = Intake(impatient)

    async def story(*numbers: int) -> list[Taken | BaseException]:
        return await all_of([intake.take(incoming(number)) for number in numbers])

    with intake.running():
        with somebody_writes(store):
            assert [type(each) for each in run(story(1, 2))] == [ConfigurationError] * 2
        assert run(story(1, 2)) == [Taken(1, repeated=False)] * 2
    impatient.close()
