"""Rules for intents in words: as rows of a table, and one with what it would do."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.messages.label_card import short_address
from bot.messages.mrkdwn import shorten
from bot.messages.rows import ROOM_BESIDE_A_MENU, fitting
from kpi.grammar.words import quoted
from kpi.labelling.queue import Key
from kpi.labelling.rules import Rule
from kpi.labelling.trying import Example, Trial

_PARTS = re.compile("[,，、;&\"'“”‘’]|[-=]>|[→➔⇒]")
MOST_CHOICES = 25
"""Two menus and the table have to fit into one message."""
_LONGEST_WORDS, _LONGEST_INTENT = 300, 60


@dataclass(frozen=True)
class RuleRow:
    """One rule, in words."""

    number: str
    words: str
    intent: str
    made: str


@dataclass(frozen=True)
class RuleRows:
    """The first of `total` rules, and those that the menus offer: each number with a name."""

    rows: list[RuleRow]
    total: int
    choices: list[tuple[int, str]]

    @classmethod
    def of(cls, rules: Sequence[Rule], moment: Callable[[int], str]) -> "RuleRows":
        """`moment` says an instant in words."""
        rows = fitting((_row(each, moment) for each in rules), ROOM_BESIDE_A_MENU)
        named = [(each.id, shorten(f"{each.id}: {_said(each)}", 75)) for each in rules[:MOST_CHOICES]]
        return cls(rows, len(rules), named)


@dataclass(frozen=True)
class ExampleRow:
    """A conversation that a rule would label: what it is about `now`, and `then`."""

    id: str
    url: str
    now: str
    then: str
    subject: str


@dataclass(frozen=True)
class Tried:
    """A rule that is tried: its `number`, 0 if it is a new one; `again` says it as a line, and `save` saves it."""

    number: int
    words: str
    intent: str
    again: str
    save: str
    examples: list[ExampleRow]

    @classmethod
    def of(
        cls,
        number: int | None,
        words: Sequence[str],
        intent: str,
        trial: Trial,
        spellings: Mapping[str, str],
        urls: Mapping[Key, str],
        *,
        with_subjects: bool,
    ) -> "Tried":
        """With what the trial has found. Subjects are for the asker alone, so others get rows without them."""
        line = f"{f'change {number}' if number else 'add'} {as_line(words, intent)}"
        examples = [_example(each, spellings, urls, with_subject=with_subjects) for each in trial.examples]
        return cls(number or 0, in_words(words), intent, f"rules {line}", f"rules save {line}", examples)


def in_words(words: Sequence[str]) -> str:
    """As one types them: in quotes where a comma or an arrow would part them."""
    return ", ".join(quoted(word) if _PARTS.search(word) else word for word in words)


def as_line(words: Sequence[str], intent: str) -> str:
    """ "refund, money back -> refund" """
    return typed_line(in_words(words), intent)


def typed_line(words: str, intent: str) -> str:
    """The same of words as somebody typed them, with commas between them."""
    return f"{words} -> {quoted(intent) if _PARTS.search(intent) else intent}"


def rule_text(rule: Rule) -> str:
    """The same of a rule."""
    return as_line(rule.words, rule.spelling)


def _row(rule: Rule, moment: Callable[[int], str]) -> RuleRow:
    return RuleRow(
        number=str(rule.id),
        words=shorten(in_words(rule.words), _LONGEST_WORDS),
        intent=shorten(rule.spelling, _LONGEST_INTENT),
        made=f"{rule.who}, {moment(rule.at)}",
    )


def _said(rule: Rule) -> str:
    return f"{rule.spelling} ← {in_words(rule.words)}"


def _example(
    found: Example, spellings: Mapping[str, str], urls: Mapping[Key, str], *, with_subject: bool
) -> ExampleRow:
    return ExampleRow(
        id=shorten(found.external_id, 60),
        url=short_address(urls.get((found.source, found.external_id))),
        now=_spelt(found.now, spellings),
        then=_spelt(found.then, spellings),
        subject=shorten(found.subject or "", 120) if with_subject else "",
    )


def _spelt(intent: str | None, spellings: Mapping[str, str]) -> str:
    return shorten(spellings.get(intent, intent), _LONGEST_INTENT) if intent else "no intent"
