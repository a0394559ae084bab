"""What the answer to a question is held against."""

from collections.abc import Mapping
from types import MappingProxyType

from kpi.catalogue import Target
from kpi.dimensions import CHANNEL
from kpi.facts import Facts
from kpi.question import Question
from kpi.team.targets import VALUE

NO_LIMITS: Mapping[str, Target] = MappingProxyType({})


def targets_of(
    question: Question, facts: Facts, named: str | None = None, limits: Mapping[str, Target] = NO_LIMITS
) -> Mapping[str, Target | None]:
    """By row, the value's first: those of the channel, where it is asked for in one.

    An intent that is `named` has its own limit, if it is among those that have.
    """
    if (own := limits.get(named or "")) is not None:
        return {VALUE: own}
    kpi, channels = question.kpi, [each.value for each in question.filters if each.dimension == CHANNEL]
    channel = channels[0] if len(channels) == 1 else None
    return {row: facts.team.targets.of(kpi.key, row, channel) for row in (kpi.targets or (VALUE,))}
