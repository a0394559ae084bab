"""The sample team's conversations as they would have gone by now, drawn from a seed."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.playground.sample_team.stories import HISTORY_DAYS, STORIES, Figure, Timeline
from bot.playground.sample_team.topics import LANGUAGES, TOPICS, Topic
from bot.playground.sample_team.working_time import WorkingTime

Label = TypeVar("Label", str, int)
MINUTE, HOUR, DAY = 60, 3600, 86400

PER_WEEK = 446  # conversations, before any story
WEEKDAYS = (0.222, 0.185, 0.170, 0.160, 0.146, 0.062, 0.055)  # shares of a week, from Monday
HOURS = (1, 1, 1, 1, 1, 2, 5, 12, 26, 42, 48, 44, 34, 36, 44, 42, 36, 28, 19, 15, 13, 10, 6, 3)
CHANNELS = {"email": 0.40, "chat": 0.32, "web form": 0.14, "phone": 0.08, "social": 0.06}
PRIORITIES = {"low": 0.15, "normal": 0.65, "high": 0.15, "urgent": 0.05}
EXCLUDED = {"": 0.988, "spam": 0.005, "merged": 0.003, "deleted": 0.002, "test": 0.002}
UNLABELLED = 0.04
OTHER_TEAM = 0.06  # routed to a team that is not the topic's own

BOT_ANSWERS = {"email": 0.80, "chat": 0.94, "web form": 0.35, "phone": 0.0, "social": 0.10}
CONFIRMED = 0.66  # of what the bot resolves; the rest is closed after a day's silence
SILENCE = DAY
REPLY_MINUTES = {"email": 55, "chat": 12, "web form": 70, "phone": 2, "social": 45}
REPLY_FACTOR = {"low": 1.4, "normal": 1.0, "high": 0.7, "urgent": 0.4}

REOPENED = 0.045
RATED = 0.23
SATISFIED = 0.865
HAPPY = {5: 0.68, 4: 0.32}
UNHAPPY = {3: 0.36, 2: 0.26, 1: 0.38}

SCORED = "phone"  # after a call customers are asked for a score from 0 to 10, instead of a rating
ANSWERS_AFTER_A_CALL = 0.65
PROMOTES = 0.62
PROMOTER = {10: 0.6, 9: 0.4}
NO_PROMOTER = {8: 0.33, 7: 0.22, 6: 0.14, 5: 0.11, 4: 0.06, 3: 0.05, 2: 0.04, 0: 0.05}

CUSTOMERS = 6500
COMES_BACK = 0.05  # opened by someone who wrote a short while ago
REPLIES_BEFORE_OPENING = 4
RATINGS_OFF_THE_SCALE = 2


@dataclass(slots=True)
class Conversation:
    """One row of the history. Instants are seconds since 1970, None for what has not happened."""

    opened: int
    channel: str
    topic: Topic
    labelled: bool
    team: str
    priority: str
    language: str
    subject: str
    requester: int
    excluded: str
    awaits_customer: bool
    bot_reply: int | None = None
    handed_over: int | None = None
    agent_reply: int | None = None
    solved: int | None = None
    reopened: int | None = None
    rated: int | None = None
    rating: int | None = None
    scored: int | None = None
    score: int | None = None


class EvenDraws:
    """Numbers in [0, 1), evenly spread in any stretch: multiples of the golden ratio from a drawn start.

    A week has only some hundred ratings: with independent draws the chance of a seed could hide a story.
    """

    GOLDEN = (math.sqrt(5) - 1) / 2

    def __init__(self, random: Random) -> None:
        self._last = random.random()

    def next(self) -> float:
        self._last = (self._last + self.GOLDEN) % 1
        return self._last


class History:
    """Draws the half year up to `now` (aware) of a team in `zone`; the same for the same seed and now."""

    def __init__(self, now: datetime, zone: ZoneInfo, seed: int) -> None:
        self._random = Random(seed)
        self._zone = zone
        self._now = int(now.timestamp())
        begin = now.astimezone(zone) - timedelta(days=HISTORY_DAYS)
        self._begin, self._first_day = int(begin.timestamp()), begin.date()
        self._last_day = now.astimezone(zone).date()
        self._timeline = Timeline(STORIES, now, zone)
        self._staff = WorkingTime(self._first_day, self._last_day, zone, self._timeline)
        self._asked = EvenDraws(self._random)
        self._satisfied = {answered: EvenDraws(self._random) for answered in (True, False)}
        self._scores = Random(seed + 1)
        self._recent_requesters: list[int] = []

    def conversations(self) -> list[Conversation]:
        """Every conversation opened in the half year, by opening, with what has happened to it up to now."""
        conversations = [self._conversation(at, topic) for at, topic in self._openings()]
        self._rate(conversations)
        self._spoil(conversations)
        return conversations

    def _openings(self) -> Iterator[tuple[int, Topic]]:
        for n in range((self._last_day - self._first_day).days + 1):
            openings = self._openings_on(self._first_day + timedelta(days=n))
            for at, topic in sorted(openings, key=lambda opening: opening[0]):
                if self._begin <= at <= self._now:
                    yield at, topic

    def _openings_on(self, day: date) -> list[tuple[int, Topic]]:
        noon = min(int(datetime.combine(day, time(12), self._zone).timestamp()), self._now)
        weights = [topic.share * self._timeline.factor(Figure.ARRIVALS, noon, topic.name) for topic in TOPICS]
        expected = PER_WEEK * WEEKDAYS[day.weekday()] * sum(weights)
        count = round(self._random.gauss(expected, math.sqrt(expected)))
        topics = self._random.choices(TOPICS, weights, k=max(count, 0))
        return [(self._instant(day), topic) for topic in topics]

    def _instant(self, day: date) -> int:
        hour = self._random.choices(range(24), HOURS)[0]
        wall = time(hour, self._random.randrange(60), self._random.randrange(60))
        return int(datetime.combine(day, wall, self._zone).timestamp())

    def _conversation(self, opened: int, topic: Topic) -> Conversation:
        language = self._pick(LANGUAGES)
        conversation = Conversation(
            opened=opened,
            channel=self._channel(opened),
            topic=topic,
            labelled=not self._chance(UNLABELLED),
            team=self._random.choice(TOPICS).team if self._chance(OTHER_TEAM) else topic.team,
            priority=self._pick(PRIORITIES),
            language=language,
            subject=self._random.choice(topic.subjects[language]),
            requester=self._requester(),
            excluded=self._pick(EXCLUDED),
            awaits_customer=self._chance(0.45),
        )
        if not conversation.excluded:
            self._answer(conversation)
            self._reopen(conversation)
            if conversation.channel == SCORED:
                self._ask_for_score(conversation)
            else:
                self._ask_for_rating(conversation)
            self._forget_the_future(conversation)
        return conversation

    def _channel(self, opened: int) -> str:
        channel = self._pick(CHANNELS)
        return "web form" if channel == "phone" and not self._staff.is_open(opened) else channel

    def _requester(self) -> int:
        if self._recent_requesters and self._chance(COMES_BACK):
            return self._random.choice(self._recent_requesters)
        requester = self._random.randrange(1, CUSTOMERS + 1)
        self._recent_requesters = [*self._recent_requesters[-149:], requester]
        return requester

    def _answer(self, conversation: Conversation) -> None:
        if not self._chance(BOT_ANSWERS[conversation.channel]):
            self._work_on(conversation, conversation.opened)
            return
        conversation.bot_reply = conversation.opened + self._lasting(25, 0.8)
        if self._chance(min(self._containment(conversation), 0.95)):
            waited = self._lasting(35 * MINUTE, 1.1) if self._chance(CONFIRMED) else SILENCE
            conversation.solved = conversation.bot_reply + waited
        else:
            conversation.handed_over = conversation.bot_reply + self._lasting(8 * MINUTE, 0.9)
            self._work_on(conversation, conversation.handed_over)

    def _containment(self, conversation: Conversation) -> float:
        topic = conversation.topic
        return topic.containment * self._timeline.factor(Figure.CONTAINMENT, conversation.opened, topic.name)

    def _work_on(self, conversation: Conversation, since: int) -> None:
        """Let a person reply for the first time, then resolve it."""
        minutes = REPLY_MINUTES[conversation.channel] * REPLY_FACTOR[conversation.priority]
        conversation.agent_reply = self._staff.after(since, self._lasting(minutes * MINUTE, 0.9))
        conversation.solved = self._staff.after(conversation.agent_reply, self._work(conversation))

    def _work(self, conversation: Conversation) -> int:
        topic = conversation.topic
        longer = self._timeline.factor(Figure.RESOLUTION_TIME, conversation.opened, topic.name)
        return self._lasting(topic.hours * HOUR * longer, 1.8)

    def _reopen(self, conversation: Conversation) -> None:
        solved, topic = conversation.solved, conversation.topic.name
        if solved is None or solved > self._now:
            return
        by_bot = conversation.agent_reply is None
        if not self._chance(REOPENED * self._timeline.factor(Figure.REOPENINGS, solved, topic, by_bot)):
            return
        reopened = solved + self._lasting(18 * HOUR, 1.0)
        if reopened > self._now:
            return
        conversation.reopened = reopened
        if by_bot:
            conversation.handed_over = reopened + self._lasting(5 * MINUTE, 0.5)
            self._work_on(conversation, conversation.handed_over)
        else:
            conversation.solved = self._staff.after(reopened, self._work(conversation))

    def _ask_for_rating(self, conversation: Conversation) -> None:
        solved = conversation.solved
        if solved is not None and solved <= self._now and self._asked.next() < RATED:
            conversation.rated = solved + self._lasting(3 * HOUR, 1.2)

    def _ask_for_score(self, conversation: Conversation) -> None:
        solved = conversation.solved
        if solved is None or solved > self._now or self._scores.random() >= ANSWERS_AFTER_A_CALL:
            return
        conversation.scored = solved + self._scores.randrange(MINUTE, 2 * HOUR)
        promotes = PROMOTES * self._timeline.factor(Figure.SATISFACTION, solved, conversation.topic.name)
        scores = PROMOTER if self._scores.random() < promotes else NO_PROMOTER
        conversation.score = self._scores.choices(list(scores), list(scores.values()))[0]

    def _rate(self, conversations: list[Conversation]) -> None:
        asked = [(at, n) for n, conversation in enumerate(conversations) if (at := conversation.rated)]
        for at, n in sorted(asked):
            topic, by_bot = conversations[n].topic.name, conversations[n].bot_reply is not None
            share = SATISFIED * self._timeline.factor(Figure.SATISFACTION, at, topic, by_bot)
            happy = self._satisfied[by_bot].next() < share
            conversations[n].rating = self._pick(HAPPY if happy else UNHAPPY)

    def _forget_the_future(self, conversation: Conversation) -> None:
        for name in ("bot_reply", "handed_over", "agent_reply", "solved", "rated", "scored"):
            at = getattr(conversation, name)
            if at is not None and at > self._now:
                setattr(conversation, name, None)

    def _spoil(self, conversations: list[Conversation]) -> None:
        """Make a few rows impossible, as every real export has some."""
        answered = [conversation for conversation in conversations if conversation.agent_reply]
        for conversation in self._random.sample(answered, REPLIES_BEFORE_OPENING):
            conversation.agent_reply = conversation.opened - self._random.randrange(2 * MINUTE, 2 * HOUR)
        rated = [conversation for conversation in conversations if conversation.rating]
        for conversation in self._random.sample(rated, RATINGS_OFF_THE_SCALE):
            conversation.rating = 11

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _pick(self, shares: Mapping[Label, float]) -> Label:
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _lasting(self, median: float, sigma: float) -> int:
        """Log-normal seconds."""
        return round(self._random.lognormvariate(math.log(median), sigma))
