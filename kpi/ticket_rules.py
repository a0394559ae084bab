"""Which tickets count when, in SQL: the rules of `kpi.facts`, without what is then counted."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, and_, bindparam, case, func, not_, or_, select

from kpi.dimensions import SOURCE, Dimension
from kpi.facts import Event, SourceFacts, TimeRange
from kpi.filters import Filter, in_order
from kpi.model import RatingScale, Source, Status, Ticket, table

_ticket = table(Ticket)
_source = table(Source)
_t = _ticket.c
_s = _source.c

joined: FromClause = _ticket.join(_source, _t.source == _s.name)
"""What all statements are about."""

_RESPONSES = (_t.first_response_at, _t.first_human_response_at, _t.first_automated_response_at)

counts = and_(_t.excluded.is_(None), _t.created_at <= _s.complete_until)
# A rating is dated by itself: it counts even where nobody has told yet when the conversation was opened.
counts_if_rated = and_(_t.excluded.is_(None), or_(_t.created_at.is_(None), _t.created_at <= _s.complete_until))
on_a_scale = _t.rating_scale != RatingScale.OFF_SCALE


def possible(at: ColumnElement[int]) -> ColumnElement[bool]:
    """Not before the opening, and not in what was the future when the data was handed over."""
    return and_(at >= _t.created_at, at <= _s.complete_until)


def possible_rating(at: ColumnElement[int]) -> ColumnElement[bool]:
    """As `possible`, also where nobody told when the conversation was opened."""
    return and_(at >= func.coalesce(_t.created_at, at), at <= _s.complete_until)


# Where nobody says how a conversation stands, a reopening after the resolution does.
reopened = func.coalesce(and_(possible(_t.reopened_at), _t.reopened_at > _t.resolved_at), False)
stands_resolved = func.coalesce(_t.status == Status.RESOLVED, not_(reopened))


START, END = bindparam("start", type_=BigInteger), bindparam("end", type_=BigInteger)
"""Of the time range that a statement is executed with."""


def during(time: TimeRange) -> dict[str, int]:
    """What to execute a statement with."""
    return {"start": time.start, "end": time.end}


def within(at: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether it is in the time range, which is half-open."""
    return and_(at >= START, at < END)


# The empty text keeps databases from going through all tickets of a source by their key, where the index on an instant
# leads to a few.
def column(dimension: Dimension) -> ColumnElement[str]:
    """The ticket's value of the dimension."""
    return _t.source.concat("") if dimension == SOURCE else _t[dimension.key]


def is_from(names: Sequence[str]) -> ColumnElement[bool]:
    """Whether a ticket is of one of these sources."""
    return column(SOURCE).in_(names)


def meets(filters: Iterable[Filter]) -> list[ColumnElement[bool]]:
    """Of each dimension, any one of the values."""
    grouped = groupby(in_order(filters), key=lambda each: each.dimension)
    return [_is_any(column(dimension), [each.value for each in values]) for dimension, values in grouped]


def _is_any(label: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    told = label.in_([value for value in values if value])
    return or_(told, label.is_(None)) if "" in values else told


def _earliest(*instants: ColumnElement[int]) -> ColumnElement[int]:
    """The smallest that is not NULL; NULL if all are. (What `min` makes of a NULL differs between databases.)"""
    first, *others = instants
    if not others:
        return first
    rest = _earliest(*others)
    return case((or_(first <= rest, rest.is_(None)), first), else_=rest)


def rules_of(sources: Iterable[SourceFacts], filters: Sequence[Filter]) -> "Rules":
    """The rules for these sources and filters: the same object for the same, whatever was imported since."""
    return _rules(tuple(map(_without_moments, sources)), tuple(filters))


@lru_cache(64)
def _rules(sources: Sequence[SourceFacts], filters: Sequence[Filter]) -> "Rules":
    return Rules(sources, filters)


def _without_moments(source: SourceFacts) -> SourceFacts:
    return replace(source, first_opened=None, complete_until=None if source.complete_until is None else 0)


class Rules:
    """What happened when, for the conversations of these sources that meet the filters.

    To build a statement takes longer than to execute it on some thousand tickets, so each is built once.
    """

    def __init__(self, sources: Sequence[SourceFacts], filters: Sequence[Filter] = ()) -> None:
        self._sources = sources
        self._conditions = meets(filters)
        self._instants: dict[Event, ColumnElement[int]] = {}
        self._statements: dict[Hashable, Select[Any]] = {}

    def once(self, key: Hashable, build: Callable[[], Select[Any]]) -> Select[Any]:
        """The statement that `build` gave when it was first asked for under this key."""
        statement = self._statements.get(key)
        if statement is None:
            statement = self._statements[key] = build()
        return statement

    @cached_property
    def naming_people(self) -> list[str]:
        """The sources that say when a person first replied."""
        return [source.name for source in self._sources if "first_human_response_at" in source.fields]

    @cached_property
    def answering(self) -> list[str]:
        """The sources in which a missing reply by a person means that there was none."""
        anonymous = [
            source.name
            for source in self._sources
            if "first_response_at" in source.fields and not source.says_who_answered
        ]
        return self.naming_people + anonymous

    @cached_property
    def following(self) -> list[str]:
        """Of those, the sources that say whether a conversation is still open."""
        telling = {
            source.name
            for source in self._sources
            if source.complete_until is not None and source.fields & {"status", "resolved_at"}
        }
        return [name for name in self.answering if name in telling]

    def happened(self, event: Event, *figures: ColumnElement[Any]) -> Select[Any]:
        """Figures of the conversations for which the event counts in the time range."""
        return self._in(event, *figures).where(*self.counting(event), self.qualifies(event))

    def excluded(self, event: Event, *figures: ColumnElement[Any]) -> Select[Any]:
        """Figures of those for which it would count, were they not excluded."""
        query = self._in(event, *figures)
        return query.where(_t.excluded.is_not(None), self.counting(event)[1], self.qualifies(event))

    def off_scale(self, *figures: ColumnElement[Any]) -> Select[Any]:
        """Figures of those whose rating would count, were it on its scale."""
        return self._in(Event.RATING, *figures).where(*self.counting(Event.RATING), not_(on_a_scale))

    def opened(self, *figures: ColumnElement[Any]) -> Select[Any]:
        """Figures of the conversations opened in the time range."""
        return self.all(*figures).where(counts, within(_t.created_at))

    def all(self, *figures: ColumnElement[Any]) -> Select[Any]:
        """Figures of all conversations, be they excluded or not."""
        return select(*figures).select_from(joined).where(*self._conditions)

    def _in(self, event: Event, *figures: ColumnElement[Any]) -> Select[Any]:
        return self.all(*figures).where(self._near(event), within(self.instant(event)))

    def instant(self, event: Event) -> ColumnElement[int]:
        """When it happened, be it possible or not."""
        if event not in self._instants:
            self._instants[event] = self._when(event)
        return self._instants[event]

    def _when(self, event: Event) -> ColumnElement[int]:
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
                resolved = case((possible_rating(_t.resolved_at), _t.resolved_at))
                return func.coalesce(_t.rated_at, resolved, _t.updated_at)

    def _human_response(self) -> ColumnElement[int]:
        """By a person. A source that does not say so: its first responses, but for those that were the bot's."""
        if len(self.naming_people) == len(self._sources):
            return _t.first_human_response_at
        bot = _t.first_automated_response_at
        not_the_bots = case((or_(bot.is_(None), _t.first_response_at < bot), _t.first_response_at))
        return case((_t.source.in_(self.naming_people), _t.first_human_response_at), else_=not_the_bots)

    def counting(self, event: Event) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """The conversation counts, and the event was possible when it was said to have happened."""
        at = self.instant(event)
        if event is Event.RATING:
            return counts_if_rated, possible_rating(at)
        return counts, possible(at)

    def qualifies(self, event: Event) -> ColumnElement[bool]:
        """The event did happen, as far as it can be told."""
        match event:
            case Event.RESOLUTION:
                return stands_resolved
            case Event.RATING:
                return and_(_t.rating.is_not(None), on_a_scale)
            case _:
                return self.instant(event).is_not(None)

    def _near(self, event: Event) -> ColumnElement[bool]:
        """Implied by the instant's being in the time range, in columns that have an index."""
        match event:
            case Event.RESPONSE:
                return or_(*(within(column) for column in _RESPONSES))
            case Event.HUMAN_RESPONSE:
                return or_(within(_t.first_human_response_at), within(_t.first_response_at))
            case Event.AUTOMATED_RESPONSE:
                return within(_t.first_automated_response_at)
            case Event.RESOLUTION:
                return within(_t.resolved_at)
            case Event.RATING:
                return and_(_t.rating_scale.is_not(None), or_(within(_t.rated_at), _t.rated_at.is_(None)))
