"""The sample team's help centre: how its customers' visits ended, and what they searched for in vain."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.playground.sample_team.conversations import HOURS, MINUTE, WEEKDAYS, Conversation
from bot.playground.sample_team.stories import HISTORY_DAYS, STORIES, Figure, Timeline

VISITS_PER_WEEK = 420  # of those who did not write afterwards
HELPED = 0.71
WROTE_BY_ANOTHER_WAY = 0.06  # so that no conversation is known
MANY = 20  # so many things are as good as normally distributed
CAME_FROM_HERE = {"chat": 0.16, "web form": 0.38}  # of a channel's conversations
SEARCHES = (
    ("delivery status", "tracking not updated", 9.0),
    ("delivery status", "order arrived incomplete", 4.0),
    ("password reset", "reset mail not received", 8.0),
    ("billing question", "charged twice", 7.0),
    ("refund", "refund how long", 11.0),
    ("refund", "money back gift card", 3.5),
    ("login bug", "login page keeps loading", 3.0),
    ("login bug", "cannot sign in after update", 2.0),
    ("login bug", "signed out again and again", 1.5),
    ("cancellation", "cancel subscription", 14.0),
    ("invoice copy", "invoice without vat", 6.0),
    ("address change", "change address after order", 5.0),
    ("app crash", "app closes on start", 3.0),
    ("plan upgrade", "yearly plan price", 4.0),
    ("", "student discount", 7.0),
    ("", "gift card balance", 9.0),
    ("", "opening hours shop", 2.5),
    ("", "wholesale prices", 1.5),
    ("", "ship to norway", 3.0),
)
"""What no article is about: the topic that it is of, the query, and how often it is searched for in a week."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who looked for help by themselves; `conversation` is the number of the one that it led to."""

    at: int
    outcome: str
    conversation: int | None = None


class HelpCentre:
    """Draws the half year up to `now` (aware) of a team in `zone`; the same for the same seed and now."""

    def __init__(self, now: datetime, zone: ZoneInfo, seed: int) -> None:
        self._random = Random(seed + 2)
        self._zone = zone
        begin = now.astimezone(zone) - timedelta(days=HISTORY_DAYS)
        self._begin, self._now = int(begin.timestamp()), int(now.timestamp())
        self._days = [begin.date() + timedelta(days=n) for n in range(HISTORY_DAYS + 1)]
        self._timeline = Timeline(STORIES, now, zone)

    def visits(self, conversations: Sequence[tuple[int, Conversation]]) -> list[Visit]:
        """By time; some of them led to one of these conversations, which come with their numbers."""
        alone = (visit for day in self._days for visit in self._visits_on(day))
        visits = [visit for visit in (*alone, *self._before(conversations)) if self._begin <= visit.at <= self._now]
        return sorted(visits, key=lambda visit: visit.at)

    def searches(self) -> Iterator[tuple[date, str, int]]:
        """How often each query found nothing on each whole day."""
        for day in self._days[:-1]:
            noon = int(datetime.combine(day, time(12), self._zone).timestamp())
            for topic, query, per_week in SEARCHES:
                factor = self._timeline.factor(Figure.SEARCHES, noon, topic)
                count = self._around(per_week * WEEKDAYS[day.weekday()] * factor)
                if count:
                    yield day, query, count

    def _visits_on(self, day: date) -> Iterator[Visit]:
        for _ in range(self._around(VISITS_PER_WEEK * WEEKDAYS[day.weekday()])):
            hour = self._random.choices(range(24), HOURS)[0]
            wall = time(hour, self._random.randrange(60), self._random.randrange(60))
            at = int(datetime.combine(day, wall, self._zone).timestamp())
            yield Visit(at, self._outcome(at))

    def _outcome(self, at: int) -> str:
        drawn = self._random.random()
        if drawn < HELPED * self._timeline.factor(Figure.SELF_SERVICE, at, ""):
            return "resolved"
        return "contacted" if drawn > 1 - WROTE_BY_ANOTHER_WAY else "abandoned"

    def _before(self, conversations: Sequence[tuple[int, Conversation]]) -> Iterator[Visit]:
        for number, conversation in conversations:
            if self._random.random() < CAME_FROM_HERE.get(conversation.channel, 0.0):
                yield Visit(conversation.opened - self._random.randrange(MINUTE, 12 * MINUTE), "contacted", number)

    def _around(self, expected: float) -> int:
        """A number of things that happen by chance, as many as expected in the mean."""
        if expected > MANY:
            return max(0, round(self._random.gauss(expected, math.sqrt(expected))))
        rarer_than, count, chance = math.exp(-expected), 0, self._random.random()
        while chance > rarer_than:
            chance *= self._random.random()
            count += 1
        return count
