"""Somebody pressed *Share to channel* under an answer that only they see."""

from typing import Any

from slack_bolt import Ack, Respond

from bot import buttons
from bot.commands.registry import Asked, Registry
from bot.delivery import Delivery
from bot.messages.message import Message
from bot.replies import Replies
from kpi.errors import KpibotError

ACTION = "share_readout"
EVENT = "kpibot_readout"
PROMPT = "/kpi"


class Share:
    """Posts the answer for all to see, in place of the one that only the presser saw."""

    def __init__(self, registry: Registry, replies: Replies, delivery: Delivery) -> None:
        self._registry = registry
        self._replies = replies
        self._delivery = delivery

    def __call__(self, ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        """Whatever goes wrong is told to the presser alone."""
        ack()
        try:
            self._post(body["channel"]["id"], body["user"]["id"], body["actions"][0]["value"])
        except KpibotError as error:
            _tell(respond, self._replies.to_error(error, PROMPT))
        except Exception as error:  # noqa: BLE001
            # The outer edge, as in Replies: the presser hears that it did not work.
            _tell(respond, self._replies.to_failure(error))
        else:
            respond(delete_original=True)

    def _post(self, channel: str, user: str, value: str) -> None:
        question = buttons.question(value)
        message = self._registry.answer(Asked(question, PROMPT, shared_by=user))
        self._delivery.post(channel, message, {"event_type": EVENT, "event_payload": {"question": question}})


def _tell(respond: Respond, message: Message) -> None:
    respond(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False)
