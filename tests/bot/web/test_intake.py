"""One writer acknowledges what comes at once, together where it can."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import Any, TypeVar

import pytest
from sqlalchemy import text

from bot.web.intake import CrowdedError, Intake
from kpi.errors import ConfigurationError
from kpi.store import Store
from kpi.webhooks import inbox
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.taking import Incoming
from kpi.webhooks.vendors import zendesk
from tests.support.deliveries import event

T = TypeVar("T")


def incoming(number: int) -> Incoming:
    now = int(time.time())
    return Incoming("zendesk", zendesk.VENDOR, Request({}, event(number), now), Connection(now - 3600))


def intake_of(store: Store, most_waiting: int = 1_000) -> Intake:
    return Intake(store, lambda _: None, most_waiting)


def run(story: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a browser of another test may have left its event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result()


async def all_of(takes: Sequence[Awaitable[None]]) -> list[BaseException | None]:
    return await asyncio.gather(*takes, return_exceptions=True)


@contextmanager
def somebody_puts(store: Store) -> Iterator[Callable[[], None]]:
    """Until it is told to end, nobody else can."""
    begun, end = Event(), Event()

    def put() -> None:
        with store.inbox() as connection:
            if store.file is None:
                connection.execute(text("LOCK TABLE inbox"))
            begun.set()
            end.wait(20)

    thread = Thread(target=put)
    thread.start()
    begun.wait(10)
    try:
        yield end.set
    finally:
        end.set()
        thread.join()


def test_what_waited_together_is_all_there_when_it_is_answered(any_store: Store) -> None:
    async def story(intake: Intake, over: Callable[[], None]) -> None:
        takes = [asyncio.create_task(intake.take(incoming(number))) for number in range(300)]
        await asyncio.sleep(0.1)
        assert not any(each.done() for each in takes)
        over()
        assert await all_of(takes) == [None] * 300
        assert inbox.waiting(any_store) == 300

    intake = intake_of(any_store)
    with intake.running(), somebody_puts(any_store) as over:
        run(story(intake, over))


def test_whoever_takes_them_in_hears_that_there_are_some(any_store: Store) -> None:
    heard: list[int] = []
    intake = Intake(any_store, lambda _: heard.append(inbox.waiting(any_store)))
    with intake.running():
        run(intake.take(incoming(1)))
    assert heard == [1]


def test_so_many_may_wait_and_no_more(any_store: Store) -> None:
    async def story(intake: Intake, over: Callable[[], None]) -> list[BaseException | None]:
        takes = [asyncio.create_task(intake.take(incoming(0)))]
        await asyncio.sleep(0.1)  # the writer has taken it, and waits for its turn
        takes += [asyncio.create_task(intake.take(incoming(number))) for number in range(1, 6)]
        await asyncio.sleep(0.05)
        over()
        return await all_of(takes)

    intake = intake_of(any_store, most_waiting=3)
    with intake.running(), somebody_puts(any_store) as over:
        taken = run(story(intake, over))
    assert taken[:4] == [None] * 4
    assert [type(each) for each in taken[4:]] == [CrowdedError, CrowdedError]
    assert inbox.waiting(any_store) == 4


def test_in_the_end_what_waits_is_stored_and_nothing_more_is_taken(any_store: Store) -> None:
    intake = intake_of(any_store)

    async def story() -> list[BaseException | None]:
        with somebody_puts(any_store) as over:
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

    assert run(story()) == [None] * 20
    assert inbox.waiting(any_store) == 20


def test_where_nothing_can_be_put_down_each_is_told_so_and_later_ones_are_taken(any_store: Store) -> None:
    impatient = Store(any_store.url.render_as_string(hide_password=False), busy_seconds=0.1)
    intake = intake_of(impatient)

    async def story(*numbers: int) -> list[BaseException | None]:
        return await all_of([intake.take(incoming(number)) for number in numbers])

    with intake.running():
        with somebody_puts(any_store):
            assert [type(each) for each in run(story(1, 2))] == [ConfigurationError] * 2
        assert run(story(1, 2)) == [None] * 2
    impatient.close()


def test_one_that_breaks_us_leaves_the_writer_at_work(any_store: Store) -> None:
    odd: Any = None  # no headers can be looked for in it
    broken = replace(incoming(1), vendor=replace(zendesk.VENDOR, kept_headers=odd))
    intake = intake_of(any_store)
    with intake.running():
        with pytest.raises(ConfigurationError, match="The store failed"):
            run(intake.take(broken))
        run(intake.take(incoming(2)))
    assert inbox.waiting(any_store) == 1
