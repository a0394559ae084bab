"""Rules: conversations in whose subject one of some words stands are about an intent. Of several the first one counts.

Words are matched whole and in any case (`whole_words`). After a change the tickets are looked through for it
(`relabelling`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kpi import words as in_words
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import Word, plain, words
from kpi.ingest.columns.values import plain_line
from kpi.labelling import relabelling
from kpi.labelling.in_force import in_force
from kpi.labelling.spellings import said, spelling_of
from kpi.labelling.whole_words import comparable
from kpi.model import IntentRule, table
from kpi.team.history import Kept, keep

MOST_RULES, MOST_WORDS, LONGEST_WORD = 200, 50, 100
"""How many rules there may be, how many words each may have, and how many characters each of those."""

EXAMPLE = "rules add refund, money back -> refund"

_ARROW = re.compile(r"-+>|=+>|→|➔|⇒")
_SHOWN = 40
_WORDS_SAID = 5
_rule = table(IntentRule)


@dataclass(frozen=True)
class Rule:
    """One that is in force: `intent`, folded, is what the team calls it now, and `spelling` how that is spelt."""

    id: int
    words: tuple[str, ...]
    intent: str
    spelling: str
    who: str
    at: int

    @property
    def said(self) -> str:
        """ "refund for “refund”, “money back”" """
        some = ", ".join(f"“{word}”" for word in self.words[:_WORDS_SAID])
        more = len(self.words) - _WORDS_SAID
        return f"{self.spelling} for {some}{f' and {more} more' if more > 0 else ''}"


def all_(connection: Connection) -> list[Rule]:
    """In the order in which they count."""
    names = in_force(connection).names
    return [_made(connection, row, names) for row in connection.execute(select(_rule).order_by(_rule.c.id))]


def find(connection: Connection, number: int) -> Rule:
    """The rule with this `id`; UserError if there is none."""
    row = connection.execute(select(_rule).where(_rule.c.id == number)).first()
    if row is None:
        raise UserError(f"There is no rule {number}.", "See all of them with: rules")
    return _made(connection, row, in_force(connection).names)


def add(connection: Connection, words: Sequence[str], intent: str, who: str, at: int) -> Rule:
    """A new one after all others; `intent` is as somebody typed it. UserError for what cannot be a rule."""
    checked = check(words)
    if (connection.scalar(select(func.count()).select_from(_rule)) or 0) >= MOST_RULES:
        raise UserError(f"There are {MOST_RULES} rules already.", "Remove one, or add the words to one of them.")
    row = {"words": list(checked), "intent": said(connection, intent), "who": who, "at": at}
    number = connection.execute(insert(_rule).values(row).returning(_rule.c.id)).scalar_one()
    return _changed(connection, None, find(connection, number), who, at)


def replace(connection: Connection, number: int, words: Sequence[str], intent: str, who: str, at: int) -> Rule:
    """Another one in the place of the rule with this `id`. UserError if there is none, or for what cannot be a rule."""
    before, checked = find(connection, number), check(words)
    row = {"words": list(checked), "intent": said(connection, intent), "who": who, "at": at}
    connection.execute(update(_rule).where(_rule.c.id == number).values(row))
    return _changed(connection, before, find(connection, number), who, at)


def remove(connection: Connection, number: int, who: str, at: int) -> Rule:
    """From now on without it; gives what it was. UserError if there is none."""
    before = find(connection, number)
    connection.execute(delete(_rule).where(_rule.c.id == number))
    keep(connection, Kept(f"rule {number}", at, who, before.said, None))
    relabelling.begin(connection, at)
    return before


def read(text: str) -> tuple[tuple[str, ...], str]:
    """The words and the intent of a rule as people type it: "refund, money back -> refund".

    What is quoted may have commas and arrows in it. QuestionError for what is no rule.
    """
    line = plain(text)
    quotes = [word for word in words(line) if word.quoted]
    arrows = [found for found in _ARROW.finditer(line) if not _is_within(found.start(), quotes)]
    if not arrows:
        raise QuestionError("A rule is words, an arrow, and the intent that they mean.", EXAMPLE)
    intent = _unquoted(line[arrows[-1].end() :])
    if not intent:
        raise QuestionError("After the arrow comes the intent that the words mean.", EXAMPLE)
    return check(_parts(line[: arrows[-1].start()], quotes)), intent


def check(words: Sequence[str]) -> tuple[str, ...]:
    """The words, each once, as lines; QuestionError for what no rule can have."""
    lines = {alike: line for word in reversed(words) if (alike := comparable(line := plain_line(word)))}
    found = tuple(reversed(lines.values()))
    if not found:
        raise QuestionError("A rule needs words to look for in subjects.", EXAMPLE)
    if len(found) > MOST_WORDS:
        raise QuestionError(f"A rule has at most {MOST_WORDS} words; those are {len(found)}.", EXAMPLE)
    long = next((word for word in found if len(word) > LONGEST_WORD), None)
    if long is not None:
        sentence = f"“{in_words.shorten(long, _SHOWN)}” has more than {LONGEST_WORD} characters."
        raise QuestionError(sentence, EXAMPLE)
    return found


def _changed(connection: Connection, before: Rule | None, after: Rule, who: str, at: int) -> Rule:
    keep(connection, Kept(f"rule {after.id}", at, who, before.said if before else None, after.said))
    relabelling.begin(connection, at)
    return after


def _made(connection: Connection, row: Row[Any], names: Mapping[str, str]) -> Rule:
    intent = names.get(row.intent, row.intent)
    return Rule(row.id, tuple(row.words), intent, spelling_of(connection, intent), row.who, row.at)


def _parts(line: str, quotes: Sequence[Word]) -> list[str]:
    """What stands between commas that are not quoted."""
    commas = [at for at, sign in enumerate(line) if sign in ",，、;" and not _is_within(at, quotes)]
    edges = zip([0, *(at + 1 for at in commas)], [*commas, len(line)], strict=True)
    return [_unquoted(line[start:end]) for start, end in edges]


def _unquoted(text: str) -> str:
    found = words(text)
    return found[0].text if len(found) == 1 and found[0].quoted else plain_line(text)


def _is_within(at: int, quotes: Sequence[Word]) -> bool:
    return any(quote.start <= at < quote.end for quote in quotes)
