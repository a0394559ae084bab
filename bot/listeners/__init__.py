"""What Slack tells the bot, one file a kind. Thin: each hands on to a command and delivers the reply."""

from functools import partial

from slack_bolt import App

from bot.commands.registry import Registry
from bot.delivery import Delivery
from bot.listeners import ask
from bot.listeners.share import ACTION, Share
from bot.replies import Replies


def register(app: App, registry: Registry, replies: Replies, delivery: Delivery) -> None:
    """Bind every listener."""
    app.command("/kpi")(partial(ask.on_command, replies))
    app.action(ACTION)(Share(registry, replies, delivery))
