"""What the bot says to something typed: the answer, what is wrong with the question, or that something broke."""

from collections.abc import Callable, Sequence

import structlog
from structlog.stdlib import BoundLogger

from bot import requests
from bot.commands.registry import Asked, Registry
from bot.messages.environment import Messages
from bot.messages.message import Message
from kpi.errors import KpibotError
from kpi.question import QuestionError

LONGEST_LINE = 100  # characters


class Replies:
    """Turns every question into a message, whatever happens on the way."""

    def __init__(self, registry: Registry, messages: Messages) -> None:
        self._registry = registry
        self._messages = messages
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def to(self, asked: Asked) -> Message:
        """The reply."""
        return self.instead(lambda: self._registry.answer(asked), asked.prompt)

    def instead(self, work: Callable[[], Message], prompt: str) -> Message:
        """What the work makes, or in its place what went wrong with it."""
        try:
            return work()
        except Exception as error:  # noqa: BLE001
            # The outer edge: a bug must neither leave a person without an answer nor stop the bot.
            return self.to_error(error, prompt)

    def to_error(self, error: Exception, prompt: str) -> Message:
        """What is wrong, and what to type or do instead; that something broke if it is nothing that people can mend."""
        if not isinstance(error, KpibotError):
            return self._to_failure(error)
        lines = _to_type(error.lines, prompt) if isinstance(error, QuestionError) else []
        return self._messages.render("error.j2", error=error, lines=lines)

    def _to_failure(self, error: Exception) -> Message:
        """That something broke, with the id under which the log has it."""
        failure = requests.number()
        self._log.error("failure", id=failure, exc_info=error)
        return self._messages.render("failure.j2", id=failure)


def _to_type(questions: Sequence[str], prompt: str) -> list[str]:
    """The lines that are short enough to type: none is ever cut. Where none is, a button still asks each question."""
    lines = [f"{prompt} {question}".strip() for question in questions]
    return [line for line in lines if len(line) <= LONGEST_LINE] or [f"{prompt} help".strip()][: len(lines)]
