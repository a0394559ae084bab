"""Somebody typed `/kpi import`, or pressed what opens the same form, and then submitted it."""

from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.commands.registry import Asked
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.opening import lane
from bot.listeners.press import Press
from bot.messages.message import Message
from bot.uploads import buttons
from bot.uploads.handling import Arrival, Handling


class ImportForm:
    """A modal that takes files; they are talked about in the importer's direct messages."""

    def __init__(self, desk: Desk, handling: Handling) -> None:
        self._desk = desk
        self._handling = handling

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        press = Press.read(body)
        self._put_open(press.person, AnswerPlace.of(press), body["trigger_id"])

    def on_command(self, ack: Ack, asked: Asked, place: AnswerPlace, trigger_id: str) -> None:
        """The same for who typed it."""
        ack()
        self._put_open(asked.person or "", place, trigger_id)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Looks at the files."""
        ack()
        person, attached = body["user"]["id"], view["state"]["values"].get("file", {}).get("value", {})
        files = [str(each["id"]) for each in attached.get("files") or ()]

        def tell(message: Message) -> None:
            AnswerPlace.read(view["private_metadata"]).tell(self._desk, person, message)

        ways = (tell, partial(self._desk.tell_directly, person))
        self._handling.bring(Arrival(person, files, person), *ways)

    def _put_open(self, person: str, place: AnswerPlace, trigger_id: str) -> None:
        work = partial(self._open, person, place, trigger_id)
        self._desk.put(lane(buttons.FORM, person), work, partial(place.tell, self._desk, person), prompt=COMMAND)

    def _open(self, person: str, place: AnswerPlace, trigger_id: str) -> None:
        self._desk.people.author(person)
        view = self._desk.bench.messages.modal("upload_modal.j2", name=buttons.FORM, carried=place.carried)
        self._desk.delivery.open(trigger_id, view)
