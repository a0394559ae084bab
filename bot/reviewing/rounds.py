"""A look at what is due, every few seconds: what is ready is posted, what is too old is told."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.reviewing.owner import Owner
from bot.reviewing.posting import Posting
from kpi.schedule import posts
from kpi.schedule.due import Run, due
from kpi.schedule.schedules import Schedule
from kpi.store import Store
from kpi.summary.catching_up import days_behind
from kpi.team import settings

WAIT_FOR_DATA = timedelta(minutes=10)
"""So long a review waits for days that have changed to be counted; then it tells what is known, as answers do."""


IsCounted = Callable[[datetime], bool]
"""Whether all is counted that had changed until then."""


def nobody_knows(_until: datetime) -> bool:
    """It may be counted or not."""
    return False


@dataclass(frozen=True)
class Rounds:
    """`recount` has days counted soon that have changed. A help desk that sends all the time changes some all the time:
    what had changed before a review was due is enough.
    """

    store: Store
    first_zone: ZoneInfo
    posting: Posting
    owner: Owner
    clock: Callable[[], datetime]
    recount: Callable[[], None]
    is_counted: IsCounted = nobody_knows

    def run(self) -> None:
        """One look."""
        now = self.clock()
        with self.store.reading() as connection:
            runs = due(connection, settings.read(connection, self.first_zone), now)
            behind = days_behind(connection) if runs else 0
        too_late: defaultdict[str, list[Run]] = defaultdict(list)
        for run in runs:
            if self.posting.stopping():
                break
            if behind and not run.skipped and now < run.due_at + WAIT_FOR_DATA and not self.is_counted(run.due_at):
                self.recount()
            elif self.posting.post(run):
                too_late[run.schedule.channel].append(run)
        for skipped in too_late.values():
            self._tell(skipped[-1].schedule, [run.monday for run in skipped])

    def _tell(self, schedule: Schedule, mondays: list[date]) -> None:
        with self.store.reading() as connection:
            post = posts.of(connection, schedule.channel, mondays[-1])
        why = post.why if post is not None and post.why else "I was not running then, or could not reach Slack."
        self.owner.of_skipped(schedule, mondays, why)
