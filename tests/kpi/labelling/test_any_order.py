"""Whatever happens, and in whatever order, each conversation has the intent that a few plain lines say it has."""

from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from kpi.labelling import relabelling
from kpi.labelling.effective import INTENT_COLUMN
from kpi.model import Label, Ticket, table
from kpi.store import Store
from tests.kpi.summary.changes import (
    INTENTS,
    START,
    Change,
    Labelled,
    Renamed,
    Ruled,
    Tickets,
    begin_empty,
    changes,
    do,
    labelling,
)

_t = table(Ticket).c
_FIELDS = ("created_at", "intent", "subject")


class Oracle:
    """What people and rules have said, and what everything is called."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, str], str] = {}
        self.rules: list[tuple[tuple[str, ...], str]] = []
        self.called: dict[str, str] = {}

    def hear(self, change: Change, there: set[tuple[str, str]], known: set[str]) -> None:
        """Of conversations and intents that are not there, nothing is said."""
        match change:
            case Labelled(source, number, intent) if (source, number) in there:
                self.said.pop((source, number), None)
                if intent is not None:
                    self.said[source, number] = intent
            case Ruled(words, str(intent), None):
                self.rules.append((words, intent))
            case Ruled(words, intent, place) if self.rules:
                at = (place or 0) % len(self.rules)
                self.rules[at : at + 1] = [] if intent is None else [(words, intent)]
            case Renamed(old, None):
                self.called.pop(old, None)
            case Renamed(old, str(new)) if old in known:
                self._rename(old, new)

    def _rename(self, old: str, new: str) -> None:
        target = self._name(new)
        if target == old:
            target = new
        self.called[old] = target
        self.called.pop(target, None)

    def _name(self, intent: str) -> str:
        return self._name(self.called[intent]) if intent in self.called else intent

    def intent(self, key: tuple[str, str], own: str | None, subject: str | None) -> str | None:
        text = f" {subject or ''} ".lower().replace(",", " ")
        by_rule = (intent for words, intent in self.rules if any(f" {word} " in text for word in words))
        result = self.said.get(key) or next(by_rule, own)
        return None if result is None else self._name(result)


_first = st.lists(
    st.tuples(st.sampled_from("1234"), st.none() | st.sampled_from(INTENTS), st.sampled_from((None, "log in, refund"))),
    min_size=1,
    unique_by=lambda row: row[0],
).map(lambda rows: Tickets("chat", _FIELDS, tuple((n, START, START, *rest) for n, *rest in rows), START + 9))


@given(_first, st.lists(labelling | changes, max_size=12))
@example(
    Tickets("chat", _FIELDS, (("1", START, START, "refund", "please log in"),), START),
    [
        Ruled(("please",), "login", None),
        Renamed("login", "access"),
        Renamed("access", "refund"),
        Renamed("refund", "login"),
        Labelled("chat", "1", "login"),
    ],
)
def test_after_anything_each_conversation_has_the_intent_that_follows(
    any_shared_store: Store, first: Tickets, changed: list[Change]
) -> None:
    store, oracle = any_shared_store, Oracle()
    begin_empty(store)
    for change in (first, *changed):
        oracle.hear(change, set(_own(store)), _known(store))
        do(store, change)
    relabelling.finish(store)
    expected = {key: oracle.intent(key, *told) for key, told in _own(store).items()}
    with store.reading() as connection:
        rows = connection.execute(select(_t.source, _t.external_id, INTENT_COLUMN)).all()
    assert {(source, number): intent for source, number, intent in rows} == expected


def _own(store: Store) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """What sources say of each conversation: its intent and its subject."""
    with store.reading() as connection:
        rows = connection.execute(select(_t.source, _t.external_id, _t.intent, _t.subject))
        return {(source, number): (intent, subject) for source, number, intent, subject in rows}


def _known(store: Store) -> set[str]:
    """The intents that have a spelling."""
    with store.reading() as connection:
        label = table(Label).c
        return set(connection.scalars(select(label.folded).where(label.field == "intent")))
