"""`/kpi note 21 July "release 4.2 broke login"`, `/kpi note holiday 24 Dec`; `/kpi notes`, `/kpi notes remove 3`."""

from functools import partial

from bot.commands.deciding import deciding, number
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.note_rows import NoteRows
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain, words
from kpi.team import notes as timeline
from kpi.team.days import leading_days
from kpi.team.notes import Kind

VERB, LIST = "note", "notes"
_KINDS = tuple(str(kind) for kind in Kind)
_BEFORE_A_DAY = ("on", "from", "at", "in", "of", "during")
_REMOVING = ("remove", "delete")


def command(bench: Workbench) -> Command:
    """A new note."""
    return Command(
        verb=VERB,
        usage="DAY TEXT",
        does="A note on the time line, for answers about that time. Weeks with a holiday or an outage are not usual.",
        examples=(
            'note 21 July "release 4.2 broke login"',
            "note 20-24 July outage no mail",
            "note holiday 24 Dec",
        ),
        answer=partial(_answer, bench),
    )


def listing(bench: Workbench) -> Command:
    """All notes, and taking one away."""
    return Command(
        verb=LIST,
        usage="[remove NUMBER]",
        does="The notes on the time line, and who made them.",
        examples=("notes", "notes remove 3"),
        answer=partial(_answer, bench),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    verb, _, rest = asked.text.strip().partition(" ")
    match verb.casefold():
        case "" | "list":
            return _list(bench, asked)
        case word if word in _REMOVING and (number(rest) is not None or not rest.strip()):
            return _remove(bench, asked, rest)
        case "add":
            return _add(bench, asked, rest)
    return _add(bench, asked, asked.text)


def _list(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench) as at:
        rows = NoteRows.of(timeline.all_notes(at.connection), at.moment)
    return bench.messages.render("notes.j2", asked=asked, notes=rows)


def _add(bench: Workbench, asked: Asked, text: str) -> Message:
    who = asked.author()
    with deciding(bench, writing=True) as at:
        new = timeline.read(_days_first(plain(text).strip()), at.today)
        made = timeline.note(at.connection, new.first_day, new.last_day, new.text, new.kind, who, at.at)
    return bench.messages.render("note_changed.j2", asked=asked, note=made, removed=False)


def _remove(bench: Workbench, asked: Asked, text: str) -> Message:
    which = number(text)
    if which is None:
        raise QuestionError("Which one? Each has a number in the list.", LIST)
    who = asked.author()
    with deciding(bench, writing=True) as at:
        gone = timeline.remove(at.connection, which, who, at.at)
    return bench.messages.render("note_changed.j2", asked=asked, note=gone, removed=True)


def _days_first(text: str) -> str:
    """The line as notes are read: "holiday 24 Dec" and "“release 4.2” on 21 July" with the days at the beginning."""
    said = words(text)
    if not said or leading_days(text)[0]:
        return text
    first, rest = said[0], text[said[0].end :].strip(" :,")
    if first.quoted:
        days, more = leading_days(_without_a_preposition(rest))
        return f"{days} {text[first.start : first.end]}" if days and not more else text
    if first.text.casefold() in _KINDS:
        days, more = leading_days(_without_a_preposition(rest))
        return f"{days} {first.text} {more}" if days else text
    after = _without_a_preposition(text)
    return after if leading_days(after)[0] else text


def _without_a_preposition(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest.strip() if first.casefold() in _BEFORE_A_DAY else text
