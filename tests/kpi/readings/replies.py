"""Cases of first response time, and what the sources in them are able to tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.store import Store
from tests.support.tickets import add, days, read

WEEK = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
MINUTE, HOUR, DAY = 60, 3_600, 86_400

COMMON = ("created_at", "updated_at", "handed_over_at", "resolved_at", "status", "excluded")
SAYS_WHO = (*COMMON, "first_human_response_at", "first_automated_response_at")
SAYS_NOT_WHO = (*COMMON, "first_response_at")
SAYS_ALL = (*SAYS_WHO, "first_response_at")


@dataclass(frozen=True)
class Case:
    """Conversations, and what they come to: the median of `n` first replies by a person in seconds, and parts."""

    story: str
    tickets: list[dict[str, Any]]
    value: float | None
    n: int
    parts: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    fields: tuple[str, ...] = SAYS_WHO
    complete_until: str | None = "Mon 3 Aug 2026 00:00"

    def check(self, store: Store) -> None:
        """Put the conversations into the empty store, and compare."""
        add(store, "desk", *self.tickets, fields=self.fields, complete_until=self.complete_until)
        reading = read(store, FIRST_RESPONSE_TIME, WEEK)
        assert (reading.value, reading.n) == (self.value, self.n)
        assert {name: reading.parts[name].value for name in self.parts} == self.parts
        assert reading.left_out == self.left_out
