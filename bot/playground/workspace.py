"""What the local workspace holds: people, channels, slash commands and messages, all in memory.

Only the server's event loop touches a workspace, so it needs no lock.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Json = dict[str, Any]

TEAM_ID = "T0LOCAL001"
TEAM_NAME = "Local Slack"
TEAM_DOMAIN = "local-slack"
APP_ID = "A0KPIBOT01"
BOT_ID = "B0KPIBOT01"
BOT_USER_ID = "U0KPIBOT01"
BOT_NAME = "kpibot"
SLACKBOT_ID = "USLACKBOT"


@dataclass(frozen=True)
class Member:
    """A person of the workspace; `name` is the handle, as in Slack's `user_name`."""

    id: str
    name: str
    real_name: str
    title: str


@dataclass(frozen=True)
class Channel:
    """A public channel; `has_bot` says whether the bot has been invited."""

    id: str
    name: str
    purpose: str
    has_bot: bool


@dataclass(frozen=True)
class Command:
    """A slash command of the app, as its manifest declares it, and some lines worth trying."""

    name: str
    description: str
    usage_hint: str
    examples: tuple[str, ...]


MEMBERS = (
    Member("U0ADA00001", "ada", "Ada Okafor", "Support lead"),
    Member("U0BEN00001", "ben", "Ben Castillo", "Support agent"),
    Member("U0MIA00001", "mia", "Mia Lindqvist", "Founder"),
)
CHANNELS = (
    Channel("C0SUPPORT1", "support", "Where the support team works", has_bot=True),
    Channel("C0FOUNDERS", "founders", "How the company is doing", has_bot=True),
    Channel("C0RANDOM01", "random", "Everything else; the bot is not in here", has_bot=False),
)
COMMANDS = (
    Command(
        "/kpi",
        "Ask for a support KPI",
        "[kpi] [period]",
        examples=("/kpi csat", "/kpi frt last month", "/kpi help"),
    ),
)


@dataclass(frozen=True)
class Message:
    """One message. `seen_by` is the one person who sees it when it is ephemeral, else None."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    seen_by: str | None = None
    metadata: Json | None = None
    edited_ts: str | None = None

    def visible_to(self, member_id: str) -> bool:
        return self.seen_by in (None, member_id)


@dataclass(frozen=True)
class Change:
    """Something happened to `message`, or, without one, to the workspace."""

    kind: Literal["posted", "changed", "deleted", "invited", "reset"]
    message: Message | None = None


Listener = Callable[[Change], None]


class Workspace:
    """`clock` gives seconds since 1970 and may be replaced in tests."""

    def __init__(self, members: Sequence[Member] = MEMBERS, clock: Callable[[], float] = time.time) -> None:
        self.members = tuple(members)
        self.channels: tuple[Channel, ...] = CHANNELS
        self.commands = COMMANDS
        self._clock = clock
        self._last_ts = 0
        self._messages: dict[tuple[str, str], Message] = {}
        self._listeners: list[Listener] = []

    def next_ts(self) -> str:
        """A message's timestamp is also its name, so no two are equal and they only grow."""
        self._last_ts = max(int(self._clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def member(self, member_id: str) -> Member | None:
        return next((member for member in self.members if member.id == member_id), None)

    def channel(self, id_or_name: str) -> Channel | None:
        wanted = id_or_name.removeprefix("#")
        return next((channel for channel in self.channels if wanted in (channel.id, channel.name)), None)

    def command(self, name: str) -> Command | None:
        return next((command for command in self.commands if command.name == name), None)

    def post(
        self,
        channel: Channel,
        user: str,
        text: str,
        blocks: list[Json] | None = None,
        *,
        thread_ts: str | None = None,
        seen_by: str | None = None,
        metadata: Json | None = None,
    ) -> Message:
        message = Message(
            channel.id,
            self.next_ts(),
            user,
            text,
            blocks or [],
            thread_ts,
            seen_by=seen_by,
            metadata=metadata,
        )
        self._messages[channel.id, message.ts] = message
        self._tell(Change("posted", message))
        return message

    def change(self, message: Message, text: str, blocks: list[Json], metadata: Json | None = None) -> Message:
        changed = replace(message, text=text, blocks=blocks, metadata=metadata, edited_ts=self.next_ts())
        self._messages[message.channel, message.ts] = changed
        self._tell(Change("changed", changed))
        return changed

    def delete(self, message: Message) -> None:
        del self._messages[message.channel, message.ts]
        self._tell(Change("deleted", message))

    def find(self, channel_id: str, ts: str) -> Message | None:
        return self._messages.get((channel_id, ts))

    def messages_seen_by(self, member_id: str) -> list[Message]:
        return [message for message in self._messages.values() if message.visible_to(member_id)]

    def invite_bot(self, channel: Channel) -> None:
        self.channels = tuple(replace(each, has_bot=each.has_bot or each == channel) for each in self.channels)
        self._tell(Change("invited"))

    def reset(self) -> None:
        self.channels = CHANNELS
        self._messages.clear()
        self._tell(Change("reset"))

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def _tell(self, change: Change) -> None:
        for listener in list(self._listeners):
            listener(change)
