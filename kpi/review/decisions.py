"""What a team has decided about its reviews."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi.catalogue import INTENT_DISTRIBUTION, Target
from kpi.team.targets import VALUE, made


@dataclass(frozen=True)
class Decisions:
    """KPIs that are `parked`, by key; and intents, folded, that are `normal` for this team, each with its own limit."""

    parked: frozenset[str] = frozenset()
    normal: Mapping[str, Target] = field(default_factory=dict)


NOTHING_DECIDED = Decisions()


def limit(percent: float) -> Target:
    """The limit of an intent that is normal. ValueError, with the reason in words, for a share that is no limit."""
    return made(INTENT_DISTRIBUTION, VALUE, percent, None)
