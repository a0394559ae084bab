"""Somebody opened the bot's Home tab: https://docs.slack.dev/reference/events/app_home_opened"""

from typing import Any

from bot.commands.registry import Asked
from bot.listeners.desk import COMMAND, DIRECT, Desk
from bot.messages.message import Message


class Home:
    """Shows a greeting and the overview, as of now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, event: dict[str, Any]) -> None:
        if event.get("tab") != "home":
            return
        person = event["user"]

        def publish(message: Message) -> None:
            self._desk.delivery.publish(person, message)

        self._desk.put(person, lambda: publish(self._home(person)), publish, prompt=COMMAND)

    def _home(self, person: str) -> Message:
        overview = self._desk.answer(Asked("", DIRECT, person=person))
        greeting = self._desk.bench.messages.render("home.j2", person=person)
        return Message(greeting.text, [*greeting.blocks, *overview.blocks])
