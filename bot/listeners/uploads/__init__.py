"""Files that people bring in in Slack, and what they press below them."""

import re

from slack_bolt import App

from bot.listeners.desk import Desk
from bot.listeners.uploads.brought import Brought
from bot.listeners.uploads.change_columns import ChangeColumns
from bot.listeners.uploads.import_file import ImportFile
from bot.listeners.uploads.import_form import ImportForm
from bot.listeners.uploads.pressed import Decide, PressedBelow
from bot.uploads import buttons
from bot.uploads.deciding import Deciding
from bot.uploads.handling import Handling

__all__ = ["Brought", "ImportForm", "register"]


def register(app: App, desk: Desk, handling: Handling, form: ImportForm) -> None:
    """Bind what is pressed, chosen and submitted."""
    deciding = Deciding(desk, handling)
    below: dict[str | re.Pattern[str], Decide] = {
        buttons.IMPORT: deciding.import_,
        buttons.CANCEL: deciding.cancel,
        buttons.UNDO: deciding.undo,
        buttons.AGAIN: deciding.again,
        buttons.AS_OF: deciding.as_of,
        buttons.ANSWER: deciding.answer,
    }
    for action_id, decide in below.items():
        app.action(action_id)(PressedBelow(desk, decide))
    change_columns = ChangeColumns(desk, deciding)
    app.action(buttons.COLUMNS)(change_columns.on_press)
    app.view(buttons.COLUMNS)(change_columns.on_submit)
    app.action(buttons.FORM)(form.on_press)
    app.view(buttons.FORM)(form.on_submit)
    app.shortcut(buttons.SHORTCUT)(ImportFile(desk, handling))
