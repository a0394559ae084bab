"""Slack's rules for the blocks of messages, modals and home tabs, in the wording of the Web API's own answers.

Each rule cites the page that it follows, and the limits stand at the top of the file of their subject. Where Slack
raised a limit since, the older and stricter one is kept.
"""

from bot.playground.block_kit.messages import message_problems
from bot.playground.block_kit.texts import texts
from bot.playground.block_kit.views import view_problems

__all__ = ["message_problems", "texts", "view_problems"]
