"""The conversations of some days, ready to be counted by day and by group."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product

import numpy as np
from sqlalchemy import Connection

from kpi.counting import conversations as stored
from kpi.counting.conversations import Conversations, Labels
from kpi.counting.counting import Counting
from kpi.counting.daily import Grouped, Numbers
from kpi.counting.days import Days
from kpi.counting.repeats import repeated
from kpi.counting.rules import Mask, Rules
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import ARRIVED, CHANNEL, Dimension
from kpi.filters import Filter
from kpi.measures import Event

IN_HOURS, OUT_OF_HOURS = "open", "closed"
"""The values of the dimension that says whether the team was there when a conversation was opened."""

Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Counter:
    """All for which one of the events fell on these days, and perhaps some more."""

    counting: Counting
    days: Days
    arrived: frozenset[str]

    @classmethod
    def of(
        cls,
        connection: Connection,
        around: Surroundings,
        days: Days,
        events: Collection[Event],
        told_apart: Sequence[Dimension],
        filters: Sequence[Filter] = (),
        *,
        with_keys: bool = False,
    ) -> "Counter":
        """Of those in the store that meet the filters."""
        with_target = Event.TARGET in events
        found = stored.read(
            connection,
            around.traits,
            days,
            events,
            tuple(dict.fromkeys([*told_apart, *([CHANNEL] if with_target else [])])),
            filters,
            earliest_target=around.earliest_target(days) if with_target else None,
            with_keys=with_keys,
        )
        counting = Counting(Rules(found), around.clock, _targets(found, around), partial(_repeated, connection, days))
        return cls(counting, days, frozenset(each.value for each in filters if each.dimension == ARRIVED))

    def grouped(self, by: Sequence[Dimension]) -> tuple[Grouped, list[Key]]:
        """By the values of these dimensions, and the values that each group stands for."""
        known = [self._labels(dimension) for dimension in by]
        group = self._numbered([(labels, len(values)) for labels, values in known])
        values: list[Key] = list(product(*(values for _, values in known)))
        if self.arrived:
            labels, told = self._arrived
            group = np.where(np.isin(labels, [told.index(value) for value in self.arrived]), group, -1)
        return Grouped(group, len(values), self.days), values

    def _numbered(self, labels: Sequence[tuple[Labels, int]]) -> Numbers | Labels:
        """A number for each combination of labels, of which there are so many each, as `product` counts them."""
        match labels:
            case []:
                return np.zeros(self.counting.rules.conversations.number, dtype=np.int32)
            case [(alone, _)]:
                return alone  # no copy
            case _:
                return np.ravel_multi_index(tuple(each for each, _ in labels), tuple(number for _, number in labels))

    def _labels(self, dimension: Dimension) -> tuple[Labels, list[str | None]]:
        if dimension == ARRIVED:
            return self._arrived
        known = self.counting.rules.conversations
        return known.labels[dimension], known.values[dimension]

    @cached_property
    def _arrived(self) -> tuple[Labels, list[str | None]]:
        return self.counting.opened_in_hours.astype(np.int32), [OUT_OF_HOURS, IN_HOURS]


def _repeated(connection: Connection, days: Days, rules: Rules) -> Mask:
    at_once = rules.included & rules.resolved_standing & (rules.resolved == rules.opened)
    return repeated(connection, days, rules.conversations.requesters, rules.opened, at_once)


def _targets(found: Conversations, around: Surroundings) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Seconds within which a person should first reply to each; a channel may have its own."""
    if CHANNEL not in found.labels:
        return np.full(found.number, np.nan)
    by_channel = np.array([around.target(channel) for channel in found.values[CHANNEL]], dtype=np.float64)
    return by_channel[found.labels[CHANNEL]] if found.number else np.empty(0)
