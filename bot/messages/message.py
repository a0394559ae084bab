"""A message as Slack takes it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bot.messages import text_forms


@dataclass(frozen=True)
class Step:
    """A while after a message: what the message says `by_then`, and the `news` that go to whoever got it."""

    by_then: "Message"
    news: "Message | None" = None


@dataclass(frozen=True)
class Message:
    """`text` is what a notification and a screen reader say; `blocks` are Block Kit blocks.

    `question` is the one that it answers, as one would type it on any later day, with its verb; None if there is none.
    One `for_all` is made for all in the channel in which somebody typed a slash command, and to be posted there.
    `sequel` are the steps of what goes on when the message has been delivered, each as soon as it is reached.
    """

    text: str
    blocks: list[dict[str, Any]]
    question: str | None = None
    for_all: bool = False
    sequel: Iterator[Step] | None = field(default=None, compare=False, repr=False)

    @property
    def native(self) -> frozenset[str]:
        """The types of block in it that not every workspace takes yet."""
        return text_forms.NATIVE & {block.get("type", "") for block in self.blocks}

    def without(self, refused: Collection[str]) -> "Message":
        """The same with the blocks of these types as text, within Slack's limits."""
        return replace(self, blocks=text_forms.without(self.blocks, refused))


class MessageError(ValueError):
    """A template made something that Slack would refuse or cut: a bug in the template or in its values."""

    def __init__(self, template: str, problems: list[str]) -> None:
        super().__init__(f"{template}: {'; '.join(problems)}")
        self.template = template
        self.problems = problems
