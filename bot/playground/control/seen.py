"""The workspace as one person sees it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bot.playground.content import as_slack_shows_it
from bot.playground.control.guards import BadRequestError, Json
from bot.playground.delivery.selections import Selections
from bot.playground.faults import Faults
from bot.playground.shapes import view_shape
from bot.playground.views import View
from bot.playground.workspace import (
    BOT_NAME,
    BOT_USER_ID,
    SLACKBOT_ID,
    TEAM_NAME,
    Channel,
    Member,
    Message,
    Workspace,
)


class Seen:
    """Finds what a request names, and shows it; `is_connected` tells whether the bot is there."""

    def __init__(
        self, workspace: Workspace, selections: Selections, faults: Faults, is_connected: Callable[[], bool]
    ) -> None:
        self.workspace = workspace
        self._selections = selections
        self._faults = faults
        self._is_connected = is_connected

    def state(self, member: Member, since: str = "") -> Json:
        """Everything that this person sees now; of ephemeral messages those that are not older than `since`."""
        workspace = self.workspace
        return {
            "team": TEAM_NAME,
            "person": member.id,
            "now": workspace.next_ts(),
            "bot_is_connected": self._is_connected(),
            "people": [asdict(each) for each in workspace.members],
            "apps": [{"id": BOT_USER_ID, "name": BOT_NAME}, {"id": SLACKBOT_ID, "name": "Slackbot"}],
            "channels": [_channel(channel) for channel in workspace.channels_seen_by(member.id)],
            "commands": [asdict(command) for command in workspace.commands],
            "shortcuts": [asdict(shortcut) for shortcut in workspace.manifest.shortcuts],
            "messages": [
                shown(message)
                for message in workspace.messages_seen_by(member.id)
                if message.seen_by is None or message.ts >= since
            ],
            "views": self.views(member),
            "home": self.home(member),
            "faults": self._faults.state(),
        }

    def views(self, member: Member) -> list[Json]:
        """The open modals, the one on top last."""
        return [self._view(view) for view in self.workspace.views.stack_of(member.id)]

    def home(self, member: Member) -> Json | None:
        home = self.workspace.home_of(member.id)
        return self._view(home) if home else None

    def is_shown(self, message: Message, member: Member, since: str) -> bool:
        """Whether a page of this person that was loaded at `since` shows this message."""
        channel = self.workspace.channel(message.channel)
        is_recent = message.seen_by is None or message.ts >= since
        return is_recent and message.visible_to(member.id) and channel is not None and channel.visible_to(member.id)

    def member(self, member_id: Any) -> Member:
        member = self.workspace.member(str(member_id))
        if member is None:
            raise BadRequestError("There is no such person.")
        return member

    def channel(self, id_or_name: Any, member: Member) -> Channel:
        """A conversation that this person sees."""
        channel = self.workspace.channel(str(id_or_name))
        if channel is None or not channel.visible_to(member.id):
            raise BadRequestError("There is no such channel.")
        return channel

    def message(self, channel: Channel, ts: Any, member: Member) -> Message:
        message = self.workspace.find(channel.id, str(ts))
        if message is None or not message.visible_to(member.id):
            raise BadRequestError("There is no such message.")
        return message

    def view(self, view_id: Any, member: Member) -> View:
        view = self.workspace.views.find(str(view_id))
        if view is None or view.person != member.id:
            raise BadRequestError("There is no such view.")
        return view

    def _view(self, view: View) -> Json:
        values = self._selections.values(view.person, (view.id,), view.content["blocks"])
        return view_shape(view, values) | {"submit_disabled": bool(view.content.get("submit_disabled"))}


def shown(message: Message) -> Json:
    """A message as a page shows it: with its channel, and whether only one person sees it."""
    return as_slack_shows_it(message) | {"channel": message.channel, "ephemeral": message.seen_by is not None}


def _channel(channel: Channel) -> Json:
    return asdict(channel) | {"members": sorted(channel.members), "has_bot": channel.has_bot}
