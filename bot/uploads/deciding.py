"""What people decide about a file: each checks who decides, and that nobody has decided already."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.uploads import meanings, questions
from bot.uploads.buttons import Pressed
from bot.uploads.column_menus import ColumnMenus
from bot.uploads.handling import Handling
from bot.uploads.ledger import SEND_AGAIN
from bot.uploads.model import State, Upload
from bot.uploads.questions import OVER
from kpi.errors import UserError
from kpi.words import shorten

if TYPE_CHECKING:  # listeners know files, not the other way round
    from bot.listeners.desk import Desk

_IS = {
    State.LOOKING: "is just being looked over.",
    State.ASKING: "raises a question first.",
    State.FOUND: "was looked over anew.",
    State.KNOWN: "was imported before.",
    State.REFUSED: "cannot be imported as it is.",
    State.IMPORTING: "is just being imported.",
    State.DONE: "is imported.",
    State.STOPPED: "is not imported in whole.",
    State.UNDOING: "is just being taken back.",
    State.UNDONE: "was imported and taken back.",
    State.CANCELLED: "was set aside.",
}


class Deciding:
    """`person` is who pressed. UserError for whoever may not import, and for what is over."""

    def __init__(self, desk: "Desk", handling: Handling) -> None:
        self._desk = desk
        self._handling = handling
        self._ledger = handling.ledger

    def import_(self, person: str, pressed: Pressed) -> None:
        """Begin, or go on where it was stopped."""
        who = self._desk.people.author(person)
        before = self._ledger.get(pressed.upload)
        again = before.state == State.STOPPED and before.found.get("was") == State.UNDOING
        wanted = {State.FOUND} if again else {State.FOUND, State.STOPPED}
        now = int(self._desk.bench.clock().timestamp())
        columns = {"began_at": now, "who": who, "said": _having_begun(before)}
        self._handling.bring_in(self._moved(pressed, wanted, State.IMPORTING, **columns))

    def undo(self, person: str, pressed: Pressed) -> None:
        """Take back what was imported, or the part of it that is in."""
        who = self._desk.people.author(person)
        before = self._ledger.get(pressed.upload)
        number = before.import_id or before.found.get("number")
        if not number:
            raise UserError("Nothing of this file was imported.", SEND_AGAIN)
        standing = {State.DONE, State.STOPPED}
        self._handling.take_back(self._moved(pressed, standing, State.UNDOING, import_id=int(number)), who)

    def cancel(self, person: str, pressed: Pressed) -> None:
        """Set it aside; nothing of it is kept."""
        self._desk.people.author(person)
        waiting = {State.ASKING, State.FOUND, State.KNOWN, State.REFUSED, State.STOPPED}
        self._handling.showing.show(self._moved(pressed, waiting, State.CANCELLED, found={}))

    def again(self, person: str, pressed: Pressed) -> None:
        """Look at it once more: after it could not be fetched, or though it was imported before."""
        self._desk.people.author(person)
        said = {**self._ledger.get(pressed.upload).said, "again": True}
        self._look_again(pressed, {State.KNOWN, State.REFUSED}, said)

    def as_of(self, person: str, pressed: Pressed) -> None:
        """It was exported when it was brought; or, pressed once more, at its latest date."""
        self._desk.people.author(person)

        def toggle(upload: Upload) -> Mapping[str, Any]:
            self._check(upload, pressed, {State.FOUND})
            said = dict(upload.said)
            if said.pop("as_of", None) is None:
                said["as_of"] = max(upload.brought_at, upload.found.get("complete_until") or 0)
            return {"said": said}

        self._handling.showing.show(self._ledger.change(pressed.upload, toggle))

    def answer(self, person: str, pressed: Pressed) -> None:
        """Keep the answer to a question; with the last one the file is looked over again."""
        self._desk.people.author(person)

        def keep(upload: Upload) -> Mapping[str, Any]:
            self._check(upload, pressed, {State.ASKING})
            says, change = _chosen(upload, pressed)
            found = questions.answered(upload.found, pressed.question, says)
            return {"found": found, "said": questions.merged(upload.said, change)}

        upload = self._ledger.change(pressed.upload, keep)
        if all(question.answer is not None for question in questions.from_json(upload.found)):
            self._look_again(pressed, {State.ASKING}, upload.said)
        else:
            self._handling.showing.show(upload)

    def menus(self, person: str, pressed: Pressed) -> ColumnMenus:
        """What the form *Change columns* offers."""
        self._desk.people.author(person)
        upload = self._ledger.get(pressed.upload)
        self._check(upload, pressed, {State.FOUND, State.REFUSED})
        return ColumnMenus.of(upload)

    def change_columns(self, person: str, pressed: Pressed, said: Mapping[str, Any]) -> None:
        """Read it as was `said` from now on."""
        self._desk.people.author(person)
        known = self._ledger.get(pressed.upload).said
        self._look_again(pressed, {State.FOUND, State.REFUSED}, questions.merged(known, said))

    def _look_again(self, pressed: Pressed, expected: set[State], said: Mapping[str, Any]) -> None:
        plain = dict(said)
        plain.pop("as_of", None)
        self._handling.look(self._moved(pressed, expected, State.LOOKING, said=plain, round=pressed.round + 1))

    def _moved(self, pressed: Pressed, expected: set[State], to: State, **columns: Any) -> Upload:
        moved = self._ledger.move(pressed.upload, expected, to, at_round=pressed.round, **columns)
        if moved is None:
            raise _over(self._ledger.get(pressed.upload))
        return moved

    @staticmethod
    def _check(upload: Upload, pressed: Pressed, expected: set[State]) -> None:
        if State(upload.state) not in expected or upload.round != pressed.round:
            raise _over(upload)


def _having_begun(upload: Upload) -> dict[str, Any]:
    """What is said of it, and the number of the import that was begun and stopped, if one was: Undo takes it back."""
    number, begun = upload.found.get("number"), upload.said.get("begun", [])
    is_new = upload.state == State.STOPPED and number is not None and number not in begun
    return {**upload.said, "begun": [*begun, number]} if is_new else dict(upload.said)


def _over(upload: Upload) -> UserError:
    return UserError(f"{shorten(upload.name)} {_IS[State(upload.state)]}", "Its message says how far it is.")


def _chosen(upload: Upload, pressed: Pressed) -> tuple[str, Mapping[str, Any]]:
    """An answer in words, and what it changes in what is said of the file."""
    asked = questions.from_json(upload.found)
    if pressed.question >= len(asked):
        raise OVER
    question = asked[pressed.question]
    if pressed.meaning is not None and question.header is not None:
        return meanings.tells(pressed.meaning), {"mapping": {question.header: pressed.meaning}}
    if pressed.choice is None or pressed.choice >= len(question.choices):
        raise OVER
    choice = question.choices[pressed.choice]
    return choice.says, choice.change
