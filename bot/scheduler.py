"""What is to be done every few seconds, also after somebody has put the computer's clock back."""

from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler


class Scheduler(BackgroundScheduler):  # type: ignore[misc]
    """Runs jobs at intervals. APScheduler keeps by the clock when each is to run next: if that is put back by an hour,
    it would run nothing for an hour."""

    def _process_jobs(self) -> float | None:
        now, jobs = datetime.now(self.timezone), self.get_jobs()
        for job in jobs:
            interval: timedelta = job.trigger.interval
            if job.next_run_time > now + 2 * interval:
                job.modify(next_run_time=now)
        seconds: float | None = super()._process_jobs()
        if seconds is None:
            return None
        # It may have been put back meanwhile: nothing is ever due later than after its interval.
        longest: list[float] = [job.trigger.interval.total_seconds() for job in jobs]
        return min([seconds, *longest])
