"""What conversations are about: every intent with its share, how it changed, and how many are usual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi import statistics
from kpi.catalogue import Target
from kpi.comparison import Change, compare
from kpi.counting.days import Days
from kpi.dimensions import INTENT
from kpi.facts import Facts
from kpi.readings.intent_distribution import IntentReader
from kpi.samples import Share

MOST_INTENTS = 20


@dataclass(frozen=True)
class IntentShare:
    """One intent. `usual` is how many of it such a period has held of late, None where that is not known; `above_limit`
    says that it is more of all than its `limit` allows, in percent: its own where it is normal, else that of all."""

    intent: str
    spelling: str
    share: Share
    change: Change
    usual: int | None
    limit: float | None

    @property
    def above_limit(self) -> bool:
        return self.limit is not None and (self.share.value or 0) > self.limit


@dataclass(frozen=True)
class Distribution:
    """The largest intents, the largest first; `rest` more hold `rest_n` conversations. `unclassified` are those whose
    intent says nothing, of all that were opened."""

    intents: tuple[IntentShare, ...]
    rest: int
    rest_n: int
    unclassified: Share


def distribute(
    facts: Facts,
    days: Days,
    earlier: Days | None,
    before: Sequence[Days],
    unclassified: Share,
    target: Target | None,
    limits: Mapping[str, Target],
) -> Distribution:
    """The intents of these days, compared with the `earlier` ones; `before` are the ones that tell what is usual.

    The `target` is that of every intent without one among the `limits`.
    """
    read = IntentReader().samples
    now = {key[0]: shares[0] for key, shares in read(facts, [days], (INTENT,)).items() if key[0] is not None}
    then = read(facts, [earlier], (INTENT,)) if earlier else {}
    past = read(facts, list(before), (INTENT,)) if before else {}
    largest = sorted((intent for intent in now if now[intent].hits), key=lambda intent: (-now[intent].hits, intent))
    spellings = facts.spellings(INTENT)
    total_then = next((shares[0].n for shares in then.values()), 0)
    return Distribution(
        tuple(
            IntentShare(
                intent,
                spellings.get(intent, intent),
                now[intent],
                _change(now[intent], then.get((intent,), [Share(0, total_then)])[0], _among(intent, largest)),
                _usual([share.hits for share in past.get((intent,), ())] or [0] * len(before)),
                _limit(limits.get(intent, target)),
            )
            for intent in largest[:MOST_INTENTS]
        ),
        len(largest[MOST_INTENTS:]),
        sum(now[intent].hits for intent in largest[MOST_INTENTS:]),
        unclassified,
    )


def _change(now: Share, then: Share, among: int) -> Change:
    return compare(now, then, among=among) if then.n else Change.none("nothing to compare with")


def _among(intent: str, largest: Sequence[str]) -> int:
    """Of how many one looks for a change. The largest is the one that is asked about, whatever its change."""
    return 1 if intent == largest[0] else len(largest)


def _limit(target: Target | None) -> float | None:
    return None if target is None else target.value


def _usual(counts: Sequence[int]) -> int | None:
    middle = statistics.quantile(sorted(counts), 0.5)
    return None if middle is None else int(middle)
