"""Somebody pressed *Change columns* below a file, and then submitted the modal that it opens."""

from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.listeners.desk import COMMAND, Desk
from bot.listeners.opening import lane, put_opening
from bot.listeners.press import Press
from bot.messages.message import Message
from bot.uploads import buttons, column_menus
from bot.uploads.column_menus import ColumnsError
from bot.uploads.deciding import Deciding


class ChangeColumns:
    """A modal with a menu for each thing that the file may tell. The file's own message says what comes of it."""

    def __init__(self, desk: Desk, deciding: Deciding) -> None:
        self._desk = desk
        self._deciding = deciding

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        put_opening(self._desk, body, buttons.COLUMNS, self._open)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """What is wrong with a field is shown there; else the modal closes, and the file is looked over again."""
        person = body["user"]["id"]
        try:
            pressed = buttons.read(view["private_metadata"])
            said = self._deciding.menus(person, pressed).said(view["state"])
        except ColumnsError as error:
            ack(response_action="errors", errors=error.problems)
            return
        except Exception as error:  # noqa: BLE001
            # The outer edge: the modal closes, and what is in the way is told.
            ack()
            self._tell(person, self._desk.replies.to_error(error, COMMAND))
            return
        ack()
        self._desk.put(
            lane(buttons.COLUMNS, person),
            lambda: self._deciding.change_columns(person, pressed, said),
            partial(self._desk.tell_directly, person),
            prompt=COMMAND,
        )

    def _open(self, press: Press, trigger_id: str) -> None:
        menus = self._deciding.menus(press.person, buttons.read(press.value))
        view = self._desk.bench.messages.modal(
            "upload_columns_modal.j2",
            name=buttons.COLUMNS,
            carried=press.value,
            form_of=menus,
            no_column=column_menus.NONE,
            longest_zone=column_menus.LONGEST_ZONE,
            longest_source=column_menus.LONGEST_SOURCE,
        )
        self._desk.delivery.open(trigger_id, view)

    def _tell(self, person: str, message: Message) -> None:
        self._desk.put(
            lane(buttons.COLUMNS, person),
            lambda: self._desk.tell_directly(person, message),
            prompt=COMMAND,
        )
