"""Somebody opened the bot's Home tab: https://docs.slack.dev/reference/events/app_home_opened"""

from typing import Any

from bot.commands import for_admins
from bot.commands.registry import Asked
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.home_view import home
from bot.messages.message import Message


class Home:
    """Shows it as of now, to members; whoever may not ask is told so in its place."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            self.show(event["user"])

    def show(self, person: str) -> None:
        """Show it, or show it anew after something in it has changed."""

        def publish(message: Message) -> None:
            self._desk.delivery.publish(person, message)

        self._desk.put(person, lambda: publish(self._made(person)), publish, prompt=COMMAND)

    def _made(self, person: str) -> Message:
        self._desk.people.admit(person)
        is_admin = for_admins.presses(self._desk.signed(Asked("", COMMAND, person=person)))
        return home(self._desk.bench, person, is_admin=is_admin)
