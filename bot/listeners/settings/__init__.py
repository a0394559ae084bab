"""The forms in which admins change what their team decides: each opens for an admin, and is kept for one."""

from slack_bolt import App

from bot import buttons
from bot.listeners.desk import Desk
from bot.listeners.settings.group import GROUPS
from bot.listeners.settings.group_form import GroupForm
from bot.listeners.settings.target_form import TargetForm
from bot.listeners.submitting import Submitting


def register(app: App, desk: Desk, submitting: Submitting) -> None:
    """Bind them."""
    for group in GROUPS:
        form = GroupForm(desk, submitting, group)
        app.action(group.name)(form.on_press)
        app.view(group.name)(form.on_submit)
    target = TargetForm(desk, submitting)
    app.action(buttons.CHANGE_TARGET)(target.on_press)
    app.action(buttons.CHOOSE_TARGET)(target.on_choose)
    app.view(buttons.CHANGE_TARGET)(target.on_submit)
