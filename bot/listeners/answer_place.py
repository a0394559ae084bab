"""Where the answer to a modal goes: a modal stands nowhere, so it carries this from the press that opened it."""

import json
from dataclasses import asdict, dataclass

from bot.carried import read
from bot.listeners.desk import Desk, Tell
from bot.listeners.press import Press
from bot.messages.message import Message
from bot.refusals import RefusedError
from kpi.errors import UserError

VERSION = 1


@dataclass(frozen=True)
class AnswerPlace:
    """Where somebody pressed. `channel` is None in App Home, which has no `response_url` either.

    `thread` is the thread of what was pressed, if it was in one.
    """

    channel: str | None
    thread: str | None
    response_url: str

    @classmethod
    def of(cls, press: Press) -> "AnswerPlace":
        """Of the press that opens a modal."""
        return cls(press.channel, press.thread_ts, press.response_url)

    @classmethod
    def read(cls, carried: str) -> "AnswerPlace":
        """From a modal's private_metadata; UserError if another version of kpibot has opened it."""
        match read(carried):
            case {"v": version, "channel": channel, "thread": thread, "response_url": str(url)} if (
                version == VERSION
                and isinstance(channel, str | None)
                and isinstance(thread, str | None)
                and (not url or url.startswith(("https://", "http://")))
            ):
                return cls(channel, thread, url)
        raise UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")

    @property
    def carried(self) -> str:
        """For a modal's private_metadata."""
        return json.dumps({"v": VERSION, **asdict(self)}, separators=(",", ":"))

    def tell(self, desk: Desk, person: str, message: Message) -> None:
        """Tell this person alone, there if Slack allows it, else directly. The errors of `bot.delivery.Delivery`."""
        for way in self._ways(desk, person):
            try:
                way(message)
            except RefusedError:
                continue  # a response_url lasts half an hour, and a bot cannot whisper where it is no member
            else:
                return
        desk.tell_directly(person, message)

    def _ways(self, desk: Desk, person: str) -> list[Tell]:
        ways: list[Tell] = []
        if url := self.response_url:
            ways.append(lambda message: desk.delivery.respond(url, message))
        if channel := self.channel:
            ways.append(lambda message: desk.delivery.whisper(channel, person, message, self.thread))
        return ways
