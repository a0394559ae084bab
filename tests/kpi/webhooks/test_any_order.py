"""A conversation's life, told by deliveries and files in any order, any number of times, is the same conversation."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kpi.ingest.history import journal
from kpi.ingest.merging.events import add_events
from kpi.ingest.merging.merge import merge
from kpi.ingest.tickets.logs import Event
from kpi.model import EventKind, Import, Ticket, table
from kpi.store import Store
from tests.kpi.webhooks.plain_desk import NOW, connect, deliver, event

OPENED = 1_780_000_000
TOLD = (
    "created_at", "first_human_response_at", "first_automated_response_at", "acknowledged_at", "handed_over_at",
    "status", "resolved_at", "reopened_at", "rating", "rating_scale", "rated_at", "excluded", "team",
)  # fmt: skip
MESSAGES = {"ack": EventKind.ACKNOWLEDGEMENT, "bot": EventKind.AUTOMATED_REPLY, "reply": EventKind.HUMAN_REPLY}
MESSAGE_KINDS = {*MESSAGES.values(), EventKind.CUSTOMER_MESSAGE, EventKind.ASSIGNED}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ack", "bot", "reply", "asked", "assign", "close", "rate", "merge", "team"]), st.integers(1, 9)
    ),
    max_size=12,
)
numbers = count(1)


@dataclass
class Life:
    """What happened, what is delivered of it, and how the conversation then stands at each moment."""

    number: str
    states_are_events: bool
    stands: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    deliveries: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    log: list[Event] = field(default_factory=list)

    @classmethod
    def of(cls, number: str, steps: list[tuple[str, int]], states_are_events: bool = False) -> "Life":
        life = cls(number, states_are_events)
        now = dict.fromkeys(TOLD) | {"created_at": OPENED, "status": "open"}
        beginning = [event(number, EventKind.OPENED, OPENED), event(number, EventKind.CUSTOMER_MESSAGE, OPENED)]
        life._tell(OPENED, now, {"status": "open"}, beginning)
        at = OPENED
        for step, value in steps:
            at += 100 * value
            now = life._live(step, value, at, now)
        return life

    def _live(self, step: str, value: int, at: int, now: dict[str, Any]) -> dict[str, Any]:
        after, events = dict(now), list[Any]()
        said: dict[str, Any] = {}
        if step in MESSAGES:
            events = [event(self.number, MESSAGES[step], at)]
            of = {"ack": "acknowledged_at", "bot": "first_automated_response_at", "reply": "first_human_response_at"}[
                step
            ]
            after[of] = now[of] or at
        elif step == "asked":
            events = [event(self.number, EventKind.CUSTOMER_MESSAGE, at)]
        elif step == "assign":
            events = [event(self.number, EventKind.ASSIGNED, at)]
            if now["first_automated_response_at"] is not None:
                after["handed_over_at"] = now["handed_over_at"] or at
        elif step == "close":
            field, to = ("reopened_at", "open") if now["status"] == "resolved" else ("resolved_at", "resolved")
            after |= {field: at, "status": to}
            if self.states_are_events:
                events = [event(self.number, EventKind.REOPENED if to == "open" else EventKind.RESOLVED, at)]
            else:
                said = {field: at, "status": to}
        elif step == "rate":
            said = {"rating": 1 + value % 5, "rated_at": at}
        elif step == "merge":
            said = {"excluded": "merged" if value % 2 else None}
        else:
            said = {"team": f"team {value}"}
        after |= said
        if "rating" in said:
            after |= {"rating": float(said["rating"]), "rating_scale": "stars"}
        self._tell(at, after, said, events)
        return after

    def _tell(self, at: int, after: dict[str, Any], said: dict[str, Any] | None = None, events: Any = ()) -> None:
        body = {
            "id": f"{self.number} {len(self.deliveries)}",
            "statements": [{"external_id": self.number, "as_of": at, "fields": said}] if said else [],
            "events": list(events),
        }
        self.deliveries.append((at, body))
        self.stands.append((at, after))
        self.log += [Event(*each) for each in events if each[2] in MESSAGE_KINDS]

    def at(self, moment: int) -> tuple[int, dict[str, Any]]:
        """The last moment at which anything changed, and how it stood."""
        return [each for each in self.stands if each[0] <= moment][-1]


def import_of(store: Store, fields: tuple[str, ...]) -> int:
    with store.writing() as connection:
        row = dict.fromkeys(("rows", "added", "updated", "unchanged", "problems"), 0)
        values = {**row, "source": "desk", "file": "f", "format": "CSV", "kind": journal.TICKETS, "started_at": NOW}
        statement = (
            table(Import).insert().values(**values, fields=sorted(fields), rejected={}).returning(table(Import).c.id)
        )
        return int(connection.execute(statement).scalar_one())


def snapshot(store: Store, life: Life, moment: int, fields: tuple[str, ...] = TOLD) -> None:
    """An export that was made at that moment."""
    as_of, now = life.at(moment)
    with store.writing() as connection:
        merge(
            connection,
            "desk",
            import_of_cache(store, fields),
            fields,
            [(life.number, as_of, *(now[each] for each in fields))],
        )


_imports: dict[tuple[int, tuple[str, ...]], int] = {}


def import_of_cache(store: Store, fields: tuple[str, ...]) -> int:
    return _imports[(id(store), fields)]


def prepare(store: Store) -> None:
    if (id(store), TOLD) not in _imports:
        connect(store)
        _imports[(id(store), TOLD)] = import_of(store, TOLD)
        _imports[(id(store), ())] = import_of(store, TOLD)


def ticket(store: Store, number: str) -> dict[str, Any]:
    t = table(Ticket).c
    with store.reading() as connection:
        row = connection.execute(
            select(*(t[name] for name in TOLD)).where(t.source == "desk", t.external_id == number)
        ).one()
    return dict(row._mapping)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, states_are_events=st.booleans(), data=st.data())
def test_deliveries_in_any_order_again_and_among_exports_tell_the_life_as_it_was(
    shared: Store, steps: list[tuple[str, int]], states_are_events: bool, data: st.DataObject
) -> None:
    prepare(shared)
    life = Life.of(str(next(numbers)), steps, states_are_events)
    moments = data.draw(st.lists(st.integers(OPENED, life.stands[-1][0] + 50), max_size=3))
    acts: list[Any] = [*life.deliveries, *data.draw(st.lists(st.sampled_from(life.deliveries), max_size=4)), *moments]
    for act in data.draw(st.permutations(acts)):
        if isinstance(act, int):
            snapshot(shared, life, act)
        else:
            deliver(shared, act[1])
    assert ticket(shared, life.number) == life.stands[-1][1]


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, states_are_events=st.booleans(), data=st.data())
def test_what_was_before_the_connection_comes_from_an_export_and_the_rest_from_deliveries(
    shared: Store, steps: list[tuple[str, int]], states_are_events: bool, data: st.DataObject
) -> None:
    prepare(shared)
    life = Life.of(str(next(numbers)), steps, states_are_events)
    end = life.stands[-1][0]
    since = data.draw(st.integers(OPENED + 1, end + 1))
    exported = data.draw(st.lists(st.integers(since, end + 1), min_size=1, max_size=3))
    acts: list[Any] = [*(each for each in life.deliveries if each[0] >= since), *exported]
    for act in data.draw(st.permutations(acts)):
        if isinstance(act, int):
            snapshot(shared, life, act)
        else:
            deliver(shared, act[1])
    assert ticket(shared, life.number) == life.stands[-1][1]


@settings(max_examples=15, deadline=None)
@given(steps=STEPS, data=st.data())
def test_messages_may_come_from_a_log_and_from_deliveries_alike(
    shared: Store, steps: list[tuple[str, int]], data: st.DataObject
) -> None:
    prepare(shared)
    life = Life.of(str(next(numbers)), steps)
    in_a_log = [data.draw(st.booleans()) for _ in life.log]
    logged = [each for each, by_log in zip(life.log, in_a_log, strict=True) if by_log]
    acts: list[Any] = [*life.deliveries, *logged]
    for act in data.draw(st.permutations(acts)):
        if isinstance(act, Event):
            with shared.writing() as connection:
                add_events(connection, "desk", import_of_cache(shared, ()), [act])
        else:
            deliver(shared, act[1])
    assert ticket(shared, life.number) == life.stands[-1][1]
