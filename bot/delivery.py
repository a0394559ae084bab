"""The only place from which the bot posts, responds, changes and publishes."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from structlog.stdlib import BoundLogger

from bot import sent_files
from bot.calls import Answer, Calls
from bot.memory import Memory
from bot.messages.message import Message
from bot.pace import Pace
from bot.refusals import RefusedError, UnexpectedRefusalError, refusal
from kpi.errors import ConfigurationError

# "unsupported type: data_table [json-pointer:/blocks/2/type]": the pointer ends in the type itself, not inside of it.
_UNKNOWN_TYPE = re.compile(r"json-pointer:/(?:view/)?blocks/(\d+)(?:/type)?\]")


class Delivery:
    """Sends messages as they are: nothing in them becomes a mention, a link or a preview.

    A block type that this workspace has refused is sent as text, and so is one that it refuses now. Every method raises
    RefusedError (with a sentence for people), LostError, or UnexpectedRefusalError (`bot.refusals`).
    """

    def __init__(self, calls: Calls, memory: Memory, pace: Pace) -> None:
        self._calls = calls
        self._memory = memory
        self._pace = pace
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def post(
        self, channel: str, message: Message, thread_ts: str | None = None, metadata: dict[str, Any] | None = None
    ) -> str:
        """Post for all to see, and return the message's `ts`. Waits until it is this channel's turn.

        `channel` may be a person's id, which leads to their direct messages. `metadata` is
        `{"event_type", "event_payload"}`.
        """
        return self.put_up(channel, message, thread_ts, metadata)[1]

    def put_up(
        self, channel: str, message: Message, thread_ts: str | None = None, metadata: dict[str, Any] | None = None
    ) -> tuple[str, str]:
        """The same, and return the channel's id as well, which is needed to change what a person was told directly."""

        def send(form: Message) -> Answer:
            self._pace.wait(channel)
            return self._put(
                self._client.chat_postMessage,
                form,
                repeatable=False,
                channel=channel,
                thread_ts=thread_ts,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            )

        answer = self._send(message, send)
        return str(answer.get("channel") or channel), str(answer["ts"])

    def update(self, channel: str, ts: str, message: Message, metadata: dict[str, Any] | None = None) -> None:
        """Put another message in the place of one that the bot has posted."""
        method, place = self._client.chat_update, {"channel": channel, "ts": ts, "metadata": metadata}
        self._send(message, lambda form: self._put(method, form, repeatable=True, **place))

    def whisper(self, channel: str, person: str, message: Message, thread_ts: str | None = None) -> None:
        """Post what only this person sees, and only until they reload."""
        method, place = self._client.chat_postEphemeral, {"channel": channel, "user": person, "thread_ts": thread_ts}
        self._send(message, lambda form: self._put(method, form, repeatable=False, **place))

    def ready(self, message: Message) -> Message | None:
        """The form in which a message can go inside an acknowledgement; None if it has to go another way.

        Slack does not tell whether it took what came inside one, so blocks that a workspace may refuse never go that
        way: not even where it has taken them before, as whoever asks would get an error for ever if it stopped.
        """
        form = self._form(message)
        return None if form.native else form

    def respond(self, response_url: str, message: Message, *, replace: bool = False) -> None:
        """Answer the person who typed or pressed, alone; or put the answer in the place of what they pressed."""

        def send(form: Message) -> Answer:
            return self._calls.respond(
                response_url,
                repeatable=replace,
                text=form.text,
                blocks=form.blocks,
                response_type="ephemeral",
                replace_original=replace,
            )

        self._send(message, send)

    def discard(self, response_url: str) -> None:
        """Take away the message that was pressed."""
        self._calls.respond(response_url, repeatable=True, delete_original=True)

    def publish(self, person: str, message: Message) -> None:
        """Show this in the person's App Home. Not every client shows tables and charts there, so they are text."""
        view = {"type": "home", "blocks": message.without(message.native).blocks}
        self._calls.api(self._client.views_publish, repeatable=True, user_id=person, view=view)

    def open(self, trigger_id: str, view: dict[str, Any]) -> str:
        """Open a modal, whose id this returns, for whoever has just pressed something.

        A trigger is good for three seconds, and once.
        """
        opened = self._calls.api(self._client.views_open, repeatable=False, trigger_id=trigger_id, view=view)
        return str(opened["view"]["id"])

    def change(self, view_id: str, view: dict[str, Any]) -> None:
        """Put another modal in the place of one that is open."""
        self._calls.api(self._client.views_update, repeatable=True, view_id=view_id, view=view)

    def channel(self, channel: str) -> Answer:
        """What Slack tells of a channel: https://docs.slack.dev/reference/objects/conversation-object"""
        found: Answer = self._calls.api(self._client.conversations_info, repeatable=True, channel=channel)["channel"]
        return found

    def posted(self, channel: str, ts: str) -> dict[str, Any]:
        """A message of a channel that the bot is in; RefusedError, as for a change of it, if it is no longer there."""
        place = {"channel": channel, "latest": ts, "limit": 1, "inclusive": True}
        found = self._calls.api(self._client.conversations_history, repeatable=True, **place)["messages"]
        if not found or found[0]["ts"] != ts:
            raise refusal({"error": "message_not_found"})
        return dict(found[0])

    def replies(self, channel: str, thread_ts: str, most: int) -> list[dict[str, Any]]:
        """The first messages of a thread with their metadata: its root, then the oldest replies."""
        place = {"channel": channel, "ts": thread_ts, "limit": most, "include_all_metadata": True}
        found = self._calls.api(self._client.conversations_replies, repeatable=True, **place)["messages"]
        return [dict(each) for each in found[:most]]

    def upload(self, person: str, name: str, content: bytes | Path, message: Message) -> None:
        """Send a file, or what is to stand in one, to somebody's direct messages, below a message that says what it is.

        Of a path the file is read piece by piece.
        """
        size = sent_files.size(content)
        if size > sent_files.MOST_BYTES:
            raise refusal({"error": "file_upload_size_restricted"})
        where = {"filename": name, "length": size}
        given = self._calls.api(self._client.files_getUploadURLExternal, repeatable=True, **where)
        sent_files.send(self._client, given["upload_url"], content)
        # The last step takes no person's id, and what is posted to a person says which conversation that leads to.
        channel, ts = self.put_up(person, message)
        files = {"files": [{"id": given["file_id"], "title": name}], "channel_id": channel}
        try:
            self._calls.api(self._client.files_completeUploadExternal, repeatable=False, **files)
        except (RefusedError, UnexpectedRefusalError):
            self._calls.api(self._client.chat_delete, repeatable=True, channel=channel, ts=ts)
            raise

    def join(self, channel: str) -> None:
        """Become a member of a public channel."""
        self._calls.api(self._client.conversations_join, repeatable=True, channel=channel)

    @property
    def _client(self) -> WebClient:
        return self._calls.client

    def _put(self, method: Callable[..., SlackResponse], form: Message, *, repeatable: bool, **place: Any) -> Answer:
        """Hand over a message in whose text nothing is to become a mention or a link."""
        return self._calls.api(
            method,
            repeatable=repeatable,
            text=form.text,
            blocks=form.blocks,
            parse="none",
            link_names=False,
            **place,
        )

    def _form(self, message: Message) -> Message:
        """The message without what this workspace is known to refuse."""
        return message.without(message.native & self._memory.refused()) if message.native else message

    def _send(self, message: Message, send: Callable[[Message], Answer]) -> Answer:
        form = self._form(message)
        if not form.native:
            return send(form)
        try:
            return send(form)
        except UnexpectedRefusalError as refused:
            if refused.code != "invalid_blocks":
                raise
            answer = send(form.without(form.native))  # if this is refused as well, it was not for those blocks
            self._note_refusal(form, refused)
            return answer

    def _note_refusal(self, form: Message, refusal: UnexpectedRefusalError) -> None:
        """Remember what the workspace lacks. A block of ours that is wrong inside is a bug, and says nothing of it."""
        numbers = [int(found[1]) for each in refusal.problems if (found := _UNKNOWN_TYPE.search(each))]
        lacking = {form.blocks[number]["type"] for number in numbers} & form.native
        self._log.warning("Slack refused a block", types=sorted(form.native), problems=refusal.problems)
        types = lacking if refusal.problems else form.native
        try:
            self._memory.note_refused(types)
        except ConfigurationError as error:  # a store that may only be read; what was sent has arrived all the same
            self._log.warning("not remembered", types=sorted(types), why=str(error))
