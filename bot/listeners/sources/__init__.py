"""Sources that send by themselves: the forms in which admins connect them, and what is pressed below them."""

from concurrent.futures import Executor

from slack_bolt import App

from bot.listeners.desk import Desk
from bot.listeners.sources.add_source import AddSource
from bot.listeners.sources.new_secret import NewSecret
from bot.listeners.sources.opened_by_command import SourceForms
from bot.listeners.sources.pressed import PressedAbout
from bot.listeners.sources.remove_source import RemoveSource
from bot.listeners.sources.stepping import Stepping
from bot.sources import buttons

__all__ = ["SourceForms", "register"]


def register(app: App, desk: Desk, executor: Executor) -> SourceForms:
    """Bind what is pressed and submitted; the forms open for what is typed as well."""
    stepping = Stepping(desk, executor)
    add, new_secret, remove = AddSource(desk, stepping), NewSecret(desk, stepping), RemoveSource(desk, stepping)
    for name, form in ((buttons.ADD, add), (buttons.NEW_SECRET, new_secret), (buttons.REMOVE, remove)):
        app.action(name)(form.on_press)
        app.view(name)(form.on_submit)
    app.view(buttons.GIVE_SECRET)(add.on_secret)
    pressed = PressedAbout(desk)
    app.action(buttons.TEST)(pressed.on_test)
    app.action(buttons.REPLAY)(pressed.on_replay)
    return SourceForms(desk, add, new_secret, remove)
