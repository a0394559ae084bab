"""Who may decide something for a channel's reviews: its schedule's owner, and admins."""

from bot.commands.registry import Asked
from bot.commands.schedule import changer
from bot.listeners.desk import COMMAND, Desk


def decider(desk: Desk, person: str, channel: str) -> str:
    """The name of this person; UserError if they may not decide it."""
    return changer(desk.bench, desk.signed(Asked("", COMMAND, person=person, channel=channel)))
