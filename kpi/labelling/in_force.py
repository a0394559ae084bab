"""The rules and the names that are in force, and what follows from them for a conversation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import Connection, select

from kpi.labelling.whole_words import WholeWords
from kpi.model import IntentName, IntentRule, TicketIntent, table

_rule, _name, _label = table(IntentRule).c, table(IntentName).c, table(TicketIntent).c
# Built once: that takes several times as long as to run it.
_USED = select(*(select(each).limit(1).scalar_subquery() for each in (_label.intent, _rule.intent, _name.intent)))
_KEPT_READY = 4


@dataclass(frozen=True)
class Stated:
    """A rule as it is kept: conversations with one of the `words` are about `intent`, whatever that is called now."""

    id: int
    words: tuple[str, ...]
    intent: str


@dataclass(frozen=True)
class InForce:
    """The rules in their order, and by intent what it is called instead in the end."""

    rules: tuple[Stated, ...]
    names: Mapping[str, str]

    def by_rule(self, subject: str | None) -> Stated | None:
        """The first rule of which a word stands in the subject."""
        return next(self.all_by_rule(subject), None)

    def all_by_rule(self, subject: str | None) -> Iterator[Stated]:
        """All of them, in their order."""
        if subject is not None and self.rules:
            yield from (self.rules[place] for place in self._finder.found(subject))

    @cached_property
    def _finder(self) -> WholeWords:
        return _finder(tuple(rule.words for rule in self.rules))

    def intent(self, own: str | None, subject: str | None, by_hand: str | None) -> str | None:
        """What a conversation is about of which the source says `own`, and a person `by_hand`."""
        if by_hand is not None:
            return self.called(by_hand)
        rule = self.by_rule(subject)
        return self.called(own if rule is None else rule.intent)

    def given(self, own: str | None, subject: str | None, by_hand: str | None) -> str | None:
        """The same as `Ticket.given_intent` has it: None where it is the source's own."""
        intent = self.intent(own, subject, by_hand)
        return None if intent == own else intent

    def called(self, intent: str | None) -> str | None:
        """What the team calls it."""
        return None if intent is None else self.names.get(intent, intent)


def in_force(connection: Connection) -> InForce:
    """Those of the store, as this transaction sees it."""
    rules = connection.execute(select(_rule.id, _rule.words, _rule.intent).order_by(_rule.id))
    becomes = {row.intent: row.becomes for row in connection.execute(select(_name.intent, _name.becomes))}
    return InForce(
        tuple(Stated(id, tuple(words), intent) for id, words, intent in rules),
        {intent: _last(becomes, intent) for intent in becomes},
    )


def is_nothing(connection: Connection) -> bool:
    """Whether the team has no labels, rules or names at all: one short query."""
    return not any(value is not None for value in connection.execute(_USED).one())


def _last(becomes: Mapping[str, str], intent: str) -> str:
    """What it is called after all renames, none of which leads back to an earlier one."""
    while (called := becomes.get(intent, intent)) != intent:
        intent = called
    return intent


@lru_cache(_KEPT_READY)
def _finder(lists: tuple[tuple[str, ...], ...]) -> WholeWords:
    """To prepare it takes longer than to use it."""
    return WholeWords(lists)
