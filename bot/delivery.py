"""The only place from which the bot posts."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.messages.message import Message
from kpi.errors import UserError

# What Slack says when it takes no post, and what a person can do about it:
# https://docs.slack.dev/reference/methods/chat.postMessage
_REFUSALS = {
    "not_in_channel": ("I am not in this channel yet.", "Type `/invite @kpibot` here, then press Share again."),
    "channel_not_found": ("I cannot see this conversation.", "Share in a channel, or type `/invite @kpibot` first."),
    "is_archived": ("This channel is archived.", "Ask in a channel that is in use."),
    "restricted_action": ("This workspace does not let me post here.", "Ask a workspace admin to allow it."),
    "missing_scope": ("I may not post here: the scope `chat:write` is missing.", "Ask whoever installed kpibot."),
    "ratelimited": ("Slack asks me to slow down.", "Try again in a minute."),
}


class Delivery:
    """Posts messages as they are: nothing in them becomes a mention, a link or a preview."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, channel: str, message: Message, metadata: dict[str, Any]) -> None:
        """Post to a channel, with metadata `{"event_type", "event_payload"}`; UserError if Slack refuses."""
        try:
            self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                metadata=metadata,
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            refusal = _REFUSALS.get(error.response["error"])
            if refusal is None:
                raise
            raise UserError(*refusal) from error
