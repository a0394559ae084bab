"""What people press below a review, one file a button."""

from collections.abc import Callable

from slack_bolt import App

from bot import buttons
from bot.listeners.desk import Desk
from bot.listeners.reviews.choose_another import ChooseAnother
from bot.listeners.reviews.keep import Keep
from bot.listeners.reviews.label_cause import LabelCause
from bot.listeners.reviews.normal_for_us import NormalForUs
from bot.listeners.reviews.park import Park
from bot.listeners.reviews.take_on import TakeOn
from bot.listeners.reviews.why import Why


def register(app: App, desk: Desk, show_home: Callable[[str], None]) -> None:
    """Bind them. `show_home` shows App Home anew to a person."""
    take_on, choose, park, normal = TakeOn(desk, show_home), ChooseAnother(desk), Park(desk), NormalForUs(desk)
    app.action(buttons.TAKE_ON)(take_on.on_take)
    app.action(buttons.TAKE_OVER)(take_on.on_take_over)
    app.action(buttons.CHOOSE_ANOTHER)(choose.on_press)
    app.view(buttons.CHOOSE_ANOTHER)(choose.on_submit)
    app.action(buttons.WHY)(Why(desk).on_press)
    app.action(buttons.KEEP_FOCUS)(Keep(desk).on_press)
    app.action(buttons.PARK)(park.on_press)
    app.view(buttons.PARK)(park.on_submit)
    app.action(buttons.NORMAL)(normal.on_press)
    app.view(buttons.NORMAL)(normal.on_submit)
    app.action(buttons.CAUSE)(LabelCause(desk))
