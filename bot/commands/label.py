"""`/kpi label 1234 refund`: what a conversation is about; `/kpi label 1234 none`: as its source and the rules say."""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from bot.commands.deciding import as_typed, deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.label_buttons import Key
from bot.messages.label_card import short_address
from bot.messages.message import Message
from bot.messages.mrkdwn import shorten
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain, quoted, words
from kpi.labelling import by_hand, finding
from kpi.labelling.by_hand import Given
from kpi.labelling.spellings import read as read_name
from kpi.labelling.spellings import spellings

VERB = "label"
_BACK = frozenset(("none", "back", "nothing", "no intent"))
_BETWEEN = frozenset(("as", "is", "->", "→", "=>", "=", ":", ","))


class Line(NamedTuple):
    """Which conversation, of which source if that is said, and its intent; None to take a label back."""

    number: str
    source: str
    intent: str | None


def command(bench: Workbench) -> Command:
    """A label by hand, which wins over rules and over what the source says."""
    return Command(
        verb=VERB,
        usage="ID INTENT",
        does="What a conversation is about, by its id; none takes that back. Everybody may.",
        examples=(f"{VERB} 1234 refund", f"{VERB} 1234 none"),
        answer=partial(_answer, bench),
    )


def read(text: str) -> Line:
    """What a line says; QuestionError where it names no conversation or no intent."""
    line, source = _source(plain(text).strip())
    number, rest = _number(line)
    if not number:
        raise QuestionError("Which conversation, and what is it about?", f"{VERB} 1234 refund", f"{VERB} 1234 none")
    said = words(rest)
    while said and not said[0].quoted and said[0].lower in _BETWEEN:
        said = said[1:]
    if not said:
        raise QuestionError("What is it about?", *(f"{VERB} {quoted(number)} {each}" for each in ("refund", "none")))
    is_quoted = len(said) == 1 and said[0].quoted
    intent = said[0].text if is_quoted else rest[said[0].start :].strip()
    is_back = not is_quoted and intent.casefold() in _BACK
    return Line(number, source, None if is_back else intent)


def check(bench: Workbench, intent: str) -> None:
    """UserError for what is no name, or says nothing: a conversation with that would be unclassified as before."""
    folded, _ = read_name(intent)
    with deciding(bench) as at:
        if folded in at.team.unclassified:
            said = shorten(intent, 40)
            raise UserError(
                f"“{said}” says nothing: such conversations count as unclassified.", "Name what it is about."
            )


def give(bench: Workbench, key: Key, intent: str, who: str) -> Given:
    """Label a conversation by hand; UserError."""
    check(bench, intent)
    with deciding(bench, writing=True) as at:
        given = by_hand.give(at.connection, *key, intent, who, at.at)
    bench.recount()
    return given


def take_back(bench: Workbench, key: Key, who: str) -> Given:
    """It is about what rules and its source say; UserError if nobody has labelled it."""
    with deciding(bench, writing=True) as at:
        given = by_hand.take_back(at.connection, *key, who, at.at)
    bench.recount()
    return given


def _answer(bench: Workbench, asked: Asked) -> Message:
    line = read(asked.text)
    who = asked.member()
    key = _key(bench, line)
    with deciding(bench) as at:
        said_before = finding.by_hand(at.connection, key)
        found = finding.told(at.connection, key)
    given = take_back(bench, key, who) if line.intent is None else give(bench, key, line.intent, who)
    with deciding(bench) as at:
        known = spellings(at.connection)
    before = said_before.intent if said_before else None
    shown = {
        "id": shorten(key[1], 60),
        "url": short_address(found.url if found else ""),
        "intent": shorten(given.spelling or "", 60),
        "before": _spelt(given.before, known),
        "own": _spelt(given.own, known),
        "back": line.intent is None,
        "undo": _line(key, line, known.get(before, before) if before else None),
    }
    return bench.messages.render("labelled.j2", asked=asked, **shown)


def _spelt(intent: str | None, known: Mapping[str, str]) -> str:
    return shorten(known.get(intent, intent), 60) if intent else ""


def _line(key: Key, line: Line, intent: str | None) -> str:
    """What puts it back as it was."""
    of = f" source:{quoted(line.source)}" if line.source else ""
    return f"{VERB} {quoted(key[1])} {as_typed(intent) if intent else 'none'}{of}"


def _key(bench: Workbench, line: Line) -> Key:
    """The conversation that is meant; QuestionError if there is none, or if several sources have one."""
    with deciding(bench) as at:
        found = finding.keys(at.connection, line.number) or finding.keys(at.connection, line.number.lstrip("#"))
    if line.source:
        found = [key for key in found if key[0].casefold() == line.source.casefold()]
    if not found:
        raise QuestionError(f"I know no conversation {shorten(line.number, 40)}.", "unclassified")
    if len(found) > 1:
        intent = as_typed(line.intent) if line.intent else "none"
        lines = (f"{VERB} {quoted(number)} {intent} source:{quoted(source)}" for source, number in found)
        raise QuestionError("Several sources have a conversation of this number. Which one?", *lines)
    return found[0]


def _source(line: str) -> tuple[str, str]:
    """A line without the source at its end, and that; "" if none is named: 1234 refund source:"Help desk"."""
    said = words(line)
    for name, colon in pairwise(said):
        if (name.lower, colon.text) == ("source", ":") and not (name.quoted or colon.quoted):
            source = line[colon.end :].strip()
            found = words(source)
            if len(found) == 1 and found[0].quoted:
                return line[: name.start].strip(), found[0].text
            if len(source.split()) == 1:
                return line[: name.start].strip(), source
    return line, ""


def _number(line: str) -> tuple[str, str]:
    """The conversation's number, with which a line begins, and what comes after it."""
    said = words(line)
    if said and said[0].quoted:
        return said[0].text, line[said[0].end :]
    first, _, rest = line.strip().partition(" ")
    return first.rstrip(":,"), rest
