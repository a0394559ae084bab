"""Jobs at intervals, whatever is done to the clock."""

from datetime import UTC, datetime, timedelta, tzinfo
from threading import Semaphore
from typing import Self

import pytest
from apscheduler.events import EVENT_JOB_SUBMITTED
from apscheduler.schedulers import base

from bot import scheduler
from bot.scheduler import Scheduler

HOUR = timedelta(hours=1)


class Clock(datetime):
    """As the computer's clock shows it once somebody has put it back or forward."""

    put = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.put


@pytest.mark.parametrize("by", [-HOUR, HOUR], ids=["back", "forward"])
def test_jobs_go_on_when_the_clock_is_put_back_or_forward(by: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (base, scheduler):
        monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(Clock, "put", timedelta())
    ran, jobs = Semaphore(0), Scheduler(job_defaults={"coalesce": True, "misfire_grace_time": None})
    jobs.add_job(ran.release, "interval", seconds=0.1)
    jobs.start()
    assert ran.acquire(timeout=10)
    Clock.put = by
    assert all(ran.acquire(timeout=10) for _ in range(3))
    jobs.shutdown()


def test_nothing_waits_for_an_hour_if_the_clock_is_put_back_just_when_it_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between the look for what is due, and that for how long to wait."""
    for module in (base, scheduler):
        monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(Clock, "put", timedelta())
    jobs = Scheduler()
    jobs.add_listener(lambda _event: setattr(Clock, "put", -HOUR), EVENT_JOB_SUBMITTED)
    jobs.add_job(lambda: None, "interval", seconds=0.1, next_run_time=Clock.now(UTC))
    jobs.start(paused=True)
    jobs.state = base.STATE_RUNNING
    assert (jobs._process_jobs() or 0.0) <= 0.1
    assert Clock.put == -HOUR
    jobs.shutdown()
