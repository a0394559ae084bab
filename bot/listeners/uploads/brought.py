"""A message with files: https://docs.slack.dev/messaging/working-with-files"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.listeners.desk import Tell
from bot.uploads.handling import Arrival, Handling

_NO_TABLES = ("image/", "video/", "audio/")


class Brought:
    """Takes the files of a message, in whose thread they are talked about."""

    def __init__(self, handling: Handling) -> None:
        self._handling = handling

    def take(self, channel: str, message: Mapping[str, Any], text: str, *ways: Tell) -> bool:
        """Whether it is about its files: a question beside a picture is a question."""
        files = file_ids(message)
        if text:
            files = [each for each in files if each not in _pictures(message)]
        if files:
            thread = message.get("thread_ts") or message["ts"]
            self._handling.bring(Arrival(message["user"], files, channel, thread), *ways)
        return bool(files)


def file_ids(message: Mapping[str, Any]) -> list[str]:
    """The ids of a message's files; of one that is shared with another workspace, Slack tells nothing else."""
    return [str(each["id"]) for each in message.get("files") or () if each.get("id")]


def _pictures(message: Mapping[str, Any]) -> Sequence[str]:
    return [
        str(each.get("id"))
        for each in message.get("files") or ()
        if str(each.get("mimetype", "")).startswith(_NO_TABLES)
    ]
