"""The conversations behind a number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, and_, or_, select

from kpi import sources
from kpi.answering.coverage import Coverage
from kpi.answering.listings import Listed, Listing, Values, listing
from kpi.answering.sorting import ORDERS, Figures
from kpi.catalogue import INTENT_DISTRIBUTION, Unit
from kpi.counting.counter import Counter
from kpi.counting.days import Days
from kpi.counting.rules import Mask
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import CHANNEL, INTENT, TEAM
from kpi.filters import Filter
from kpi.labelling import effective
from kpi.labels import StoreLabels
from kpi.measures import Event
from kpi.model import Ticket, table
from kpi.question import Question
from kpi.retention import gone
from kpi.team.settings import TeamSettings

_t = table(Ticket).c
_TOLD_APART = (CHANNEL, INTENT, TEAM)
_KEYS_AT_ONCE = 400

Key = tuple[str, str]


@dataclass(frozen=True)
class Conversation:
    """One that the number counts.

    `happened_at` is when it counted: the reply, the resolution, the rating. `value` is what it counts with, in seconds
    or on its `rating_scale` (a `RatingScale`), None if that is nothing, and `outcome` what became of it, in words.
    `first_reply` (by a person, in opening hours) and `resolution` are in seconds. Labels are spelt as for people.
    Instants are in UTC seconds.
    """

    external_id: str
    source: str
    url: str | None
    opened_at: int | None
    happened_at: int
    channel: str | None
    intent: str | None
    team: str | None
    value: float | None
    outcome: str
    rating_scale: str | None
    subject: str | None
    first_reply: float | None
    resolution: float | None
    rating: float | None


@dataclass(frozen=True)
class Behind:
    """Some of `total` conversations, in the order that `order` says in words. `heading` says what their values are, of
    which `unit` is the unit."""

    question: Question
    total: int
    conversations: tuple[Conversation, ...]
    order: str
    heading: str
    unit: Unit | None


def behind(
    question: Question,
    connection: Connection,
    team: TeamSettings,
    limit: int | None = 100,
    *,
    after: int = 0,
    order: str = "",
) -> Behind:
    """The conversations that the answer to the question counts, at most `limit` of them in full; None: all.

    `after`: without the first so many. `order` is one of `kpi.answering.sorting.ORDERS`, "" for that of the KPI.
    """
    shown = listing(question.kpi)
    found = _behind(question, connection, team, order)
    some = found.conversations(connection, found.places[after:][:limit]) if found else ()
    total = len(found.places) if found else 0
    return Behind(question, total, tuple(some), _said(shown, order), shown.heading, shown.unit)


def one_by_one(
    question: Question, connection: Connection, team: TeamSettings, order: str = ""
) -> tuple[int, Iterator[Conversation]]:
    """How many conversations the answer counts, and all of them, of which few are held in memory at a time."""
    found = _behind(question, connection, team, order)
    return (len(found.places), found.conversations(connection, found.places)) if found else (0, iter(()))


def _is_standing(shown: Listing) -> bool:
    return Event.STANDING in shown.events


def _said(shown: Listing, order: str) -> str:
    return ORDERS[order].words if order else shown.order


def listed(
    shown: Listing,
    days: Days,
    connection: Connection,
    team: TeamSettings,
    filters: Sequence[Filter] = (),
    limit: int | None = None,
    *,
    classified: bool = False,
) -> tuple[int, tuple[Conversation, ...]]:
    """How many conversations are listed that count on these days, and the first of them, at most `limit`; None: all.

    Of `classified` ones, those whose intent says something. None are where some of them are no longer kept.
    """
    if gone.is_gone(connection, team, days, standing=_is_standing(shown)):
        return 0, ()
    found = _found(shown, days, connection, team, filters, classified=classified)
    return len(found.places), tuple(found.conversations(connection, found.places[:limit]))


def keys_listed(
    shown: Listing, days: Days, connection: Connection, team: TeamSettings, filters: Sequence[Filter] = ()
) -> list[Key]:
    """Which conversations are listed that count on these days, in the same order; none where some are no longer
    kept."""
    if gone.is_gone(connection, team, days, standing=_is_standing(shown)):
        return []
    counter, found = _listed(shown, days, connection, team, filters)
    keys = counter.counting.rules.conversations.keys
    return [keys[place] for place in _in_order(counter, found, found.mask, found.weight)]


@dataclass(frozen=True)
class _Found:
    """What is listed: the conversations at these `places`, in order."""

    counter: Counter
    listed: Listed
    places: list[int]

    def conversations(self, connection: Connection, places: Sequence[int]) -> Iterator[Conversation]:
        """Those at some of the places, read a few hundred at a time."""
        spellings = {dimension.key: StoreLabels(connection).values(dimension) for dimension in _TOLD_APART}
        keys, figures = self.counter.counting.rules.conversations.keys, Figures.of(self.counter.counting)
        for start in range(0, len(places), _KEYS_AT_ONCE):
            some = places[start : start + _KEYS_AT_ONCE]
            details = _details(connection, [keys[place] for place in some])
            for place in some:
                yield _conversation(details[keys[place]], self.listed, place, spellings, figures)


def _behind(question: Question, connection: Connection, team: TeamSettings, order: str) -> _Found | None:
    """What the answer to the question counts; None if no source tells it. GoneError if some is no longer kept."""
    if not Coverage.of(question.kpi, Surroundings.of(sources.read(connection), team).sources).sources:
        return None
    days, classified = question.period.local_days, question.kpi == INTENT_DISTRIBUTION
    shown = listing(question.kpi)
    gone.check(connection, team, days, standing=_is_standing(shown))
    return _found(shown, days, connection, team, question.filters, classified=classified, order=order)


def _found(
    shown: Listing,
    days: Days,
    connection: Connection,
    team: TeamSettings,
    filters: Sequence[Filter],
    *,
    classified: bool = False,
    order: str = "",
) -> _Found:
    counter, found = _listed(shown, days, connection, team, filters)
    weight = ORDERS[order].weight(counter.counting) if order else found.weight
    wanted = _says_something(counter, team) if classified else found.mask
    return _Found(counter, found, _in_order(counter, found, wanted, weight))


def _listed(
    shown: Listing, days: Days, connection: Connection, team: TeamSettings, filters: Sequence[Filter]
) -> tuple[Counter, Listed]:
    around = Surroundings.of(sources.read(connection), team)
    counter = Counter.of(connection, around, days, shown.events, (INTENT,), filters, with_keys=True)
    return counter, shown.list(counter.counting, counter.days)


def _in_order(counter: Counter, listed: Listed, wanted: Mask, weight: Values) -> list[int]:
    """The places of those that are wanted and count on these days; those without a weight come last.

    Of two with the same weight it is the later one first, or the one with the lesser number: whatever the order in
    which the database has told them, none is on two pages.
    """
    grouped, _ = counter.grouped(())
    day = counter.days.index(listed.at)
    mask = listed.mask & wanted & (day >= 0) & (day < counter.days.number) & (grouped.group >= 0)
    places = np.flatnonzero(mask)
    heaviest = np.where(np.isnan(weight[places]), np.inf, -weight[places])
    keys = counter.counting.rules.conversations.keys
    order = np.lexsort((_ranks([keys[place] for place in places]), -listed.at[places], heaviest))
    return [int(place) for place in places[order]]


def _ranks(keys: Sequence[Key]) -> Values:
    """Of each, how many have a smaller number."""
    by_number = sorted(range(len(keys)), key=lambda at: (len(keys[at][1]), keys[at][1], keys[at][0]))
    ranks = np.empty(len(keys))
    ranks[by_number] = np.arange(len(keys))
    return ranks


def _says_something(counter: Counter, team: TeamSettings) -> Mask:
    known = counter.counting.rules.conversations
    told = [intent is not None and intent not in team.unclassified for intent in known.values[INTENT]]
    found: Mask = np.array(told, dtype=np.bool_)[known.labels[INTENT]]
    return found


def _details(connection: Connection, keys: Sequence[Key]) -> Mapping[Key, Row[Any]]:
    names = ("source", "external_id", "url", "created_at", "rating_scale", "subject")
    columns = [*(_t[name] for name in names), *(effective.column(each).label(each.key) for each in _TOLD_APART)]
    found: dict[Key, Row[Any]] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        by_source: dict[str, list[str]] = {}
        for source, number in keys[start : start + _KEYS_AT_ONCE]:
            by_source.setdefault(source, []).append(number)
        mine = or_(*(and_(_t.source == source, _t.external_id.in_(ids)) for source, ids in by_source.items()))
        for row in connection.execute(select(*columns).where(mine)):
            found[row.source, row.external_id] = row
    return found


def _conversation(
    row: Row[Any], listed: Listed, place: int, spellings: Mapping[str, Mapping[str, str]], figures: Figures
) -> Conversation:
    told = row._asdict()
    opened_at = told.pop("created_at")
    spelt = {key: known.get(told[key], told[key]) for key, known in spellings.items()}
    return Conversation(
        **{**told, **spelt},
        opened_at=opened_at,
        happened_at=int(listed.at[place]),
        value=_known(listed.value, place),
        outcome=next((words for words, mask in listed.outcomes if mask[place]), ""),
        first_reply=_known(figures.first_reply, place),
        resolution=_known(figures.resolution, place),
        rating=_known(figures.rating, place),
    )


def _known(values: Values, place: int) -> float | None:
    value = float(values[place])
    return None if np.isnan(value) else value
