"""The conversations behind a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, and_, or_, select

from kpi import sources
from kpi.answering.coverage import Coverage
from kpi.answering.listings import Listed, Listing, listing
from kpi.catalogue import INTENT_DISTRIBUTION, Unit
from kpi.counting.counter import Counter
from kpi.counting.days import Days
from kpi.counting.rules import Mask
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import CHANNEL, INTENT, TEAM
from kpi.filters import Filter
from kpi.labels import StoreLabels
from kpi.model import Ticket, table
from kpi.question import Question
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
    Labels are spelt as for people. Instants are in UTC seconds.
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


@dataclass(frozen=True)
class Behind:
    """The first of `total` conversations, in the order that `order` says in words. `heading` says what their values
    are, of which `unit` is the unit."""

    question: Question
    total: int
    conversations: tuple[Conversation, ...]
    order: str
    heading: str
    unit: Unit | None


def behind(question: Question, connection: Connection, team: TeamSettings, limit: int | None = 100) -> Behind:
    """The conversations that the answer to the question counts, at most `limit` of them in full; None: all."""
    shown = listing(question.kpi)
    around = Surroundings.of(sources.read(connection), team)
    if not Coverage.of(question.kpi, around.sources).sources:
        return Behind(question, 0, (), shown.order, shown.heading, shown.unit)
    days, classified = question.period.local_days, question.kpi == INTENT_DISTRIBUTION
    total, found = listed(shown, days, connection, team, question.filters, limit, classified=classified)
    return Behind(question, total, found, shown.order, shown.heading, shown.unit)


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

    Of `classified` ones, those whose intent says something.
    """
    counter, found = _listed(shown, days, connection, team, filters)
    places = _in_order(counter, found, _says_something(counter, team) if classified else found.mask)
    keys = counter.counting.rules.conversations.keys
    wanted = places[:limit]
    details = _details(connection, [keys[place] for place in wanted])
    spellings = {dimension.key: StoreLabels(connection).values(dimension) for dimension in _TOLD_APART}
    return len(places), tuple(_conversation(details[keys[place]], found, place, spellings) for place in wanted)


def keys_listed(
    shown: Listing, days: Days, connection: Connection, team: TeamSettings, filters: Sequence[Filter] = ()
) -> list[Key]:
    """Which conversations are listed that count on these days, in the same order."""
    counter, found = _listed(shown, days, connection, team, filters)
    keys = counter.counting.rules.conversations.keys
    return [keys[place] for place in _in_order(counter, found, found.mask)]


def _listed(
    shown: Listing, days: Days, connection: Connection, team: TeamSettings, filters: Sequence[Filter]
) -> tuple[Counter, Listed]:
    around = Surroundings.of(sources.read(connection), team)
    counter = Counter.of(connection, around, days, shown.events, (INTENT,), filters, with_keys=True)
    return counter, shown.list(counter.counting, counter.days)


def _in_order(counter: Counter, listed: Listed, wanted: Mask) -> list[int]:
    """The places of those that are wanted and count on these days."""
    grouped, _ = counter.grouped(())
    day = counter.days.index(listed.at)
    mask = listed.mask & wanted & (day >= 0) & (day < counter.days.number) & (grouped.group >= 0)
    places = np.flatnonzero(mask)
    order = np.lexsort((-listed.at[places], -listed.weight[places]))
    return [int(place) for place in places[order]]


def _says_something(counter: Counter, team: TeamSettings) -> Mask:
    known = counter.counting.rules.conversations
    told = [intent is not None and intent not in team.unclassified for intent in known.values[INTENT]]
    found: Mask = np.array(told, dtype=np.bool_)[known.labels[INTENT]]
    return found


def _details(connection: Connection, keys: Sequence[Key]) -> Mapping[Key, Row[Any]]:
    columns = ("source", "external_id", "url", "created_at", "channel", "intent", "team", "rating_scale", "subject")
    found: dict[Key, Row[Any]] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        by_source: dict[str, list[str]] = {}
        for source, number in keys[start : start + _KEYS_AT_ONCE]:
            by_source.setdefault(source, []).append(number)
        mine = or_(*(and_(_t.source == source, _t.external_id.in_(ids)) for source, ids in by_source.items()))
        for row in connection.execute(select(*(_t[name] for name in columns)).where(mine)):
            found[row.source, row.external_id] = row
    return found


def _conversation(
    row: Row[Any], listed: Listed, place: int, spellings: Mapping[str, Mapping[str, str]]
) -> Conversation:
    told = row._asdict()
    opened_at = told.pop("created_at")
    spelt = {key: known.get(told[key], told[key]) for key, known in spellings.items()}
    value = float(listed.value[place])
    return Conversation(
        **{**told, **spelt},
        opened_at=opened_at,
        happened_at=int(listed.at[place]),
        value=None if np.isnan(value) else value,
        outcome=next((words for words, mask in listed.outcomes if mask[place]), ""),
    )
