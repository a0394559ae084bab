"""A pressed button, or a choice from a menu.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from dataclasses import dataclass, replace
from typing import Any

from bot import buttons
from bot.commands.registry import Asked
from bot.listeners.desk import Desk, Tell

Identity = tuple[str, str | None, str | None, str]


@dataclass(frozen=True)
class Press:
    """Who pressed what, and where: `channel` is None in App Home, which has no `response_url` either.

    `value` is the button's, or that of what was chosen. `thread_ts` is the thread of the message that was pressed.
    """

    person: str
    value: str
    channel: str | None
    channel_name: str
    message_ts: str | None
    thread_ts: str | None
    ephemeral: bool
    response_url: str

    @classmethod
    def read(cls, body: dict[str, Any]) -> "Press":
        """From the payload of the press."""
        action, container, channel = body["actions"][0], body["container"], body.get("channel") or {}
        return cls(
            person=body["user"]["id"],
            value=(action.get("selected_option") or action).get("value") or "",
            channel=channel.get("id"),
            channel_name=channel.get("name", ""),
            message_ts=container.get("message_ts"),
            thread_ts=container.get("thread_ts") or (body.get("message") or {}).get("thread_ts"),
            ephemeral=container.get("is_ephemeral", False),
            response_url=body.get("response_url", ""),
        )

    @property
    def identity(self) -> Identity:
        """The same for every press of this button, with this value, in this message, by this person."""
        return self.person, self.channel, self.message_ts, self.value

    def asked(self, prompt: str) -> Asked:
        """The question that the button carries; UserError if it carries none."""
        return replace(self.asker(prompt), text=buttons.question(self.value))

    def asker(self, prompt: str) -> Asked:
        """Who asks, and where, whatever it is."""
        return Asked("", prompt, person=self.person, channel=self.channel)

    @property
    def place(self) -> str:
        """Where to answer for those who see what was pressed; a person's id leads to their direct messages."""
        return self.channel or self.person

    @property
    def in_home(self) -> bool:
        """Whether it was pressed in App Home."""
        return self.channel is None

    @property
    def is_direct(self) -> bool:
        """Whether nobody but this person and the bot is there. The ids of direct messages begin with D."""
        return self.place.startswith(("D", self.person))

    @property
    def thread(self) -> str | None:
        """The thread for the answer: in a channel always one, in direct messages only if it was pressed in one."""
        return self.thread_ts or (None if self.is_direct else self.message_ts)

    def tell(self, desk: Desk) -> Tell:
        """How to tell this person something alone."""
        if self.response_url:
            return lambda message: desk.delivery.respond(self.response_url, message)
        return lambda message: desk.tell_directly(self.person, message)
