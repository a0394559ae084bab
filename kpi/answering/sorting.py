"""What a list of conversations says of each, whatever it is a list of, and can be sorted by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kpi.answering.listings import Values, height
from kpi.counting.counting import Counting
from kpi.measures import Timing


@dataclass(frozen=True)
class Figures:
    """Of each conversation the seconds of opening hours up to a person's first reply, the seconds up to the resolution
    that stands, and the rating; NaN where there is none."""

    first_reply: Values
    resolution: Values
    rating: Values

    @classmethod
    def of(cls, counting: Counting) -> "Figures":
        """Of all conversations that are counted."""
        reply, resolution, rules = counting.first_reply, counting.timed(Timing.RESOLUTION), counting.rules
        return cls(
            first_reply=np.where(reply.mask, reply.seconds, np.nan),
            resolution=np.where(resolution.mask, resolution.seconds, np.nan),
            rating=np.where(rules.is_rating, rules.conversations.rating, np.nan),
        )


@dataclass(frozen=True)
class Order:
    """Of a list: the first are those with the largest `weight`, and `words` say so."""

    words: str
    weight: Callable[[Counting], Values]


def _rated(counting: Counting) -> Values:
    return np.where(counting.rules.is_rating, -height(counting.rules), np.nan)


ORDERS: Mapping[str, Order] = {
    "rating": Order("lowest rated first", _rated),
    "opened": Order("newest first", lambda counting: counting.rules.opened),
    "first reply": Order("slowest first reply first", lambda counting: Figures.of(counting).first_reply),
    "resolution": Order("slowest resolution first", lambda counting: Figures.of(counting).resolution),
}
"""By the words of `kpi.grammar.list_words.ORDERS`. What has no such figure comes last."""
