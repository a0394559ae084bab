"""Somebody submitted a modal: what is wrong with a field is shown there, all else where the modal was opened.

https://docs.slack.dev/surfaces/modals#handling_submissions
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import ACKNOWLEDGE_WITHIN, COMMAND, Desk
from bot.listeners.opening import lane
from bot.listeners.sequel import follow_alone
from bot.messages.message import Message
from kpi.errors import UserError

Keep = Callable[[str, str], Message]
"""Keeps what this person has submitted in a modal that carried this; FormError, or any other KpibotError."""


class FormError(UserError):
    """What is wrong with a form: sentences by field; `again` is what to do where they cannot be shown there."""

    def __init__(self, problems: Mapping[str, str], again: str) -> None:
        super().__init__(" ".join(problems.values()), again)
        self.problems = dict(problems)


@dataclass(frozen=True)
class Submitting:
    """Waits so long for what is kept, in seconds."""

    desk: Desk
    executor: Executor
    within: float = ACKNOWLEDGE_WITHIN

    def take(self, ack: Ack, body: dict[str, Any], view: dict[str, Any], keep: Keep) -> None:
        """Acknowledge it when it is kept, or when Slack waits no longer and closes the modal."""
        person, carried = body["user"]["id"], view.get("private_metadata", "")
        keeping = self.executor.submit(keep, person, carried)
        try:
            error = keeping.exception(self.within)
        except TimeoutError:
            error = None
        if isinstance(error, FormError):
            ack(response_action="errors", errors=error.problems)
            return
        ack()
        self.desk.put(
            lane(view["callback_id"], person),
            lambda: self._tell(person, carried, keeping),
            lambda message: self.desk.tell_directly(person, message),
            prompt=COMMAND,
        )

    def _tell(self, person: str, carried: str, keeping: Future[Message]) -> None:
        place = AnswerPlace.read(carried)
        message = self.desk.replies.instead(keeping.result, COMMAND)
        place.tell(self.desk, person, message)
        follow_alone(self.desk, message, place, person, COMMAND)
