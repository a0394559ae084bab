"""What follows on a change that restates history: how far the days are counted anew, and at the end what has moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.commands.registry import Workbench
from bot.messages.message import Message, Step
from kpi.restated import Figures, days_left, figures, moved

LOOKS_EVERY, SAYS_EVERY = 0.5, 5.0
"""Seconds."""
PATIENCE = 25 * 60.0
"""Seconds. A little later Slack takes no more answers to what was typed."""


@dataclass(frozen=True)
class Restated:
    """How many days a change restates, on how many it is still to be counted, and what has `moved`, in a line each."""

    days: int
    left: int
    moved: Sequence[str] = ()

    @property
    def done(self) -> int:
        """How many are counted."""
        return self.days - self.left


class Restating:
    """One change: to be made before it, and asked after it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._before = self._figures()

    def begun(self) -> Restated:
        """Have the days counted anew. Where none has to be, it is known at once what has moved."""
        days = self._left()
        if days:
            self._bench.recount()
        return Restated(days, days, () if days else self._moved())

    def sequel(self, name: str, begun: Restated, by_then: Callable[[Restated], Message]) -> Iterator[Step]:
        """The steps until all is counted, or until the bot stops. `by_then` makes the answer for one of them."""
        waited, said = 0.0, 0.0
        while (left := self._left()) and waited < PATIENCE:
            if waited - said >= SAYS_EVERY:
                said = waited
                yield Step(by_then(Restated(max(begun.days, left), left)))
            if not self._bench.pause(LOOKS_EVERY):
                return
            waited += LOOKS_EVERY
        now = Restated(max(begun.days, left), left, () if left else self._moved())
        yield Step(by_then(now), self._bench.messages.render("restated.j2", name=name, restated=now))

    def _left(self) -> int:
        with self._bench.store.reading() as connection:
            return days_left(connection, self._bench.zone, self._bench.clock())

    def _figures(self) -> Figures:
        with self._bench.store.reading() as connection:
            return figures(connection, self._bench.zone, self._bench.clock())

    def _moved(self) -> list[str]:
        return [each.said for each in moved(self._before, self._figures())]
