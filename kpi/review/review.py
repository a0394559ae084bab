"""The review of a week, or of four: all that it finds, as the store tells it at a moment.

What an earlier review has found decides some of it, so those are redone first. How far back that goes depends on the
week alone: whoever redoes a week later finds the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kpi import period as periods
from kpi.catalogue import WAITING
from kpi.facts import Facts
from kpi.filters import Filter
from kpi.period import Period
from kpi.readings.reading import Part
from kpi.readings.waiting import waiting_now
from kpi.review.conflicts import Conflict, conflicts, to_tell
from kpi.review.decisions import NOTHING_DECIDED, Decisions
from kpi.review.held_down_by import HeldDown, held_down_by
from kpi.review.moved_most import Move, moves
from kpi.review.past import Past
from kpi.review.weakest import Ranking, ranking
from kpi.review.week import Week, earlier, prepare, read
from kpi.span import Grain, Span, containing

_WEEK = timedelta(weeks=1)
_BACK, _ALIGNED = 8, 4
"""So many reviews are redone at least, from the beginning of a block of so many on: a conflict that lasts for months is
then told in the same weeks, whichever week's review is redone."""


@dataclass(frozen=True)
class Waiting:
    """How many wait for a person's reply, now or at the end of a week that is long over; how many of them the bot has
    answered, and for how many seconds the one has waited that waits longest. None where nothing tells it."""

    number: int | None
    by_bot: int | None
    oldest: float | None
    now: bool


@dataclass(frozen=True)
class Review:
    """What a week's review finds. `moves` is empty where nothing moved beyond its usual change, and `held_down_by` is
    None where nothing stands out, or nothing is weak. Of the conflicts that are `found` it tells the `conflicts`."""

    week: Week
    waiting: Waiting
    ranking: Ranking
    moves: tuple[Move, ...]
    held_down_by: HeldDown | None
    found: tuple[Conflict, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def past(self) -> Past:
        """What the reviews of later weeks have to know of it."""
        return _past(self.week, self.ranking, self.moves, self.conflicts)


def review(
    facts: Facts,
    period: Period,
    now: datetime,
    filters: Sequence[Filter] = (),
    decisions: Decisions = NOTHING_DECIDED,
    previous: Sequence[Past] | None = None,
) -> Review:
    """The review of a calendar week, of what has passed of it, or of four whole ones, at `now` (aware).

    `previous` are the reviews before, the latest first; without them they are redone, if they matter: they decide which
    conflicts are told again, and whether something that got much worse takes the place of what has long been weakest.
    """
    narrowed = facts.narrowed(filters)
    week = read(narrowed, period, now, filters, decisions)
    found, moved = conflicts(week), moves(week)
    if previous is None:
        matter = found or any(move.bad for move in moved)
        previous = redone(narrowed, period, now, filters, decisions) if matter else ()
    ranked = ranking(week, previous)
    held = held_down_by(week, ranked.weakest.standing) if ranked.weakest else None
    told = to_tell(found, period.first, previous)
    return Review(week, _waiting(week), ranked, moved, held, found, told)


def redone(
    facts: Facts, period: Period, now: datetime, filters: Sequence[Filter] = (), decisions: Decisions = NOTHING_DECIDED
) -> list[Past]:
    """The reviews before this one, each of as many weeks, the latest first."""
    number = period.first.toordinal() // period.days
    weeks = [earlier(period, back) for back in range(number % _ALIGNED + _BACK, 0, -1)]
    prepare(facts, [*weeks, period])
    found: list[Past] = []
    for each in weeks:
        week = read(facts, each, now, filters, decisions)
        told = to_tell(conflicts(week), each.first, found)
        found.insert(0, _past(week, ranking(week, found), moves(week), told))
    return found


def period_of(monday: date, weeks: int, zone: ZoneInfo) -> Period:
    """So many whole calendar weeks, of which the last begins on this Monday."""
    end = monday + _WEEK
    span = Span(end - weeks * _WEEK, end, Grain.WEEK if weeks == 1 else Grain.DAYS)
    return Period(span.name, span.first, span.end, zone, span.grain)


def last_week(now: datetime, facts: Facts) -> Period:
    """The last whole calendar week, where the team is."""
    return earlier(this_week(now, facts), 1)


def this_week(now: datetime, facts: Facts) -> Period:
    """The running calendar week, where the team is."""
    today = now.astimezone(facts.team.zone).date()
    return periods.seen_on(today, containing(today, Grain.WEEK), facts.team.zone)


def _past(week: Week, found: Ranking, moved: Sequence[Move], told: Sequence[Conflict]) -> Past:
    bad = next((move.standing.kpi.key for move in moved if move.bad), None)
    weakest = found.weakest.standing.kpi.key if found.weakest else None
    return Past(week.period.first, weakest, bad, {each.number: each.bad for each in told})


def _waiting(week: Week) -> Waiting:
    today = week.now.astimezone(week.period.zone).date()
    if week.period.end + timedelta(days=week.period.days) > today:
        parts: Mapping[str, Part] = waiting_now(week.facts)
        number, by_bot = parts["waiting"].value, parts["waiting_answered_by_bot"].value
        return Waiting(_whole(number), _whole(by_bot), parts["waiting_oldest"].value, now=True)
    reading = week.supporting(WAITING).reading
    if reading is None:
        return Waiting(None, None, None, now=False)
    parts = reading.parts
    return Waiting(_whole(reading.value), _whole(parts["answered_by_bot"].value), parts["oldest"].value, now=False)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
