"""Whether the bot can do what it is there for, in checks of which each has a remedy in docs/operations.md."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.operations.pulse import Pulse
from bot.operations.state import Look, State

MOST_LAG = 1800.0
"""Seconds that days may wait to be counted; a large import, or a summary that is made anew, takes minutes."""

DATABASE, MIGRATIONS, SLACK, TICKS, SUMMARY = "database", "migrations", "slack", "ticks", "summary"
CHECKS = (DATABASE, MIGRATIONS, SLACK, TICKS, SUMMARY)


@dataclass(frozen=True)
class Check:
    """One of `CHECKS`: `why` says what does not hold, and is empty if all does; `figures` are what was measured."""

    name: str
    why: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Readiness:
    """`slack` says whether Slack is connected, `uncounted` for how many seconds not everything has been counted."""

    look: Look
    slack: Callable[[], bool]
    pulses: Sequence[Pulse]
    uncounted: Callable[[], float]

    async def checks(self) -> list[Check]:
        """All of them. They tell nothing of what the store holds, as anybody may ask."""
        state = await self.look.state()
        asleep = [each for pulse in self.pulses if (each := pulse.trouble)]
        return [
            Check(
                DATABASE, "" if state else f"it cannot be used, or does not answer within {self.look.within:g} seconds"
            ),
            Check(MIGRATIONS, self._other_version(state)),
            Check(SLACK, "" if self.slack() else "it is not connected"),
            Check(TICKS, "; ".join(asleep)),
            self._summary(state),
        ]

    def _other_version(self, state: State | None) -> str:
        if state is None:
            return "its version is not known"
        if state.revision == self.look.head:
            return ""
        return f"the tables are of version {state.revision}, and this program needs {self.look.head}"

    def _summary(self, state: State | None) -> Check:
        if state is None or state.revision != self.look.head:
            return Check(SUMMARY, "it is not known how many days wait")
        lag = self.uncounted() if state.days_behind else 0.0
        figures = {"days_waiting": state.days_behind, "lag_seconds": round(lag, 1)}
        return Check(SUMMARY, f"days have waited for {lag:.0f} seconds" if lag > MOST_LAG else "", figures)
