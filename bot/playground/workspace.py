"""What the local workspace holds: people, conversations, messages, files and views, all in memory.

Only the server's event loop touches a workspace, so it needs no lock.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.playground.files import File, Files, Share
from bot.playground.manifest import MANIFEST, Command
from bot.playground.views import View, Views

Json = dict[str, Any]

TEAM_ID = "T0LOCAL001"
TEAM_NAME = "Local Slack"
TEAM_DOMAIN = "local-slack"
APP_ID = "A0KPIBOT01"
BOT_ID = "B0KPIBOT01"
BOT_USER_ID = "U0KPIBOT01"
BOT_NAME = "kpibot"
SLACKBOT_ID = "USLACKBOT"
DELETED = "This message was deleted."


@dataclass(frozen=True)
class Member:
    """A person of the workspace; `name` is the handle, as in Slack's `user_name`."""

    id: str
    name: str
    real_name: str
    title: str
    is_admin: bool = False
    is_owner: bool = False
    tz: str = "Europe/London"


@dataclass(frozen=True)
class Channel:
    """A public or private channel, or a direct conversation of one person with the bot ("im").

    `members` are user ids, the bot's among them. The name of an im is the word that Slack uses for all of them.
    """

    id: str
    name: str
    purpose: str
    kind: Literal["public", "private", "im"]
    members: frozenset[str]
    is_archived: bool = False
    creator: str = SLACKBOT_ID
    created: int = 1_767_261_600

    @property
    def has_bot(self) -> bool:
        return BOT_USER_ID in self.members

    def visible_to(self, user_id: str) -> bool:
        return self.kind == "public" or user_id in self.members


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
    subtype: str | None = None
    files: tuple[File, ...] = ()

    def visible_to(self, member_id: str) -> bool:
        """Whether this is not for somebody else alone; who sees the channel is the channel's business."""
        return self.seen_by in (None, member_id)


ChannelEvent = Literal["joined", "left", "archived", "unarchived"]


@dataclass(frozen=True)
class Change:
    """Something happened to `message`, or, without one, to the workspace.

    "channels": with `channel`, `event` says what; `person` joined or left, `by` did it.
    "view" and "home": `person` alone sees it.
    """

    kind: Literal["posted", "changed", "deleted", "channels", "view", "home", "faults", "reset"]
    message: Message | None = None
    channel: Channel | None = None
    person: str | None = None
    event: ChannelEvent | None = None
    before: Message | None = None
    by: str | None = None


Listener = Callable[[Change], None]


class Workspace:
    """`clock` gives seconds since 1970; `address` is where the server is reached, without a slash at its end."""

    def __init__(
        self,
        members: Sequence[Member],
        channels: Sequence[Channel],
        clock: Callable[[], float],
        address: Callable[[], str],
    ) -> None:
        self.members = tuple(members)
        self._first_channels = tuple(channels)
        self.manifest = MANIFEST
        self.clock = clock
        self.address = address
        self.files = Files(clock, address)
        self.views = Views(self.next_ts, self._view_changed)
        self._channels = {channel.id: channel for channel in self._first_channels}
        self._last_ts = 0
        self._messages: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], dict[str, Message]] = {}
        self._ephemeral: dict[tuple[str, str], Message] = {}
        self._listeners: list[Listener] = []

    @property
    def channels(self) -> tuple[Channel, ...]:
        return tuple(self._channels.values())

    @property
    def commands(self) -> tuple[Command, ...]:
        return self.manifest.commands

    def next_ts(self) -> str:
        """A message's timestamp is also its name, so no two are equal and they only grow."""
        self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def member(self, member_id: str) -> Member | None:
        return next((member for member in self.members if member.id == member_id), None)

    def channel(self, id_or_name: str) -> Channel | None:
        """By id, or a channel that is no im by its name, with or without "#"."""
        if found := self._channels.get(id_or_name):
            return found
        wanted = id_or_name.removeprefix("#")
        return next((each for each in self.channels if each.name == wanted and each.kind != "im"), None)

    def im_with(self, member_id: str) -> Channel | None:
        return next((each for each in self.channels if each.kind == "im" and member_id in each.members), None)

    def channels_seen_by(self, member_id: str) -> list[Channel]:
        return [channel for channel in self.channels if channel.visible_to(member_id)]

    def command(self, name: str) -> Command | None:
        return next((command for command in self.commands if command.name == name), None)

    def home_of(self, member_id: str) -> View | None:
        return self.views.home_of(member_id)

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
        subtype: str | None = None,
        files: Sequence[File] = (),
    ) -> Message:
        """Post a message; `files` are shared by it."""
        ts = self.next_ts()
        share = Share(channel.id, channel.kind, channel.name, ts, thread_ts)
        shared = tuple(self.files.share(file, share) for file in files)
        message = Message(channel.id, ts, user, text, blocks or [], thread_ts, seen_by, metadata, None, subtype, shared)
        self._keep(message)
        self.tell(Change("posted", message))
        return message

    def change(self, message: Message, text: str, blocks: list[Json], metadata: Json | None = None) -> Message:
        changed = replace(message, text=text, blocks=blocks, metadata=metadata, edited_ts=self.next_ts())
        self._keep(changed)
        self.tell(Change("changed", changed, before=message))
        return changed

    def delete(self, message: Message) -> None:
        """Take a message away; of a thread's root a tombstone stays, as long as there are replies."""
        if message.seen_by:
            del self._ephemeral[message.channel, message.ts]
        elif self.replies(message.channel, message.ts):
            tombstone = Message(message.channel, message.ts, SLACKBOT_ID, DELETED, subtype="tombstone")
            self._keep(tombstone)
            return self.tell(Change("changed", tombstone, before=message))
        else:
            del self._messages[message.channel][message.ts]
            if message.thread_ts:
                self._threads[message.channel, message.thread_ts].pop(message.ts, None)
        return self.tell(Change("deleted", message))

    def find(self, channel_id: str, ts: str) -> Message | None:
        """A message, also an ephemeral one that somebody still sees."""
        return self.posted(channel_id, ts) or self._ephemeral.get((channel_id, ts))

    def posted(self, channel_id: str, ts: str) -> Message | None:
        """A message that Slack keeps, so never an ephemeral one."""
        return self._messages.get(channel_id, {}).get(ts)

    def history(self, channel_id: str) -> list[Message]:
        """The messages that Slack keeps, oldest first, replies among them."""
        return list(self._messages.get(channel_id, {}).values())

    def replies(self, channel_id: str, root_ts: str) -> list[Message]:
        """A thread's replies, oldest first, without its root."""
        return list(self._threads.get((channel_id, root_ts), {}).values())

    def messages_seen_by(self, member_id: str) -> list[Message]:
        """Everything in the conversations that this person sees, oldest first, with what only they see."""
        kept = [each for channel in self.channels_seen_by(member_id) for each in self.history(channel.id)]
        own = [message for message in self._ephemeral.values() if message.seen_by == member_id]
        return sorted([*kept, *own], key=lambda message: message.ts)

    def join(self, channel: Channel, user_id: str, by: str | None = None) -> Channel:
        """The channel with this member; nobody hears of one who is in it already."""
        if user_id in channel.members:
            return channel
        return self._alter(replace(channel, members=channel.members | {user_id}), "joined", user_id, by)

    def leave(self, channel: Channel, user_id: str) -> Channel:
        if user_id not in channel.members:
            return channel
        return self._alter(replace(channel, members=channel.members - {user_id}), "left", user_id)

    def set_archived(self, channel: Channel, archived: bool, by: str | None = None) -> Channel:
        changed = replace(channel, is_archived=archived)
        return self._alter(changed, "archived" if archived else "unarchived", by=by)

    def delete_file(self, file: File) -> None:
        """Its messages stay and show a tombstone."""
        tombstone = self.files.delete(file)
        for share in file.shares:
            if message := self.posted(share.channel, share.ts):
                files = tuple(tombstone if each.id == file.id else each for each in message.files)
                changed = replace(message, files=files)
                self._keep(changed)
                self.tell(Change("changed", changed, before=message))

    def reset(self) -> None:
        self._channels = {channel.id: channel for channel in self._first_channels}
        for held in (self._messages, self._threads, self._ephemeral, self.files, self.views):
            held.clear()
        self.tell(Change("reset"))

    def tell(self, change: Change) -> None:
        """Let everybody who listens know."""
        for listener in list(self._listeners):
            listener(change)

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def _keep(self, message: Message) -> None:
        if message.seen_by:
            self._ephemeral[message.channel, message.ts] = message
            return
        self._messages.setdefault(message.channel, {})[message.ts] = message
        if message.thread_ts and message.thread_ts != message.ts:
            self._threads.setdefault((message.channel, message.thread_ts), {})[message.ts] = message

    def _alter(
        self, channel: Channel, event: ChannelEvent, person: str | None = None, by: str | None = None
    ) -> Channel:
        self._channels[channel.id] = channel
        self.tell(Change("channels", channel=channel, person=person, event=event, by=by))
        return channel

    def _view_changed(self, view: View) -> None:
        self.tell(Change("home" if view.is_home else "view", person=view.person))
