"""What follows on a change of rules or names: how far the conversations are looked through, and what has moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Workbench
from bot.commands.restating import LOOKS_EVERY, PATIENCE, SAYS_EVERY
from bot.messages.message import Message, Step
from kpi import period, words
from kpi.catalogue import Unit
from kpi.labelling import relabelling
from kpi.labelling.spellings import spelling_of
from kpi.readings.intent_distribution import UNCLASSIFIED, IntentReader
from kpi.restated import Figure, Figures, Moved, figures, moved
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import days_behind


@dataclass(frozen=True)
class Relabelled:
    """`changed` is how many conversations get another label, None where that is not known before.

    `looking` says that not all conversations are looked through yet, but `looked` of `total`; `days` are those that are
    still to be counted anew. When all is done, `moved` are the figures that are no longer what they were, a line each.
    """

    changed: int | None
    looking: bool
    looked: int
    total: int
    days: int
    moved: Sequence[str] = ()

    @property
    def is_done(self) -> bool:
        """Whether everything is looked through and counted."""
        return not self.looking and not self.days


class Relabelling:
    """One change: to be made before it, and asked after it. `intents` are the folded ones that it is about."""

    def __init__(self, bench: Workbench, *intents: str) -> None:
        self._bench = bench
        self._intents = intents
        self._before = self._figures()

    def begun(self, changed: int | None = None) -> Relabelled:
        """Have the conversations looked through. Where none has to be, it is known at once what has moved."""
        now = self._now(changed)
        if not now.is_done:
            self._bench.recount()
        return now

    def answer(self, name: str, begun: Relabelled, by_then: Callable[[Relabelled], Message]) -> Message:
        """What `by_then` makes of it, with what follows until all is done."""
        message = by_then(begun)
        return message if begun.is_done else replace(message, sequel=self._sequel(name, begun, by_then))

    def _sequel(self, name: str, begun: Relabelled, by_then: Callable[[Relabelled], Message]) -> Iterator[Step]:
        """The steps until all is counted, or until the bot stops."""
        waited, said = 0.0, 0.0
        now = begun
        while not now.is_done and waited < PATIENCE:
            if waited - said >= SAYS_EVERY:
                said = waited
                yield Step(by_then(now))
            if not self._bench.pause(LOOKS_EVERY):
                return
            waited += LOOKS_EVERY
            if waited - said >= SAYS_EVERY or not self._is_looking():  # to count takes longer than to look
                now = self._now(begun.changed)
        yield Step(by_then(now), self._bench.messages.render("relabelled.j2", name=name, relabelled=now))

    def _is_looking(self) -> bool:
        with self._bench.store.reading() as connection:
            return relabelling.is_due(connection)

    def _now(self, changed: int | None) -> Relabelled:
        with self._bench.store.reading() as connection:
            due, days = relabelling.due(connection), days_behind(connection)
        done, total = (due.done, due.total) if due else (0, 0)
        now = Relabelled(changed, due is not None, done, total, days)
        return now if not now.is_done else Relabelled(changed, False, done, total, 0, self._moved())

    def _figures(self) -> tuple[Figures, Figures]:
        with deciding(self._bench) as at:
            return figures(at.connection, at.first_zone, at.now), _shares(at, self._intents)

    def _moved(self) -> list[str]:
        """Of what the change is about, all that can be seen; of the KPIs, what is worth saying."""
        (known, shares), (before, shares_before) = self._figures(), self._before
        with deciding(self._bench) as at:
            names = {each: spelling_of(at.connection, each) or words.sentence(UNCLASSIFIED) for each in shares}
        about = [Moved(names[each], shares_before[each], now) for each, now in shares.items()]
        seen = [each for each in about if each.before.said != each.after.said]
        return [each.said for each in (*seen, *moved(before, known))]


def _shares(at: Deciding, intents: Sequence[str]) -> Figures:
    """How many percent of the conversations opened in the seven whole days before now are unclassified, as "", and of
    the others how many are about each of these intents."""
    days = period.parse("", at.today, at.team.zone).local_days
    facts = StoreFacts(at.connection, at.team)
    found: dict[str, Figure] = {}
    for intent in intents:
        reading = IntentReader(intent).read(facts, days)
        found[""] = Figure(reading.parts[UNCLASSIFIED].value, Unit.PERCENT, at.team.currency)
        found[intent] = Figure(reading.value, Unit.PERCENT, at.team.currency)
    return found
