"""What the KPIs come to, computed a second time and in another way: a plain loop over the rows of the database file.

It shares no code with the engine and asks the database for whole rows only, so that every rule is written here in
Python's logic, which has no third truth value to go wrong with.
"""

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOUR = 3_600
Z = 1.959963984540054  # of a two-sided 95 %


@dataclass(frozen=True)
class Expected:
    """A reading; `parts` by name as (value, n)."""

    value: float | None
    n: int
    parts: dict[str, tuple[float | None, int | None]]
    left_out: dict[str, int]


class Told:
    """What a source is able to tell."""

    def __init__(self, row: sqlite3.Row) -> None:
        fields = json.loads(row["fields"])
        self.complete_until: int | None = row["complete_until"]
        self.names_people = "first_human_response_at" in fields
        self.names_the_bot = "first_automated_response_at" in fields
        self.has_first_response = "first_response_at" in fields
        self.has_resolution = "resolved_at" in fields
        self.has_status = "status" in fields

    @property
    def silence_is_known(self) -> bool:
        """Whether, without a person's reply, it is certain that there was none."""
        return self.names_people or (self.has_first_response and not self.names_the_bot)

    @property
    def follows(self) -> bool:
        """Whether it can say who is waiting."""
        ends = self.has_status or self.has_resolution
        return self.complete_until is not None and self.silence_is_known and ends


class Conversation:
    """A row of the ticket table."""

    def __init__(self, row: dict[str, Any], source: Told) -> None:
        self.row = row
        self.source = source
        self.complete_until = source.complete_until
        self.opened: int | None = row["created_at"]
        self.excluded: str | None = row["excluded"]

    @property
    def exists(self) -> bool:
        """Imported, and not opened in the future. Nobody may have told yet when it was opened."""
        return self.complete_until is not None and (self.opened is None or self.opened <= self.complete_until)

    def at(self, field: str) -> int | None:
        """An instant of the row."""
        instant: int | None = self.row[field]
        return instant

    def possible(self, instant: int | None) -> bool:
        """Whether it may have happened; of a conversation whose opening nobody told, only ratings are asked about."""
        assert self.complete_until is not None
        return (
            instant is not None and (self.opened is None or self.opened <= instant) and instant <= self.complete_until
        )

    @property
    def bot_reply(self) -> int | None:
        return self.at("first_automated_response_at")

    @property
    def person_reply(self) -> int | None:
        if self.source.names_people:
            return self.at("first_human_response_at")
        first = self.at("first_response_at")
        was_the_bots = first is not None and self.bot_reply is not None and self.bot_reply <= first
        return None if was_the_bots else first

    @property
    def any_reply(self) -> int | None:
        replies = [self.row["first_response_at"], self.row["first_human_response_at"], self.bot_reply]
        return min((reply for reply in replies if reply is not None), default=None)

    @property
    def resolved_at(self) -> int | None:
        return self.at("resolved_at")

    @property
    def opened_again(self) -> bool:
        reopened = self.row["reopened_at"]
        return self.possible(reopened) and self.resolved_at is not None and reopened > self.resolved_at

    @property
    def resolution_stands(self) -> bool:
        status = self.row["status"]
        return status == "resolved" or (status is None and not self.opened_again)

    @property
    def is_open(self) -> bool:
        if self.row["status"] is not None:
            return bool(self.row["status"] == "open")
        return self.source.has_resolution and (self.resolved_at is None or self.opened_again)

    @property
    def rating_on_scale(self) -> bool:
        return self.row["rating"] is not None and self.row["rating_scale"] != "off scale"

    @property
    def rating_off_scale(self) -> bool:
        return bool(self.row["rating_scale"] == "off scale")

    @property
    def satisfied(self) -> bool:
        return bool(self.row["rating"] >= 4 if self.row["rating_scale"] == "stars" else self.row["rating"] == 1)

    @property
    def rated_at(self) -> int | None:
        if self.at("rated_at") is not None:
            return self.at("rated_at")
        if self.possible(self.resolved_at):
            return self.resolved_at
        return self.at("updated_at")


Instant = Callable[[Conversation], int | None]


def read_rows(path: Path) -> tuple[list[Told], list[Conversation]]:
    """All sources, and all conversations that exist."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        sources = {row["name"]: Told(row) for row in connection.execute("SELECT * FROM source")}
        tickets = [dict(row) for row in connection.execute("SELECT * FROM ticket")]
    finally:
        connection.close()
    found = [Conversation(row, sources[row["source"]]) for row in tickets]
    return list(sources.values()), [conversation for conversation in found if conversation.exists]


def quantile(values: list[int], tenths: int) -> float | None:
    """The ⌈tenths ÷ 10 · n⌉-th smallest."""
    return sorted(values)[-(-tenths * len(values) // 10) - 1] if values else None


def mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def percent(hits: int, n: int) -> float | None:
    return 100 * hits / n if n else None


class Oracle:
    """The KPIs over [start, end) of the database file."""

    def __init__(self, path: Path, start: int, end: int) -> None:
        self._sources, self._rateable = read_rows(path)
        self._all = [c for c in self._rateable if c.opened is not None]
        self._counted = [c for c in self._all if c.excluded is None]
        self._start, self._end = start, end

    def _inside(self, instant: int | None) -> bool:
        return instant is not None and self._start <= instant < self._end

    def _happened(self, c: Conversation, when: Instant) -> bool:
        return self._inside(when(c)) and c.possible(when(c))

    def _durations(self, when: Instant) -> list[int]:
        return [when(c) - c.opened for c in self._counted if self._happened(c, when)]  # type: ignore[operator]

    def _left_out(
        self, name: str, when: Instant, ok: Callable[[Conversation], bool], among: Iterable[Conversation] | None = None
    ) -> Counter[str]:
        reasons: Counter[str] = Counter()
        for c in self._all if among is None else among:
            if not ok(c) or when(c) is None:
                continue
            if c.excluded is not None:
                reasons[c.excluded] += self._happened(c, when)
            elif not c.possible(when(c)):
                reasons[f"impossible time of {name}"] += self._inside(c.opened)
        return reasons

    def first_response_time(self) -> Expected:
        """Person, bot and anyone; within 1 hour; waiting now."""
        person, bot, anyone = (
            self._durations(when) for when in (lambda c: c.person_reply, lambda c: c.bot_reply, lambda c: c.any_reply)
        )
        parts: dict[str, tuple[float | None, int | None]] = {}
        for name, values in (("person", person), ("bot", bot), ("anyone", anyone)):
            parts[name] = quantile(values, 5), len(values)
            parts[f"{name}_p90"] = quantile(values, 9), len(values)
            parts[f"{name}_mean"] = mean(values), len(values)
        parts["within_target"] = self._within_an_hour()
        waiting = [c for c in self._counted if c.source.silence_is_known and c.is_open and c.person_reply is None]
        oldest = max((c.complete_until - c.opened for c in waiting), default=None)  # type: ignore[operator]
        known = any(source.follows for source in self._sources)
        parts["waiting"] = len(waiting) if known else None, None
        parts["waiting_answered_by_bot"] = sum(c.bot_reply is not None for c in waiting) if known else None, None
        parts["waiting_oldest"] = oldest, None
        if not any(source.names_the_bot for source in self._sources):
            parts |= dict.fromkeys(("bot", "bot_mean", "bot_p90"), (None, None))
        left_out = self._left_out("first reply by a person", lambda c: c.person_reply, lambda _: True)
        of_the_bot = self._left_out("first reply by the bot", lambda c: c.bot_reply, lambda _: True)
        impossible = "impossible time of first reply by the bot"
        left_out[impossible] = of_the_bot[impossible]
        return Expected(parts["person"][0], len(person), parts, +left_out)

    def _within_an_hour(self) -> tuple[float | None, int]:
        hits = n = 0
        for c in self._counted:
            assert c.opened is not None
            assert c.complete_until is not None
            due = c.opened + HOUR
            if not self._inside(due) or due > c.complete_until or not c.source.silence_is_known:
                continue
            if c.person_reply is not None and not c.possible(c.person_reply):
                continue  # a person answered, but nobody knows when

            def by_then(instant: int | None, due: int = due) -> bool:
                return instant is not None and instant <= due

            by_person = by_then(c.person_reply)
            by_bot = c.possible(c.bot_reply) and by_then(c.bot_reply)
            if by_bot and not by_then(c.row["handed_over_at"]):
                continue
            resolved = c.resolution_stands and c.possible(c.resolved_at) and by_then(c.resolved_at)
            if resolved and not by_person:
                continue
            n += 1
            hits += by_person
        return percent(hits, n), n

    def resolution_time(self) -> Expected:
        """Median, mean and p90."""
        standing: Instant = lambda c: c.resolved_at if c.resolution_stands else None  # noqa: E731
        values = self._durations(standing)
        left_out = self._left_out("resolution", standing, lambda _: True)
        for c in self._counted:
            left_out["opened again since"] += not c.resolution_stands and self._happened(c, lambda c: c.resolved_at)
            untimed = c.row["status"] == "resolved" and c.resolved_at is None
            left_out["resolved at an unknown time"] += untimed and self._inside(c.opened)
        parts: dict[str, tuple[float | None, int | None]] = {
            "mean": (mean(values), len(values)),
            "p90": (quantile(values, 9), len(values)),
        }
        return Expected(quantile(values, 5), len(values), parts, +left_out)

    def csat(self) -> Expected:
        """Satisfied ÷ ratings, with mean, interval and response rate."""
        counted = [c for c in self._rateable if c.excluded is None]
        rated = [c for c in counted if c.rating_on_scale and self._happened(c, lambda c: c.rated_at)]
        stars = [c.row["rating"] for c in rated if c.row["rating_scale"] == "stars"]
        satisfied, n = sum(c.satisfied for c in rated), len(rated)
        resolutions = self.resolution_time().n
        left_out = self._left_out("rating", lambda c: c.rated_at, lambda c: c.rating_on_scale, self._rateable)
        for c in counted:
            if c.rating_off_scale:
                dated = c.rated_at if c.possible(c.rated_at) else c.opened
                left_out["rating off its scale"] += self._inside(dated)
            elif c.rating_on_scale and c.rated_at is None:
                left_out["rating at an unknown time"] += self._inside(c.opened)
        low, high = interval(satisfied, n)
        parts: dict[str, tuple[float | None, int | None]] = {
            "mean": (mean(stars), len(stars)),
            "response_rate": (percent(n, resolutions), resolutions),
            "interval_low": (low, n),
            "interval_high": (high, n),
        }
        return Expected(percent(satisfied, n), n, parts, +left_out)


def interval(hits: int, n: int) -> tuple[float | None, float | None]:
    """The shares π from which p is Z standard errors away: the roots of (p − π)² = Z² · π · (1 − π) ÷ n, in percent."""
    if not n:
        return None, None
    p, k = hits / n, Z * Z / n
    a, b, c = 1 + k, -(2 * p + k), p * p
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    return 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)
