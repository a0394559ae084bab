"""Somebody pressed *Change a target*, chose which one in the form, and submitted it."""

from typing import Any

from slack_bolt import Ack

from bot.buttons import CHANGE_TARGET, CHOOSE_TARGET
from bot.commands import changing
from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Asked, Workbench
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.opening import lane, put_opening
from bot.listeners.press import Press
from bot.listeners.settings import seen, target_fields
from bot.listeners.settings.target_fields import ANYWHERE, BAD, TARGET, WHICH, TargetFields
from bot.listeners.submitting import FormError, Submitting
from bot.messages.message import Message

_NOT_YET = "The form did not show this target yet. Look at it now, and save it again."


class TargetForm:
    """A modal with one target as it is; it is filled in anew when another KPI or channel is chosen.

    Who may change it is looked at when it is opened, and again when it is submitted.
    """

    def __init__(self, desk: Desk, submitting: Submitting) -> None:
        self._desk = desk
        self._submitting = submitting

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        put_opening(self._desk, body, CHANGE_TARGET, self._open)

    def on_choose(self, ack: Ack, body: dict[str, Any]) -> None:
        """Fills the modal in anew."""
        ack()
        person, opened = body["user"]["id"], body.get("view") or {}

        def tell(message: Message) -> None:
            self._desk.tell_directly(person, message)

        self._desk.put(lane(CHANGE_TARGET, person), lambda: self._fill_anew(opened), tell, prompt=COMMAND)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Keeps the target."""
        state = view["state"]
        self._submitting.take(ack, body, view, lambda person, carried: self._keep(person, carried, state))

    def _open(self, press: Press, trigger_id: str) -> None:
        self._desk.people.author(press.person)
        first = target_fields.kpis()[0][1]
        self._desk.delivery.open(trigger_id, view(self._desk.bench, AnswerPlace.of(press), first))

    def _fill_anew(self, opened: dict[str, Any]) -> None:
        place = AnswerPlace.read(opened.get("private_metadata", ""))
        chosen = TargetFields.read(opened["state"])
        self._desk.delivery.change(opened["id"], view(self._desk.bench, place, chosen.setting))

    def _keep(self, person: str, carried: str, state: dict[str, Any]) -> Message:
        """FormError for what has to be mended in the modal; KpibotError for anything else that people can mend."""
        asked = self._desk.signed(Asked("", COMMAND, person=person, channel=AnswerPlace.read(carried).channel))
        fields, inputs = TargetFields.read(state), {block.partition(" ")[0]: block for block in state["values"]}
        if inputs[TARGET] != f"{TARGET} {fields.setting}":
            raise FormError({WHICH: _NOT_YET}, seen.AGAIN)
        place = {name: inputs[name] for name in (TARGET, BAD)}

        def wanted(at: Deciding) -> dict[str, Any]:
            seen.check(carried, TargetFields.of(at, fields.setting).seen, WHICH)
            return fields.wanted(at, place)

        return changing.change(self._desk.bench, asked, wanted)


def view(bench: Workbench, place: AnswerPlace, setting: str) -> dict[str, Any]:
    """The form with this target as it is."""
    with deciding(bench, mending=True) as at:
        fields = TargetFields.of(at, setting)
        channels = target_fields.channels(at, fields.channel)
    return bench.messages.modal(
        "settings_target_modal.j2",
        name=CHANGE_TARGET,
        choosing=CHOOSE_TARGET,
        carried=seen.carried(place, fields.seen),
        fields=fields,
        kpis=target_fields.kpis(),
        channels=channels,
        anywhere=ANYWHERE,
    )
