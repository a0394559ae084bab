"""What is to be done every few seconds, also after somebody has put the computer's clock back."""

from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler


class Scheduler(BackgroundScheduler):  # type: ignore[misc]
    """Runs jobs at intervals. APScheduler keeps by the clock when each is to run next: if that is put back by an hour,
    it would run nothing for an hour."""

    def _process_jobs(self) -> float | None:
        now = datetime.now(self.timezone)
        for job in self.get_jobs():
            interval: timedelta = job.trigger.interval
            if job.next_run_time > now + 2 * interval:
                job.modify(next_run_time=now)
        seconds: float | None = super()._process_jobs()
        return seconds
