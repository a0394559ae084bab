"""One intent, as whoever wants it fixed needs to know it: how much of it, how well answered, where, and how dear."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from kpi import period as periods
from kpi.answering.answer import answer
from kpi.answering.behind import Conversation, listed
from kpi.answering.history import History, Week
from kpi.answering.listings import listing
from kpi.answering.low_rated import LOW_RATED
from kpi.answering.one_intent import COMPARED, Beside, OneIntent, Saving, compared
from kpi.answering.readout import Readout
from kpi.answering.risen import first_above, usual_number
from kpi.catalogue import VOLUME, Target
from kpi.counting.days import Days
from kpi.dimensions import CHANNEL, INTENT, TEAM, Dimension
from kpi.facts import Facts
from kpi.labelling.in_force import in_force
from kpi.labels import NOT_TOLD
from kpi.question import Question
from kpi.samples import Share
from kpi.span import DAY, Grain, Span
from kpi.team.settings import TeamSettings

_A_WEEK = 7
_RECENT = timedelta(days=31)
FEWEST = 4
"""So many weeks it takes to say what is usual."""
MOST_PARTS, MOST_NEWEST, MOST_LOWEST = 6, 5, 3


@dataclass(frozen=True)
class Part:
    """A channel or a team: of its conversations with an intent, how many have this one; `value` is None for those
    without a label."""

    value: str | None
    spelling: str
    share: Share


@dataclass(frozen=True)
class IntentCard:
    """What is known of an intent.

    `share` answers the question about intents for this one by its name, and `trend` holds twelve weeks of it up to the
    end of the period. `channels` and `teams` are those that most of it came by, the largest first. `newest` are the
    newest conversations, and `lowest` the lowest rated of those that were not satisfied, on the days `listed`: those of
    the period, or its last ones where it is long. `own` are the labels, as their sources spell them, that the team
    calls by this name.
    """

    intent: str
    spelling: str
    share: Readout
    trend: Readout
    beside: tuple[Beside, ...]
    saving: Saving
    channels: tuple[Part, ...]
    teams: tuple[Part, ...]
    listed: Days
    newest: tuple[Conversation, ...]
    lowest: tuple[Conversation, ...]
    own: tuple[str, ...]

    @property
    def count(self) -> Share:
        """How many of all that have an intent."""
        sample = self.share.reading.sample if self.share.reading is not None else None
        return sample if isinstance(sample, Share) else Share(0, 0)

    @property
    def usual(self) -> int | None:
        """How many of it a week held before there were more; None where that is not known."""
        return usual_number(self._weeks, self._rose or 0, FEWEST)

    @property
    def since(self) -> date | None:
        """The first day of the week since which there are more of it than usual; None where there are not."""
        return None if self._rose is None else self._weeks.weeks[self._rose].days.first

    @property
    def _rose(self) -> int | None:
        return first_above(self._weeks, FEWEST)

    @property
    def _weeks(self) -> History:
        points = reversed(self.trend.series)
        return History([Week(each.period.local_days, each.sample, not each.incomplete) for each in points])


@dataclass(frozen=True)
class CardDesk:
    """Where a card is made: the facts of everything, the moment, and the intents that are normal, with their limits."""

    facts: Facts
    connection: Connection
    team: TeamSettings
    now: datetime
    normal: Mapping[str, Target]


def intent_card(question: Question, intent: str, desk: CardDesk, newest: int = MOST_NEWEST) -> IntentCard:
    """The card of an intent (as stored), for a question about intents that is not told apart.

    With at most so many of the `newest` conversations.
    """
    days = question.period.local_days
    about = OneIntent(intent, desk.facts, question.filters, days)
    about.prepare(COMPARED)
    share, trend = _share(question, intent, desk)
    recent = _recent(question, desk)
    return IntentCard(
        intent=intent,
        spelling=about.spelling,
        share=share,
        trend=trend,
        beside=compared(about),
        saving=about.saving(),
        channels=_parts(about, CHANNEL),
        teams=_parts(about, TEAM),
        listed=recent,
        newest=listed(listing(VOLUME), recent, desk.connection, desk.team, about.only, newest)[1],
        lowest=listed(LOW_RATED, recent, desk.connection, desk.team, about.only, MOST_LOWEST)[1],
        own=_own(about, desk),
    )


def _recent(question: Question, desk: CardDesk) -> Days:
    """As many of its days as can be gone through one conversation at a time."""
    days = question.period.local_days
    end = min(days.end, _today(question, desk) + DAY)
    return Days(max(days.first, end - _RECENT), end, days.zone)


def _share(question: Question, intent: str, desk: CardDesk) -> tuple[Readout, Readout]:
    """How much it is in the period, and in twelve weeks up to its end."""

    def of(asked: Question) -> Readout:
        return answer(asked, desk.facts, desk.now, brief=True, intent=intent, limits=desk.normal)

    if question.period.days == _A_WEEK:
        one = of(replace(question, series=Grain.WEEK))
        return one, one
    period, today = question.period, _today(question, desk)
    end = min(period.end, today)
    week = periods.seen_on(today, Span(end - timedelta(weeks=1), end, Grain.DAYS), period.zone)
    return of(question), of(replace(question, period=week, versus=None, series=Grain.WEEK))


def _own(about: OneIntent, desk: CardDesk) -> tuple[str, ...]:
    spellings = about.all.spellings(INTENT)
    called = in_force(desk.connection).names.items()
    return tuple(sorted(spellings.get(own, own) for own, name in called if name == about.intent))


def _today(question: Question, desk: CardDesk) -> date:
    return desk.now.astimezone(question.period.zone).date()


def _parts(about: OneIntent, dimension: Dimension) -> tuple[Part, ...]:
    shares = about.shares(dimension)
    spellings = about.all.spellings(dimension)
    largest = sorted(shares, key=lambda value: (-shares[value].hits, value is None, value or ""))
    if not spellings or not largest:
        return ()
    return tuple(
        Part(value, NOT_TOLD if value is None else spellings.get(value, value), shares[value])
        for value in largest[:MOST_PARTS]
    )
