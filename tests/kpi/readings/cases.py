"""A case that a reader can work out by hand, and its comparison with the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from kpi.catalogue import Kpi
from kpi.counting.days import Days
from kpi.store import Store
from kpi.team.settings import TeamSettings
from tests.support.tickets import BERLIN, add, days, read

WEEK = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
NOTHING_DECIDED = TeamSettings(BERLIN)
MINUTE, HOUR, DAY = 60, 3_600, 86_400
ALL = (
    "created_at",
    "updated_at",
    "first_human_response_at",
    "first_automated_response_at",
    "acknowledged_at",
    "handed_over_at",
    "resolved_at",
    "reopened_at",
    "status",
    "excluded",
    "requester",
    "rating",
    "rating_scale",
    "rated_at",
    "intent",
)


@dataclass(frozen=True)
class Case:
    """Conversations of one source, and what they come to in the week of Monday 20 July 2026, in Berlin.

    Of the parts and reasons only those named are compared; all of the reasons, unless `left_out` is None.
    """

    story: str
    tickets: list[dict[str, Any]]
    value: float | None
    n: int
    parts: Mapping[str, float | None] = field(default_factory=dict)
    left_out: Mapping[str, int] | None = field(default_factory=dict)
    fields: tuple[str, ...] = ALL
    complete_until: str | None = "Mon 3 Aug 2026 00:00"
    days: Days = WEEK
    team: TeamSettings = NOTHING_DECIDED

    def check(self, store: Store, kpi: Kpi) -> None:
        """Put the conversations into the store, and compare."""
        add(store, "desk", *self.tickets, fields=self.fields, complete_until=self.complete_until)
        reading = read(store, kpi, self.days, self.team)
        assert reading.value == pytest.approx(self.value)
        assert reading.n == self.n
        told = {name: reading.parts[name].value if name in reading.parts else None for name in self.parts}
        assert told == pytest.approx(dict(self.parts))
        if self.left_out is not None:
            assert dict(reading.left_out) == self.left_out


def told(case: Case) -> str:
    """Its story, as the test's name."""
    return case.story
