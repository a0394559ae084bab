"""Somebody chose *Import into kpibot* beside a message.

https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
"""

from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.uploads.brought import file_ids
from bot.uploads import buttons
from bot.uploads.handling import Arrival, Handling
from kpi.errors import UserError


class ImportFile:
    """Takes the message's files; they are talked about in the importer's direct messages."""

    def __init__(self, desk: Desk, handling: Handling) -> None:
        self._desk = desk
        self._handling = handling

    def __call__(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        person, message = body["user"]["id"], body.get("message") or {}
        files, channel = file_ids(message), (body.get("channel") or {}).get("id")
        place = AnswerPlace(channel, message.get("thread_ts"), body.get("response_url", ""))
        tell = partial(place.tell, self._desk, person)
        if files:
            self._handling.bring(Arrival(person, files, person), tell)
        else:
            self._desk.put(f"{buttons.SHORTCUT} {person}", _no_file, tell, prompt=COMMAND)


def _no_file() -> None:
    raise UserError("This message has no file.", "Choose a message with a help desk's export, or type `/kpi import`.")
