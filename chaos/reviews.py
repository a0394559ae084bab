"""Reviews that are to be posted, and what there is of them in Slack."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.playground.server import LocalSlack
from kpi.schedule import posts
from kpi.schedule.cadence import WEEK, last_over
from kpi.store import Store
from tests.support.local_slack import Person
from tests.support.reviewing import HOUR, keys, scheduled

CHANNELS = ("C0SUPPORT1", "C0FOUNDERS")
WAITED = timedelta(minutes=15)
"""For so long each has been due: no review waits any more for days that are still to be counted."""
PARTS = range(6)
UTC_ZONE = ZoneInfo("UTC")


@dataclass
class Reviews:
    """Of one week after the other, backwards: the first at the hour of its channel's schedule, the others because
    somebody wants them."""

    store: Store
    slack: LocalSlack
    wanted: list[str] = field(default_factory=list)
    _numbers: count = field(default_factory=count)  # type: ignore[type-arg]

    def begin(self) -> None:
        """Schedules of which the first review is due now."""
        ada, due = Person(self.slack, "Ada"), datetime.now(UTC) - WAITED
        for channel in CHANNELS:
            hour = {"weekday": due.weekday(), "minute": due.hour * 60 + due.minute, "zone": UTC_ZONE}
            scheduled(self.store, ada.id, due - HOUR, channel=channel, **hour)
            self.wanted.append(f"{channel}/{last_over(datetime.now(UTC), UTC_ZONE).isoformat()}")

    def want(self) -> None:
        """One more."""
        weeks, place = divmod(next(self._numbers), len(CHANNELS))
        now, channel = datetime.now(UTC), CHANNELS[place]
        monday = last_over(now, UTC_ZONE) - (weeks + 1) * WEEK
        with self.store.writing() as connection:
            posts.want(connection, channel, monday, 1, now - WAITED)
        self.wanted.append(f"{channel}/{monday.isoformat()}")

    def there(self) -> Counter[tuple[str, int]]:
        """How often each is there, and each message of its thread, by its number."""
        ada = Person(self.slack, "Ada")
        found = [each.metadata for channel in CHANNELS for each in ada.sees(channel)]
        return Counter((key, part) for part in PARTS for key in keys(found, part))

    def doubles(self) -> list[tuple[str, int]]:
        """What is there more than once."""
        return [which for which, times in self.there().items() if times > 1]

    def lost(self) -> list[str]:
        """What is not there."""
        there = self.there()
        return [key for key in self.wanted if not there[key, 0]]

    def wait(self, seconds: float) -> None:
        """Until all are there, but not longer."""
        until = time.monotonic() + seconds
        while self.lost() and time.monotonic() < until:
            time.sleep(0.2)
