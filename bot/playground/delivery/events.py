"""Events: what happened in the workspace, told to the bot as far as its app is subscribed to it.

https://docs.slack.dev/reference/events
"""

from collections.abc import Iterator

from bot.playground.content import as_slack_shows_it
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.envelope import envelope
from bot.playground.delivery.payloads import Payloads
from bot.playground.delivery.rich_text import rich_text
from bot.playground.faults import Faults
from bot.playground.shapes import view_shape
from bot.playground.workspace import (
    BOT_USER_ID,
    TEAM_ID,
    Change,
    Channel,
    Json,
    Member,
    Message,
    Workspace,
)

# How an event names a kind of conversation, and the subscription that covers messages in it.
CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}
MESSAGES = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
LETTERS = {"public": "C", "private": "G", "im": "D"}
# The scope that each subscription needs, as its page tells; app_home_opened needs none.
SCOPES = {
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "file_shared": "files:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
MENTION = f"<@{BOT_USER_ID}>"
# Subtypes of messages that people write themselves; only those can mention somebody.
WRITTEN = (None, "file_share", "thread_broadcast")


class Events:
    """Hears of every change of the workspace."""

    def __init__(self, workspace: Workspace, courier: Courier, payloads: Payloads, faults: Faults) -> None:
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads
        self._faults = faults

    def hear(self, change: Change) -> None:
        """Tell the bot of this change, if its app wants to know."""
        told = {
            "posted": self._posted,
            "changed": self._changed,
            "deleted": self._deleted,
            "channels": self._channels,
        }
        if change.kind in told:
            for subscription, event in told[change.kind](change):
                self._tell(subscription, event)

    def open_home(self, member: Member, tab: str) -> None:
        """https://docs.slack.dev/reference/events/app_home_opened; a home tab that was published comes along."""
        im, home = self._workspace.im_with(member.id), self._workspace.home_of(member.id)
        event: Json = {"type": "app_home_opened", "user": member.id, "channel": im and im.id, "tab": tab}
        if tab == "home" and home:
            event["view"] = view_shape(home)
        self._tell("app_home_opened", event)

    def _posted(self, change: Change) -> Iterator[tuple[str, Json]]:
        message, channel = change.message, self._channel(change)
        if message is None or channel is None or not channel.has_bot:
            return
        event = self._shown(message) | {"channel": channel.id, "event_ts": message.ts}
        yield MESSAGES[channel.kind], event | {"channel_type": CHANNEL_TYPES[channel.kind]}
        if _mentions_bot(message, channel):
            yield "app_mention", {**event, "type": "app_mention"}
        for file in message.files:
            yield "file_shared", _file_shared(message, file.id)

    def _changed(self, change: Change) -> Iterator[tuple[str, Json]]:
        """A mention that is edited is told of again: https://github.com/slackapi/bolt-js/issues/960."""
        message, before, channel = change.message, change.before, self._channel(change)
        if message is None or before is None or channel is None or not channel.has_bot:
            return
        changed = {"message": self._shown(message), "previous_message": self._shown(before)}
        yield MESSAGES[channel.kind], self._hidden("message_changed", channel) | changed
        if _mentions_bot(message, channel) and message.text != before.text:
            event = self._shown(message) | {"channel": channel.id, "event_ts": message.edited_ts or message.ts}
            yield "app_mention", {**event, "type": "app_mention"}

    def _deleted(self, change: Change) -> Iterator[tuple[str, Json]]:
        message, channel = change.message, self._channel(change)
        if message is None or channel is None or not channel.has_bot:
            return
        gone = {"previous_message": self._shown(message), "deleted_ts": message.ts}
        yield MESSAGES[channel.kind], self._hidden("message_deleted", channel) | gone

    def _channels(self, change: Change) -> Iterator[tuple[str, Json]]:
        channel = change.channel
        if channel is None:
            return
        if change.event in ("archived", "unarchived"):
            type_ = f"{'group' if channel.kind == 'private' else 'channel'}_{change.event.removesuffix('d')}"
            if channel.kind == "public" or channel.has_bot:
                by = change.by or channel.creator
                yield type_, {"type": type_, "channel": channel.id, "user": by, "is_moved": 0}
        elif channel.has_bot or change.person == BOT_USER_ID:
            type_ = f"member_{change.event}_channel"
            yield type_, _membership(type_, channel, change)

    def _channel(self, change: Change) -> Channel | None:
        """Where a message stands that others see too: nobody tells an app of ephemeral ones."""
        message = change.message
        return None if message is None or message.seen_by else self._workspace.channel(message.channel)

    def _shown(self, message: Message) -> Json:
        """A message within an event; what people write comes with its rich text, a reply with the thread's author."""
        shown = as_slack_shows_it(message)
        if message.subtype not in (*WRITTEN, "bot_message"):
            return {key: shown[key] for key in ("type", "subtype", "user", "text", "ts")}
        if message.user != BOT_USER_ID and message.subtype in WRITTEN and message.text:
            shown["blocks"] = [rich_text(message.text, message.ts)]
        root = self._workspace.posted(message.channel, message.thread_ts or "")
        return shown | {"parent_user_id": root.user} if root and root.ts != message.ts else shown

    def _hidden(self, subtype: str, channel: Channel) -> Json:
        """https://docs.slack.dev/reference/events/message/message_changed and …/message_deleted"""
        ts = self._workspace.next_ts()
        return {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": channel.id,
            "ts": ts,
            "event_ts": ts,
            "channel_type": CHANNEL_TYPES[channel.kind],
        }

    def _tell(self, subscription: str, event: Json) -> None:
        is_lost = _scope(subscription, event) in self._faults.missing_scopes
        if subscription in self._workspace.manifest.events and not is_lost:
            event.setdefault("event_ts", self._workspace.next_ts())
            self._courier.tell(envelope(event, self._payloads.verification_token, self._workspace.clock))


def _scope(subscription: str, event: Json) -> str | None:
    """What the app must be allowed to be told of this event; of members, the kind of the channel decides."""
    if subscription in ("member_joined_channel", "member_left_channel"):
        return "groups:read" if event["channel_type"] == LETTERS["private"] else "channels:read"
    return SCOPES.get(subscription)


def _mentions_bot(message: Message, channel: Channel) -> bool:
    """https://docs.slack.dev/reference/events/app_mention: not in direct messages, and not by the bot itself."""
    is_written = message.subtype in WRITTEN and message.user != BOT_USER_ID
    return is_written and channel.kind != "im" and MENTION in message.text


def _membership(type_: str, channel: Channel, change: Change) -> Json:
    """https://docs.slack.dev/reference/events/member_joined_channel and …/member_left_channel"""
    letter = LETTERS[channel.kind]
    event = {"type": type_, "user": change.person, "channel": channel.id, "channel_type": letter, "team": TEAM_ID}
    return event | {"inviter": change.by} if change.by else event


def _file_shared(message: Message, file_id: str) -> Json:
    """https://docs.slack.dev/reference/events/file_shared"""
    return {
        "type": "file_shared",
        "channel_id": message.channel,
        "file_id": file_id,
        "user_id": message.user,
        "file": {"id": file_id},
        "event_ts": message.ts,
    }
