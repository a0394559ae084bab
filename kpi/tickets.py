"""The facts, read from the tickets by SQL."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    not_,
    or_,
    select,
)

from kpi.dimensions import SOURCE, Dimension
from kpi.facts import Durations, Event, Ratings, Share, SourceFacts, TimeRange, Waiting
from kpi.filters import Filter
from kpi.labels import StoreLabels
from kpi.model import RatingScale, Source, Status, Ticket, table
from kpi.ticket_rules import (
    END,
    START,
    Rules,
    column,
    counts,
    during,
    is_from,
    on_a_scale,
    possible,
    reopened,
    rules_of,
    stands_resolved,
    within,
)

_ticket = table(Ticket)
_source = table(Source)
_t = _ticket.c
_s = _source.c

_STARS = _t.rating_scale == RatingScale.STARS
_SATISFIED = or_(and_(_STARS, _t.rating >= 4), and_(not_(_STARS), _t.rating == 1))
_RATINGS = (
    func.count(),
    func.count().filter(_SATISFIED),
    func.count().filter(_STARS),
    func.avg(_t.rating).filter(_STARS),
    func.count().filter(_t.rated_at.is_(None)),
)
"""The figures of `Ratings`."""

_FIRST_OPENED = (
    select(_t.created_at)
    .where(column(SOURCE) == _s.name, counts)
    .order_by(_t.created_at)
    .limit(1)
    .correlate(_source)
    .scalar_subquery()
)

_SECONDS = bindparam("seconds", type_=BigInteger)
_BETWEEN = ","


class TicketFacts:
    """`kpi.facts.Facts`, of all tickets that `connection` sees and that meet the filters."""

    def __init__(self, connection: Connection, filters: Sequence[Filter] = ()) -> None:
        self._connection = connection
        self._filters = tuple(filters)

    def narrowed(self, filters: Sequence[Filter]) -> "TicketFacts":
        """The same of the conversations that meet the filters as well."""
        if set(filters) == set(self._filters):
            return self
        if self._filters:
            raise ValueError("these facts are narrowed to something else")
        return TicketFacts(self._connection, filters)

    @cached_property
    def sources(self) -> tuple[SourceFacts, ...]:
        """The sources that meet the filters, by name."""
        query = select(_s.name, _s.fields, _FIRST_OPENED, _s.complete_until).order_by(_s.name)
        if named := [each.value for each in self._filters if each.dimension == SOURCE]:
            query = query.where(_s.name.in_(named))
        rows = self._connection.execute(query)
        return tuple(SourceFacts(name, frozenset(fields), first, until) for name, fields, first, until in rows)

    @cached_property
    def rules(self) -> Rules:
        """What counts when, of these conversations."""
        return rules_of(self.sources, self._filters)

    def spellings(self, dimension: Dimension) -> Mapping[str, str]:
        """How the dimension's values are spelt, by the value."""
        return StoreLabels(self._connection).values(dimension)

    def durations(self, event: Event, time: TimeRange) -> Durations:
        """Seconds from the opening to `event`, of the conversations for which it fell in the time range."""
        query = self.rules.once(("durations", event), lambda: self.rules.happened(event, self._took(event)))
        return _durations(self._connection.scalar(query, during(time)))

    def durations_by(self, dimension: Dimension, event: Event, time: TimeRange) -> Mapping[str | None, Durations]:
        """The durations told apart by a dimension's value; None has those without one."""
        query = self.rules.once(
            ("durations by", dimension, event), lambda: self._by(column(dimension), event, self._took(event))
        )
        return self._durations(query, during(time))

    def durations_in(self, times: Sequence[TimeRange], event: Event) -> list[Durations]:
        """The durations of each time range; each begins where the one before it ends."""
        query = self.rules.once(
            ("durations in", len(times), event), lambda: self._by(self._number(times, event), event, self._took(event))
        )
        found = self._durations(query, _during_all(times))
        return [found.get(number, Durations(())) for number in range(len(times))]

    def count(self, event: Event, time: TimeRange) -> int:
        """For how many conversations `event` fell in the time range."""
        query = self.rules.once(("count", event), lambda: self.rules.happened(event, func.count()))
        return self._connection.scalar(query, during(time)) or 0

    def ratings(self, time: TimeRange) -> Ratings:
        """The ratings given in the time range."""
        query = self.rules.once("ratings", lambda: self.rules.happened(Event.RATING, *_RATINGS))
        return Ratings(*self._connection.execute(query, during(time)).one())

    def ratings_by(self, dimension: Dimension, time: TimeRange) -> Mapping[str | None, Ratings]:
        """The ratings told apart by a dimension's value; None has those without one."""
        query = self.rules.once(("ratings by", dimension), lambda: self._by(column(dimension), Event.RATING, *_RATINGS))
        return self._ratings(query, during(time))

    def ratings_in(self, times: Sequence[TimeRange]) -> list[Ratings]:
        """The ratings of each time range; each begins where the one before it ends."""
        query = self.rules.once(
            ("ratings in", len(times)), lambda: self._by(self._number(times, Event.RATING), Event.RATING, *_RATINGS)
        )
        found = self._ratings(query, _during_all(times))
        return [found.get(number, Ratings(0, 0, 0, None, 0)) for number in range(len(times))]

    def left_out(self, event: Event, time: TimeRange) -> Mapping[str, int]:
        """What would have counted as `event` in the time range, but does not: how many, by reason."""
        reasons = self._excluded(event, time)
        reasons |= self._impossible(event, time)
        if event is Event.RESOLUTION:
            reasons |= self._unresolved(time)
        if event is Event.RATING:
            reasons |= self._unusable_ratings(time)
        return {reason: n for reason, n in sorted(reasons.items()) if n}

    def answered_within(self, seconds: int, time: TimeRange) -> Share:
        """Of the conversations whose first `seconds` ran out in the time range: answered by a person by then."""
        query = self.rules.once("answered within", self._answered_within)
        n, hits = self._connection.execute(query, {"seconds": seconds, **during(time)}).one()
        return Share(hits, n)

    def _answered_within(self) -> Select[Any]:
        due = _t.created_at + _SECONDS
        human = self.rules.instant(Event.HUMAN_RESPONSE)
        bot = _t.first_automated_response_at
        answered = and_(possible(human), human <= due)
        by_bot = and_(possible(bot), bot <= due, or_(_t.handed_over_at.is_(None), _t.handed_over_at > due))
        resolved = and_(stands_resolved, possible(_t.resolved_at), _t.resolved_at <= due)
        without_a_person = and_(resolved, not_(func.coalesce(answered, False)))
        impossible = not_(possible(human))
        aside = func.coalesce(or_(by_bot, without_a_person, impossible), False)
        return self.rules.all(func.count(), func.count().filter(answered)).where(
            counts,
            _t.created_at >= START - _SECONDS,
            _t.created_at < END - _SECONDS,
            due <= _s.complete_until,
            is_from(self.rules.answering),
            not_(aside),
        )

    def waiting(self) -> Waiting | None:
        """What waits for a person, at the moment up to which each source is complete; None where no source can tell."""
        if not self.rules.following:
            return None
        return Waiting(*self._connection.execute(self.rules.once("waiting", self._waiting)).one())

    def _waiting(self) -> Select[Any]:
        timed = [source.name for source in self.sources if "resolved_at" in source.fields]
        unresolved = and_(_t.status.is_(None), is_from(timed), or_(_t.resolved_at.is_(None), reopened))
        return self.rules.all(
            func.count(),
            func.count(_t.first_automated_response_at),
            func.max(_s.complete_until - _t.created_at),
        ).where(
            counts,
            is_from(self.rules.following),
            or_(_t.status == Status.OPEN, unresolved),
            self.rules.instant(Event.HUMAN_RESPONSE).is_(None),
        )

    def newest(self, event: Event) -> int | None:
        """When `event` last happened; None if it never did."""

        def latest() -> Select[Any]:
            at = self.rules.instant(event)
            return self.rules.all(func.max(at)).where(*self.rules.counting(event), self.rules.qualifies(event))

        newest: int | None = self._connection.scalar(self.rules.once(("newest", event), latest))
        return newest

    def _took(self, event: Event) -> ColumnElement[str]:
        """All durations in one text: quantiles need every single one, and a row each would take ten times as long."""
        return func.aggregate_strings(cast(self.rules.instant(event) - _t.created_at, String), _BETWEEN)

    def _number(self, times: Sequence[TimeRange], event: Event) -> ColumnElement[int]:
        """Of the time range in which the event falls."""
        at = self.rules.instant(event)
        return case(*((at < bindparam(f"end_{number}", type_=BigInteger), number) for number in range(len(times))))

    def _by(self, key: ColumnElement[Any], event: Event, *figures: ColumnElement[Any]) -> Select[Any]:
        return self.rules.happened(event, key.label("key"), *figures).group_by("key")

    def _durations(self, query: Select[Any], values: Mapping[str, int]) -> dict[Any, Durations]:
        return {value: _durations(took) for value, took in self._connection.execute(query, values)}

    def _ratings(self, query: Select[Any], values: Mapping[str, int]) -> dict[Any, Ratings]:
        return {value: Ratings(*rated) for value, *rated in self._connection.execute(query, values)}

    def _excluded(self, event: Event, time: TimeRange) -> dict[str, int]:
        query = self.rules.once(
            ("excluded", event),
            lambda: self.rules.excluded(event, _t.excluded, func.count().label("n")).group_by(_t.excluded),
        )
        return {row.excluded: row.n for row in self._connection.execute(query, during(time))}

    def _counted(self, time: TimeRange, key: Hashable, build: Callable[[], Select[Any]]) -> int:
        return self._connection.scalar(self.rules.once(key, build), during(time)) or 0

    def _opened(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """How many of the conversations opened in the time range meet the conditions."""
        return self.rules.opened(func.count()).where(*conditions)

    def _impossible(self, event: Event, time: TimeRange) -> dict[str, int]:
        def impossible() -> Select[Any]:
            return self._opened(not_(possible(self.rules.instant(event))), self.rules.qualifies(event))

        return {f"impossible time of {event.value}": self._counted(time, ("impossible", event), impossible)}

    def _unresolved(self, time: TimeRange) -> dict[str, int]:
        def untimed() -> Select[Any]:
            return self._opened(_t.status == Status.RESOLVED, _t.resolved_at.is_(None))

        return {
            "opened again since": self._counted(time, "opened again", self._opened_again),
            "resolved at an unknown time": self._counted(time, "untimed", untimed),
        }

    def _opened_again(self) -> Select[Any]:
        return self.rules.all(func.count()).where(
            within(_t.resolved_at), counts, possible(_t.resolved_at), not_(stands_resolved)
        )

    def _unusable_ratings(self, time: TimeRange) -> dict[str, int]:
        at = self.rules.instant(Event.RATING)

        def off_scale_undated() -> Select[Any]:
            return self._opened(not_(on_a_scale), not_(func.coalesce(possible(at), False)))

        def undated() -> Select[Any]:
            return self._opened(_t.rating.is_not(None), on_a_scale, at.is_(None))

        off_scale = self._counted(time, "off scale", lambda: self.rules.off_scale(func.count()))
        return {
            "rating off its scale": off_scale + self._counted(time, "off scale, undated", off_scale_undated),
            "rating at an unknown time": self._counted(time, "undated", undated),
        }


def _durations(took: str | None) -> Durations:
    return Durations(map(int, took.split(_BETWEEN)) if took else ())


def _during_all(times: Sequence[TimeRange]) -> dict[str, int]:
    ends = {f"end_{number}": time.end for number, time in enumerate(times)}
    return {**during(TimeRange(times[0].start, times[-1].end)), **ends}
