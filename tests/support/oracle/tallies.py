"""What was counted over some days, told apart and narrowed: the oracle's answer to a question."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from kpi.measures import Event, Measure, Timing
from tests.support.oracle.clock import Team
from tests.support.oracle.conversations import Conversation, read
from tests.support.oracle.left_out import reasons
from tests.support.oracle.measures import MEASURES, STATES, durations
from tests.support.past_the_program import records

Key = tuple[str | None, ...]


@dataclass
class Tallied:
    """Counts and durations of a group; what is 0 or empty is not there."""

    counts: Counter[Measure] = field(default_factory=Counter)
    durations: dict[Timing, list[int]] = field(default_factory=dict)

    @property
    def plain(self) -> tuple[dict[Measure, float], dict[Timing, list[int]]]:
        """To be compared."""
        return dict(+self.counts), {timing: sorted(values) for timing, values in self.durations.items() if values}

    def only(self, wanted: Collection[Measure | Timing]) -> tuple[dict[Measure, float], dict[Timing, list[int]]]:
        """The same of some of them."""
        counts, durations = self.plain
        return (
            {measure: number for measure, number in counts.items() if measure in wanted},
            {timing: values for timing, values in durations.items() if timing in wanted},
        )


class Oracle:
    """A database, for a team; `keep` says which conversations a question is narrowed to."""

    def __init__(self, address: str, team: Team, keep: Callable[[Conversation], bool] = lambda _: True) -> None:
        self.address, self.team = address, team
        self.sources, self.everything = read(address)
        self.kept = [c for c in self.everything if keep(c)]
        self.counting = [c for c in self.kept if c.excluded is None]

    # ---- what happened on some days

    def tally(self, first: date, end: date) -> Tallied:
        """Of the days from `first` up to, and without, `end`."""
        return self.tallies(first, end, ()).get((), Tallied())

    def tallies(self, first: date, end: date, by: Sequence[str]) -> dict[Key, Tallied]:
        """The same by the values of some dimensions; groups without anything are not there."""
        found: dict[Key, Tallied] = {}
        for c in self.counting:
            tallied = found.setdefault(tuple(self.label(c, each) for each in by), Tallied())
            for measure, instant, weight in self._counted(c):
                if first <= self.team.day(instant) < end:
                    tallied.counts[measure] += weight  # type: ignore[assignment]
            for timing in Timing:
                for instant, seconds in durations(timing, [c], self.team):
                    if first <= self.team.day(instant) < end:
                        tallied.durations.setdefault(timing, []).append(seconds)
        return {key: tallied for key, tallied in found.items() if any(tallied.plain)}

    def _counted(self, c: Conversation) -> Iterable[tuple[Measure, int, float]]:
        for measure, counted in MEASURES.items():
            instant, weight = counted(c, self.team, self.everything)
            if instant is not None:
                yield measure, instant, weight

    def label(self, c: Conversation, dimension: str) -> str | None:
        """A dimension's value; of one whose opening is unknown, nobody can say that it was in opening hours."""
        if dimension == "arrived":
            return "open" if c.is_dated and self.team.clock.is_open(c.opened) else "closed"
        return c.label(dimension)

    # ---- how things stood

    def standing(self, end: date) -> Mapping[tuple[Measure, Measure], int]:
        """In the last second before the day: how many were open, old, waiting, and waiting but answered by the bot."""
        last = self._midnight(end) - 1
        opened = [c for c in self.counting if c.is_dated]
        return {measures: sum(state(c, last) for c in opened) for measures, state in STATES.items()}

    def _midnight(self, day: date) -> int:
        return int(datetime.combine(day, time(), self.team.zone).timestamp())

    @property
    def oldest_waiting(self) -> int | None:
        """How long the oldest had waited when its source was last complete."""
        waiting = [c for c in self.counting if c.is_dated and c.waiting_at(c.until)]
        return max((c.until - c.opened for c in waiting), default=None)

    # ---- what does not count, and the rest

    def left_out(self, event: Event, first: date, end: date) -> dict[str, int]:
        found: Counter[str] = Counter()
        for c in self.kept:
            for reason, instant in reasons(event, c, self.team):
                found[reason] += first <= self.team.day(instant) < end
        return dict(+found)

    def arrivals(self, first: date, end: date) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
        """By weekday and hour: opened, and first replied to by a person."""
        opened, replied = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
        for c in (c for c in self.counting if c.is_dated):
            if first <= self.team.day(c.opened) < end:
                opened[self.team.hour(c.opened)] += 1
            reply = c.person_reply
            if reply is not None and c.possible(reply) and first <= self.team.day(reply) < end:
                replied[self.team.hour(reply)] += 1
        return opened, replied

    @cached_property
    def _tickets(self) -> set[str]:
        return {row["external_id"] for row in self.rows("SELECT external_id FROM ticket")}

    def inquiries(self, first: date, end: date) -> dict[Measure, int]:
        """Self-service inquiries, but for those that became a conversation or lay in the future when told."""
        found: Counter[Measure] = Counter()
        for row in self.rows("SELECT * FROM inquiry"):
            possible = row["at"] <= row["as_of"] and row["conversation"] not in self._tickets
            if possible and first <= self.team.day(row["at"]) < end:
                found[Measure.INQUIRIES] += 1
                found[Measure.INQUIRIES_RESOLVED] += row["outcome"] == "resolved"
                found[Measure.INQUIRIES_CONTACTED] += row["outcome"] == "contacted"
        for row in self.rows("SELECT * FROM inquiry_day"):
            day = date.fromisoformat(row["day"])
            if self._midnight(day) <= row["as_of"] and first <= day < end:
                found[Measure.INQUIRIES] += row["resolved"] + row["contacted"] + row["abandoned"]
                found[Measure.INQUIRIES_RESOLVED] += row["resolved"]
                found[Measure.INQUIRIES_CONTACTED] += row["contacted"]
        return dict(+found)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Whole rows of the database."""
        return records(self.address, query)
