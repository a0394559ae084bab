"""Somebody picked *Overview of your KPIs* among the workspace's shortcuts: https://docs.slack.dev/interactivity/implementing-shortcuts"""

from typing import Any

from slack_bolt import Ack

from bot.buttons import OVERVIEW
from bot.commands.registry import Asked
from bot.listeners.desk import COMMAND, DIRECT, Desk, metadata
from bot.listeners.home_view import modal
from bot.listeners.opening import View, lane, open_made

TITLE = "Your numbers"


class OverviewShortcut:
    """A modal with the headline figures, for whoever picked it: a shortcut belongs to no channel. To ask on, one has
    the whole overview sent to the direct messages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_pick(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; whoever may not ask is told so in it."""
        ack()
        person, trigger = body["user"]["id"], body["trigger_id"]
        self._desk.put(
            lane(OVERVIEW, person),
            lambda: open_made(self._desk, trigger, TITLE, lambda: self._view(person)),
            lambda message: self._desk.tell_directly(person, message),
            prompt=COMMAND,
        )

    def on_submit(self, ack: Ack, body: dict[str, Any]) -> None:
        """Sends the overview, with its buttons."""
        ack()
        person = body["user"]["id"]
        self._desk.put(
            person,
            lambda: self._send(person),
            lambda message: self._desk.tell_directly(person, message),
            prompt=DIRECT,
        )

    def _view(self, person: str) -> View:
        self._desk.people.admit(person)
        return modal(self._desk.bench, TITLE)

    def _send(self, person: str) -> None:
        answer = self._desk.answer(Asked("", DIRECT, person=person))
        self._desk.delivery.post(person, answer, metadata=metadata(answer))
