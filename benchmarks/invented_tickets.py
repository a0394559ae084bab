"""A support team's tickets over two years, invented a stretch at a time as columns of numbers; always the same.

Six channels, forty intents, eight teams, two languages and four priorities, with a day's and a week's rhythm; some are
spam, some impossible, some have no intent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from kpi.counting.days import midnight

Column = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

CHANNELS = ("email", "chat", "web form", "in-app", "phone", "social")
_MATTERS = ("order", "billing", "login", "app", "plan", "delivery", "refund", "data")
_ABOUT = ("question", "problem", "change", "complaint", "status")
INTENTS = (*[f"{matter} {about}" for matter in _MATTERS for about in _ABOUT][:-1], "other")
TEAMS = ("orders", "billing", "accounts", "apps", "plans", "delivery", "refunds", "privacy")
LANGUAGES = ("en", "de")
PRIORITIES = ("low", "normal", "high", "urgent")
EXCLUSIONS = ("spam", "merged", "deleted", "test")
PHONE, CHAT = CHANNELS.index("phone"), CHANNELS.index("chat")

_CHANNEL_SHARES = (0.34, 0.26, 0.14, 0.12, 0.08, 0.06)
_BOT_ANSWERS = np.array((0.7, 0.92, 0.4, 0.85, 0.0, 0.1))
_REPLY_MINUTES = np.array((70, 9, 80, 15, 2, 40))
_FASTER = np.array((1.4, 1.0, 0.7, 0.4))  # by priority
_WEEKDAYS = np.array((1.5, 1.25, 1.15, 1.1, 1.0, 0.5, 0.45))
_HOURS = np.array((2, 1, 1, 1, 1, 2, 5, 12, 26, 42, 48, 44, 34, 36, 44, 42, 36, 28, 19, 15, 13, 10, 6, 3), np.float64)
_OPENS, _CLOSES = 8 * 3600, 18 * 3600
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0
_TICKETS_AT_ONCE = 250_000


@dataclass(frozen=True)
class Tickets:
    """Some tickets, by opening. Instants are UTC seconds, NaN where something has not happened; labels and reasons are
    numbers of the tuples above, -1 for none. `stars`, `face` and `score` are the ratings on the three scales."""

    first: int
    opened: Column
    channel: Numbers
    intent: Numbers
    team: Numbers
    language: Numbers
    priority: Numbers
    requester: Numbers
    excluded: Numbers
    bot_reply: Column
    human_reply: Column
    handed_over: Column
    resolved: Column
    reopened: Column
    is_resolved: Mask
    rated: Column
    stars: Column
    face: Column
    score: Column


def tickets(count: int, days: int, until: datetime, zone: ZoneInfo) -> Iterator[Tickets]:
    """About `count` tickets of the `days` up to `until`, the oldest first, as they stand then."""
    chance = np.random.default_rng(1)
    last = until.astimezone(zone).date()
    dates = [last - timedelta(days=back) for back in reversed(range(days))]
    weights = _weights(dates)
    a_day = chance.poisson(count * weights / weights.sum())
    team = _Team(chance, dates, zone, int(until.timestamp()), count)
    begin, first = 0, 1
    while begin < days:
        end = begin + max(1, int(np.searchsorted(np.cumsum(a_day[begin:]), _TICKETS_AT_ONCE)))
        found = team.stretch(first, dates[begin:end], a_day[begin:end], begin / days)
        yield found
        first += len(found.opened)
        begin = end


def _weights(dates: Sequence[date]) -> Column:
    """How busy each day is: a week's rhythm, a year's, and growth."""
    weekday = np.array([day.weekday() for day in dates])
    of_year = np.array([day.timetuple().tm_yday for day in dates])
    growth = np.linspace(0.8, 1.2, len(dates))
    season = 1 + 0.12 * np.cos(2 * np.pi * of_year / 365)
    found: Column = _WEEKDAYS[weekday] * season * growth
    return found


class _Team:
    def __init__(
        self, chance: np.random.Generator, dates: Sequence[date], zone: ZoneInfo, until: int, count: int
    ) -> None:
        self._chance = chance
        self._zone = zone
        self._until = until
        self._customers = max(count // 6, 10)
        self._intents = 1 / np.arange(3, len(INTENTS) + 3) ** 0.8
        self._contained = chance.uniform(0.12, 0.6, len(INTENTS))
        self._work_hours = chance.uniform(1.0, 9.0, len(INTENTS))
        working = [day for day in (*dates, *_after(dates[-1])) if day.weekday() < 5]
        self._shifts = np.array([midnight(day, zone) + _OPENS for day in working], dtype=np.float64)

    def stretch(self, first: int, dates: Sequence[date], a_day: Numbers, progress: float) -> Tickets:
        """All tickets that were opened on these days; `progress` runs from 0 to 1 over all of the history."""
        chance, opened = self._chance, self._openings(dates, a_day)
        n = len(opened)
        channel = chance.choice(len(CHANNELS), n, p=_CHANNEL_SHARES)
        intent = chance.choice(len(INTENTS), n, p=self._intents / self._intents.sum())
        priority = chance.choice(len(PRIORITIES), n, p=(0.15, 0.65, 0.15, 0.05))
        bot = self._some(opened + self._lasting(25, 0.8, n), chance.random(n) < _BOT_ANSWERS[channel])
        contained = chance.random(n) < self._contained[intent] * (0.8 + 0.5 * progress)
        alone = ~np.isnan(bot) & contained
        handed = self._some(bot + self._lasting(8 * _MINUTE, 0.9, n), ~np.isnan(bot) & ~contained)
        since = np.where(np.isnan(handed), opened, handed)
        waited = self._lasting(_REPLY_MINUTES[channel] * _FASTER[priority] * _MINUTE, 0.9, n)
        human = self._some(self._worked(since, waited), ~alone & (chance.random(n) < 0.99))
        worked = self._worked(human, self._lasting(self._work_hours[intent] * _HOUR, 1.6, n))
        by_bot = bot + np.where(chance.random(n) < 0.6, self._lasting(35 * _MINUTE, 1.1, n), _DAY)
        resolved = self._some(np.where(alone, by_bot, worked), chance.random(n) < 0.985)
        reopened = self._some(resolved + self._lasting(18 * _HOUR, 1.0, n), chance.random(n) < 0.045)
        again = reopened + self._lasting(9 * _HOUR, 1.2, n)
        mended = ~np.isnan(reopened) & (chance.random(n) < 0.85)
        human = np.where(mended & np.isnan(human), again - _MINUTE, human)
        resolved = np.where(mended, again, resolved)
        rated = self._some(resolved + self._lasting(3 * _HOUR, 1.2, n), chance.random(n) < 0.24)
        bot, human, handed, resolved, reopened, rated = map(
            self._so_far, (bot, human, handed, resolved, reopened, rated)
        )
        human, resolved = self._impossible(opened, human), self._impossible(opened, resolved)
        return Tickets(
            first=first,
            opened=opened,
            channel=channel,
            intent=np.where(chance.random(n) < 0.04, -1, intent),
            team=np.where(chance.random(n) < 0.08, chance.integers(len(TEAMS), size=n), intent // 5),
            language=(chance.random(n) < 0.35).astype(np.int64),
            priority=priority,
            requester=self._requesters(n),
            excluded=np.where(chance.random(n) < 0.012, chance.integers(len(EXCLUSIONS), size=n), -1),
            bot_reply=bot,
            human_reply=human,
            handed_over=handed,
            resolved=resolved,
            reopened=reopened,
            is_resolved=~np.isnan(resolved) & ~(reopened > resolved),
            rated=rated,
            **self._ratings(rated, channel),
        )

    def _openings(self, dates: Sequence[date], a_day: Numbers) -> Column:
        chance = self._chance
        midnights = np.array([midnight(day, self._zone) for day in dates], dtype=np.float64)
        n = int(a_day.sum())
        hours = chance.choice(24, n, p=_HOURS / _HOURS.sum())
        opened: Column = np.sort(np.repeat(midnights, a_day) + hours * _HOUR + chance.integers(3600, size=n))
        return opened[opened <= self._until]

    def _requesters(self, n: int) -> Numbers:
        """Some of them wrote a short while ago."""
        found = self._chance.integers(self._customers, size=n)
        before = np.arange(n) - 1 - self._chance.integers(max(n // 40, 1), size=n)
        comes_back = (self._chance.random(n) < 0.06) & (before >= 0)
        return np.where(comes_back, found[np.clip(before, 0, None)], found)

    def _ratings(self, rated: Column, channel: Numbers) -> dict[str, Column]:
        n = len(rated)
        given = ~np.isnan(rated)
        happy = self._chance.random(n) < 0.84
        drawn = self._chance.random(n)
        stars = np.where(happy, np.where(drawn < 0.66, 5, 4), 1 + np.floor(3 * drawn))
        stars = np.where(self._chance.random(n) < 0.001, 11, stars)  # off the scale
        faces = np.where(happy, 1, np.where(drawn < 0.4, 0, -1))
        scores = np.where(happy, 8 + np.floor(3 * drawn), np.floor(8 * drawn))
        by_phone, in_chat = channel == PHONE, channel == CHAT
        return {
            "stars": np.where(given & ~by_phone & ~in_chat, stars, np.nan),
            "face": np.where(given & in_chat, faces, np.nan),
            "score": np.where(given & by_phone, scores, np.nan),
        }

    def _worked(self, start: Column, seconds: Column) -> Column:
        """When so many seconds of opening hours have passed since the start."""
        length = _CLOSES - _OPENS
        known = np.where(np.isnan(start), self._shifts[0], start)
        shift = np.clip(np.searchsorted(self._shifts, known, side="right") - 1, 0, None)
        done = shift * length + np.clip(known - self._shifts[shift], 0, length) + seconds
        last = np.minimum(done // length, len(self._shifts) - 1).astype(np.int64)
        return np.where(np.isnan(start), np.nan, self._shifts[last] + done - last * length)

    def _impossible(self, opened: Column, at: Column) -> Column:
        """A few of the instants before the opening."""
        wrong = self._chance.random(len(at)) < 0.0007
        return np.where(wrong & ~np.isnan(at), opened - 600, at)

    def _some(self, at: Column, mask: Mask) -> Column:
        return np.where(mask, at, np.nan)

    def _so_far(self, at: Column) -> Column:
        return np.floor(np.where(at <= self._until, at, np.nan))

    def _lasting(self, median: float | Column, sigma: float, n: int) -> Column:
        """Log-normal seconds."""
        return np.exp(np.log(median) + sigma * self._chance.standard_normal(n))


def _after(day: date) -> Iterator[date]:
    """A year of days, for work that would go on after the history's end."""
    return (day + timedelta(days=n) for n in range(1, 366))


def moment(text: str | None) -> datetime:
    """An aware moment from its ISO text, or now."""
    return datetime.now(UTC) if text is None else datetime.fromisoformat(text).astimezone(UTC)
