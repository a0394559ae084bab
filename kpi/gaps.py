"""What customers searched for and did not find: how often, whether more than before, and what it is like."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process  # in lower case, and words apart whatever stands between them
from sqlalchemy import Connection, func, select

from kpi.counting.days import Days
from kpi.model import Search, table

MOST_QUERIES = 20
ALIKE = 85.0
"""Of 100, by `rapidfuzz.fuzz.token_set_ratio`: how like an intent a query has to be to resemble it. A slip of the
fingers passes, and so do more words or fewer; two words of which one is another do not."""

_s = table(Search).c


@dataclass(frozen=True)
class Gap:
    """A query that found nothing `searches` times, and `before` times in the period before: None if nothing is known of
    that. `intent` is how the intent is spelt that it resembles most, None if it resembles none."""

    query: str
    searches: int
    before: int | None
    intent: str | None

    @property
    def change(self) -> int | None:
        """How many more than before."""
        return None if self.before is None else self.searches - self.before

    @property
    def is_new(self) -> bool:
        """Nobody searched for it in the period before."""
        return self.before == 0


@dataclass(frozen=True)
class Gaps:
    """The most frequent queries, the most frequent first; `rest` more were searched for `rest_searches` times.

    `searches` and `before` are of all queries. It is not `connected` where no searches were ever imported.
    """

    gaps: tuple[Gap, ...]
    rest: int
    rest_searches: int
    searches: int
    before: int | None
    connected: bool


def gaps(connection: Connection, days: Days, earlier: Days | None, intents: Mapping[str, str]) -> Gaps:
    """The queries of these days, against the `earlier` ones. `intents` are how those intents are spelt that say
    something, by the intent."""
    first_day = connection.scalar(select(func.min(_s.day)))
    now = _counts(connection, days)
    then = _counts(connection, earlier) if earlier is not None and first_day and first_day <= earlier.first else None
    most = sorted(now, key=lambda query: (-now[query], query))
    shown, rest = most[:MOST_QUERIES], most[MOST_QUERIES:]
    return Gaps(
        gaps=tuple(
            Gap(query, now[query], None if then is None else then.get(query, 0), _most_like(query, intents))
            for query in shown
        ),
        rest=len(rest),
        rest_searches=sum(now[query] for query in rest),
        searches=sum(now.values()),
        before=None if then is None else sum(then.values()),
        connected=first_day is not None,
    )


def _counts(connection: Connection, days: Days) -> dict[str, int]:
    """By query, over all sources."""
    query = select(_s.query, func.sum(_s.searches)).where(_s.day >= days.first, _s.day < days.end).group_by(_s.query)
    return {text: int(number) for text, number in connection.execute(query)}


def _most_like(query: str, intents: Mapping[str, str]) -> str | None:
    """The spelling of the intent that it resembles most; of several with its words, the one that has fewest others."""
    found = process.extract(
        query, intents, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=None, processor=default_process
    )
    like = {
        spelling: (score, fuzz.token_sort_ratio(query, spelling, processor=default_process))
        for spelling, score, _ in found
    }
    return max(sorted(like), key=like.__getitem__, default=None)
