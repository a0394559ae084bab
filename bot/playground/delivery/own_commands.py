"""Slack's own slash commands, as far as they bear on the bot.

https://slack.com/help/articles/201259356-Slash-commands-in-Slack
"""

import re

from bot.playground.delivery.payloads import Outcome
from bot.playground.workspace import BOT_NAME, BOT_USER_ID, SLACKBOT_ID, Channel, Member, Workspace

OWN = re.compile(rf"/(?:(?P<about_the_bot>invite|remove|kick)\s+@{BOT_NAME}|archive)\s*", re.IGNORECASE)
# https://docs.slack.dev/reference/events/message/channel_join and the pages beside it
JOINED, LEFT = "<@{id}> has joined the channel", "<@{id}> has left the channel"
ARCHIVED, UNARCHIVED = "archived the channel", "un-archived the channel"
NOT_IN_DMS = "That command doesn’t work in direct messages."
THERE_ALREADY, NOT_THERE = "{name} is already in this channel.", "{name} is not in this channel."


class OwnCommands:
    """The bot in and out of channels, and channels archived and opened again."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def run(self, member: Member, channel: Channel, typed: str) -> Outcome | None:
        """None for anything that is no command of Slack's own."""
        found = OWN.fullmatch(typed)
        if found is None:
            return None
        match (found["about_the_bot"] or "archive").lower():
            case "invite":
                return self.invite(member, channel)
            case "archive":
                return self.archive(member, channel)
            case _:
                return self.remove(member, channel)

    def invite(self, member: Member, channel: Channel) -> Outcome:
        if problem := self._problem(channel):
            return self._tell(member, channel, *problem)
        if channel.has_bot:
            return self._tell(member, channel, "already_in_channel", THERE_ALREADY.format(name=BOT_NAME))
        joined = self._workspace.join(channel, BOT_USER_ID, by=member.id)
        return self._say(joined, BOT_USER_ID, JOINED.format(id=BOT_USER_ID), "channel_join")

    def remove(self, member: Member, channel: Channel) -> Outcome:
        if problem := self._problem(channel):
            return self._tell(member, channel, *problem)
        if not channel.has_bot:
            return self._tell(member, channel, "not_in_channel", NOT_THERE.format(name=BOT_NAME))
        left = self._workspace.leave(channel, BOT_USER_ID)
        return self._say(left, BOT_USER_ID, LEFT.format(id=BOT_USER_ID), "channel_leave")

    def archive(self, member: Member, channel: Channel, *, archived: bool = True) -> Outcome:
        """Archive the channel, or open it again."""
        if channel.kind == "im":
            return self._tell(member, channel, "not_in_dms", NOT_IN_DMS)
        changed = self._workspace.set_archived(channel, archived, by=member.id)
        subtype = "channel_archive" if archived else "channel_unarchive"
        return self._say(changed, member.id, ARCHIVED if archived else UNARCHIVED, subtype)

    def _problem(self, channel: Channel) -> tuple[str, str] | None:
        if channel.kind == "im":
            return "not_in_dms", NOT_IN_DMS
        return ("is_archived", "This channel is archived.") if channel.is_archived else None

    def _say(self, channel: Channel, user: str, words: str, subtype: str) -> Outcome:
        return Outcome(message=self._workspace.post(channel, user, words, subtype=subtype))

    def _tell(self, member: Member, channel: Channel, error: str, words: str) -> Outcome:
        return Outcome(error, self._workspace.post(channel, SLACKBOT_ID, words, seen_by=member.id))
