"""The facts, read from the tickets by SQL."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, not_, or_, select

from kpi.facts import Durations, Event, Ratings, Share, SourceFacts, TimeRange, Waiting
from kpi.model import RatingScale, Source, Status, Ticket, table

_ticket = table(Ticket)
_source = table(Source)
_t = _ticket.c
_s = _source.c
_joined: FromClause = _ticket.join(_source, _t.source == _s.name)

_RESPONSES = (_t.first_response_at, _t.first_human_response_at, _t.first_automated_response_at)
_counts = and_(_t.excluded.is_(None), _t.created_at <= _s.complete_until)
# A rating is dated by itself: it counts even where nobody has told yet when the conversation was opened.
_counts_if_rated = and_(_t.excluded.is_(None), or_(_t.created_at.is_(None), _t.created_at <= _s.complete_until))
_on_a_scale = _t.rating_scale != RatingScale.OFF_SCALE


def _possible(at: ColumnElement[int]) -> ColumnElement[bool]:
    """Not before the opening, and not in what was the future when the data was handed over."""
    return and_(at >= _t.created_at, at <= _s.complete_until)


def _possible_rating(at: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(at >= func.coalesce(_t.created_at, at), at <= _s.complete_until)


# Where nobody says how a conversation stands, a reopening after the resolution does.
_reopened = func.coalesce(and_(_possible(_t.reopened_at), _t.reopened_at > _t.resolved_at), False)
_stands_resolved = func.coalesce(_t.status == Status.RESOLVED, not_(_reopened))


def _within(at: ColumnElement[int], time: TimeRange) -> ColumnElement[bool]:
    return and_(at >= time.start, at < time.end)


def _earliest(*instants: ColumnElement[int]) -> ColumnElement[int]:
    """The smallest that is not NULL; NULL if all are. (What `min` makes of a NULL differs between databases.)"""
    first, *others = instants
    if not others:
        return first
    rest = _earliest(*others)
    return case((or_(first <= rest, rest.is_(None)), first), else_=rest)


class TicketFacts:
    """`kpi.facts.Facts`, of all tickets that `connection` sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def sources(self) -> tuple[SourceFacts, ...]:
        """All sources, by name."""
        opened = func.min(_t.created_at).filter(_counts)
        query = select(_s.name, _s.fields, opened, _s.complete_until).outerjoin_from(
            _source, _ticket, _t.source == _s.name
        )
        rows = self._connection.execute(query.group_by(_s.name, _s.fields, _s.complete_until).order_by(_s.name))
        return tuple(SourceFacts(name, frozenset(fields), first, until) for name, fields, first, until in rows)

    def durations(self, event: Event, time: TimeRange) -> Durations:
        """Seconds from the opening to `event`, of the conversations for which it fell in the time range."""
        at = self._instant(event)
        return Durations(self._connection.scalars(self._happened(event, time, at - _t.created_at)))

    def count(self, event: Event, time: TimeRange) -> int:
        """For how many conversations `event` fell in the time range."""
        return self._connection.scalar(self._happened(event, time, func.count())) or 0

    def ratings(self, time: TimeRange) -> Ratings:
        """The ratings given in the time range."""
        stars = _t.rating_scale == RatingScale.STARS
        satisfied = or_(and_(stars, _t.rating >= 4), and_(not_(stars), _t.rating == 1))
        figures = self._happened(
            Event.RATING,
            time,
            func.count(),
            func.count().filter(satisfied),
            func.count().filter(stars),
            func.avg(_t.rating).filter(stars),
            func.count().filter(_t.rated_at.is_(None)),
        )
        return Ratings(*self._connection.execute(figures).one())

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
        due = _t.created_at + seconds
        human = self._instant(Event.HUMAN_RESPONSE)
        bot = _t.first_automated_response_at
        answered = and_(_possible(human), human <= due)
        by_bot = and_(_possible(bot), bot <= due, or_(_t.handed_over_at.is_(None), _t.handed_over_at > due))
        resolved = and_(_stands_resolved, _possible(_t.resolved_at), _t.resolved_at <= due)
        without_a_person = and_(resolved, not_(func.coalesce(answered, False)))
        impossible = not_(_possible(human))
        aside = func.coalesce(or_(by_bot, without_a_person, impossible), False)
        query = (
            select(func.count(), func.count().filter(answered))
            .select_from(_joined)
            .where(
                _counts,
                _within(_t.created_at, TimeRange(time.start - seconds, time.end - seconds)),
                due <= _s.complete_until,
                _t.source.in_(self._answering),
                not_(aside),
            )
        )
        n, hits = self._connection.execute(query).one()
        return Share(hits, n)

    def waiting(self) -> Waiting | None:
        """What waits for a person, at the moment up to which each source is complete; None where no source can tell."""
        if not self._following:
            return None
        timed = [source.name for source in self.sources if "resolved_at" in source.fields]
        unresolved = and_(_t.status.is_(None), _t.source.in_(timed), or_(_t.resolved_at.is_(None), _reopened))
        query = (
            select(
                func.count(),
                func.count(_t.first_automated_response_at),
                func.max(_s.complete_until - _t.created_at),
            )
            .select_from(_joined)
            .where(
                _counts,
                _t.source.in_(self._following),
                or_(_t.status == Status.OPEN, unresolved),
                self._instant(Event.HUMAN_RESPONSE).is_(None),
            )
        )
        return Waiting(*self._connection.execute(query).one())

    def newest(self, event: Event) -> int | None:
        """When `event` last happened; None if it never did."""
        at = self._instant(event)
        query = select(func.max(at)).select_from(_joined).where(*self._counting(event), self._qualifies(event))
        newest: int | None = self._connection.scalar(query)
        return newest

    @cached_property
    def _naming_people(self) -> list[str]:
        """The sources that say when a person first replied."""
        return [source.name for source in self.sources if "first_human_response_at" in source.fields]

    @cached_property
    def _answering(self) -> list[str]:
        """The sources in which a missing reply by a person means that there was none."""
        anonymous = [
            source.name
            for source in self.sources
            if "first_response_at" in source.fields and not source.says_who_answered
        ]
        return self._naming_people + anonymous

    @cached_property
    def _following(self) -> list[str]:
        """Of those, the sources that say whether a conversation is still open."""
        telling = {
            source.name
            for source in self.sources
            if source.complete_until is not None and source.fields & {"status", "resolved_at"}
        }
        return [name for name in self._answering if name in telling]

    def _instant(self, event: Event) -> ColumnElement[int]:
        match event:
            case Event.HUMAN_RESPONSE:
                return self._human_response()
            case Event.AUTOMATED_RESPONSE:
                return _t.first_automated_response_at
            case Event.RESPONSE:
                return _earliest(*_RESPONSES)
            case Event.RESOLUTION:
                return _t.resolved_at
            case Event.RATING:
                resolved = case((_possible_rating(_t.resolved_at), _t.resolved_at))
                return func.coalesce(_t.rated_at, resolved, _t.updated_at)

    def _human_response(self) -> ColumnElement[int]:
        """By a person. A source that does not say so: its first responses, but for those that were the bot's."""
        if len(self._naming_people) == len(self.sources):
            return _t.first_human_response_at
        bot = _t.first_automated_response_at
        not_the_bots = case((or_(bot.is_(None), _t.first_response_at < bot), _t.first_response_at))
        return case((_t.source.in_(self._naming_people), _t.first_human_response_at), else_=not_the_bots)

    def _near(self, event: Event, time: TimeRange) -> ColumnElement[bool]:
        """Implied by the instant's being in the time range, in columns that have an index."""
        match event:
            case Event.RESPONSE:
                return or_(*(_within(column, time) for column in _RESPONSES))
            case Event.HUMAN_RESPONSE:
                return or_(_within(_t.first_human_response_at, time), _within(_t.first_response_at, time))
            case Event.AUTOMATED_RESPONSE:
                return _within(_t.first_automated_response_at, time)
            case Event.RESOLUTION:
                return _within(_t.resolved_at, time)
            case Event.RATING:
                return and_(_t.rating_scale.is_not(None), or_(_within(_t.rated_at, time), _t.rated_at.is_(None)))

    def _qualifies(self, event: Event) -> ColumnElement[bool]:
        match event:
            case Event.RESOLUTION:
                return _stands_resolved
            case Event.RATING:
                return and_(_t.rating.is_not(None), _on_a_scale)
            case _:
                return self._instant(event).is_not(None)

    def _happened(self, event: Event, time: TimeRange, *figures: ColumnElement[Any]) -> Select[Any]:
        at = self._instant(event)
        return (
            select(*figures)
            .select_from(_joined)
            .where(self._near(event, time), _within(at, time), *self._counting(event), self._qualifies(event))
        )

    def _counting(self, event: Event) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """The conversation counts, and the event was possible when it was said to have happened."""
        at = self._instant(event)
        if event is Event.RATING:
            return _counts_if_rated, _possible_rating(at)
        return _counts, _possible(at)

    def _excluded(self, event: Event, time: TimeRange) -> dict[str, int]:
        at = self._instant(event)
        query = (
            select(_t.excluded, func.count().label("n"))
            .select_from(_joined)
            .where(
                _t.excluded.is_not(None),
                self._near(event, time),
                _within(at, time),
                self._counting(event)[1],
                self._qualifies(event),
            )
        )
        return {row.excluded: row.n for row in self._connection.execute(query.group_by(_t.excluded))}

    def _opened(self, time: TimeRange, *conditions: ColumnElement[bool]) -> int:
        """How many of the conversations opened in the time range meet the conditions."""
        query = select(func.count()).select_from(_joined).where(_counts, _within(_t.created_at, time), *conditions)
        return self._connection.scalar(query) or 0

    def _impossible(self, event: Event, time: TimeRange) -> dict[str, int]:
        at = self._instant(event)
        return {f"impossible time of {event.value}": self._opened(time, not_(_possible(at)), self._qualifies(event))}

    def _unresolved(self, time: TimeRange) -> dict[str, int]:
        reopened = self._happened_but_reopened(time)
        untimed = self._opened(time, _t.status == Status.RESOLVED, _t.resolved_at.is_(None))
        return {"opened again since": reopened, "resolved at an unknown time": untimed}

    def _happened_but_reopened(self, time: TimeRange) -> int:
        query = (
            select(func.count())
            .select_from(_joined)
            .where(_within(_t.resolved_at, time), _counts, _possible(_t.resolved_at), not_(_stands_resolved))
        )
        return self._connection.scalar(query) or 0

    def _unusable_ratings(self, time: TimeRange) -> dict[str, int]:
        at = self._instant(Event.RATING)
        off_scale = (
            select(func.count())
            .select_from(_joined)
            .where(self._near(Event.RATING, time), _within(at, time), *self._counting(Event.RATING), not_(_on_a_scale))
        )
        undated = self._opened(time, not_(_on_a_scale), not_(func.coalesce(_possible(at), False)))
        return {
            "rating off its scale": (self._connection.scalar(off_scale) or 0) + undated,
            "rating at an unknown time": self._opened(time, _t.rating.is_not(None), _on_a_scale, at.is_(None)),
        }
