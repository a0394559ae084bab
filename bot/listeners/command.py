"""Somebody typed `/kpi …`."""

from concurrent.futures import Executor
from typing import Any

from slack_bolt import Ack

from bot.commands.registry import Asked
from bot.listeners import typed
from bot.listeners.desk import Desk
from bot.messages.message import Message

# Slack gives three seconds, in which the acknowledgement has to travel too:
# https://docs.slack.dev/interactivity/implementing-slash-commands#responding_basic_receipt
ACKNOWLEDGE_WITHIN = 2.0


class Command:
    """Answers the asker alone: inside the acknowledgement if it can go that way and soon, else right after it."""

    def __init__(self, desk: Desk, executor: Executor, within: float = ACKNOWLEDGE_WITHIN) -> None:
        self._desk = desk
        self._executor = executor
        self._within = within

    def __call__(self, ack: Ack, command: dict[str, Any]) -> None:
        text = typed.said_to(self._desk.bot_user_id, command.get("text", ""))
        asked = Asked(text, prompt=command["command"], person=command["user_id"])
        reply = self._executor.submit(self._desk.reply, asked)
        try:
            form = self._desk.delivery.ready(reply.result(self._within))
        except TimeoutError:
            form = None
        if form is not None:
            ack(text=form.text, blocks=form.blocks, response_type="ephemeral")
            return
        ack()

        def tell(message: Message) -> None:
            self._desk.delivery.respond(command["response_url"], message)

        self._desk.put(command["user_id"], lambda: tell(reply.result()), tell, prompt=asked.prompt)
