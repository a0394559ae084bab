"""Somebody pressed *Change …* in the settings, and then submitted the form that it opens."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from slack_bolt import Ack

from bot.commands import changing
from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Asked, Workbench
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.opening import put_opening
from bot.listeners.press import Press
from bot.listeners.settings import seen
from bot.listeners.settings.group import Group, fits, in_words
from bot.listeners.submitting import FormError, Submitting
from bot.messages.message import Message
from bot.messages.modal_limits import TYPED
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.team import typed_settings
from kpi.team.key import set_line
from kpi.team.keys import find
from kpi.team.privacy_keys import DELETE

T = TypeVar("T")
_TICK = "Tick this if you want that."


class GroupForm:
    """A modal with some settings as they are. What is submitted is kept as if it had been typed: all of it, or nothing.

    Who may change them is looked at when it is opened, and again when it is submitted.
    """

    def __init__(self, desk: Desk, submitting: Submitting, group: Group) -> None:
        self._desk = desk
        self._submitting = submitting
        self._group = group

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        put_opening(self._desk, body, self._group.name, self._open)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Keeps what was changed."""
        filled = self._group.read(view["state"])
        self._submitting.take(ack, body, view, lambda person, carried: self._keep(person, carried, filled))

    def _open(self, press: Press, trigger_id: str) -> None:
        self._desk.people.author(press.person)
        self._desk.delivery.open(trigger_id, view(self._desk.bench, self._group, AnswerPlace.of(press)))

    def _keep(self, person: str, carried: str, filled: Mapping[str, str]) -> Message:
        """FormError for what has to be mended in the modal; KpibotError for anything else that people can mend."""
        asked = self._desk.signed(Asked("", COMMAND, person=person, channel=AnswerPlace.read(carried).channel))
        first = next(iter(filled), "")
        # Whoever is chosen in a form and cannot be an admin is told of there.
        at_field = replace(asked, colleague=lambda chosen: _or_at(first, lambda: asked.colleague(chosen)))
        return changing.change(self._desk.bench, at_field, lambda at: self._wanted(at, carried, filled))

    def _wanted(self, at: Deciding, carried: str, filled: Mapping[str, str]) -> dict[str, Any]:
        """The new values of those that differ from what is in force."""
        present = self._group.present(at)
        seen.check(carried, present, next(iter(filled), ""))
        wanted: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for name in [each for each, text in filled.items() if text.strip() != present[each]]:
            try:
                wanted[name] = typed_settings.value(at.connection, name, in_words(name, filled[name]), at.at)
                if wanted[name] is not None:
                    find(name).check(wanted[name])
            except QuestionError as error:
                is_unsaid = any(line.endswith(f" {DELETE}") for line in error.lines)
                field = self._group.deleting[name] if is_unsaid else name
                problems[field] = f"{error.sentence} {_TICK}" if is_unsaid else with_an_example(error, name)
        if problems:
            raise FormError(problems, seen.AGAIN)
        return wanted


def view(bench: Workbench, group: Group, place: AnswerPlace) -> dict[str, Any]:
    """The form as it is filled in to begin with."""
    with deciding(bench, mending=True) as at:
        present = group.present(at)
    return bench.messages.modal(
        group.template,
        name=group.name,
        carried=seen.carried(place, present),
        present=present,
        too_long=[name for name, text in present.items() if not fits(text)],
        longest=TYPED,
    )


def with_an_example(error: QuestionError, name: str) -> str:
    """A form has no room for a line of its own."""
    start = set_line(name, "")
    found = [line.removeprefix(start) for line in error.lines if line.startswith(start)]
    return f"{error.sentence} Try {found[0]}" if found else error.sentence


def _or_at(field: str, work: Callable[[], T]) -> T:
    try:
        return work()
    except UserError as error:
        raise FormError({field: f"{error.sentence} {error.hint}".strip()}, seen.AGAIN) from error
