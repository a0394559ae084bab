"""Tries a rule on the conversations that there are, before it is saved."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row

from kpi.labelling.in_force import InForce, Stated, in_force
from kpi.labelling.newest import pages
from kpi.labelling.rules import check
from kpi.labelling.spellings import read

EXAMPLES = 5
SECONDS = 1.5
"""For which it is looked; a page of conversations is looked at in any case."""
_AFTER_ALL = 2**63
_COUNTED = ("matched", "kept_by_hand", "by_earlier", "unlabelled", "changed", "let_go", "without_subject")


@dataclass(frozen=True)
class Example:
    """A conversation that would be about something else. Intents are folded, None for nothing."""

    external_id: str
    source: str
    subject: str
    now: str | None
    then: str | None


@dataclass(frozen=True)
class Trial:
    """What a rule would do to the conversations that were looked at, of which the newest come first.

    `matched` have one of the words; of those a person's label stands for `kept_by_hand`, and `by_earlier` rules are
    labelled already, so that the rule would label the rest. `unlabelled` would have an intent and have none now,
    `changed` would have another than now, among them those that the rule in whose place it comes would `let_go`.
    `without_subject` can be matched by no rule. The newest `EXAMPLES` of what would change are in `examples`.
    """

    matched: int
    kept_by_hand: int
    by_earlier: int
    unlabelled: int
    changed: int
    let_go: int
    without_subject: int
    examples: tuple[Example, ...]
    looked_at: int
    all_looked_at: bool

    @property
    def labels(self) -> int:
        """How many the rule would label."""
        return self.matched - self.kept_by_hand - self.by_earlier


def try_rule(
    connection: Connection,
    words: Sequence[str],
    intent: str,
    instead_of: int | None = None,
    seconds: float = SECONDS,
) -> Trial:
    """What the rule would do, after all others or `instead_of` the one with that `id`, as if all were labelled anew.

    Looks at all conversations that count, if that takes so many seconds, else at the newest. QuestionError for what
    cannot be a rule.
    """
    tried = Stated(_AFTER_ALL if instead_of is None else instead_of, check(words), read(intent)[0])
    trying = _Trying(in_force(connection), tried)
    give_up_at = time.monotonic() + seconds
    for page in pages(connection):
        if trying.looked_at and time.monotonic() > give_up_at:
            return trying.made(all_looked_at=False)
        for row in page:
            trying.look_at(row)
    return trying.made(all_looked_at=True)


@dataclass
class _Trying:
    rules: InForce
    tried: Stated
    looked_at: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)

    def look_at(self, row: Row[Any]) -> None:
        self.looked_at += 1
        if row.subject is None:
            self.counts["without_subject"] += 1
            return
        found = list(self._then.all_by_rule(row.subject))
        if self.tried in found:
            self.counts["matched"] += 1
            self.counts["kept_by_hand"] += row.by_hand is not None
            self.counts["by_earlier"] += row.by_hand is None and found[0] != self.tried
        elif self._replaced is None or self.rules.by_rule(row.subject) != self._replaced:
            return
        then = self._then.called(row.by_hand or (found[0].intent if found else row.own))
        if then != row.now:
            self.counts["unlabelled" if row.now is None else "changed"] += 1
            self.counts["let_go"] += self.tried not in found
            if len(self.examples) < EXAMPLES:
                self.examples.append(Example(row.external_id, row.source, row.subject, row.now, then))

    def made(self, *, all_looked_at: bool) -> Trial:
        return Trial(
            **{name: self.counts[name] for name in _COUNTED},
            examples=tuple(self.examples),
            looked_at=self.looked_at,
            all_looked_at=all_looked_at,
        )

    @cached_property
    def _replaced(self) -> Stated | None:
        return next((rule for rule in self.rules.rules if rule.id == self.tried.id), None)

    @cached_property
    def _then(self) -> InForce:
        """What is in force with the rule."""
        others = [rule for rule in self.rules.rules if rule.id != self.tried.id]
        return InForce(tuple(sorted((*others, self.tried), key=lambda rule: rule.id)), self.rules.names)
