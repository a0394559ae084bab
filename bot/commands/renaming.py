"""`/kpi rename "login bug" to "login"`, `/kpi merge "login bug" into "login"`; `/kpi rename "login bug" back`."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from bot.commands.deciding import as_typed, deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.commands.relabelling import Relabelled, Relabelling
from bot.messages.message import Message
from bot.messages.name_rows import NameRows
from kpi.grammar import slips
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import Word, plain, words
from kpi.labelling import names
from kpi.labelling.in_force import in_force
from kpi.labelling.spellings import spelling_of, spellings
from kpi.labels import fold
from kpi.words import shorten

RENAME, MERGE = "rename", "merge"
_TO = frozenset(("to", "into", "as", "with", "->", "→", "=>"))
_BACK, _NOW = "back", "now"
_LONGEST = 60


class Line(NamedTuple):
    """What is renamed to what; without `new`, what gets its own name back. `sure`: asked back already."""

    old: str
    new: str | None
    sure: bool = False


def rename(bench: Workbench) -> Command:
    """Another name for an intent."""
    return Command(
        verb=RENAME,
        usage="INTENT to NAME",
        does="Another name for an intent, in all numbers, also past ones; back takes that back. For admins.",
        examples=(f'{RENAME} "login bug" to "login"', f'{RENAME} "login bug" {_BACK}', RENAME),
        answer=partial(_answer, bench, RENAME),
    )


def merge(bench: Workbench) -> Command:
    """The same where the name is another intent's."""
    return Command(
        verb=MERGE,
        usage="INTENT into INTENT",
        does="Counts one intent as another, also in the past, after a question back. For admins.",
        examples=(f'{MERGE} "login bug" into "login"',),
        answer=partial(_answer, bench, MERGE),
    )


def read(text: str, known: Mapping[str, str]) -> Line | None:
    """What a line says, where `known` are the intents; None if it says nothing, QuestionError if that is not clear."""
    line = plain(text).strip()
    said = words(line)
    if not said:
        return None
    sure = len(said) > 1 and said[-1].lower == _NOW and not said[-1].quoted
    if sure:
        line, said = line[: said[-1].start].strip(), said[:-1]
    found = [_parted(line, word) for word in said if word.lower in _TO and not word.quoted]
    found = [each for each in found if all(each)]
    if not found:
        if said[-1].lower == _BACK and not said[-1].quoted and len(said) > 1:
            return Line(_name(line[: said[-1].start]), None)
        example = as_typed(_name(line)) if fold(_name(line)) in known else '"login bug"'
        raise QuestionError("From which name to which?", f"{RENAME} {example} to login", f"{RENAME} {example} {_BACK}")
    old, new = next((each for each in found if fold(each[0]) in known), found[0])
    return Line(old, new, sure)


def _answer(bench: Workbench, verb: str, asked: Asked) -> Message:
    with deciding(bench) as at:
        known = {**spellings(at.connection), **{each.intent: each.spelling for each in names.all_(at.connection)}}
        line = read(asked.text, known)
    if line is None:
        return _list(bench, asked)
    who = asked.author()
    if line.new is None:
        return _restore(bench, asked, line.old, who)
    if fold(line.old) not in known:
        raise _unknown(verb, line.old, line.new, known)
    if not line.sure and (question := _to_be_confirmed(bench, asked, line.old, line.new)):
        return question
    return _rename(bench, asked, line.old, line.new, who)


def _to_be_confirmed(bench: Workbench, asked: Asked, old: str, new: str) -> Message | None:
    """The question back where conversations are about the new name already; None where that is just a name."""
    if fold(old) == fold(new):
        return None
    with deciding(bench) as at:
        leads_to = in_force(at.connection).called(fold(new)) or ""
        there, moving = (names.conversations(at.connection, each) for each in (leads_to, fold(old)))
        spelt = {"old": spelling_of(at.connection, fold(old)), "new": spelling_of(at.connection, leads_to)}
    if not there or leads_to == fold(old):
        return None
    line = f"{MERGE} {as_typed(spelt['old'])} into {as_typed(spelt['new'])} {_NOW}"
    return bench.messages.render("merging.j2", asked=asked, line=line, moving=moving, there=there, **spelt)


def _rename(bench: Workbench, asked: Asked, old: str, new: str, who: str) -> Message:
    relabelling = Relabelling(bench, fold(old), fold(new))
    with deciding(bench, writing=True) as at:
        line = _undoing(at.connection, old, new)
        renamed = names.rename(at.connection, old, new, who, at.at)
    begun = relabelling.begun(renamed.conversations)
    shown = {"old": renamed.old, "new": renamed.new, "merged": renamed.merged}

    def by_then(now: Relabelled) -> Message:
        return bench.messages.render("renamed.j2", asked=asked, relabelled=now, line=line, **shown)

    name = f"“{shorten(renamed.old, _LONGEST)}” → “{shorten(renamed.new, _LONGEST)}”"
    return relabelling.answer(name, begun, by_then)


def _undoing(connection: Connection, old: str, new: str) -> str:
    """What makes all be called again as it is before a rename; "" where only the spelling changes."""
    if fold(old) == fold(new):
        return ""
    called = in_force(connection).called
    before, is_called = spelling_of(connection, fold(old)), called(fold(old)) or ""
    if called(fold(new)) == fold(old):
        return f"{RENAME} {as_typed(new)} to {as_typed(before)}"
    if is_called != fold(old):
        return f"{RENAME} {as_typed(before)} to {as_typed(spelling_of(connection, is_called))}"
    return f"{RENAME} {as_typed(before)} {_BACK}"


def _restore(bench: Workbench, asked: Asked, old: str, who: str) -> Message:
    with deciding(bench) as at:
        found = next((each for each in names.all_(at.connection) if each.intent == fold(old)), None)
    if found is None:
        raise QuestionError(f"“{shorten(old, _LONGEST)}” has its own name.", RENAME)
    relabelling = Relabelling(bench, found.intent, found.becomes)
    with deciding(bench, writing=True) as at:
        over = names.restore(at.connection, old, who, at.at)
    shown = {"old": over.spelling, "new": "", "merged": False}

    def by_then(now: Relabelled) -> Message:
        return bench.messages.render("renamed.j2", asked=asked, relabelled=now, line="", **shown)

    return relabelling.answer(f"“{shorten(over.spelling, _LONGEST)}”", relabelling.begun(), by_then)


def _list(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench) as at:
        rows = NameRows.of(names.all_(at.connection), at.moment)
    return bench.messages.render("names.j2", asked=asked, names=rows)


def _unknown(verb: str, old: str, new: str, known: Mapping[str, str]) -> QuestionError:
    between = "into" if verb == MERGE else "to"
    near = [known[each.phrase] for each in slips.near(fold(old), list(known))]
    lines = [f"{verb} {as_typed(name)} {between} {as_typed(new)}" for name in near] or ["intents"]
    return QuestionError(f"I know no intent “{shorten(old, _LONGEST)}”.", *lines)


def _parted(line: str, at: Word) -> tuple[str, str]:
    return _name(line[: at.start]), _name(line[at.end :])


def _name(text: str) -> str:
    """Without the quotes around all of it."""
    said = words(text)
    return said[0].text if len(said) == 1 else text.strip()
