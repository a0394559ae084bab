"""What people press and submit to label conversations and to make rules, one file a button."""

import re

from slack_bolt import App

from bot import label_buttons
from bot.listeners.desk import Desk
from bot.listeners.labelling.another import Another
from bot.listeners.labelling.label import Label
from bot.listeners.labelling.rule_form import RuleForm
from bot.listeners.labelling.skip import Skip
from bot.listeners.labelling.undo import Undo


def register(app: App, desk: Desk) -> None:
    """Bind them."""
    label, another, rule = Label(desk), Another(desk), RuleForm(desk)
    app.action(label_buttons.CHOOSE)(label.on_choose)
    app.action(label_buttons.SUGGESTED)(label.on_suggested)
    app.action(label_buttons.SKIP)(Skip(desk))
    app.action(label_buttons.UNDO)(Undo(desk))
    app.action(label_buttons.ANOTHER)(another.on_press)
    app.view(label_buttons.ANOTHER)(another.on_submit)
    app.action(label_buttons.MAKE_RULE)(rule.on_conversation)
    app.action(re.compile(rf"^{label_buttons.RULE_FORM}(:.*)?$"))(rule.on_press)
    app.view(label_buttons.RULE_FORM)(rule.on_submit)
