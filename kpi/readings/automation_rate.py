"""Automation rate: what the bot resolved without a person by the end of the first 7 days."""

from collections.abc import Iterator
from datetime import timedelta

from kpi.catalogue import AUTOMATION_RATE, RESOLUTION_RATE
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Measure
from kpi.readings import first_days
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Reading, interval_parts
from kpi.readings.standing import cannot_tell
from kpi.samples import Share

_TOO_GOOD = 80.0  # percent
_SEEN_WITHIN = timedelta(weeks=8)
_NOT_SEEN = "no automation seen in the 8 weeks up to then"


class AutomationRateReader(TallyReader):
    """Reads it."""

    wanted = frozenset((Measure.DUE_AUTHOR_KNOWN, Measure.DUE_AUTOMATED))
    beside = first_days.SPLIT

    def sample(self, tally: Tally) -> Share:
        return first_days.automated(tally)

    def read(self, facts: Facts, days: Days) -> Reading:
        tally = whole(self, facts, days)
        share = self.sample(tally)
        unseen = share.n > 0 and not share.hits and not _was_seen(facts, days)
        return Reading(
            sample=share,
            parts={**first_days.split(tally), **interval_parts(share, AUTOMATION_RATE.unit)},
            left_out=first_days.left_out(facts, days, author_matters=True),
            notes=(*cannot_tell(RESOLUTION_RATE, facts), *_remarks(share, unseen)),
            opened=first_days.opened(days),
            unjudged=_NOT_SEEN if unseen and not _has_own_target(facts) else "",
        )


def _was_seen(facts: Facts, days: Days) -> bool:
    """Whether the bot answered anybody."""
    before = Days(days.end - _SEEN_WITHIN, days.end, days.zone)
    return facts.tallies((Measure.ANSWERED_BY_BOT,), [before])[()][0][Measure.ANSWERED_BY_BOT] > 0


def _has_own_target(facts: Facts) -> bool:
    return any(aim.kpi == AUTOMATION_RATE.key for aim, _ in facts.team.targets.own)


def _remarks(share: Share, unseen: bool) -> Iterator[str]:
    if unseen:
        yield "No automation seen: in the 8 weeks up to then no bot answered anybody."
    if share.value is not None and share.value > _TOO_GOOD:
        yield f"Above {_TOO_GOOD:.0f} %: check that the answers really help."
