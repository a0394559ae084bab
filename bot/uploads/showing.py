"""The one message about a file: what it says in each state."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.commands.registry import Workbench
from bot.delivery import Delivery
from bot.messages.message import Message
from bot.messages.mrkdwn import escaped_size, fit
from bot.refusals import LostError, RefusedError
from bot.uploads import buttons, meanings, questions
from bot.uploads.fitting import fitting
from bot.uploads.found import Brought, Column, Found, TakenBack
from bot.uploads.model import State, Upload
from bot.uploads.questions import Question
from kpi.team import settings
from kpi.words import sentence

_MENU = 100
"""Options of a menu: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""

_LINE, _HEADER = 200, 60
_COLUMNS, _MARKS = 4_500, 12
"""Characters of all columns, and those around each."""
_PARAGRAPH = 2_700
"""Characters of a section, with some to spare."""

_AT_ONCE, _MENUS, _OPTION = 4, 4_400, 75
"""Questions that are asked at once, and the characters of all their menus, and of one option."""

LOOKING, IMPORTING, COUNTING, UNDOING = "looking", "importing", "counting", "undoing"
_OVER = frozenset({State.DONE, State.STOPPED, State.UNDONE})
_WORKING = {State.LOOKING: LOOKING, State.IMPORTING: IMPORTING, State.UNDOING: UNDOING}


class Option(NamedTuple):
    """One of a menu."""

    says: str
    value: str


class Menu(NamedTuple):
    """A question at its place among all, and what may be chosen."""

    place: int
    question: Question
    options: Sequence[Option]


class Line(NamedTuple):
    """How a column is read."""

    header: str
    read_as: str
    rest: str


class Showing:
    """Makes the message, and puts it in the place of the one before."""

    def __init__(self, bench: Workbench, delivery: Delivery) -> None:
        self._bench = bench
        self._delivery = delivery

    def message(self, upload: Upload) -> Message:
        """What is to be said of it now."""
        state = State(upload.state)
        if state in _WORKING:
            return self.working(upload, _WORKING[state])
        context = {"upload": upload, "value": buttons.value(upload), "zone": self._zone()}
        return self._bench.messages.render(f"upload_{state}.j2", **context, **_more(state, upload))

    def working(self, upload: Upload, what: str, done: int = 0, total: int = 0) -> Message:
        """That something goes on, and how far it is if `total` is known."""
        context = {"upload": upload, "what": what, "done": done, "total": total}
        return self._bench.messages.render("upload_working.j2", **context)

    def put_up(self, upload: Upload) -> tuple[str, str]:
        """Post it; the channel's id and the message's `ts`."""
        return self._delivery.put_up(upload.channel, self.message(upload), upload.thread)

    def show(self, upload: Upload) -> None:
        """Say it where it was said before."""
        self.change(upload, self.message(upload))

    def change(self, upload: Upload, message: Message) -> None:
        """Say this there. Somebody may have removed what stood there; the work goes on all the same."""
        if upload.ts is not None:
            with suppress(RefusedError, LostError):
                self._delivery.update(upload.channel, upload.ts, message)

    def notify(self, upload: Upload) -> None:
        """Post below it that an import or its undoing is over."""
        message = self.notice(upload)
        if message is not None:
            self._delivery.post(upload.channel, message, upload.thread)

    def notice(self, upload: Upload) -> Message | None:
        """That it is over; None if it is not, or if nobody needs to be told."""
        state = State(upload.state)
        if state not in _OVER:
            return None
        return self._bench.messages.render("upload_over.j2", upload=upload, **_more(state, upload))

    def _zone(self) -> ZoneInfo:
        with self._bench.store.reading() as connection:
            return settings.read(connection, self._bench.zone).zone


def _asking(upload: Upload) -> dict[str, Any]:
    """The questions that are answered, and as many of the others as a message has room for."""
    asked = list(enumerate(questions.from_json(upload.found)))
    is_open = [(place, question) for place, question in asked if question.answer is None]
    room = _MENUS // max(1, len(is_open[:_AT_ONCE]))
    return {
        "answered": [question for _, question in asked if question.answer is not None],
        "menus": [
            Menu(place, question, _options(upload, place, question, room)) for place, question in is_open[:_AT_ONCE]
        ],
        "open": len(is_open),
    }


def _options(upload: Upload, place: int, question: Question, room: int) -> list[Option]:
    """Of a column it may also be said that it tells something else."""
    options = [
        Option(choice.says, buttons.choice_value(upload, place, number))
        for number, choice in enumerate(question.choices)
    ]
    if question.header is not None:
        asked = {meaning for choice in question.choices for meaning in choice.change["mapping"].values()}
        options += [
            Option(meanings.tells(each), buttons.meaning_value(upload, place, each))
            for each in meanings.offered(set())
            if each not in asked
        ]
    return options[: min(_MENU, len(fitting((each.says for each in options), room, _OPTION)))]


def _found(found: Found, as_of: int | None) -> dict[str, Any]:
    """What was found, as far as a message has room for it: how so many columns are read, in groups."""
    lines = _in_paragraphs([_line(column) for column in found.used])
    return {
        "found": found,
        "as_of": as_of,
        "lines": lines,
        "more": len(found.used) - sum(map(len, lines)),
        "remarks": fitting(found.remarks, 1_500, _LINE),
        "problems": fitting(found.problems, 2_000, _LINE),
    }


def _in_paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Each as long as a paragraph may be; of all lines as many as a message has room for."""
    groups: list[list[Line]] = [[]]
    left, here = _COLUMNS, _PARAGRAPH
    for line in lines:
        size = _MARKS + sum(map(escaped_size, line))
        left -= size
        if left < 0:
            break
        if size > here:
            groups.append([])
            here = _PARAGRAPH
        here -= size
        groups[-1].append(line)
    return [group for group in groups if group]


def _line(column: Column) -> Line:
    examples = " · ".join(column.examples)
    rest = f"{': ' if examples else ''}{examples}{'; ' if column.why else ''}{column.why}"
    return Line(fit(column.header, _HEADER), fit(sentence(column.read_as), _HEADER), fit(rest, _LINE))


def _more(state: State, upload: Upload) -> dict[str, Any]:
    """What the state's own template needs beside the file."""
    found = upload.found
    match state:
        case State.ASKING:
            return _asking(upload)
        case State.FOUND:
            return _found(Found.from_json(found), upload.said.get("as_of"))
        case State.DONE:
            brought = Brought(**found)
            return {"brought": brought, "problems": fitting(brought.problems, 2_500, _LINE)}
        case State.UNDONE:
            back = TakenBack(**found)
            return {"back": back, "lines": fitting(back.lines, 2_000, 500)}
        case State.KNOWN | State.REFUSED | State.STOPPED:
            return {"found": found}
        case _:
            return {}
