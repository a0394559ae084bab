"""What all in a channel are to see of what one person types there with a slash command."""

from bot import buttons
from bot.commands.registry import Asked
from bot.listeners.desk import Desk, Tell, metadata
from bot.messages.message import Message
from bot.refusals import RefusedError

_DIRECT = "D"  # with which the ids of direct messages begin
_ABSENT = "not_in_channel"
"""Slack says this of public channels only: a private one cannot even be seen from outside."""


class InChannel:
    """Posts an answer, and where the bot may not post, tells the asker alone, with what is in its way."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def post(self, asked: Asked, answer: Message, channel_name: str, tell: Tell) -> None:
        """The `answer`, which is for all; where that cannot be, what `tell` tells the asker to `asked` alone."""
        channel = asked.channel or ""
        try:
            self._desk.delivery.post(channel, answer, None, metadata(answer))
        except RefusedError as refusal:
            alone = self._desk.reply(asked)
            tell(alone)
            if refusal.code == _ABSENT:
                tell(self._offer(alone, channel_name))
            elif not channel.startswith(_DIRECT):  # to a conversation of two people nobody else can be invited
                tell(self._desk.replies.to_error(refusal, asked.prompt))

    def _offer(self, alone: Message, channel_name: str) -> Message:
        share = buttons.value(alone.question or "")
        return self._desk.bench.messages.render("join.j2", channel=channel_name, share=share)
