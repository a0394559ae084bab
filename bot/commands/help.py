"""`/kpi help`: what can be asked, made from the registry and the catalogue."""

from collections.abc import Callable, Sequence

from bot.commands.registry import Asked, Command
from bot.messages.environment import Messages
from bot.messages.message import Message
from kpi.catalogue import KPIS


def command(messages: Messages, commands: Callable[[], Sequence[Command]]) -> Command:
    """Help on all `commands`, which are asked for when help is, so that it is among them."""

    def answer(asked: Asked) -> Message:
        return messages.render("help.j2", commands=commands(), kpis=KPIS, prompt=asked.prompt)

    return Command(verb="help", usage="", does="This list.", examples=("help",), answer=answer)
