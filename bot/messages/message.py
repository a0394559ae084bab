"""A message as Slack takes it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """`text` is what a notification and a screen reader say; `blocks` are Block Kit blocks."""

    text: str
    blocks: list[dict[str, Any]]


class MessageError(ValueError):
    """A template made something that Slack would refuse or cut: a bug in the template or in its values."""

    def __init__(self, template: str, problems: list[str]) -> None:
        super().__init__(f"{template}: {'; '.join(problems)}")
        self.template = template
        self.problems = problems
