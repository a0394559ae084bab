"""A channel in which things are tried, and what was put there."""

from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.doctor.live.proof import METHODS, Fact, Proof, in_slacks_words
from bot.messages.environment import Messages
from bot.messages.message import Message

BETWEEN_POSTS = 1.0  # seconds: https://docs.slack.dev/apis/web-api/rate-limits
_REMOVED = Fact("A bot can delete what it posted.", f"{METHODS}/chat.delete")
_PACE = Fact("One message a second is not refused.", "https://docs.slack.dev/apis/web-api/rate-limits")


class Bench:
    """`channel` is a name or an id until the first post, an id from then on.

    `identity` is the answer of `auth.test`; `pause` waits that many seconds.
    """

    def __init__(
        self,
        client: WebClient,
        channel: str,
        messages: Messages,
        identity: SlackResponse,
        pause: Callable[[float], None],
    ) -> None:
        self.client = client
        self.channel = channel
        self.messages = messages
        self.bot_user = str(identity["user_id"])
        self.workspace = str(identity["url"])
        self._pause = pause
        self._posted: list[str] = []
        self._tries = 0
        self._limited = 0

    @property
    def has_posted(self) -> bool:
        """Whether there is anything to look at, and to clean up."""
        return bool(self._posted)

    def post(self, message: Message, **more: Any) -> SlackResponse:
        """Post as the bot posts everything: nothing in it becomes a mention, a link or a preview."""
        if self._tries:
            self._pause(BETWEEN_POSTS)
        self._tries += 1
        try:
            answer = self.client.chat_postMessage(
                channel=self.channel,
                text=message.text,
                blocks=message.blocks,
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
                **more,
            )
        except SlackApiError as error:
            self._limited += error.response.get("error") in ("ratelimited", "rate_limited")
            raise
        self.channel = str(answer["channel"])
        self._posted.append(str(answer["ts"]))
        return answer

    def read(self, ts: str) -> dict[str, Any] | None:
        """The message as the channel's history has it, with its metadata; None if it is not there."""
        found = self.client.conversations_history(
            channel=self.channel, oldest=ts, latest=ts, inclusive=True, limit=1, include_all_metadata=True
        )
        return next((message for message in found["messages"] if message["ts"] == ts), None)

    def pace(self) -> Proof:
        """Whether all the posts so far went through at their pace."""
        return Proof(_PACE, not self._limited, f"{self._tries} posts, {self._limited} refused as too many")

    def clean_up(self) -> Proof:
        """Delete all that was posted, the newest first, so that no thread is left without its root."""
        left, said = 0, ""
        for ts in reversed(self._posted):
            try:
                self.client.chat_delete(channel=self.channel, ts=ts)
            except (SlackApiError, OSError, HTTPException) as error:
                left += 1
                said = in_slacks_words(error) if isinstance(error, SlackApiError) else "Slack could not be reached"
        if left:
            return Proof(_REMOVED, False, f"{said}; please delete by hand the {left} messages of this test")
        return Proof(_REMOVED, True, f"{len(self._posted)} posted and deleted")
